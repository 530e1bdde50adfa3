package bot

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// checkHabits adds what is wrong with the habits, and gives nil where nothing is at
// all.
func (t Team) checkHabits(faults Faults) error {
	seen := map[HabitName]bool{}
	kinds, titles := map[habit.Kind]int{}, kindsByName()
	for _, h := range t.Habits {
		fault := func(ok bool, field, key string, args ...words.Arg) {
			if !ok {
				faults = append(faults, Fault{"habits." + string(h.Name) + field, &Sorry{key, args}})
			}
		}
		row := h.Name.Row()
		kinds[row.Kind]++
		fault(h.Name.Valid() && !seen[h.Name], "", "fault.habit", words.Quote("habit", short(string(h.Name))), knownHabits())
		fault(kinds[row.Kind] != row.Most+1 || !row.Several(), "", "fault.several", words.Count("most", row.Most))
		seen[h.Name] = true
		rule, err := schedule.ParseRule(h.Rule)
		if err != nil {
			faults = append(faults, Fault{"habits." + string(h.Name) + ".rule", TimeSorry(err)})
		}
		_, _, once := rule.Once()
		fault(!once || row.Several(), ".rule", "fault.once")
		fault(h.Minutes >= 1 && h.Minutes <= mostMinutes, ".minutes", "fault.minutes")
		_, ours := t.Room(h.Place)
		fault(h.Place == "" || ours, ".place", "fault.place")
		fault(h.Link == "" || addressOK(h.Link), ".link", "fault.link")
		fault(h.Title == "" || nameOK(h.Title, 40), ".title", "fault.name")
		fault(utf8.RuneCountInString(h.Emoji) <= 8 && words.Clean(h.Emoji) == h.Emoji, ".emoji", "fault.emoji")
		if !row.Several() {
			fault(h.For == "", ".for", "fault.for")
			continue
		}
		fault(h.Title != "", ".title", "fault.title")
		fault(len(rule.Times()) <= mostTimes, ".rule", "fault.often", words.Count("most", mostTimes))
		title := likeness(h.Title)
		fault(title == "" || !titles[title], ".title", "fault.title.taken", words.Quote("title", short(h.Title)))
		titles[title] = true
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// kindsByName are the names of the kinds, in all languages: a gathering that is called
// so could not be told from a habit.
func kindsByName() map[string]bool {
	names := map[string]bool{}
	for _, row := range habit.Single() {
		for _, lang := range words.Langs() {
			names[likeness(words.Say(lang, "habit."+string(row.Kind)).String())] = true
		}
	}
	return names
}

// likeness is what of a title tells it from others: no case, no width, no signs.
func likeness(title string) string { return cmp.Or(kpt.Fold(title), strings.ToLower(title)) }

// Limits of a habit. A team may have many gatherings: so each is not to come often.
const (
	mostMinutes = 240
	mostTimes   = 6 // a day, of a gathering
)

// knownHabits is the argument {known}: what may be written for a habit.
func knownHabits() words.Arg {
	var names []string
	for _, row := range habit.Single() {
		names = append(names, string(row.Kind))
	}
	return words.Quote("known", strings.Join(names, ", "))
}
