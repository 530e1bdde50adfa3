// Package recall shows a team that it has been here before: the old Problems
// that a new one resembles, and what became of their Tries.
//
// Which texts are alike is kpt/recall's to say. This package keeps an Index for
// each team that asked lately, made anew when one of its retros has closed. The
// Index only proposes: what is recalled is read from the store each time, through
// kpt.Show for everyone. So nothing is recalled of a retro that does not show its
// notes yet, or of a note that is gone, and no author of any.
package recall

import (
	"cmp"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/recall"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Old is a Problem that a team had before.
type Old struct {
	Text   string
	Nobody bool          // has written it, as far as anybody may know
	Day    schedule.Date // of its retro, by which people know that
	Tries  []kpt.Try     // that were for it when a retro last closed, the oldest first; their verdicts have such days
}

// Memory finds old Problems. Its methods may be called at any time.
type Memory struct {
	mu      sync.Mutex
	shelves []shelf // the one asked last comes last
}

// shelf is what is kept for one team. It does not change.
type shelf struct {
	team  bot.TeamID
	upTo  closed
	index *recall.Index
	tries map[kpt.NoteID][]kpt.NoteID // for each Problem, the oldest first
}

// closed is how far a team's retros have come.
type closed struct {
	retros int
	last   schedule.Date
}

// mostShelves is for how many teams an Index is kept: that of five years with 20
// Problems a week takes about 3 MB.
const mostShelves = 64

// New makes a Memory that knows nothing yet.
func New() *Memory { return &Memory{} }

// Like gives the Problems of closed retros before a date that a text resembles,
// the most alike first, at most three. The first call after a retro has closed
// reads all of a team's notes: make it in a View.
func (m *Memory) Like(tx *store.Tx, team bot.TeamID, text string, before schedule.Date) ([]Old, error) {
	book := kpt.Of(string(team))
	shelf, err := m.shelf(tx, book, team)
	if err != nil {
		return nil, err
	}
	called, err := book.Called(tx)
	if err != nil {
		return nil, err
	}
	var olds []Old
	for _, match := range shelf.index.Find(text, before) {
		n, ok, err := book.Note(tx, match.Retro, match.ID, kpt.Viewer{})
		if err != nil {
			return nil, err
		}
		if !ok || n.Kind != kpt.Problem {
			continue // changed since, in the notebook
		}
		old := Old{Text: n.Text, Nobody: n.Author.Name == "" && !n.Signs(n.Text), Day: called.Day(n.Retro())}
		for _, id := range shelf.tries[match.ID] {
			t, ok, err := book.Try(tx, id)
			if err != nil {
				return nil, err
			}
			if ok {
				t.Verdicts = called.Verdicts(t.Verdicts)
				old.Tries = append(old.Tries, t)
			}
		}
		olds = append(olds, old)
	}
	return olds, nil
}

// shelf is that of a team as far as its retros have come.
func (m *Memory) shelf(tx *store.Tx, book kpt.Book, team bot.TeamID) (shelf, error) {
	retros, err := book.Retros(tx)
	if err != nil {
		return shelf{}, err
	}
	retros = slices.DeleteFunc(retros, func(r kpt.Retro) bool { return r.Closed.IsZero() })
	var upTo closed
	if len(retros) > 0 {
		upTo = closed{len(retros), retros[len(retros)-1].Date}
	}
	if found, ok := m.kept(team, upTo); ok {
		return found, nil
	}
	found := shelf{team: team, upTo: upTo}
	if found.index, err = indexOf(tx, book, retros); err != nil {
		return shelf{}, err
	}
	if found.tries, err = triesFor(tx, book); err != nil {
		return shelf{}, err
	}
	m.keep(found)
	return found, nil
}

// indexOf is made of what everyone may see of some retros.
func indexOf(tx *store.Tx, book kpt.Book, retros []kpt.Retro) (*recall.Index, error) {
	var problems []recall.Problem
	for _, r := range retros {
		shown, err := book.Notes(tx, r.Date, kpt.Viewer{})
		if err != nil {
			return nil, err
		}
		for _, n := range shown.Notes {
			if n.Kind == kpt.Problem && n.Under == "" {
				problems = append(problems, recall.Problem{ID: n.ID, Text: n.Text, Retro: r.Date})
			}
		}
	}
	return recall.New(problems), nil
}

// triesFor are the Tries for each Problem, the oldest first.
func triesFor(tx *store.Tx, book kpt.Book) (map[kpt.NoteID][]kpt.NoteID, error) {
	all, err := book.Tries(tx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(x, y kpt.Try) int { return cmp.Or(x.Born.Compare(y.Born), cmp.Compare(x.ID, y.ID)) })
	found := map[kpt.NoteID][]kpt.NoteID{}
	for _, t := range all {
		for _, problem := range t.Answers {
			found[problem] = append(found[problem], t.ID)
		}
	}
	return found, nil
}

// kept takes out the shelf of a team, if it is still good.
func (m *Memory) kept(team bot.TeamID, upTo closed) (shelf, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.shelves, func(s shelf) bool { return s.team == team })
	if i < 0 || m.shelves[i].upTo != upTo {
		return shelf{}, false
	}
	found := m.shelves[i]
	m.shelves = append(slices.Delete(m.shelves, i, i+1), found)
	return found, true
}

// keep puts the shelf of a team in the place of an older one, and forgets that of
// the team that has not asked for longest if there are too many.
func (m *Memory) keep(s shelf) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.shelves = slices.DeleteFunc(m.shelves, func(old shelf) bool { return old.team == s.team })
	m.shelves = append(m.shelves, s)
	if len(m.shelves) > mostShelves {
		m.shelves = slices.Delete(m.shelves, 0, 1)
	}
}
