package meeting

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// AddNote keeps a note, in any stage and also when the meeting has ended or rests: then
// it is for the next retro (Outcome.Note says which). With an ID that was drawn
// when the form was opened, a form sent twice makes one note, with the text that
// was sent last; a draft that is a Try meanwhile is Already. Problems are what a
// draft is for; see Link.
type AddNote struct {
	ID        kpt.NoteID // "" draws one
	Kind      kpt.Kind
	Text      string
	Anonymous bool
	Problems  []kpt.NoteID
}

// Link says which Problems a draft is for, in the place of what was said before.
// Problems that are gone meanwhile are left out.
type Link struct {
	Draft    kpt.NoteID
	Problems []kpt.NoteID
}

func (AddNote) rule() rule { return rule{in: always, idle: true} }
func (Link) rule() rule    { return rule{in: running} }

func (d AddNote) do(a *act) error {
	n, err := kpt.NewNote(d.Kind, d.Text, a.By, a.At)
	if err != nil {
		return err
	}
	if d.ID != "" {
		n.ID = d.ID
		sent, err := a.sent(n)
		if sent || err != nil {
			return err
		}
	}
	if a.out.Note, err = a.hall.book.Add(a.tx, n, d.Anonymous); err != nil {
		return err
	}
	a.changed()
	if d.Kind != kpt.Draft || len(d.Problems) == 0 || a.out.Note.Retro() != a.Retro {
		return nil
	}
	return Link{n.ID, d.Problems}.do(a)
}

// sent says whether the presser's note was kept before, as it is now. A draft
// that was made a Try since is Already.
func (a *act) sent(n kpt.Note) (bool, error) {
	t, ok, err := a.hall.book.Try(a.tx, n.ID)
	if err != nil {
		return false, err
	}
	if ok {
		return false, &Refusal{Why: Already, Who: MemberID(t.Owner.Member)}
	}
	now, open, err := a.hall.book.Taking(a.tx, a.At)
	if err != nil {
		return false, err
	}
	dates := []schedule.Date{a.Retro}
	if open && now.Date != a.Retro {
		dates = append(dates, now.Date)
	}
	for _, date := range dates {
		shown, err := a.seenByPresser(date)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(shown.Notes, func(old kpt.Note) bool { return old.ID == n.ID && old.Text == n.Text })
		if i >= 0 {
			a.out.Note = shown.Notes[i]
			return true, nil
		}
	}
	return false, nil
}

func (d Link) do(a *act) error {
	shown, err := a.seenByPresser(a.Retro)
	if err != nil {
		return err
	}
	if !has(shown.Notes, d.Draft, kpt.Draft) {
		return refuse(UnknownNote)
	}
	problems := there(shown.Notes, d.Problems)
	if slices.Equal(problems, a.m.Work.Links[d.Draft]) {
		return nil
	}
	if a.m.Work.Links == nil {
		a.m.Work.Links = map[kpt.NoteID][]kpt.NoteID{}
	}
	a.m.Work.Links[d.Draft] = problems
	a.changed()
	return nil
}

// has says whether notes have one of this id and kind.
func has(notes []kpt.Note, id kpt.NoteID, kind kpt.Kind) bool {
	return slices.ContainsFunc(notes, func(n kpt.Note) bool { return n.ID == id && n.Kind == kind })
}

// there are those of some ids that are Problems among the notes, each once.
func there(notes []kpt.Note, ids []kpt.NoteID) (problems []kpt.NoteID) {
	for _, id := range ids {
		if has(notes, id, kpt.Problem) && !slices.Contains(problems, id) {
			problems = append(problems, id)
		}
	}
	return problems
}
