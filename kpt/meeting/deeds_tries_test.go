package meeting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// try is the id of some Try, seldom of none.
func (h *history) try() kpt.NoteID {
	all := ids(h.model.tries)
	if len(all) == 0 || h.rand.IntN(20) == 0 {
		return h.newID()
	}
	return all[h.rand.IntN(len(all))]
}

func (t paperTry) choices() []kpt.Outcome {
	if t.continues >= 2 {
		return []kpt.Outcome{kpt.Rewrite, kpt.Drop}
	}
	return []kpt.Outcome{kpt.Worked, kpt.Failed, kpt.Continue, kpt.Drop}
}

func (h *history) says(who MemberID) (Deed, want) {
	m := h.model
	outcomes := []kpt.Outcome{kpt.Worked, kpt.Worked, kpt.Failed, kpt.Failed, kpt.Continue, kpt.Drop, kpt.Drop, kpt.Rewrite, ""}
	d := Verdict{Try: h.try(), Outcome: outcomes[h.rand.IntN(len(outcomes))]}
	if h.rand.IntN(3) == 0 {
		d.Word = fmt.Sprintf("word %d", h.rand.IntN(4))
	}
	t, word := m.tries[d.Try], d.Word
	if d.Outcome == "" {
		word = "" // about nothing
	}
	why := h.gate(who, false, false)
	switch {
	case why != "":
		return d, no(why)
	case !m.review(d.Try):
		return d, no(UnknownTry)
	case d.Outcome == kpt.Rewrite, d.Outcome != "" && !slices.Contains(t.choices(), d.Outcome):
		return d, no(NotAChoice)
	case t.outcome == d.Outcome && (word == "" || word == t.word):
		return d, want{}
	case t.outcome == kpt.Rewrite && m.tries[m.rewriteOf(d.Try)].carried:
		return d, no(HandedOver)
	}
	return d, want{do: func(out Outcome) {
		if out.Was.Outcome != t.outcome || out.Was.Word != t.word || t.by != who && out.By != t.by || t.by == who && out.By != "" {
			h.fault("told that it was %+v by %q, want %s %q by %q", out.Was, out.By, t.outcome, t.word, t.by)
		}
		if t.outcome == kpt.Rewrite {
			m.drop(m.rewriteOf(d.Try))
		}
		m.answer(d.Try, d.Outcome, word, who)
		h.came(d.Try, out, t.outcome)
	}}
}

// came keeps which note came of a verdict: each time the same.
func (h *history) came(try kpt.NoteID, out Outcome, was kpt.Outcome) {
	t := h.model.tries[try]
	v, _ := out.Try.Verdict(h.retro)
	for o, id := range map[kpt.Outcome]*kpt.NoteID{kpt.Worked: &t.keep, kpt.Failed: &t.prob} {
		if t.outcome != o {
			continue
		}
		if *id != "" && *id != v.Note || v.Note == "" {
			h.fault("%s brings %q, and before %q", o, v.Note, *id)
		}
		if *id = v.Note; was != o {
			h.model.at[v.Note] = h.step
		}
	}
	h.model.tries[try] = t
}

func (h *history) promotes(who MemberID) (Deed, want) {
	m, id := h.model, h.try()
	demote := h.rand.IntN(2) == 0
	for _, other := range ids(m.tries) {
		t := m.tries[other]
		if t.outcome == kpt.Worked && t.practice == demote && h.rand.IntN(2) == 0 {
			id = other
		}
	}
	t := m.tries[id]
	set := func(practice bool) want {
		return does(func() {
			t.practice = practice
			m.tries[id] = t
		})
	}
	var d Deed = Promote{id}
	if demote {
		d = Demote{id}
	}
	switch {
	case m.stage == Waiting:
		return d, no(NotBegun)
	case demote && t.practice:
		return d, set(false)
	case demote || t.practice:
		return d, want{}
	case t.outcome != kpt.Worked:
		return d, no(DidNotWork)
	}
	return d, set(true)
}

// decision is what to try; in one of eight it has no owner.
func (h *history) decision() Decision {
	h.texts++
	d := Decision{Text: fmt.Sprintf("try %d", h.texts), Owner: ownerOf(h.member())}
	if h.rand.IntN(3) == 0 {
		d.When = "it rains"
	}
	switch h.rand.IntN(16) {
	case 0, 1:
		d.Owner = kpt.Author{}
	case 2:
		d.Text = ""
	case 3:
		d.Check = h.retro.AddDays(-1)
	}
	return d
}

func faulty(d Decision, h *history) Why {
	switch {
	case d.Owner == kpt.Author{}:
		return NoOwner
	case d.Check.Before(h.retro) && d.Check.Year > 0:
		return CheckTooSoon
	case d.Text == "":
		return badInput
	}
	return ""
}

