package apptest

import (
	"fmt"
	"strings"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// patience is how long Discord may take to look right: longer than the courier
// waits between two tries.
const patience = 3 * time.Minute

// figures is what a check counted.
type figures struct{ occurrences, cards, chimes int }

// allThere waits until no card of a span is missing.
func (s *programStage) allThere(after, until time.Time) {
	s.t.Helper()
	missing := s.missing(after, until)
	defer func() {
		if s.t.Failed() {
			s.t.Logf("missing:\n%s", strings.Join(missing, "\n"))
		}
	}()
	s.eventually("all cards", patience, func() bool {
		missing = s.missing(after, until)
		return len(missing) == 0
	})
}

// tidyAgain waits until statuses and boards are as they should be.
func (s *programStage) tidyAgain() {
	s.t.Helper()
	faults := s.untidy()
	defer func() {
		if s.t.Failed() {
			s.t.Logf("amiss:\n%s", strings.Join(faults, "\n"))
		}
	}()
	s.eventually("statuses and boards in order", patience, func() bool {
		faults = s.untidy()
		return len(faults) == 0
	})
}

// checkCards finds each occurrence of a span exactly once in each room, those of
// the time after it at most once, nothing else in the rooms, and nothing at all
// in the focus rooms.
func (s *programStage) checkCards(after, until, later time.Time) (f figures) {
	s.t.Helper()
	for _, h := range s.teams {
		cards := h.cards()
		for _, c := range h.calls {
			for _, o := range h.due(c, after, later) {
				must := !o.at.After(until)
				if must {
					f.occurrences++
				}
				for _, room := range h.rooms {
					nonce := cardNonce(o.key, room)
					got := cards[nonce]
					if got > 1 || must && got != 1 {
						s.t.Errorf("%s in %s: %d cards, want 1", o.key, room.Name(), got)
					}
					f.cards += got
					delete(cards, nonce)
					// Where a chime could not be played, the people are mentioned instead.
					mention := nonceOf(o.key + store.Key("/mention/"+room.ID()))
					if cards[mention] > 1 {
						s.t.Errorf("%s in %s: %d mentions, want at most 1", o.key, room.Name(), cards[mention])
					}
					delete(cards, mention)
				}
			}
		}
		for nonce, n := range cards {
			s.t.Errorf("%s: %d messages %q that belong to no occurrence: %s", h.ID, n, nonce, h.saying(nonce))
		}
		if n := len(h.focus.Messages()); n != 0 {
			s.t.Errorf("%s: %d messages in the focus room, want none", h.ID, n)
		}
	}
	return f
}

// checkChimes finds no occurrence heard twice in a room, and none heard out of
// its grace. shown is what the program's clock showed at a time.
func (s *programStage) checkChimes(after, until time.Time, shown func(time.Time) time.Time) (heard int) {
	s.t.Helper()
	rung := map[string]int{}
	try := time.Duration(s.speed) * time.Second // one that begins in time may take a second, which is a minute here
	for _, g := range s.guilds() {
		for _, p := range g.Plays() {
			heard++
			at, belongs := shown(p.At), ""
			for _, h := range s.teams {
				for _, c := range h.calls {
					for _, o := range h.due(c, after, until) {
						late := at.Sub(o.at)
						if h.has(p.Channel) && p.Sound == "engawa "+c.habit.Row().Sound && late >= 0 && late < c.habit.Row().Grace+try {
							belongs = fmt.Sprintf("%s in %s", o.key, p.Channel)
						}
					}
				}
			}
			if rung[belongs]++; belongs == "" {
				s.t.Errorf("%q was heard in %s at %v: there is no such occurrence", p.Sound, p.Channel, at)
			} else if rung[belongs] > 1 {
				s.t.Errorf("%s: heard %d times", belongs, rung[belongs])
			}
		}
	}
	return heard
}

// saying is what the message with a nonce says.
func (h *liveTeam) saying(nonce string) string {
	for _, room := range h.rooms {
		for _, m := range room.Messages() {
			if m.Nonce == nonce {
				return m.Text()
			}
		}
	}
	return ""
}

// has tells whether habits are called in a room.
func (h *liveTeam) has(room string) bool {
	for _, r := range h.rooms {
		if r.Name() == room {
			return true
		}
	}
	return false
}

func (s *programStage) guilds() []*fake.Guild {
	var all []*fake.Guild
	seen := map[*fake.Guild]bool{}
	for _, h := range s.teams {
		if g := h.text.Guild(); !seen[g] {
			seen[g] = true
			all = append(all, g)
		}
	}
	return all
}

// untidy lists the rooms that still have a status line, and what is wrong with
// the boards: each team has one, which shows who is where.
func (s *programStage) untidy() []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, h := range s.teams {
		for _, room := range append([]*fake.Channel{h.focus}, h.rooms...) {
			if status := room.Status(); status != "" {
				fault("%s still shows %q", room.Name(), status)
			}
		}
		boards := h.text.Guild().Text(string(h.ID) + "-board").Messages()
		if len(boards) != 1 {
			fault("%s: %d boards, want 1", h.ID, len(boards))
			continue
		}
		for _, room := range append([]*fake.Channel{h.focus}, h.rooms...) {
			if line := lineOf(boards[0].Text(), room.Name()); !sameNames(line, room.Members(), h) {
				fault("%s: the board says %q of %s", h.ID, line, room.Name())
			}
		}
	}
	return faults
}

// lineOf is the line of a board that speaks of a room.
func lineOf(board, room string) string {
	for line := range strings.Lines(board) {
		if strings.Contains(line, room+":") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// sameNames tells whether a line names just those of a team's people who are in
// a room.
func sameNames(line string, in []*fake.Member, h *liveTeam) bool {
	here := map[string]bool{}
	for _, m := range in {
		here[m.Name()] = true
	}
	for _, m := range h.people() {
		if strings.Contains(line, m.Name()) != here[m.Name()] {
			return false
		}
	}
	return true
}

func (h *liveTeam) people() []*fake.Member {
	people := []*fake.Member{h.wanderer}
	for m := range h.residents {
		people = append(people, m)
	}
	return people
}

// events counts a team's scheduled events.
func (h *liveTeam) events() int {
	n := 0
	for _, e := range h.text.Guild().ScheduledEvents() {
		if h.has(e.Channel) {
			n++
		}
	}
	return n
}
