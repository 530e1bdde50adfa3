package meeting

import (
	"errors"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Decision is what a meeting commits to: what is tried, one owner, the occasion
// ('when … then …') and the check date if there are any.
type Decision struct {
	Text  string
	Owner kpt.Author
	When  string
	Check schedule.Date
	// Measure is the figure of the rooms that tells how it goes; "" is none.
	Measure kpt.Measure
}

// Commit makes a Try: of the draft with the ID, or of a new text with an ID that
// was drawn when the form was opened ("" draws one). Of two who commit to one
// draft in other words, the second is told Already, and may Amend. A new text in the words of
// a draft that everyone may see commits to that. Without
// Problems it takes those that the draft is linked with; Problems that are gone
// meanwhile are left out.
type Commit struct {
	ID kpt.NoteID
	Decision
	Problems []kpt.NoteID
}

// Amend changes what this meeting committed to.
type Amend struct {
	Try kpt.NoteID
	Decision
	Problems []kpt.NoteID
}

// Withdraw takes a commitment of this meeting back: it is a draft again, in the
// words of the draft's author. One that rewrote a Try leaves that without a
// verdict. After a Reopen this is HandedOver: the next meeting answers it.
type Withdraw struct{ Try kpt.NoteID }

// Rewrite answers a Try that went on twice with another in its place, for the
// same Problems. ID is as in Commit.
type Rewrite struct {
	Try kpt.NoteID
	ID  kpt.NoteID
	Decision
}

func (Commit) rule() rule   { return rule{in: running} }
func (Amend) rule() rule    { return rule{in: running} }
func (Withdraw) rule() rule { return rule{in: running} }
func (Rewrite) rule() rule  { return rule{in: running} }

func (d Commit) do(a *act) error {
	shown, err := a.seenByAll()
	if err != nil {
		return err
	}
	id, err := a.idea(d, shown.Notes)
	if err != nil {
		return err
	}
	problems := d.Problems
	if problems == nil {
		problems = a.m.Work.Links[id]
	}
	return a.commit(id, d.Decision, there(shown.Notes, problems), "")
}

// idea is the id of what is committed to. Who types the words of an idea that is there, or of
// what was committed to already, means that one.
func (a *act) idea(d Commit, shown []kpt.Note) (kpt.NoteID, error) {
	if has(shown, d.ID, kpt.Draft) || slices.Contains(a.m.Work.Committed, d.ID) {
		return d.ID, nil
	}
	words := kpt.Fold(d.Text)
	for _, id := range a.m.Work.Committed {
		if t, ok, err := a.hall.book.Try(a.tx, id); err != nil || ok && kpt.Fold(t.Text) == words {
			return id, err
		}
	}
	if i := slices.IndexFunc(shown, func(n kpt.Note) bool { return n.Kind == kpt.Draft && kpt.Fold(n.Text) == words }); i >= 0 {
		return shown[i].ID, nil
	}
	return d.ID, nil
}

// commit decides a Try, unless that is done already.
func (a *act) commit(id kpt.NoteID, d Decision, problems []kpt.NoteID, rewrites kpt.NoteID) error {
	drawn(&id)
	t, err := a.decision(id, d, problems, rewrites)
	if err != nil {
		return err
	}
	old, decided, err := a.hall.book.Try(a.tx, id)
	switch {
	case err != nil:
		return err
	case decided && same(old, t):
		a.out.Try = old
		return nil
	case decided:
		return &Refusal{Why: Already, Who: MemberID(old.Owner.Member)}
	}
	if err := a.needDraft(id, d.Text); err != nil {
		return err
	}
	if a.out.Try, err = a.hall.book.Decide(a.tx, t); err != nil {
		return err
	}
	a.m.Work.Committed = append(a.m.Work.Committed, id)
	a.changed()
	return nil
}

func (a *act) decision(id kpt.NoteID, d Decision, problems []kpt.NoteID, rewrites kpt.NoteID) (kpt.Try, error) {
	if d.Owner.Member == "" && d.Owner.Name == "" {
		return kpt.Try{}, refuse(NoOwner)
	}
	if d.Check != (schedule.Date{}) && d.Check.Before(a.retro.Day()) {
		return kpt.Try{}, refuse(CheckTooSoon)
	}
	terms := kpt.Terms{When: d.When, Check: d.Check, Rewrites: rewrites, Measure: d.Measure}
	t, err := kpt.NewTry(id, d.Text, d.Owner, terms, a.Retro)
	t.Answers = problems
	return t, err
}

// same says whether a Try stands as it is to be decided.
func same(x, y kpt.Try) bool {
	return x.Text == y.Text && x.Owner == y.Owner && x.Terms == y.Terms && slices.Equal(x.Answers, y.Answers)
}

// needDraft sees to it that there is a draft with the id that everyone may see;
// for a new text it adds one.
func (a *act) needDraft(id kpt.NoteID, text string) error {
	shown, err := a.seenByAll()
	if err != nil {
		return err
	}
	if has(shown.Notes, id, kpt.Draft) {
		return nil
	}
	known, err := a.hall.book.Has(a.tx, id)
	if err != nil {
		return err
	}
	if known {
		return refuse(UnknownNote)
	}
	if err := a.hall.book.Stir(a.tx, a.Retro, a.At); err != nil { // which takes the draft, if it rested
		return err
	}
	if err := (AddNote{ID: id, Kind: kpt.Draft, Text: text}).do(a); err != nil {
		return err
	}
	if a.out.Note.Retro() != a.Retro {
		return refuse(NotNow)
	}
	return nil
}

func (d Amend) do(a *act) error {
	old, ok, err := a.hall.book.Try(a.tx, d.Try)
	if err != nil {
		return err
	}
	if !ok || !slices.Contains(a.m.Work.Committed, d.Try) {
		return refuse(UnknownTry)
	}
	shown, err := a.seenByAll()
	if err != nil {
		return err
	}
	problems := old.Answers
	if d.Problems != nil {
		problems = there(shown.Notes, d.Problems)
	}
	t, err := a.decision(d.Try, d.Decision, problems, old.Terms.Rewrites)
	if err != nil {
		return err
	}
	if a.out.Try = old; same(old, t) {
		return nil
	}
	a.out.Try, err = a.hall.book.Decide(a.tx, t)
	a.changed()
	return err
}

func (d Withdraw) do(a *act) error {
	t, ok, err := a.hall.book.Try(a.tx, d.Try)
	if err != nil {
		return err
	}
	if !ok || !slices.Contains(a.m.Work.Committed, d.Try) {
		return refuse(UnknownTry)
	}
	if err := a.undecide(d.Try); err != nil {
		return err
	}
	old := t.Terms.Rewrites
	if old == "" {
		return nil
	}
	rewritten, err := a.reviewed(old)
	if err != nil {
		return err
	}
	was, _ := rewritten.Verdict(a.Retro)
	return a.answer(old, kpt.Verdict{Retro: a.Retro}, was)
}

// undecide makes a commitment a draft again.
func (a *act) undecide(id kpt.NoteID) error {
	err := a.hall.book.Undecide(a.tx, id)
	var refused *kpt.Refusal
	if errors.As(err, &refused) {
		return refuse(HandedOver)
	}
	a.m.Work.Committed = slices.DeleteFunc(a.m.Work.Committed, func(c kpt.NoteID) bool { return c == id })
	a.changed()
	return err
}

func (d Rewrite) do(a *act) error {
	old, err := a.reviewed(d.Try)
	if err != nil {
		return err
	}
	choices := old.Choices(a.Retro)
	if !slices.Contains(choices, kpt.Rewrite) {
		return &Refusal{Why: NotAChoice, Choices: choices}
	}
	was, _ := old.Verdict(a.Retro)
	if was.Outcome == kpt.Rewrite && !slices.Contains(a.m.Work.Committed, d.ID) {
		return &Refusal{Why: Already, Who: a.m.Work.Answers[d.Try].By}
	}
	if err := a.commit(d.ID, d.Decision, old.Answers, d.Try); err != nil || was.Outcome == kpt.Rewrite {
		return err
	}
	decided := a.out.Try
	err = a.answer(d.Try, kpt.Verdict{Retro: a.Retro, Outcome: kpt.Rewrite}, was)
	a.out.Try = decided
	return err
}
