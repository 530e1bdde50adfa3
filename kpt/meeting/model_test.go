package meeting

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

// model is a meeting on paper: what a careful person would write down of it.
type model struct {
	plan     []Stage
	stage    Stage
	moves    int
	secret   bool                // what is written is hidden until the meeting
	revealed bool                // or never hidden
	heard    map[kpt.NoteID]bool // what was revealed in a meeting that was put off
	nextOpen bool
	nextOn   bool // the next meeting has begun
	stirred  time.Time

	lead    MemberID
	present map[MemberID]bool
	visits
	order    []MemberID
	hands    []MemberID
	spoken   map[Stage][]MemberID
	finished map[Stage]map[MemberID]bool
	table    map[Stage]kpt.NoteID

	notes  map[kpt.NoteID]paperNote // that members wrote
	links  map[kpt.NoteID][]kpt.NoteID
	tries  map[kpt.NoteID]paperTry
	votes  map[MemberID]map[kpt.NoteID]int
	voted  map[MemberID]int // when a member gave a note its last vote: "member note"
	last   int
	budget int
	closed bool // the vote
	groups []paperGroup
	undo   [][]paperGroup
	change int
	lastID GroupID
	at     map[kpt.NoteID]int // when a note was written
}

type paperNote struct {
	kind      kpt.Kind
	text      string
	author    MemberID
	anonymous bool
	next      bool // of the next retro
	came      bool // the end of this one has moved it there
}

type paperTry struct {
	text, when string
	owner      MemberID
	committed  bool // in this meeting
	carried    bool // to the next retro, having been committed here
	continues  int  // earlier
	outcome    kpt.Outcome
	word       string
	by         MemberID
	keep, prob kpt.NoteID // the notes that came of it, while or after it was so
	rewrites   kpt.NoteID
	problems   []kpt.NoteID
	draft      paperNote
	practice   bool
}

type paperGroup struct {
	id    GroupID
	notes []kpt.NoteID
}

// clone copies all that a deed changes.
func (m *model) clone() *model {
	c := *m
	c.present, c.notes, c.links, c.tries = maps.Clone(m.present), maps.Clone(m.notes), maps.Clone(m.links), maps.Clone(m.tries)
	c.order, c.voted = slices.Clone(m.order), maps.Clone(m.voted)
	c.spoken, c.finished, c.votes = maps.Clone(m.spoken), maps.Clone(m.finished), maps.Clone(m.votes)
	for k, v := range c.finished {
		c.finished[k] = maps.Clone(v)
	}
	for k, v := range c.votes {
		c.votes[k] = maps.Clone(v)
	}
	c.undo, c.at, c.table, c.heard = slices.Clone(m.undo), maps.Clone(m.at), maps.Clone(m.table), maps.Clone(m.heard)
	return &c
}

func (m *model) move(to Stage) {
	m.stage = to
	m.moves++
	if to == Waiting || to == Ended {
		m.hands = nil
	}
	if to == Waiting {
		m.present, m.apart, m.order = map[MemberID]bool{}, nil, nil
		m.hide()
		m.takeBack()
	}
	if to != InTries && to != Waiting && to != Ended {
		m.revealed = true
	}
}

// hide has what is written from now on be hidden again, if it was to be.
func (m *model) hide() {
	if !m.secret || !m.revealed {
		return
	}
	m.revealed = false
	for id, n := range m.notes {
		if !n.next {
			m.heard[id] = true
		}
	}
	for _, t := range m.tries {
		if t.outcome == kpt.Worked {
			m.heard[t.keep] = true
		}
		if t.outcome == kpt.Failed {
			m.heard[t.prob] = true
		}
	}
}

// takeBack has what was written for the next retro be for this one again that is still to
// come, if it is hidden or shown there as here.
func (m *model) takeBack() {
	for id, n := range m.notes {
		if n.came == m.secret { // what came is hidden there, and nothing else
			n.next, n.came = false, false
			m.notes[id] = n
		}
	}
}

