// Package recall shows a team that it has been here before: the old Problems
// that a new one resembles, and what became of their Tries.
//
// Which texts are alike is kpt/recall's to say. This package keeps the Index of
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
	Text  string
	Retro schedule.Date
	Tries []kpt.Try // that were for it, the oldest first
}

// Memory finds old Problems. Its methods may be called at any time.
type Memory struct {
	mu      sync.Mutex
	shelves []shelf // the one asked last comes last
}

// shelf is the Index of one team.
type shelf struct {
	team  bot.TeamID
	upTo  closed
	index *recall.Index
}

// closed is how far a team's retros have come.
type closed struct {
	retros int
	last   schedule.Date
}

// mostShelves is for how many teams an Index is kept: one is about 1 MB for each
// year in which a large team writes 40 notes a week.
const mostShelves = 64

// New makes a Memory that knows nothing yet.
func New() *Memory { return &Memory{} }

// Like gives the Problems of closed retros before a date that a text resembles,
// the most alike first, at most three. The first call after a retro has closed
// reads all of a team's notes: make it in a View.
func (m *Memory) Like(tx *store.Tx, team bot.TeamID, text string, before schedule.Date) ([]Old, error) {
	book := kpt.Of(string(team))
	index, err := m.index(tx, book, team)
	if err != nil {
		return nil, err
	}
	var ids []kpt.NoteID
	for _, match := range index.Find(text, before) {
		ids = append(ids, match.ID)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	shown, err := book.NotesWith(tx, ids, kpt.Viewer{})
	if err != nil {
		return nil, err
	}
	tries, err := book.Tries(tx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(tries, func(x, y kpt.Try) int { return cmp.Or(x.Born.Compare(y.Born), cmp.Compare(x.ID, y.ID)) })
	var olds []Old
	for _, id := range ids {
		i := slices.IndexFunc(shown.Notes, func(n kpt.Note) bool { return n.ID == id && n.Kind == kpt.Problem })
		if i < 0 {
			continue // changed since, in the notebook
		}
		old := Old{Text: shown.Notes[i].Text, Retro: shown.Notes[i].Retro()}
		for _, t := range tries {
			if slices.Contains(t.Answers, id) {
				old.Tries = append(old.Tries, t)
			}
		}
		olds = append(olds, old)
	}
	return olds, nil
}

// index is that of a team as far as its retros have come.
func (m *Memory) index(tx *store.Tx, book kpt.Book, team bot.TeamID) (*recall.Index, error) {
	retros, err := book.Retros(tx)
	if err != nil {
		return nil, err
	}
	retros = slices.DeleteFunc(retros, func(r kpt.Retro) bool { return r.Closed.IsZero() })
	var upTo closed
	if len(retros) > 0 {
		upTo = closed{len(retros), retros[len(retros)-1].Date}
	}
	if index, ok := m.kept(team, upTo); ok {
		return index, nil
	}
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
	index := recall.New(problems)
	m.keep(shelf{team, upTo, index})
	return index, nil
}

// kept takes out the Index of a team, if it is still good.
func (m *Memory) kept(team bot.TeamID, upTo closed) (*recall.Index, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.shelves, func(s shelf) bool { return s.team == team })
	if i < 0 || m.shelves[i].upTo != upTo {
		return nil, false
	}
	found := m.shelves[i]
	m.shelves = append(slices.Delete(m.shelves, i, i+1), found)
	return found.index, true
}

// keep puts the Index of a team in the place of an older one, and forgets that of
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
