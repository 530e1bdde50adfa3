package gdocs_test

import (
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

func TestABatchIsAllOrNothing(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	before := d.Revision()
	batch(t, s, d, nil, insertText(1, "a"), nameRange("n", 1, 2), insertText(99, "b")).want(t, 400, "Invalid requests[2].insertText: ")
	wantText(t, d, "one")
	if d.Revision() != before || len(ranges(t, d)) != 0 {
		t.Errorf("got revision %s and ranges %v, want nothing changed", d.Revision(), ranges(t, d))
	}
	batch(t, s, d, nil).want(t, 400, "Must specify at least one request.")
}

func TestARequiredRevisionWritesOnceOnly(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	control := object{"requiredRevisionId": d.Revision()}
	s.Faults().LoseAnswers(fake.IsWrite, 1)
	if lost := batch(t, s, d, control, insertText(1, "X")); lost.err == nil {
		t.Fatal("the answer was not lost")
	}
	batch(t, s, d, control, insertText(1, "X")).want(t, 400, "does not match the latest revision")
	wantText(t, d, "Xone")
	next := object{"requiredRevisionId": d.Revision()}
	got := batch(t, s, d, next, insertText(1, "Y")).want(t, 200, "")
	if got.revision() != d.Revision() || got.revision() == next["requiredRevisionId"] {
		t.Errorf("got revision %q, want the new one, %q", got.revision(), d.Revision())
	}
	batch(t, s, d, object{"requiredRevisionId": got.revision(), "targetRevisionId": got.revision()}, insertText(1, "Z")).
		want(t, 400, "oneof")
	must(t, d.Line("YXone").Append("!"))
	batch(t, s, d, object{"requiredRevisionId": got.revision()}, insertText(1, "Z")).want(t, 400, "does not match")
	wantText(t, d, "YXone!")
}

// meeting is a bot's batch for an older revision and what a person did meanwhile.
type meeting struct {
	name     string
	people   func(d *fake.Doc) error
	requests []object
	want     []string
	named    string
}

var meetings = []meeting{
	{
		"typed before", func(d *fake.Doc) error { return d.Line("one").Insert("", "zero ") },
		[]object{insertText(8, "\nnew"), nameRange("n", 9, 12)},
		[]string{"zero one", "two", "new", "end"},
		"new",
	},
	{
		"typed after", func(d *fake.Doc) error { return d.Line("end").Append("!") },
		[]object{insertText(8, "\nnew"), nameRange("n", 9, 12)},
		[]string{"one", "two", "new", "end!"},
		"new",
	},
	{
		"typed at the same place", func(d *fake.Doc) error { return d.Line("two").Append("!") },
		[]object{insertText(8, "\nnew"), nameRange("n", 9, 12)},
		[]string{"one", "two!", "new", "end"},
		"new",
	},
	{
		"deleted around it", func(d *fake.Doc) error { return d.Line("two").Cut("wo") },
		[]object{insertText(7, "NEW"), nameRange("n", 7, 10)},
		[]string{"one", "tNEW", "end"},
		"NEW",
	},
	{
		"the line deleted", func(d *fake.Doc) error { return d.Line("two").Delete() },
		[]object{deleteRange(5, 8), insertText(1, "a")},
		[]string{"aone", "end"},
		"",
	},
	{
		"two edits", func(d *fake.Doc) error {
			if err := d.Line("one").Delete(); err != nil {
				return err
			}
			return d.Line("two").Insert("t", "---")
		},
		[]object{insertText(8, "X"), insertText(1, "Y"), nameRange("n", 9, 10)},
		[]string{"Yt---woX", "end"},
		"X",
	},
}

func TestATargetRevisionMergesWithWhatPeopleDidSince(t *testing.T) {
	for _, c := range meetings {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, fake.Options{})
			d := page(t, s, "one", "two", "end")
			control := object{"targetRevisionId": d.Revision()}
			must(t, c.people(d))
			batch(t, s, d, control, c.requests...).want(t, 200, "")
			wantText(t, d, c.want...)
			if got := ranges(t, d)["n"]; got != c.named {
				t.Errorf("got a named range over %q, want %q", got, c.named)
			}
		})
	}
}

func TestATargetRevisionBeyondTheWindowIsRefused(t *testing.T) {
	s := start(t, fake.Options{History: 3})
	d := page(t, s, "one")
	old := d.Revision()
	for range 2 {
		must(t, d.LineAt(0).Append("."))
	}
	batch(t, s, d, object{"targetRevisionId": old}, insertText(1, "X")).want(t, 200, "")
	batch(t, s, d, object{"targetRevisionId": old}, insertText(1, "X")).want(t, 400, "too far behind")
	if got := s.Violations(); len(got) != 0 {
		t.Errorf("got violations %q, want none: a stale revision is nobody's fault", got)
	}
}