// ends is what an end does: what was never shown goes on to the next retro, as hidden.
func (m *model) ends() {
	for id, n := range m.notes {
		if !n.next && !m.sees("", id, "") {
			n.next, n.came = true, true
			m.notes[id] = n
		}
	}
	m.move(Ended)
	m.nextOpen = true
	m.carry()
}

// reopens takes the end back, with what it has moved on.
func (m *model) reopens() {
	for id, n := range m.notes {
		if n.came {
			n.next, n.came = false, false
			m.notes[id] = n
		}
	}
	m.move(InClose)
}

// rests says whether people have gone home from the meeting.
func (m *model) rests(now time.Time) bool {
	return m.stage != Waiting && m.stage != Ended && !now.Before(m.stirred.Add(2*time.Hour))
}

// has says whether there is something to do in a stage.
func (m *model) has(s Stage) bool {
	switch s {
	case InTries:
		return slices.ContainsFunc(ids(m.tries), m.review)
	case InGroup:
		return len(m.problems()) > 1
	case InVote:
		return m.topics("") > 1
	}
	return true
}

// after is the next stage, "" if the present one is the last; before Start it is the
// first.
func (m *model) after() Stage {
	for _, s := range m.plan[slices.Index(m.plan, m.stage)+1:] {
		if m.has(s) {
			return s
		}
	}
	return ""
}

// before is the stage before, or Waiting.
func (m *model) before() Stage {
	for _, s := range slices.Backward(m.plan[:max(0, slices.Index(m.plan, m.stage))]) {
		if m.has(s) {
			return s
		}
	}
	return m.stage
}

func (m *model) speaker() MemberID {
	if m.stage != InKeep && m.stage != InProblem {
		return ""
	}
	for _, who := range m.order {
		if m.present[who] && !slices.Contains(m.spoken[m.stage], who) {
			return who
		}
	}
	return ""
}

// review says whether the meeting is to answer a Try: no new one is of the meeting that
// decided it, also when that is reopened.
func (m *model) review(id kpt.NoteID) bool {
	t, ok := m.tries[id]
	return ok && !t.committed
}

// drop makes a commitment a draft again.
func (m *model) drop(id kpt.NoteID) {
	m.notes[id] = m.tries[id].draft
	delete(m.tries, id)
}

func (m *model) rewriteOf(old kpt.NoteID) kpt.NoteID {
	for id, t := range m.tries {
		if t.rewrites == old {
			return id
		}
	}
	return ""
}

// answer gives a Try a verdict.
func (m *model) answer(id kpt.NoteID, o kpt.Outcome, word string, by MemberID) {
	t := m.tries[id]
	t.outcome, t.word, t.by = o, word, by
	t.practice = t.practice && o == kpt.Worked
	m.tries[id] = t
	if m.table[m.stage] == id {
		delete(m.table, m.stage)
	}
}

// carry is what Close does to the Tries: the open ones go on to the next retro.
func (m *model) carry() {
	for id, t := range m.tries {
		if t.outcome == "" || t.outcome == kpt.Continue {
			t.carried = t.committed
			m.tries[id] = t
		}
	}
}

func (m *model) putAway() {
	m.table = map[Stage]kpt.NoteID{}
	m.hands = nil
	m.present, m.apart, m.order, m.spoken, m.finished = map[MemberID]bool{}, nil, nil, map[Stage][]MemberID{}, map[Stage]map[MemberID]bool{}
	all := map[kpt.NoteID]int{}
	for who, votes := range m.votes {
		m.settle(who, "")
		for id, n := range votes {
			all[id] += n
		}
	}
	m.votes = map[MemberID]map[kpt.NoteID]int{"": all}
	for id, t := range m.tries {
		t.by = ""
		m.tries[id] = t
	}
}

// ids of a map in order, so that a history is the same each time.
func ids[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// stirs says whether a deed is something that is done in the meeting.
func stirs(d Deed) bool {
	switch d.(type) {
	case Join, Leave, TakeOver, AddNote, Call, Hide:
		return false
	}
	return true
}
