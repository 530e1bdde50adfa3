package kpt

import "github.com/engawa-bot/engawa/schedule"

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

// Expected says whether the line stands in the notebook, or may.
func (t Trace) Expected() bool { return t.Seen != "" || len(t.Sent) > 0 }

// Settle takes in that a change was made in the notebook. Every older write can
// no longer arrive, for the revision has moved.
func (t *Trace) Settle(c Change) {
	switch c.Kind {
	case AddLine, EditLine:
		t.Seen = c.Text
	case RemoveLine:
		t.Seen = ""
	}
	t.Unmarked = false
	t.Sent, t.SentAt = nil, ""
}
