// Package schedule is 'when': a rule, a zone and a calendar of working days
// give occurrences, and one loop watches the wall clock for them.
//
// It must not know what happens at an occurrence, who asked for it, or where
// anything is stored.
//
// # Keys
//
// An occurrence is known by its local date and its rule's clock,
// "2026-11-24/16:00". The key does not change when the zone's offset does, or
// when the plan is shifted:
//
//   - an hour that is doubled (clocks go back) gives one occurrence, at the
//     first of the two instants;
//   - an hour that is left out (clocks go forward) gives its occurrences at the
//     first instant after the gap, each under the rule's own clock.
//
// In both cases an occurrence is at the first instant at which the wall clock
// in the zone shows its date and clock or something later.
//
// # Words
//
// What people write is cut into tokens (token.go) by a table of words a language (words_en.go,
// words_ja.go), and read by small functions that say what may follow what: times of day
// (clock_words.go), days of a rule (words.go, month.go, fortnight.go), dates (point.go, weeks.go,
// days.go). What the tables lack is asked back, never passed over. testdata/phrases.txt says what is
// meant, by hand.
//
// ParseRule, Zone and what they give mean the same for ever: stores and team files are read by them.
// ParseWhen, ParseDays and ParseZone are for what has just been typed, by somebody who can be asked.
//
// Libraries for this take the likeliest reading (olebedev/when, go-dateparser), and none reads a rule
// in Japanese; here a doubtful one is asked back. The names of cities that CLDR has are not in
// golang.org/x/text; zone_words.txt lists those that people name.
//
// # Caveats
//
// The loop offers an occurrence at least once, not exactly once: after a
// restart, a Set, or a clock that was put back it offers again what its
// receiver may already have done. The receiver keeps the record.
//
// Plan.Works is asked when a following occurrence is computed. When what it
// would answer changes, Set the plan again.
//
// The package reads time zones from package time; a program that must run
// where the system has none embeds time/tzdata.
package schedule
