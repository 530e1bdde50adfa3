// Package rest is the REST half of the Discord face: one queue that keeps to Discord's limits before
// Discord has to say so. It knows HTTP, Discord's error bodies and its limits; it must know nothing of
// cards, teams, features or the gateway.
//
// # What it keeps to
//
//   - All calls of a bot: 50 a second, whatever they are. Calls leave evenly spaced, never in a burst;
//     what was held up on this side (a handshake, a slow upload) counts from when it was written.
//   - Calls of one route: as X-RateLimit-Limit, -Remaining and -Reset-After say, for the bucket named by
//     X-RateLimit-Bucket together with the channel, guild or webhook of the path. Of a bucket that has not
//     been heard of yet one call is sent, and the others wait for its answer.
//   - 401, 403 and 429: 10,000 of them in ten minutes ban the address. A 401 ends the Client; beyond 1,000
//     it sends one call a second.
//
// Source: Discord's documentation, "Rate Limits".
//
// Interaction callbacks and follow-ups (Answer) are outside the limit of 50 and do not queue.
//
// # Caveats
//
// Only a 429 is sent again, as it says that nothing was done. Of every other failure the caller decides;
// Unknown tells whether the request may have been carried out.
//
// A call may wait for minutes. What it says of time is given by Call.Late, when its turn has come.
//
// Limits are those of this process: a second one with the same token is met only through 429s.
//
// Deletes of old messages have a bucket of their own at Discord, which no header tells apart.
package rest
