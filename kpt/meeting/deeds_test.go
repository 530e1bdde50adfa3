package meeting

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// want is what the model says of a deed: why it is refused, or what it does. A
// deed that is neither refused nor does anything finds all as it would make it.
type want struct {
	why Why
	do  func(Outcome)
}

func no(why Why) want { return want{why: why} }

// badInput is a text that is refused.
const badInput Why = "bad input"

func does(do func()) want { return want{do: func(Outcome) { do() }} }

// gate is what holds for deeds of a running meeting: on a card that has not
// moved on, by the facilitator.
func (h *history) gate(who MemberID, card, lead bool) Why {
	m := h.model
	switch {
	case m.stage == Waiting:
		return NotBegun
	case m.stage == Ended:
		return HasEnded
	case card && h.seen != m.moves:
		return Late
	case lead && m.lead != "" && m.lead != who:
		return NotLead
	}
	return ""
}

// random picks a deed for a member, and says what is to come of it.
func (h *history) random(who MemberID) (Deed, want) {
	kinds := []func(MemberID) (Deed, want){
		h.moves, h.moves, h.ends, h.people, h.people, h.people, h.speaks, h.speaks, h.ticks, h.puts,
		h.adds, h.adds, h.adds, h.links, h.says, h.says, h.says, h.says, h.promotes, h.promotes,
		h.commits, h.commits, h.amends, h.withdraws, h.rewrites, h.votes, h.votes, h.votes,
		h.ballot, h.ballot, h.joins, h.joins, h.joins, h.parts, h.parts, h.raises, h.raises,
	}
	return kinds[h.rand.IntN(len(kinds))](who)
}

func (h *history) moves(who MemberID) (Deed, want) {
	m := h.model
	why := h.gate(who, true, true)
	move := func(to Stage) want { return does(func() { m.move(to) }) }
	var d Deed
	w := no(why)
	switch h.rand.IntN(7) {
	case 0, 1:
		d = Next{}
		if to := m.after(); why == "" && to == "" {
			w = no(LastStage)
		} else if why == "" {
			w = does(func() {
				m.closed = m.closed || m.stage == InVote
				m.move(to)
			})
		}
	case 2:
		d = Skip{}
		if to := m.after(); why == "" && to == "" {
			w = no(LastStage)
		} else if why == "" {
			w = move(to)
		}
	case 3:
		d = Back{}
		if to := m.before(); why == "" && to != m.stage {
			w = move(to)
		}
	case 4:
		if d = (PutOff{}); why == "" {
			w = move(Waiting)
		}
	default:
		to := Stages()[h.rand.IntN(len(Stages()))]
		d = Goto{to}
		switch {
		case why != "":
		case !slices.Contains(m.plan, to):
			w = no(NoStage)
		case to != m.stage:
			w = move(to)
		}
	}
	return d, w
}

func (h *history) ends(who MemberID) (Deed, want) {
	m := h.model
	if m.stage == Ended {
		return Reopen{}, h.reopens(who)
	}
	if m.stage == Waiting {
		switch {
		case m.lead != "" && m.lead != who:
			return Start{}, no(NotLead)
		}
		return Start{}, does(func() {
			m.lead = who
			m.move(m.after())
		})
	}
	if h.rand.IntN(6) == 0 {
		return h.leavesOpen(who)
	}
	why := h.gate(who, true, true)
	switch {
	case why != "":
		return Close{h.next}, no(why)
	case m.stage != InClose:
		return Close{h.next}, no(WrongStage)
	}
	return Close{h.next}, does(func() { m.ends() })
}

// leavesOpen ends what was left open: it was held, or it is still to come.
func (h *history) leavesOpen(who MemberID) (Deed, want) {
	m, d := h.model, LeftOpen{Held: h.rand.IntN(2) == 0, Next: h.next}
	if why := h.gate(who, true, false); why != "" {
		return d, no(why)
	}
	if d.Held {
		return d, does(func() { m.ends() })
	}
	return d, does(func() {
		m.lead = ""
		m.move(Waiting)
	})
}

func (h *history) reopens(who MemberID) want {
	m := h.model
	switch {
	case h.seen != m.moves:
		return no(Late)
	case m.lead != "" && m.lead != who:
		return no(NotLead)
	case m.nextOn:
		return no(NextHasBegun)
	}
	return does(m.reopens)
}

func (h *history) adds(who MemberID) (Deed, want) {
	m := h.model
	d := AddNote{ID: h.newID(), Kind: []kpt.Kind{kpt.Keep, kpt.Problem, kpt.Problem, kpt.Draft}[h.rand.IntN(4)], Anonymous: h.rand.IntN(3) == 0}
	d.Text = fmt.Sprintf("note %s by %s", d.ID, who)
	if h.rand.IntN(10) == 0 {
		d.Text = " \n"
		return d, no(badInput)
	}
	if d.Kind == kpt.Draft {
		d.Problems = h.someProblems()
	}
	next := m.stage == Ended || m.nextOpen && m.rests(h.now())
	return d, does(func() {
		m.notes[d.ID] = paperNote{kind: d.Kind, text: d.Text, author: who, anonymous: d.Anonymous, next: next}
		m.at[d.ID] = h.step
		if links := h.visible(who, d.Problems); len(links) > 0 && !next {
			m.links[d.ID] = links
		}
	})
}

// visible are those of some Problems that a member sees, each once.
func (h *history) visible(who MemberID, ids []kpt.NoteID) (seen []kpt.NoteID) {
	problems := h.model.problems()
	for _, id := range ids {
		author, ok := problems[id]
		if ok && h.model.sees(who, id, author) && !slices.Contains(seen, id) {
			seen = append(seen, id)
		}
	}
	return seen
}

func (h *history) links(who MemberID) (Deed, want) {
	m := h.model
	d := Link{h.draft(), h.someProblems()}
	n, ok := m.notes[d.Draft]
	why := h.gate(who, false, false)
	switch {
	case why != "":
		return d, no(why)
	case !ok || n.next || n.kind != kpt.Draft || !m.sees(who, d.Draft, n.author):
		return d, no(UnknownNote)
	}
	links := h.visible(who, d.Problems)
	if slices.Equal(links, m.links[d.Draft]) {
		return d, want{}
	}
	return d, does(func() { m.links[d.Draft] = links })
}

// draft is the id of some note, mostly of a draft, or of none.
func (h *history) draft() kpt.NoteID {
	var drafts []kpt.NoteID
	for _, id := range ids(h.model.notes) {
		if h.model.notes[id].kind == kpt.Draft || h.rand.IntN(20) == 0 {
			drafts = append(drafts, id)
		}
	}
	if len(drafts) == 0 {
		return h.newID()
	}
	return drafts[h.rand.IntN(len(drafts))]
}

// someProblems are up to three Problems, some of which may be gone.
func (h *history) someProblems() []kpt.NoteID {
	all := h.model.written(ids(h.model.problems()))
	if len(all) == 0 || h.rand.IntN(4) == 0 {
		all = h.model.written(ids(h.model.at))
	}
	var some []kpt.NoteID
	for range h.rand.IntN(4) {
		if len(all) > 0 {
			some = append(some, all[h.rand.IntN(len(all))])
		}
	}
	return some
}

func (h *history) member() MemberID { return h.members[h.rand.IntN(len(h.members))] }

func (h *history) newID() kpt.NoteID {
	h.ids++
	return kpt.NoteID(fmt.Sprintf("n%015d", h.ids))
}

func ownerOf(who MemberID) kpt.Author { return kpt.Author{Member: string(cmp.Or(who, "m0"))} }
