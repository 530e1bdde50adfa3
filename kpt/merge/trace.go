package merge

import (
	"reflect"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// trace is a Trace, with what a merge does to it.
type trace kpt.Trace

// ours says whether a line of this text was last written by us. A line that was never
// seen may be one of before, in a notebook to which the team has come back.
func (t trace) ours(text string) bool {
	return text == t.Seen && t.Seen != "" || slices.Contains(t.Sent, text) || t.Seen == "" && kpt.Trace(t).WasOurs(text)
}

func (t *trace) saw(text string) { (*kpt.Trace)(t).Saw(text) }

// send remembers that text is about to be written.
func (t *trace) send(text, revision string) {
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
func (t *trace) read(revision string) {
	if t.SentAt != revision {
		t.Sent, t.SentAt = nil, ""
	}
}

func (t trace) equal(other trace) bool {
	if !slices.Equal(t.Sent, other.Sent) {
		return false
	}
	t.Sent, other.Sent = nil, nil
	return reflect.DeepEqual(t, other)
}

// expected says whether the line stands in the notebook, or may.
func (t trace) expected() bool { return kpt.Trace(t).Expected() }
