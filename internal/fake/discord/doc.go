// Package discord is a small, strict Discord on loopback: the REST API version 10 and a JSON gateway,
// over real HTTP and real WebSocket connections.
//
// Tests and the demo run the whole bot against it. It knows nothing of Engawa: it keeps guilds, channels,
// people, messages, sounds and commands as Discord does, refuses what Discord refuses, and lets a test
// act as a person (Member) or as bad luck (Faults).
//
// Caveats:
//   - No voice media, no threads, no group messages, no compression, no autocompletion; of uploads only sounds and
//     the files of answers to interactions, which cannot be downloaded but are in Message.Files; gateway ops 3, 8
//     and 31 are taken and not answered.
//   - A deferred answer is no message until it is filled in. A voice status stays when its room empties.
//     Scheduled events neither start nor end by themselves.
//   - Which length Discord counts is not published: the bot's texts are counted in UTF-16 units, what people
//     enter in characters, the stricter each way. Old edits (30046) are counted by guild.
//   - Rate limits of single routes are not published by Discord; the table in routes.go holds
//     plausible ones, and the default is Limits.RoutePerWindow in Limits.RouteWindow.
//   - One mutex guards the whole world; no network write happens under it.
//   - It reads the clock with package time only, so it works inside a testing/synctest bubble when it is
//     given the listener of Pipe.
package discord
