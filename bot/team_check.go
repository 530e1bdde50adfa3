package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Fault is one thing that is wrong with a team's set-up.
type Fault struct {
	Field string // "zone", "habits.tea.rule", "rooms.0.id"
	Sorry *Sorry
}

// Faults is everything that is wrong with a team's set-up, at once.
type Faults []Fault

// Error lists the faults in English, one a line.
func (f Faults) Error() string {
	var lines []string
	for _, fault := range f {
		lines = append(lines, fault.Field+": "+fault.Sorry.Error())
	}
	return strings.Join(lines, "\n")
}

var teamID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// Check tells everything that is wrong with a team's set-up, as Faults. What ids
// look like is for their platforms to say.
func (t Team) Check(known Platforms) error {
	var faults Faults
	fault := func(ok bool, field, key string, args ...words.Arg) {
		if !ok {
			faults = append(faults, Fault{field, &Sorry{key, args}})
		}
	}
	fault(teamID.MatchString(string(t.ID)), "id", "fault.id")
	faults = append(faults, t.checkSettings()...)
	faults = append(faults, t.checkIDs(known)...)
	fault(len(t.Rooms) > 0 && len(t.Rooms) <= 25, "rooms", "fault.rooms")
	seen := map[RoomID]bool{}
	for i, r := range t.Rooms {
		field := fmt.Sprintf("rooms.%d.", i)
		fault(!seen[r.ID], field+"id", "fault.room.twice")
		fault(slices.Contains(RoomKinds(), r.Kind), field+"kind", "fault.room.kind", words.Quote("kind", string(r.Kind)))
		seen[r.ID] = true
	}
	fault(len(t.Days.Days) <= mostDays, "days", "fault.days")
	for date, day := range t.Days.Days {
		fault(day.Name == "" || nameOK(day.Name, 40), "days."+date.String(), "fault.name")
	}
	return t.checkHabits(faults)
}

// checkIDs asks the platforms about the ids of a team's set-up. What may be left out
// is no fault.
func (t Team) checkIDs(known Platforms) (faults Faults) {
	is := func(on Platform, kind IDKind, id, field string) {
		if traits := known.Of(on); !traits.IsID(kind, id) {
			faults = append(faults, Fault{field, traits.wrong(kind)})
		}
	}
	may := func(on Platform, kind IDKind, id, field string) {
		if id != "" {
			is(on, kind, id, field)
		}
	}
	is(t.Home, IDServer, string(t.Server), "server")
	is(t.Home, IDText, string(t.Text.Main), "text")
	may(t.Home, IDText, string(t.Text.Board), "board")
	may(t.Home, IDRole, string(t.Role), "role")
	for i, r := range t.Rooms {
		is(t.Home, IDRoom, string(r.ID), fmt.Sprintf("rooms.%d.id", i))
	}
	for _, h := range t.Habits {
		if h.Name.Row().Several() {
			may(t.Home, IDRole, string(h.For), "habits."+string(h.Name)+".for")
		}
	}
	for _, e := range t.Elsewhere {
		may(e.On, IDChannel, string(e.Channel), string(e.On)+".channel")
		may(e.On, IDChannel, string(e.Window), string(e.On)+".window")
	}
	return faults
}

// addressOK says whether a text may stand in a message as an address.
func addressOK(address string) bool {
	return strings.HasPrefix(address, "https://") && len(address) <= 200 && !strings.ContainsAny(address, " <>()\n")
}

// mostDays is how many company days a team may list.
const mostDays = 500

func nameOK(name string, most int) bool {
	return name != "" && words.Clean(name) == name && utf8.RuneCountInString(name) <= most
}

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
