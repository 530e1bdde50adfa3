package kpt

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Account is a line that tells what became of a Try in a meeting: its answer, or who does it,
// when, and until when. It stands below the Try's line, Note.Under, which may be a person's and
// is left alone. It is nobody's note: Show does not show it.
const Account Kind = "account"

// Told is what is told of a Try.
type Told struct {
	Try  Try
	Text string
}

// Accounts has the sheet of a retro tell what its meeting made of Tries, in the place of what
// was told before. A line of it that a person changed or deleted stays theirs.
func (b Book) Accounts(tx *store.Tx, retro schedule.Date, told []Told, at time.Time) error {
	all, err := b.notesOf(tx, retro)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(n Note) bool { return n.Kind != Account })
	for _, n := range all {
		if !slices.ContainsFunc(told, func(t Told) bool { return t.Try.ID == n.Under }) {
			if err := b.withdraw(tx, retro, n.ID); err != nil {
				return err
			}
		}
	}
	for _, t := range told {
		if err := b.account(tx, retro, t.Try, Tidy(t.Text), all, at); err != nil {
			return err
		}
	}
	return nil
}

func (b Book) account(tx *store.Tx, retro schedule.Date, t Try, text string, all []Note, at time.Time) error {
	n := Note{ID: NewID(), Kind: Account, Under: t.ID, Written: at.UTC(), Trace: Trace{Retro: retro, Section: t.section(retro)}}
	if i := slices.IndexFunc(all, func(o Note) bool { return o.Under == t.ID }); i >= 0 {
		n = all[i]
	}
	if text == n.Text || n.Trace.Gone || n.Trace.Person || n.Trace.Touched {
		return nil
	}
	n.Text, n.Trace.Want = text, text
	return b.keep(tx, n)
}
