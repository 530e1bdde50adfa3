package kpt

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Tidy is a text as the ledger keeps and compares it: what can be seen of it (see
// plain.Text), without blank lines and without white space around it. Tidying
// again changes nothing.
func Tidy(text string) string {
	text = plain.Text(text)
	if strings.Contains(text, "\n\n") {
		lines := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool { return line == "" })
		text = strings.Join(lines, "\n")
	}
	return strings.TrimSpace(text)
}

// check is what NewNote and an edit ask of a text.
func check(text string) (string, error) {
	seen := plain.Visible(text)
	text = storable(Tidy(text))
	n := utf8.RuneCountInString(text)
	switch {
	case !seen:
		return "", &InputError{Fault: Empty}
	case n > MaxText:
		return "", &InputError{Fault: TooLong, Length: n}
	}
	return text, nil
}

// Fitting cuts a text to what a note may hold.
func Fitting(text string) string {
	if utf8.RuneCountInString(text) <= MaxText {
		return text
	}
	return plain.Cut(text, MaxText)
}

// storable shows where characters of private use were: Google Docs would drop
// them without a word (InsertTextRequest in its reference).
func storable(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xE000 && r <= 0xF8FF {
			return utf8.RuneError
		}
		return r
	}, text)
}

func oneLine(text string) string { return plain.Line(storable(text)) }

// What an older version has kept may have in it what nobody sees. It is read
// without that, as the notebook is: so neither is taken for a change of the other.

// UnmarshalJSON reads a note as it is kept.
func (n *Note) UnmarshalJSON(data []byte) error {
	type kept Note
	if err := json.Unmarshal(data, (*kept)(n)); err != nil {
		return err
	}
	*n = n.Tidied()
	return nil
}

// Tidied is the note as far as it can be seen.
func (n Note) Tidied() Note {
	n.Text, n.Author.Name, n.Trace = Tidy(n.Text), plain.Line(n.Author.Name), n.Trace.tidied()
	return n
}

// UnmarshalJSON reads a Try as it is kept.
func (t *Try) UnmarshalJSON(data []byte) error {
	type kept Try
	if err := json.Unmarshal(data, (*kept)(t)); err != nil {
		return err
	}
	*t = t.Tidied()
	return nil
}

// Tidied is the Try as far as it can be seen.
func (t Try) Tidied() Try {
	t.Text, t.Terms.When, t.Owner.Name = Tidy(t.Text), Tidy(t.Terms.When), plain.Line(t.Owner.Name)
	t.Verdicts = slices.Clone(t.Verdicts)
	for i, v := range t.Verdicts {
		t.Verdicts[i].Word = Tidy(v.Word)
	}
	t.Trace, t.Past = t.Trace.tidied(), slices.Clone(t.Past)
	for i, past := range t.Past {
		t.Past[i] = past.tidied()
	}
	return t
}

func (t Trace) tidied() Trace {
	t.Want, t.Seen, t.Sent = Tidy(t.Want), Tidy(t.Seen), slices.Clone(t.Sent)
	for i, text := range t.Sent {
		t.Sent[i] = Tidy(text)
	}
	return t
}
