package meeting

import (
	"maps"
	"math"
	"slices"
	"strings"

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
	Order  map[MemberID][]kpt.NoteID       `json:"order,omitempty"` // where each gave their last votes, the last at the end
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
// of the number of topics, rounded up, and 3 at least. It takes no vote away:
// those that are too many rest.
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
	budget := a.m.Ballot.budget(len(topics) + shown.Hidden.Problems)
	mine := a.m.Ballot.counted(a.member(), topics, budget)
	had, spent := topic.dots(mine), total(mine)
	switch {
	case d.Dots == had:
		return nil
	case d.Dots < 0, d.Dots > had && d.Dots > maxDots:
		return &Refusal{Why: TooManyDots, Most: maxDots}
	case d.Dots > had && spent-had+d.Dots > budget:
		return &Refusal{Why: TooManyVotes, Most: budget}
	}
	a.m.Ballot.settle(a.member(), topics, budget)
	a.m.Ballot.give(a.member(), topic, d)
	a.changed()
	return nil
}

// counted are the votes of a member that count on some topics: in the order in which
// they were given, at most maxDots on a topic and as many as the budget in all. The
// others rest. Nobody's votes, which were several members', all count.
func (b Ballot) counted(who MemberID, topics []Topic, budget int) map[kpt.NoteID]int {
	count, on := map[kpt.NoteID]int{}, map[kpt.NoteID]int{}
	for i, t := range topics {
		for _, id := range t.ids() {
			on[id] = i
		}
	}
	given := slices.SortedFunc(maps.Keys(b.Votes[who]), func(x, y kpt.NoteID) int {
		if order := slices.Index(b.Order[who], x) - slices.Index(b.Order[who], y); order != 0 {
			return order
		}
		return strings.Compare(string(x), string(y)) // of before votes had an order
	})
	left := map[int]int{}
	for _, id := range given {
		topic, there := on[id]
		if !there {
			continue
		}
		if _, met := left[topic]; !met {
			left[topic] = maxDots
		}
		n := b.Votes[who][id]
		if who != "" {
			n = min(n, left[topic], budget)
		}
		if n > 0 {
			count[id] = n
		}
		left[topic] -= n
		budget -= n
	}
	return count
}

// resting is how many votes of a member on some topics do not count.
func (b Ballot) resting(who MemberID, topics []Topic, budget int) int {
	n := -total(b.counted(who, topics, budget))
	for _, t := range topics {
		n += t.dots(b.Votes[who])
	}
	return n
}

// settle lets go of the votes of a member that rest.
func (b *Ballot) settle(who MemberID, topics []Topic, budget int) {
	count := b.counted(who, topics, budget)
	for _, t := range topics {
		for _, id := range t.ids() {
			if b.Votes[who][id] > count[id] {
				b.put(who, id, count[id])
			}
		}
	}
}

// put sets how many votes of a member stand on a note.
func (b *Ballot) put(who MemberID, note kpt.NoteID, n int) {
	if b.Votes == nil {
		b.Votes = map[MemberID]map[kpt.NoteID]int{}
	}
	if b.Votes[who] == nil {
		b.Votes[who] = map[kpt.NoteID]int{}
	}
	more := n > b.Votes[who][note]
	if b.Votes[who][note] = n; n == 0 {
		delete(b.Votes[who], note)
	}
	if more || n == 0 {
		rest := slices.DeleteFunc(slices.Clone(b.Order[who]), func(id kpt.NoteID) bool { return id == note })
		if more {
			rest = append(rest, note)
		}
		if b.Order == nil {
			b.Order = map[MemberID][]kpt.NoteID{}
		}
		b.Order[who] = rest
	}
}

// total is how many votes there are.
func total(votes map[kpt.NoteID]int) (n int) {
	for _, some := range votes {
		n += some
	}
	return n
}

// give sets the votes of a member on a topic: what is added goes to the note
// that was named, and what is taken goes from it first.
func (b *Ballot) give(who MemberID, topic Topic, d Vote) {
	more := d.Dots - topic.dots(b.Votes[who])
	change := func(id kpt.NoteID) {
		had := b.Votes[who][id]
		n := max(0, had+more)
		more -= n - had
		b.put(who, id, n)
	}
	change(d.Topic)
	for _, id := range topic.ids() {
		if more < 0 {
			change(id)
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
		delete(b.Order, who)
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
