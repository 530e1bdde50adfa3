package meeting

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

var errCrash = errors.New("the power went")

// street is some teams with one store.
type street struct {
	t         *testing.T
	path      string
	db        *store.Store
	rand      *rand.Rand
	histories []*history
}

func openStreet(t *testing.T, first, n int) *street {
	s := &street{t: t, path: filepath.Join(t.TempDir(), "engawa.db"), rand: rand.New(rand.NewPCG(uint64(first), 3))}
	s.open()
	for i := range n {
		s.histories = append(s.histories, newHistory(first+i))
	}
	s.part((*history).prepare)
	return s
}

func (s *street) open() {
	var err error
	if s.db, err = store.Open(s.path); err != nil {
		s.t.Fatal(err)
	}
}

// live is the histories from beginning to end.
func (s *street) live() {
	for range 8 {
		s.moment()
	}
	s.part((*history).walk)
	s.part((*history).check)
	if err := s.db.Close(); err != nil {
		s.t.Fatal(err)
	}
	for _, h := range s.histories {
		if len(h.faults) > 0 {
			s.t.Fatalf("history %d:\n%s", h.number, h.story())
		}
	}
}

// moment is one transaction in which each team does some deeds. It may be lost
// in a crash, or all of them start anew after it.
func (s *street) moment() {
	crash := s.rand.IntN(4) == 0
	saved := make([]*model, len(s.histories))
	for i, h := range s.histories {
		saved[i] = h.model.clone()
	}
	err := s.db.Update(func(tx *store.Tx) error {
		for _, h := range s.histories {
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
		for i, h := range s.histories {
			h.model = saved[i]
			h.stats.crashes++
			h.note("crash: what came since the last write is lost")
		}
	case err != nil:
		s.t.Fatal(err)
	}
	if crash || s.rand.IntN(4) == 0 {
		for _, h := range s.histories {
			h.stats.restarts++
		}
		if err := s.db.Close(); err != nil {
			s.t.Fatal(err)
		}
		s.open()
	}
	if crash || s.rand.IntN(3) == 0 {
		s.part((*history).check)
	}
}

// part has each team do something in one transaction.
func (s *street) part(do func(*history)) {
	if err := s.db.Update(func(tx *store.Tx) error {
		for _, h := range s.histories {
			h.tx = tx
			if len(h.faults) == 0 {
				do(h)
			}
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
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
