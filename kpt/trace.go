package kpt

import (
	"crypto/sha256"
	"encoding/hex"
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
	Drawn
	Gone bool `json:"gone,omitzero"` // a person deleted the line: it is never written again
}

// Drawn is what a person has done to a line without changing its text.
type Drawn struct {
	// Struck is text that is struck out as a whole, or a ticked box.
	Struck bool `json:"struck,omitzero"`
	// Ticked is a box in front of the text that is ticked. The box is not part of the text.
	Ticked bool `json:"ticked,omitzero"`
	// Crossed is text that is struck out as a whole, whatever box is in front of it, or all of it
	// behind a name. It is said of lines that are read, and not kept: a person has put away what
	// they wrote, and it is no new note.
	Crossed bool `json:"-"`
}

// Sending is what we write and have written of a line. Sent are the texts that may be on
// their way to the notebook: written at the revision SentAt, with the answer still out.
// "" is that the line is taken away.
type Sending struct {
	Sent   []string `json:"sent,omitempty"`
	SentAt string   `json:"sentAt,omitzero"`
	// Older are hashes of the last texts of ours that later ones of ours replaced. Where
	// one stands again, the notebook is as it was before.
	Older []string `json:"older,omitempty"`
	// From is the sheet from which we are to take the line away, to put it on that of
	// Retro; zero: it is on its sheet.
	From schedule.Date `json:"from,omitzero"`
	// Away says that the line is gone from the sheet of a retro that had ended: it may be put
	// away, and the Book keeps it.
	Away bool `json:"away,omitzero"`
}

// rename has a line say something else, unless a person had a hand in it.
func (t *Trace) rename(line string) {
	if t.Want != "" && !t.Gone && !t.Person && !t.Touched {
		t.Want = line
	}
}

// mostOlder is how many texts of before are known.
const mostOlder = 4

// Saw takes in that a text of ours stands in the notebook.
func (t *Trace) Saw(text string) {
	if t.Seen != "" && t.Seen != text && text != "" {
		t.Older = append(slices.Clone(t.Older), hashOf(t.Seen))
		t.Older = t.Older[max(0, len(t.Older)-mostOlder):]
	}
	t.Seen = text
}

// moved is a trace in another notebook. Which texts stood in the one of before is still
// known, for a team may come back to it.
func (t Trace) moved(to Section, want string) Trace {
	t.Saw(want)
	return Trace{Retro: t.Retro, Section: to, Want: want, Sending: Sending{Older: t.Older}}
}

// WasOurs says whether a text is of before: one of ours that we have replaced since.
func (t Trace) WasOurs(text string) bool {
	return text != t.Seen && slices.Contains(t.Older, hashOf(text))
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Expected says whether the line stands in the notebook, or may.
func (t Trace) Expected() bool { return t.Seen != "" || len(t.Sent) > 0 }

// Settle takes in that a change was made in the notebook. Every older write can
// no longer arrive, for the revision has moved.
func (t *Trace) Settle(c Change) {
	switch c.Kind {
	case AddLine, EditLine:
		t.Saw(c.Text)
		t.From = schedule.Date{}
	case RemoveLine:
		t.Seen = ""
	}
	t.Unmarked = false
	t.Sent, t.SentAt = nil, ""
}
