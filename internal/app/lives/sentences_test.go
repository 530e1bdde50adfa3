package lives

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// sentence is one of what PRODUCT promises, and how it is looked whether it holds. It
// gives what is wrong, or nothing.
type sentence struct {
	says  string
	wrong func(*life, ledger) string
	quiet bool // it holds when the notebook has had time to follow
}

// sentences are those that hold at every moment. Those about something that is heard are
// in listens_test.go.
func sentences() []sentence {
	return []sentence{
		{says: "One retro collects at every moment.", wrong: oneCollects},
		{says: "A retro is planned for the next time of the schedule, and known by the day on which it was held.", wrong: daysAreTrue},
		{says: "Every note is in exactly one retro, which was held or collects.", wrong: eachNoteOnce},
		{says: "Notes are hidden as it was promised.", wrong: promiseIsKept},
		{says: "Each Try is one, open until it is answered, also when it was reworded by hand.", wrong: eachTryOnce, quiet: true},
		{says: "The date of a sheet is the day on which its KPT was held, or for which it is planned.", wrong: headingsAreTrue, quiet: true},
		{says: "A person's line is never changed or deleted.", wrong: linesStand, quiet: true},
		{says: "An open Try stands on the sheet of a KPT to come once.", wrong: triesStandOnce, quiet: true},
		{says: "A note that is not hidden stands in the notebook once.", wrong: notesStandOnce, quiet: true},
		{says: "What is hidden is not in the notebook.", wrong: paperIsSilent},
		{says: "What is said of a KPT that was missed is true.", wrong: missedIsTrue, quiet: true},
		{says: "Tea that was opened is closed.", wrong: teaIsClosed},
		{says: "Nothing goes wrong within.", wrong: func(l *life, _ ledger) string { return strings.Join(l.ear.faults(), "; ") }},
	}
}

// looks holds all that was heard, and all sentences, against the model.
func (l *life) looks() {
	l.listens()
	l.pass(time.Now())
	if !l.up() || l.fault != "" {
		return
	}
	l.sits(time.Now())
	b := l.books()
	quiet := !l.quietAt.After(time.Now()) && !*l.desk.locked && !l.justMissed(time.Now())
	for _, s := range sentences() {
		if s.quiet && !quiet {
			continue
		}
		if wrong := s.wrong(l, b); wrong != "" {
			l.breaks("%s %s", s.says, wrong)
			return
		}
	}
}

// ledger is what the store has.
type ledger struct {
	retros    []kpt.Retro
	notes     []kpt.Note
	tries     []kpt.Try
	occasions []bot.Occasion
}

var storedNotes = store.NewTable[kpt.Note]("notes")

// books reads the store.
func (l *life) books() (b ledger) {
	l.must(l.bot.Visit(l.t.Context(), teamID, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) (err error) {
			if b.retros, err = s.Book().Retros(tx); err != nil {
				return err
			}
			open, err := s.OpenRetros(tx) // as whoever looks sees them
			if err != nil {
				return err
			}
			l.turned = true
			for i, kept := range b.retros {
				for _, r := range open {
					if r.Date == kept.Date {
						b.retros[i] = r
						l.turned = l.turned && kept.Day() == r.Day()
					}
				}
			}
			for row, err := range storedNotes.Scan(tx, s.Key()) {
				if err != nil {
					return err
				}
				if !row.Value.Gone() {
					b.notes = append(b.notes, row.Value)
				}
			}
			if b.tries, err = s.Book().Tries(tx); err != nil {
				return err
			}
			b.occasions, err = s.Occasions(tx, "tea")
			return err
		})
	}))
	return b
}

// of is the retro of the ledger that is one of the model's.
func (l *life) of(b ledger, r *retro) kpt.Retro {
	if i := slices.Index(l.retros, r); i >= 0 && i < len(b.retros) {
		return b.retros[i]
	}
	return kpt.Retro{}
}

func oneCollects(l *life, b ledger) string {
	open := 0
	for _, r := range b.retros {
		if r.Closed.IsZero() {
			open++
		}
	}
	if open != len(l.open()) || len(b.retros) != len(l.retros) {
		return fmt.Sprintf("%d are open of %d, and there should be %d of %d", open, len(b.retros), len(l.open()), len(l.retros))
	}
	return ""
}

func daysAreTrue(l *life, b ledger) string {
	for i, r := range l.retros {
		got := b.retros[i]
		if !l.called && !r.closed && r.begun.IsZero() && got.Begun.IsZero() {
			continue // it is planned for no day
		}
		if got.Day().String() != r.day() || r.closed != !got.Closed.IsZero() || r.begun.IsZero() != got.Begun.IsZero() {
			return fmt.Sprintf("KPT %d is that of %s (begun %t, closed %t) and should be that of %s (begun %t, closed %t)",
				i+1, got.Day(), !got.Begun.IsZero(), !got.Closed.IsZero(), r.day(), !r.begun.IsZero(), r.closed)
		}
		if !r.closed && r.begun.IsZero() && !got.Starts.Equal(r.starts) && l.called {
			return fmt.Sprintf("the KPT of %s starts at %s, not at %s", r.day(), got.Starts.In(l.zone), r.starts.In(l.zone))
		}
	}
	return ""
}

func eachNoteOnce(l *life, b ledger) string {
	for _, n := range l.notes {
		if n.hand && (*l.desk.locked || l.quietAt.After(time.Now())) {
			continue
		}
		count := 0
		for _, got := range b.notes {
			if !strings.Contains(got.Text, n.word) {
				continue
			}
			count++
			if r := l.of(b, n.of); !n.gone && got.Retro() != r.Date {
				return fmt.Sprintf("%s is in the KPT named %s, not in that of %s, named %s", n.word, got.Retro(), n.of.day(), r.Date)
			}
		}
		if count != 1 && !n.gone {
			return fmt.Sprintf("%s is there %d times", n.word, count)
		}
	}
	return ""
}

func promiseIsKept(l *life, b ledger) string {
	for i, r := range l.retros {
		hides := b.retros[i].Reveal == kpt.RevealMeeting
		none := r.noted && !slices.ContainsFunc(l.notes, func(n *note) bool { return n.of == r && !n.gone })
		if none || r.free { // of notes that are gone nothing is promised to anybody
			l.promises(r, hides)
		}
		r.free = none
		if hides != r.hides {
			return fmt.Sprintf("the notes of the KPT of %s are hidden: %t, and it was promised: %t", r.day(), hides, r.hides)
		}
	}
	return ""
}

func eachTryOnce(l *life, b ledger) string {
	for _, t := range l.tries {
		count := 0
		for _, got := range b.tries {
			if strings.Contains(got.Text, t.word) {
				count++
				if open := got.State == kpt.Open; open != t.open {
					return fmt.Sprintf("%s is open: %t, and should be: %t", t.word, open, t.open)
				}
			}
		}
		if count != 1 {
			return fmt.Sprintf("%s is there %d times", t.word, count)
		}
	}
	if len(b.tries) != len(l.tries) {
		return fmt.Sprintf("there are %d, and should be %d", len(b.tries), len(l.tries))
	}
	return ""
}
