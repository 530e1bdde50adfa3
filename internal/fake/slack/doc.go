// Package slack is a small, strict Slack on loopback: one workspace with one app in it, its Web API and its
// Socket Mode, over real HTTP and real WebSocket connections.
//
// Tests and the demo run the whole bot against it. It knows nothing of Engawa: it keeps people, channels,
// messages and views as Slack does, refuses what Slack refuses, and lets a test act as a person (Member) or as
// bad luck (Faults).
//
// Reading the source: methods.go is the table of the Web API and request.go the way of a request through it;
// socket.go is a connection of Socket Mode and envelopes.go what is sent over it; answer.go is what a person
// gets back for pressing something.
//
// Caveats:
//   - No threads beyond keeping thread_ts, no files, no search, no group messages (mpim), no message events,
//     no reactions, no OAuth, no Slack Connect. Attachments are neither kept nor shown.
//   - Slack publishes the tiers of its methods and "about one message a second" for a channel, but neither the
//     bursts it allows nor how it counts a minute; Limits holds plausible ones.
//   - Slack does not publish how it counts characters: the app's texts are counted in UTF-16 units, what
//     people enter in characters, the stricter each way. The same holds for the text of all blocks of a
//     message together (about 13,000).
//   - What Slack ignores in silence is refused here: arguments that a method does not have, JSON sent to a
//     method that reads forms only, tokens in a query.
//   - Where Slack's pages are silent, this is what the fake does: an edit without blocks takes them away; an edit
//     in an archived channel is is_inactive; a command or press is sent again only when its connection is lost
//     before the acknowledgement, an event also when it was not acknowledged in time; a ticket of Socket Mode
//     lasts half a minute; of options the text and the value may have 75 characters.
//   - Slack drops a payload of 20 KB or more, and does not publish how it counts: here everything but ASCII counts
//     as it is escaped. What the app draws so large that a press on it would be dropped is a violation.
//   - An effect that names no interaction (a direct or ephemeral message, a home tab, an updated view) counts as
//     the answer to what its member did last, within half an hour.
//   - A changed status makes no event of the Events API. What people do to an app's settings (manifest, OAuth) is not here.
//   - An archived channel keeps its members. A channel is named by its id alone, never by #name.
//   - One mutex guards the whole world; no network write happens under it.
//   - It reads the clock with package time only, so it works inside a testing/synctest bubble when it is
//     given a listener of package pipe.
package slack
