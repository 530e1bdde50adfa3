// Package bot holds the words that features and faces share (Team, Room, Card,
// Form, Command, Reply, Owed) and Bot, which takes what happens to the feature
// it concerns.
//
// Everything that happens to a team passes through one goroutine, its veranda,
// in order; so features need no locks. That goroutine never waits for the
// network: it answers with a [Reply], writes what is owed in the same
// transaction as its cause, and says what displays should show.
//
// The package must not know any platform, nor what any feature is about.
//
// The first word of a file's name is its subject:
//
//   - ask: a command, press or form, the team that it is about, and the reply
//   - bot: the whole: the clock, all teams and servers, the store and what ails it, texts in and out
//   - face: the platforms, what they are like, what is owed to people there, and what is closed
//   - habit: what a team does at set times, when and where, and the record that makes it once
//   - people: who is who with which accounts, who belongs to a team, who was seen and is forgotten
//   - scene: what a feature is, and what it is given when something happens
//   - team: a set-up: its parts, what is wrong with it, whose is what, and how it is saved
//   - veranda: a team while the bot runs: its goroutine, who sits where, what comes due
//
// Its tables in the store: 'teams' (team → Team), 'people' (team/member →
// Member), 'seats' (team → who sat where when the board last changed),
// 'occasions' (team/habit/date/HH:MM → Occasion), 'sound' (team → until when
// sounds are not tried), 'looked' (team/platform → when it was last seen who is
// in its channel there), 'shut' (team/channel that is closed → since when, and on which
// platform), 'inquiries' (team/channel → when the team last asked whether it may
// have it), 'leaving' (team → since when its server is without Engawa, or when it was
// deleted), 'deleted' (team/member, or team → when that was deleted) and 'clock' (how far
// the schedule has looked).
package bot