func (h *history) commits(who MemberID) (Deed, want) {
	d := Commit{ID: h.draft(), Decision: h.decision()}
	switch h.rand.IntN(6) {
	case 0, 1:
		d.ID = h.newID()
	case 2:
		d.ID = h.try()
	}
	if h.rand.IntN(2) == 0 {
		d.Problems = h.someProblems()
	}
	id := d.ID
	if like := h.draft(); h.rand.IntN(6) == 0 && h.model.offers(like) && d.Text != "" {
		d.Text = strings.ToUpper(h.model.notes[like].text) + "!"
		if !h.model.offers(id) && !h.model.tries[id].committed {
			id = cmp.Or(h.model.committedTo(d.Text), like)
		}
	}
	if why := h.gate(who, false, false); why != "" {
		return d, no(why)
	}
	problems := d.Problems
	if problems == nil {
		problems = h.model.links[id]
	}
	return d, h.decides(who, id, d.Decision, h.visible("", problems), "")
}

// committedTo is the commitment of this meeting that says a text.
func (m *model) committedTo(text string) kpt.NoteID {
	for _, id := range ids(m.tries) {
		if t := m.tries[id]; t.committed && t.text == text {
			return id
		}
	}
	return ""
}

// offers says whether everyone may see a draft.
func (m *model) offers(id kpt.NoteID) bool {
	n, ok := m.notes[id]
	return ok && n.kind == kpt.Draft && !n.next && m.sees("", id, "")
}

// decides is what comes of a Commit, and of the new Try of a Rewrite.
func (h *history) decides(who MemberID, id kpt.NoteID, d Decision, problems []kpt.NoteID, rewrites kpt.NoteID) want {
	m := h.model
	if why := faulty(d, h); why != "" {
		return no(why)
	}
	if t, decided := m.tries[id]; decided {
		if t.text == d.Text && t.when == d.When && t.owner == MemberID(d.Owner.Member) && slices.Equal(t.problems, problems) {
			return want{}
		}
		return no(Already)
	}
	draft, known := m.notes[id]
	if known && (draft.kind != kpt.Draft || draft.next || !m.sees("", id, "")) {
		return no(UnknownNote)
	}
	return does(func() {
		if !known {
			draft = paperNote{kind: kpt.Draft, text: d.Text, author: who}
			m.at[id] = h.step
		}
		delete(m.notes, id)
		m.tries[id] = paperTry{
			text: d.Text, when: d.When, owner: MemberID(d.Owner.Member), committed: true,
			rewrites: rewrites, problems: problems, draft: draft,
		}
	})
}

func (h *history) amends(who MemberID) (Deed, want) {
	m := h.model
	d := Amend{Try: h.try(), Decision: h.decision(), Problems: h.someProblems()}
	t := m.tries[d.Try]
	why := h.gate(who, false, false)
	switch {
	case why != "":
		return d, no(why)
	case !t.committed:
		return d, no(UnknownTry)
	}
	if why := faulty(d.Decision, h); why != "" {
		return d, no(why)
	}
	return d, does(func() {
		t.text, t.when, t.owner = d.Text, d.When, MemberID(d.Owner.Member)
		if d.Problems != nil {
			t.problems = h.visible("", d.Problems)
		}
		m.tries[d.Try] = t
	})
}

func (h *history) withdraws(who MemberID) (Deed, want) {
	m, d := h.model, Withdraw{h.try()}
	t := m.tries[d.Try]
	why := h.gate(who, false, false)
	switch {
	case why != "":
		return d, no(why)
	case !t.committed:
		return d, no(UnknownTry)
	case t.carried:
		return d, no(HandedOver)
	}
	return d, does(func() {
		m.drop(d.Try)
		if t.rewrites != "" {
			m.answer(t.rewrites, "", "", who)
		}
	})
}

func (h *history) rewrites(who MemberID) (Deed, want) {
	m := h.model
	d := Rewrite{Try: h.try(), ID: h.draft(), Decision: h.decision()}
	if h.rand.IntN(2) == 0 {
		d.ID = h.newID()
	}
	t := m.tries[d.Try]
	why := h.gate(who, false, false)
	switch {
	case why != "":
		return d, no(why)
	case !m.review(d.Try):
		return d, no(UnknownTry)
	case t.continues < 2:
		return d, no(NotAChoice)
	case t.outcome == kpt.Rewrite:
		return d, no(Already)
	}
	w := h.decides(who, d.ID, d.Decision, t.problems, d.Try)
	if w.why != "" {
		return d, w
	}
	return d, want{do: func(out Outcome) {
		w.do(out)
		m.answer(d.Try, kpt.Rewrite, "", who)
	}}
}
