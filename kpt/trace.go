package kpt

import (
	"reflect"
	"slices"

	"github.com/engawa-bot/engawa/schedule"
)

// Trace is what the ledger knows of the line of a note or a Try in the
// notebook. All texts are those of a whole line, with the author's label.
type Trace struct {
	Retro   schedule.Date `json:"retro"`   // whose sheet it stands on
	Section Section       `json:"section"` // where it was last seen, or is to be
	Want    string        `json:"want"`    // what is to stand there; "" is nothing
	// Seen is the text that ledger and notebook last agreed on; "" if the line
	// was never seen.
	Seen string `json:"seen,omitzero"`
	Sending

	Person bool `json:"person,omitzero"` // a person wrote the line: it is never ours to change
	// Unmarked says that the line is a person's and may not have its mark yet.
	Unmarked bool `json:"unmarked,omitzero"`
	Touched  bool `json:"touched,omitzero"` // a person changed the line that we wrote
	Struck   bool `json:"struck,omitzero"`
	Gone     bool `json:"gone,omitzero"` // a person deleted the line: it is never written again
}

// Sending are the texts that may be on their way to the notebook: written at the
// revision SentAt, with the answer still out. "" is that the line is taken away.
type Sending struct {
	Sent   []string `json:"sent,omitempty"`
	SentAt string   `json:"sentAt,omitzero"`
}

// ours says whether a line of this text was last written by us.
func (t Trace) ours(text string) bool {
	return text == t.Seen && t.Seen != "" || slices.Contains(t.Sent, text)
}

// expected says whether the line stands in the notebook, or may.
func (t Trace) expected() bool { return t.Seen != "" || len(t.Sent) > 0 }

// send remembers that text is about to be written.
func (t *Trace) send(text, revision string) {
	if t.SentAt != revision {
		t.Sent = nil
	}
	t.SentAt = revision
	if !slices.Contains(t.Sent, text) {
		t.Sent = append(slices.Clip(t.Sent), text)
	}
}

// read forgets what can no longer arrive: a write is made at one revision or
// not at all.
func (t *Trace) read(revision string) {
	if t.SentAt != revision {
		t.Sent, t.SentAt = nil, ""
	}
}

func (t Trace) equal(other Trace) bool {
	if !slices.Equal(t.Sent, other.Sent) {
		return false
	}
	t.Sent, other.Sent = nil, nil
	return reflect.DeepEqual(t, other)
}

// settle takes in that a change was made in the notebook. Every older write can
// no longer arrive, for the revision has moved.
func (t *Trace) settle(c Change) {
	switch c.Kind {
	case AddLine, EditLine:
		t.Seen = c.Text
	case RemoveLine:
		t.Seen = ""
	}
	t.Unmarked = false
	t.Sent, t.SentAt = nil, ""
}
