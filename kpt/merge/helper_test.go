package merge

import (
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func day(d int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: d} }

func clock(d, hour, minute int) time.Time {
	return time.Date(2026, 11, d, hour, minute, 0, 0, time.UTC)
}

// joining is a note as the Book keeps a new one for a retro.
func joining(n kpt.Note, r kpt.Retro) kpt.Note {
	n.Trace = kpt.Trace{Retro: r.Date, Section: n.Kind.Section(), Want: kpt.Signed(n.Author, n.Text, n.Nameless)}
	return n
}

// edited is a note as the Book keeps one with another text of its author's.
func edited(n kpt.Note, text string, at time.Time) (kpt.Note, error) {
	checked, err := kpt.NewNote(n.Kind, text, n.Author, at)
	n.Text, n.Changed = checked.Text, at.UTC()
	n.Trace.Want = kpt.Signed(n.Author, n.Text, n.Nameless)
	return n, err
}

// deleted is a note as the Book keeps one that its author deleted.
func deleted(n kpt.Note) kpt.Note {
	n.Text, n.Trace.Want = "", ""
	return n
}
