// Package gdocs is a small, strict Google Docs on loopback: documents.get, documents.create and
// documents.batchUpdate of version 1, over real HTTP, in Google's words and shapes.
//
// Tests and the demo run the notebook against it. It knows nothing of Engawa: it keeps documents as Google
// does, refuses what Google refuses, and lets a test act as a person (Doc, Spot) or as bad luck (Faults).
//
// Reading the source: content.go and flow.go say what a document is, draft.go edits it, requests.go is the
// table of what a batch can do, revisions.go joins a batch with what people did meanwhile, load.go and save.go
// read and write JSON, schema.go holds requests against the discovery document.
//
// Caveats:
//   - One account, the bot's. People's edits have no author and no quota.
//   - Requests that Engawa does not need (images, headers, table rows, comments, dropdowns, suggested writes)
//     are answered with 501 and are a violation.
//   - Stricter than Google where that finds mistakes: null is refused, an index of 0 must be sent, every range
//     must be on cluster boundaries, names are lowerCamelCase only, mime type and query are checked.
//   - Not documented by Google, decided here: what is typed at either end of a named range stays outside; a range
//     of which nothing is left is gone; a split heading's id stays with the first part that has text; joined
//     paragraphs keep the look of the first; at one index a person's text comes before that of a
//     targetRevisionId; a list item that is listed again keeps its level besides its tabs.
//   - A deleted document is gone at once; Google still answers for one that is merely in the bin.
//   - It reads the clock with package time only, so it works inside a testing/synctest bubble when it is
//     given the listener of Pipe.
package gdocs
