package meeting

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// The tables as they are on disk, whoever may see what.
var (
	rawMeetings  = store.NewTable[Meeting]("meetings")
	rawNotes     = store.NewTable[kpt.Note]("notes")
	rawTries     = store.NewTable[kpt.Try]("tries")
	rawPractices = store.NewTable[kpt.Practice]("practices")
	rawRetros    = store.NewTable[kpt.Retro]("retros")
)

func scan[V any](h *history, table store.Table[V]) (all []V) {
	for row, err := range table.Scan(h.tx, store.KeyOf(h.team)) {
		h.must(err)
		all = append(all, row.Value)
	}
	return all
}

// look is all that is kept of the team; most of the time nobody looks, for it
// takes long.
func (h *history) look() string {
	if h.rand.IntN(32) > 0 {
		return ""
	}
	return h.everything()
}

func (h *history) everything() string {
	data, err := json.Marshal([]any{
		scan(h, rawMeetings), scan(h, rawNotes), scan(h, rawTries), scan(h, rawPractices), scan(h, rawRetros),
	})
	h.must(err)
	return string(data)
}

func (h *history) unchanged(was, why string) {
	if was != "" && h.everything() != was {
		h.fault("a deed that was %s changed something:\nwas %s\nis  %s", why, was, h.everything())
	}
}

// check compares all that is kept with the model.
func (h *history) check() {
	if len(h.faults) > 0 {
		return
	}
	m, err := h.hall.Meeting(h.tx, h.retro)
	h.must(err)
	h.checkPeople(m)
	h.checkVotes(m)
	h.checkNotes(m)
	h.checkTries(m)
}

func (h *history) equal(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		h.fault("%s: got %v, want %v", what, got, want)
	}
}

func (h *history) checkPeople(m Meeting) {
	w := h.model
	h.equal("stage and moves", fmt.Sprint(m.Place.Stage, m.Place.Moves), fmt.Sprint(w.stage, w.moves))
	h.equal("lead", m.People.Lead, w.lead)
	h.equal("present", slices.Sorted(slices.Values(m.People.Present)), ids(w.present))
	h.equal("order", fmt.Sprint(m.People.Order), fmt.Sprint(w.order))
	h.equal("hands", fmt.Sprint(m.People.Hands), fmt.Sprint(w.hands))
	for _, s := range Stages() {
		h.equal("spoken in "+string(s), fmt.Sprint(m.Rounds[s].Spoken), fmt.Sprint(w.spoken[s]))
		h.equal("table in "+string(s), m.Rounds[s].Table, w.table[s])
		ticks := maps.Clone(w.finished[s])
		maps.DeleteFunc(ticks, func(_ MemberID, done bool) bool { return !done })
		h.equal("finished with "+string(s), slices.Sorted(slices.Values(m.Rounds[s].Finished)), ids(ticks))
	}
	r, _, err := h.book.Retro(h.tx, h.retro)
	h.must(err)
	h.equal("begun", !r.Begun.IsZero(), w.stage != Waiting)
	h.equal("shown", r.Shows(), w.revealed || w.stage == Ended)
	h.equal("closed", !r.Closed.IsZero(), w.stage == Ended)
}

func (h *history) checkVotes(m Meeting) {
	w := h.model
	h.equal("vote closed", m.Ballot.Closed, w.closed)
	got, want := map[string]int{}, map[string]int{}
	for who, votes := range m.Ballot.Votes {
		for id, n := range votes {
			got[string(who)+" "+string(id)] += n
		}
	}
	for who, votes := range w.votes {
		for id, n := range votes {
			if n > 0 {
				want[string(who)+" "+string(id)] += n
			}
		}
	}
	h.equal("votes", got, want)
	groups := map[GroupID][]kpt.NoteID{}
	for _, g := range m.Grouping.Groups {
		groups[g.ID] = slices.Sorted(slices.Values(g.Notes))
	}
	paper := map[GroupID][]kpt.NoteID{}
	for _, g := range w.groups {
		paper[g.id] = slices.Sorted(slices.Values(g.notes))
	}
	h.equal("groups", groups, paper)
	h.equal("links", fmt.Sprint(m.Work.Links), fmt.Sprint(w.links))
}

