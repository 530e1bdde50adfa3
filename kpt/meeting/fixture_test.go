package meeting

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var errCrash = errors.New("the power went")

// fixture is some teams with one store, and their histories.
type fixture struct {
	t         *testing.T
	path      string
	db        *store.Store
	rand      *rand.Rand
	histories []*history
}

func newFixture(t *testing.T, first, n int) *fixture {
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "engawa.db"), rand: rand.New(rand.NewPCG(uint64(first), 3))}
	f.open()
	for i := range n {
		f.histories = append(f.histories, newHistory(first+i))
	}
	f.part((*history).prepare)
	return f
}

func (f *fixture) open() {
	var err error
	if f.db, err = store.Open(f.path); err != nil {
		f.t.Fatal(err)
	}
}

// live is the histories from beginning to end.
func (f *fixture) live() {
	for range 8 {
		f.moment()
	}
	f.part((*history).walk)
	f.part((*history).check)
	if err := f.db.Close(); err != nil {
		f.t.Fatal(err)
	}
	for _, h := range f.histories {
		if len(h.faults) > 0 {
			f.t.Fatalf("history %d:\n%s", h.number, h.story())
		}
	}
}

// moment is one transaction in which each team does some deeds. It may be lost
// in a crash, or all of them start anew after it.
func (f *fixture) moment() {
	crash := f.rand.IntN(4) == 0
	saved := make([]*model, len(f.histories))
	for i, h := range f.histories {
		saved[i] = h.model.clone()
	}
	err := f.db.Update(func(tx *store.Tx) error {
		for _, h := range f.histories {
			h.tx = tx
			for range 1 + h.rand.IntN(8) {
				h.deed()
			}
		}
		if crash {
			return errCrash
		}
		return nil
	})
	switch {
	case crash && errors.Is(err, errCrash):
		for i, h := range f.histories {
			h.model = saved[i]
			h.stats.crashes++
			h.note("crash: what came since the last write is lost")
		}
	case err != nil:
		f.t.Fatal(err)
	}
	if crash || f.rand.IntN(4) == 0 {
		for _, h := range f.histories {
			h.stats.restarts++
		}
		if err := f.db.Close(); err != nil {
			f.t.Fatal(err)
		}
		f.open()
	}
	if crash || f.rand.IntN(3) == 0 {
		f.part((*history).check)
	}
}

// part has each team do something in one transaction.
func (f *fixture) part(do func(*history)) {
	if err := f.db.Update(func(tx *store.Tx) error {
		for _, h := range f.histories {
			h.tx = tx
			if len(h.faults) == 0 {
				do(h)
			}
		}
		return nil
	}); err != nil {
		f.t.Fatal(err)
	}
}

func whyOf(err error) Why {
	var refused *Refusal
	var input *kpt.InputError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refused):
		return refused.Why
	case errors.As(err, &input):
		return badInput
	default:
		return Why(err.Error())
	}
}

// date is a day counted from the first of November 2026.
func date(day int) schedule.Date {
	return schedule.Date{Year: 2026, Month: 11, Day: 1}.AddDays(day - 1)
}
