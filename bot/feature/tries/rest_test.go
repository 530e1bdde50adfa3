package tries

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// many has somebody own so many Tries.
func (w running) many(owner bot.MemberID, n int) {
	for i := range n {
		w.try(kpt.Try{ID: kpt.NoteID(fmt.Sprintf("t%d", i)), Text: fmt.Sprintf("try %02d", i), Owner: kpt.Author{Member: string(owner)}})
	}
}

func TestWhoOwnsManyTriesGetsOneMessageAndReachesAllOfThem(t *testing.T) {
	play(t, func(w running) {
		w.many(bo, 23)
		w.one(ana)
		w.toWednesday()
		posts := w.Posts()
		if len(posts) != 2 {
			w.Fatalf("got %d messages to two owners, want 2", len(posts))
		}
		var card bot.Card
		for _, p := range posts {
			if p.Account == string(bo) {
				card = p.Card
			}
		}
		var offered []string
		for page := 0; ; page++ {
			if len(card.Selects) != 1 || len(card.Selects[0].Options) > 25 || page > 5 {
				w.Fatalf("page %d is %q", page, read(bot.Reply{Card: &card}))
			}
			for _, o := range card.Selects[0].Options {
				offered = append(offered, o.Value)
			}
			more := slices.IndexFunc(card.Buttons, func(b bot.Button) bool { return b.Do == "tries rest" && b.Label.String() == "More →" })
			if more < 0 {
				break
			}
			card = *w.Press(bo, "tries rest", card.Buttons[more].With...).Card
		}
		if slices.Sort(offered); len(slices.Compact(offered)) != 23 {
			w.Errorf("got %d Tries to choose from, want 23: %q", len(offered), offered)
		}
		if got := read(w.Press(ana, "tries ask", "t3")); !strings.Contains(got, "Someone else owns") {
			w.Errorf("another's Try: got %q, want it refused", got)
		}
	})
}

// one gives somebody a Try.
func (w running) one(owner bot.MemberID) {
	w.try(kpt.Try{ID: "alone", Text: "alone", Owner: kpt.Author{Member: string(owner)}})
}

// In Los Angeles it is 3:00 when the team is asked: the question waits for the morning.
func TestAQuestionThatIsStillToComeAsksOnlyAboutWhatWasNotSaid(t *testing.T) {
	play(t, func(w running) {
		w.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Zone = "America/Los_Angeles" })
		})
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			return k.PutRetro(tx, kpt.Retro{Date: january(7), Opened: time.Now().UTC(), Starts: time.Date(2000, time.January, 7, 15, 0, 0, 0, time.UTC)})
		})
		w.many(bo, 3)
		w.toWednesday()
		was := w.due()
		w.Press(bo, "tries done", "t1")
		if got, want := w.question(), "• try 00 • try 02"; got != want {
			w.Errorf("of three one was answered: got %q, want %q", got, want)
		}
		w.Press(bo, "tries drop", "t0")
		if got, want := w.question(), "try 02"; got != want {
			w.Errorf("one is left: got %q, want %q", got, want)
		}
		if got := w.due(); !slices.Equal(got, was) || len(got) != 1 {
			w.Errorf("it was to come at %q, and comes at %q", was, got)
		}
		w.Press(bo, "tries drop", "t2")
		if got := w.due(); len(got) != 0 {
			w.Errorf("all were answered: got %q, want nothing", got)
		}
	})
}

// question is what the one message that is owed asks about.
func (w running) question() string {
	w.Helper()
	for _, p := range w.Posts() {
		var lines []string
		for _, line := range p.Card.Lines[:len(p.Card.Lines)-1] {
			lines = append(lines, line.String())
		}
		return strings.Join(lines, " ")
	}
	return ""
}
