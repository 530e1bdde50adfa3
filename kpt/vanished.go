package kpt

import (
	"time"

	"github.com/engawa-bot/engawa/store"
)

// Vanished is what is gone from the notebook all at once: perhaps a person deleted it,
// perhaps an editor has saved a copy of before, or the page is another one. Nobody
// can tell from the notebook, so the team is asked, and until then the Book keeps it.
type Vanished struct {
	// Since is when the notebook was first read so that Doubts were gone, or as before. Such
	// a reading is not believed, and changes nothing, until it has been so for a while.
	// Zero: the last was believed.
	Since  time.Time `json:"since,omitzero"`
	Doubts []NoteID  `json:"doubts,omitempty"`
	// Lines are of those that the team is asked about since Asked.
	Lines  []NoteID  `json:"lines,omitempty"`
	Asked  time.Time `json:"asked,omitzero"`
	Answer Answer    `json:"answer,omitzero"`
	By     string    `json:"by,omitzero"` // the member who gave the Answer
}

// Answer is what a team says of lines that are gone.
type Answer string

// The answers of a team. The empty one is that nobody has answered.
const (
	BringBack Answer = "back"    // write them into the notebook again
	OnPurpose Answer = "deleted" // a person deleted them
)

// AskedFor is how long an answer is waited for. Then the lines are written back, for what
// was meant to go can be deleted once more, and what was not would be lost. They are
// written back as soon as their meeting begins, too.
const AskedFor = 24 * time.Hour

var vanished = store.NewTable[Vanished]("vanished")

// Doubted says whether the last reading was not believed.
func (v Vanished) Doubted() bool { return !v.Since.IsZero() }

// Due says whether the notebook is to be read again although nothing in it has changed.
func (v Vanished) Due(now time.Time) bool {
	return v.Doubted() || len(v.Lines) > 0 && (v.Answer != "" || !now.Before(v.Asked.Add(AskedFor)))
}

// Vanished reads what is gone from the notebook.
func (b Book) Vanished(tx *store.Tx) (Vanished, error) {
	v, _, err := vanished.Get(tx, b.key())
	return v, err
}

// AnswerVanished keeps what a member says for the team of lines that it was asked about at an
// instant; false if that is no question any more: they are back, or it was answered.
func (b Book) AnswerVanished(tx *store.Tx, asked time.Time, answer Answer, by string) (bool, error) {
	v, err := b.Vanished(tx)
	if err != nil || len(v.Lines) == 0 || v.Answer != "" || !v.Asked.Equal(asked) {
		return false, err
	}
	v.Answer, v.By = answer, by
	if err := b.keepVanished(tx, v); err != nil {
		return false, err
	}
	return true, b.touch(tx)
}

func (b Book) keepVanished(tx *store.Tx, v Vanished) error {
	if v.Since.IsZero() && len(v.Lines) == 0 {
		return vanished.Delete(tx, b.key())
	}
	return vanished.Put(tx, b.key(), v)
}
