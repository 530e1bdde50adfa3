package meeting

import (
	"math"

	"github.com/engawa-bot/engawa/kpt"
)

const (
	minBudget = 3  // votes that each member has at least, unless the team says otherwise
	maxBudget = 99 // and at most
	maxDots   = 3  // votes of one member on one topic
)

// Ballot is the votes of a meeting. Nobody sees another's, nor what they come
// to, until it is closed.
type Ballot struct {
	Budget int                             `json:"budget,omitzero"` // of each member; 0 goes by the number of topics
	Votes  map[MemberID]map[kpt.NoteID]int `json:"votes,omitempty"`
	Closed bool                            `json:"closed,omitzero"`
}

// Vote says how many votes the presser gives a topic, 0 to 3, in the place of
// what they gave it. A topic is a Problem, or those of a group: any of them
// names it. Members may vote before the meeting, on what they may see.
type Vote struct {
	Topic kpt.NoteID
	Dots  int
}

// CloseVote counts the votes: all see what each topic has.
type CloseVote struct{}

// OpenVote takes CloseVote back.
type OpenVote struct{}

// SetBudget says how many votes each member has, 1 to 99; 0 is the square root
// of the number of topics, rounded up, and 3 at least. It takes no vote away.
type SetBudget struct{ Votes int }

func (Vote) rule() rule      { return rule{in: before | running} }
func (CloseVote) rule() rule { return rule{in: running, lead: true} }
func (OpenVote) rule() rule  { return rule{in: running, lead: true} }
func (SetBudget) rule() rule { return rule{in: before | running, lead: true} }

func (d Vote) do(a *act) error {
	if a.m.Ballot.Closed {
		return refuse(VoteClosed)
	}
	shown, err := a.seenByPresser(a.Retro)
	if err != nil {
		return err
	}
	topics := a.m.topics(shown.Notes)
	topic, ok := find(topics, d.Topic)
	if !ok {
		return refuse(UnknownNote)
	}
	mine := a.m.Ballot.Votes[a.member()]
	had, spent := topic.dots(mine), 0
	for _, t := range topics {
		spent += t.dots(mine)
	}
	budget := a.m.Ballot.budget(len(topics) + shown.Hidden.Problems)
	switch {
	case d.Dots == had:
		return nil
	case d.Dots < 0, d.Dots > had && d.Dots > maxDots:
		return &Refusal{Why: TooManyDots, Most: maxDots}
	case d.Dots > had && spent-had+d.Dots > budget:
		return &Refusal{Why: TooManyVotes, Most: budget}
	}
	a.m.Ballot.give(a.member(), topic, d)
	a.changed()
	return nil
}

// give sets the votes of a member on a topic: what is added goes to the note
// that was named, and what is taken goes from it first.
func (b *Ballot) give(who MemberID, topic Topic, d Vote) {
	if b.Votes == nil {
		b.Votes = map[MemberID]map[kpt.NoteID]int{}
	}
	mine := b.Votes[who]
	if mine == nil {
		mine = map[kpt.NoteID]int{}
		b.Votes[who] = mine
	}
	more := d.Dots - topic.dots(mine)
	put := func(id kpt.NoteID) {
		n := max(0, mine[id]+more)
		more -= n - mine[id]
		if mine[id] = n; n == 0 {
			delete(mine, id)
		}
	}
	put(d.Topic)
	for _, n := range topic.Notes {
		if more < 0 {
			put(n.ID)
		}
	}
}

// disown makes the votes of a member nobody's.
func (b *Ballot) disown(who MemberID) {
	for id, n := range b.Votes[who] {
		if who == "" {
			return
		}
		if b.Votes[""] == nil {
			b.Votes[""] = map[kpt.NoteID]int{}
		}
		b.Votes[""][id] += n
	}
	if who != "" {
		delete(b.Votes, who)
	}
}

// budget is how many votes each member has on some topics.
func (b Ballot) budget(topics int) int {
	if b.Budget > 0 {
		return b.Budget
	}
	return max(minBudget, int(math.Ceil(math.Sqrt(float64(topics)))))
}

func (CloseVote) do(a *act) error { return a.setClosed(true) }

func (OpenVote) do(a *act) error { return a.setClosed(false) }

func (a *act) setClosed(closed bool) error {
	if a.m.Ballot.Closed != closed {
		a.m.Ballot.Closed = closed
		a.changed()
	}
	return nil
}

func (d SetBudget) do(a *act) error {
	switch {
	case a.m.Ballot.Closed:
		return refuse(VoteClosed)
	case d.Votes < 0 || d.Votes > maxBudget:
		return &Refusal{Why: BadBudget, Most: maxBudget}
	case d.Votes != a.m.Ballot.Budget:
		a.m.Ballot.Budget = d.Votes
		a.changed()
	}
	return nil
}
