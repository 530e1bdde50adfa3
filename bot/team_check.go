package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot/words"
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
