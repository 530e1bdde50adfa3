// Package web is Slack's Web API for one bot: slack-go, behind one queue that
// keeps to Slack's rates before Slack has to say so. It must know nothing of
// cards, teams or features.
//
// # What it keeps to
//
//   - Calls of one method: a little under its tier a minute, a fifth of them at
//     once and the rest evenly spread. See rateOf.
//   - Messages to one channel: one a second, two at once.
//   - A 429 is waited out for its method, five seconds if it names no time, and
//     the call sent again.
//
// Within a method more urgent calls go first. Methods do not wait for each other,
// so a modal never waits for a crowd of posts. A modal whose trigger would be dead by
// its turn is refused at once, and takes no other's place. Answers to a response_url are
// outside the rates.
//
// Source: https://docs.slack.dev/apis/web-api/rate-limits.
//
// # Caveats
//
// Only a 429 is sent again, as it says that nothing was done. Of every other
// failure the caller decides; Error.Unknown tells whether the call may have been
// carried out.
//
// Rates are those of this process: a second one with the same token is met only
// through 429s.
//
// conversations.history has a tier of its own for apps that are sold outside
// Slack's marketplace: one call a minute. Engawa is installed from a manifest of
// the team's own, to which that does not apply.
package web
