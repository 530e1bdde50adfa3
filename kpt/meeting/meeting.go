package meeting

import (
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// MemberID is a member as the chat knows them.
type MemberID string

// Meeting is where the meeting of a retro stands. It is for the rules and the
// store; show its View.
type Meeting struct {
	Retro    schedule.Date   `json:"retro"`
	Version  int             `json:"version"` // grows with every change, also of the notes by way of a deed
	Plan     Steps           `json:"plan,omitempty"`
	Place    Place           `json:"place"`
	People   People          `json:"people"`
	Rounds   map[Stage]Round `json:"rounds,omitempty"`
	Ballot   Ballot          `json:"ballot"`
	Grouping Grouping        `json:"grouping"`
	Work     Work            `json:"work"`
}

// Place is how far a meeting has come.
type Place struct {
	Stage Stage     `json:"stage,omitzero"`
	Since time.Time `json:"since,omitzero"` // when the stage began
	Moves int       `json:"moves,omitzero"` // how often the stage changed: see Press.Seen
}

// People is who takes part.
type People struct {
	Lead    MemberID   `json:"lead,omitzero"`     // the facilitator
	Present []MemberID `json:"present,omitempty"` // in the room
	Apart   []MemberID `json:"apart,omitempty"`   // those of Present who said so themselves, for there is no room or they are not in it
	Order   []MemberID `json:"order,omitempty"`   // in which they speak: as they came
	Hands   []MemberID `json:"hands,omitempty"`   // who has raised theirs, the first first
	Most    int        `json:"most,omitzero"`     // were present at one time, at the most
	Came    time.Time  `json:"came,omitzero"`     // when the last of Present came
}

// Round is what happened in one stage.
type Round struct {
	Spoken   []MemberID `json:"spoken,omitempty"` // who had their turn, in order
	Finished []MemberID `json:"finished,omitempty"`
	Table    kpt.NoteID `json:"table,omitzero"` // the Try or note that was put on the table
}

// Work is what a meeting does with Tries.
type Work struct {
	Links     map[kpt.NoteID][]kpt.NoteID `json:"links,omitempty"` // the Problems that a draft is for
	Answers   map[kpt.NoteID]Answer       `json:"answers,omitempty"`
	Committed []kpt.NoteID                `json:"committed,omitempty"` // Tries, in order
}

// Answer is who last said how a Try went, and which notes come of it.
type Answer struct {
	By      MemberID   `json:"by,omitzero"`
	Keep    kpt.NoteID `json:"keep,omitzero"`
	Problem kpt.NoteID `json:"problem,omitzero"`
}

// Speaker is whose turn it is: the first in the order who is present and has not
// had their turn. It is "" when all have, and where nobody speaks in turn.
func (m Meeting) Speaker() MemberID {
	if !m.Place.Stage.turns() {
		return ""
	}
	spoken := m.Rounds[m.Place.Stage].Spoken
	for _, who := range m.People.Order {
		if slices.Contains(m.People.Present, who) && !slices.Contains(spoken, who) {
			return who
		}
	}
	return ""
}

// took are those who answered, voted, spoke or ticked.
func (m Meeting) took() []MemberID {
	took := map[MemberID]bool{}
	add := func(all ...MemberID) {
		for _, who := range all {
			took[who] = true
		}
	}
	for _, r := range m.Rounds {
		add(r.Spoken...)
		add(r.Finished...)
	}
	for _, a := range m.Work.Answers {
		add(a.By)
	}
	add(slices.Collect(maps.Keys(m.Ballot.Votes))...)
	delete(took, "")
	return slices.Collect(maps.Keys(took))
}

// round changes what is known of the present stage.
func (m *Meeting) round(change func(*Round)) {
	if m.Rounds == nil {
		m.Rounds = map[Stage]Round{}
	}
	r := m.Rounds[m.Place.Stage]
	change(&r)
	m.Rounds[m.Place.Stage] = r
}

// underReview says whether the meeting is to answer a Try: an open one, or one
// that it answered. Its own commitments are not, also after a Reopen: the next
// meeting answers them.
func (m Meeting) underReview(t kpt.Try) bool {
	_, answered := t.Verdict(m.Retro)
	if m.Retro.Before(t.Born) || slices.Contains(m.Work.Committed, t.ID) {
		return false
	}
	return t.State == kpt.Open || answered
}

// idle says whether there is nothing to do in a stage: no Try to answer, fewer than two
// Problems to put together, or fewer than two topics to choose from. What is hidden
// still counts. The other stages are for what comes to mind.
func (m Meeting) idle(s Stage, shown kpt.Shown, tries []kpt.Try) bool {
	switch s {
	case InTries:
		return !slices.ContainsFunc(tries, m.underReview)
	case InGroup:
		return count(shown.Notes, kpt.Problem)+shown.Hidden.Problems < 2
	case InVote:
		return len(m.topics(shown.Notes))+shown.Hidden.Problems < 2
	}
	return false
}

func count(notes []kpt.Note, kind kpt.Kind) (n int) {
	for _, note := range notes {
		if note.Kind == kind {
			n++
		}
	}
	return n
}

// putAway drops what is known of single people, but who led.
func (m *Meeting) putAway() {
	m.People = People{Lead: m.People.Lead}
	m.Rounds = nil
	for id, a := range m.Work.Answers {
		a.By = ""
		m.Work.Answers[id] = a
	}
	for who := range m.Ballot.Votes {
		m.Ballot.disown(who)
	}
}

// forget takes a member out; their votes count on, as nobody's.
func (m *Meeting) forget(member MemberID) {
	without := func(list []MemberID) []MemberID {
		return slices.DeleteFunc(list, func(who MemberID) bool { return who == member })
	}
	p := &m.People
	p.Present, p.Apart, p.Order, p.Hands = without(p.Present), without(p.Apart), without(p.Order), without(p.Hands)
	if m.People.Lead == member {
		m.People.Lead = ""
	}
	for stage, r := range m.Rounds {
		r.Spoken, r.Finished = without(r.Spoken), without(r.Finished)
		m.Rounds[stage] = r
	}
	for id, a := range m.Work.Answers {
		if a.By == member {
			a.By = ""
			m.Work.Answers[id] = a
		}
	}
	m.Ballot.disown(member)
}