// checkNotes: each note is there once, as it was written, and besides them one
// for each verdict that brings one.
func (h *history) checkNotes(Meeting) {
	got, want := map[kpt.NoteID]string{}, map[kpt.NoteID]string{}
	for _, n := range scan(h, rawNotes) {
		if n.Gone() || got[n.ID] != "" {
			h.fault("note %s is gone, or there twice", n.ID)
		}
		author := n.Author.Member
		if n.Anonymous() {
			author = "?"
		}
		got[n.ID] = fmt.Sprintf("%s %q by %q for %s", n.Kind, n.Text, author, n.Retro())
	}
	for id, n := range h.model.notes {
		on, author := h.retro, n.author
		if n.next {
			on = h.next.Date
		}
		if n.anonymous {
			author = "?"
		}
		want[id] = fmt.Sprintf("%s %q by %q for %s", n.kind, n.text, author, on)
	}
	for _, t := range h.model.tries {
		text := t.text
		if t.word != "" {
			text += "\n" + t.word
		}
		switch t.outcome {
		case kpt.Worked:
			want[t.keep] = fmt.Sprintf("%s %q by %q for %s", kpt.Keep, text, "", h.retro)
		case kpt.Failed:
			want[t.prob] = fmt.Sprintf("%s %q by %q for %s", kpt.Problem, text, "", h.retro)
		}
	}
	h.equal("notes", got, want)
}

func (h *history) checkTries(m Meeting) {
	got, want := map[kpt.NoteID]string{}, map[kpt.NoteID]string{}
	practices := map[kpt.NoteID]bool{}
	for _, p := range scan(h, rawPractices) {
		practices[p.ID] = true
	}
	states := map[kpt.Outcome]kpt.State{
		"": kpt.Open, kpt.Continue: kpt.Open, kpt.Worked: kpt.Done, kpt.Failed: kpt.Failing,
		kpt.Drop: kpt.Dropped, kpt.Rewrite: kpt.Rewritten,
	}
	for _, t := range scan(h, rawTries) {
		v, _ := t.Verdict(h.retro)
		got[t.ID] = fmt.Sprintf("%q %q of %s, %s: %s %q after %d, rewrites %q, for %v, practice %v",
			t.Text, t.Terms.When, t.Owner.Member, t.State, v.Outcome, v.Word,
			len(slices.DeleteFunc(t.Verdicts, func(v kpt.Verdict) bool { return v.Retro == h.retro })),
			t.Terms.Rewrites, t.Answers, practices[t.ID])
		if open := t.State == kpt.Open; h.model.stage == Ended && open && t.Trace.Retro != h.next.Date {
			h.fault("%s is open and was not carried over", t.ID)
		}
	}
	var committed []kpt.NoteID
	for id, t := range h.model.tries {
		want[id] = fmt.Sprintf("%q %q of %s, %s: %s %q after %d, rewrites %q, for %v, practice %v",
			t.text, t.when, t.owner, states[t.outcome], t.outcome, t.word, t.continues, t.rewrites, t.problems, t.practice)
		if t.committed {
			committed = append(committed, id)
		}
	}
	h.equal("tries", got, want)
	slices.Sort(committed)
	h.equal("commitments", slices.Sorted(slices.Values(m.Work.Committed)), committed)
}

// walk leads the meeting to its end and back through all of its stages, by
// somebody who has just come, and looks that nothing is lost on the way.
func (h *history) walk() {
	if h.model.nextOn {
		return // it is history
	}
	h.members = append(h.members, "new")
	m := h.model
	lead := func() {
		h.step++
		m.goesHome(h.now())
		h.do("new", TakeOver{m.lead}, want{do: func(Outcome) { m.lead = "new" }})
	}
	step := func(d Deed, do func()) {
		h.step++
		h.seen = m.moves
		h.do("new", d, does(do))
	}
	lead()
	if m.stage == Waiting {
		step(Start{}, func() { m.move(m.after()) })
	}
	forward := func() {
		for m.stage != Ended && m.after() != "" && len(h.faults) == 0 {
			step(Next{}, func() {
				m.closed = m.closed || m.stage == InVote
				m.move(m.after())
			})
		}
		if m.stage != Ended {
			step(Close{h.next}, func() { m.ends() })
		}
	}
	forward()
	h.check()
	step(Reopen{}, m.reopens)
	for m.before() != m.stage && len(h.faults) == 0 {
		step(Back{}, func() { m.move(m.before()) })
	}
	step(PutOff{}, func() { m.move(Waiting) })
	h.check()
	step(Start{}, func() { m.move(m.after()) })
	forward()
}

// again sends a deed that was done once more: it is done no second time.
func (h *history) again(who MemberID, d Deed) {
	was := h.look()
	_, out, err := h.hall.Act(h.tx, h.press(h.retro, who), d)
	if out.Changed {
		h.fault("%T was done twice", d)
	}
	if why := whyOf(err); why != "" && !slices.Contains([]Why{Late, HasEnded}, why) {
		h.fault("%T again: got %v", d, err)
	}
	h.stats.again++
	h.unchanged(was, "sent again")
}
