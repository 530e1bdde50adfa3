package kpt

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

func day(d int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: d} }

func clock(d, hour, minute int) time.Time {
	return time.Date(2026, 11, d, hour, minute, 0, 0, time.UTC)
}

func TestWhatAnAuthorWroteIsKept(t *testing.T) {
	for in, want := range map[string]string{
		"  pairing \n":               "pairing",
		"one\r\ntwo\rthree\vfour":    "one\ntwo\nthree\nfour",
		"a\u2028b\u2029c\u0085d":     "a\nb\nc\nd",
		"a\n\n \n  b":                "a\n  b",
		"a\tb":                       "a    b",
		"a\x00b\x1b[31m":             "ab[31m",
		"👩‍👩‍👧 が い\uFEFF":            "👩‍👩‍👧 が い",
		"# heading":                  "# heading",
		"\xff":                       "\uFFFD",
		"apple \uF8FF":               "apple \uFFFD",
		strings.Repeat("🍵", MaxText): strings.Repeat("🍵", MaxText),
	} {
		n, err := NewNote(Keep, in, Author{}, clock(20, 9, 0))
		if err != nil || n.Text != want {
			t.Errorf("%q: got %q and %v, want %q", in, n.Text, err, want)
		}
		if Tidy(n.Text) != n.Text {
			t.Errorf("%q: tidying again changes it", n.Text)
		}
	}
}

func TestATextThatIsNoNoteIsRefusedWithItsFault(t *testing.T) {
	for in, want := range map[string]Fault{
		"": Empty, " \n\t\x00": Empty, "\uE000\uF8FF": Empty, "\uFFFC": Empty, strings.Repeat("🍵", MaxText+1): TooLong,
	} {
		_, err := NewNote(Keep, in, Author{}, clock(20, 9, 0))
		var got *InputError
		if !errors.As(err, &got) || got.Fault != want {
			t.Errorf("%.10q: got %v, want %s", in, err, want)
		}
	}
}

func TestANoteBelongsToTheEarliestOpenRetro(t *testing.T) {
	first := Retro{Date: day(20), Opened: clock(13, 16, 0), Starts: clock(20, 15, 0), Closed: clock(20, 16, 30)}
	next := Retro{Date: day(27), Opened: clock(20, 16, 30), Starts: clock(27, 15, 0)}
	retros := []Retro{next, first}
	for name, c := range map[string]struct {
		at   time.Time
		want schedule.Date
	}{
		"before":                   {clock(19, 9, 0), day(20)},
		"in the meeting":           {clock(20, 15, 30), day(20)},
		"while it is late to end":  {clock(20, 16, 29), day(20)},
		"as it ends":               {clock(20, 16, 30), day(27)},
		"after":                    {clock(23, 9, 0), day(27)},
		"when the next is overdue": {clock(30, 9, 0), day(27)},
	} {
		if got, ok := At(retros, c.at); !ok || got.Date != c.want {
			t.Errorf("%s: got %v %v, want %v", name, got.Date, ok, c.want)
		}
	}
	if got, ok := At(retros, clock(1, 9, 0)); ok {
		t.Errorf("before all: got %v, want none", got.Date)
	}
}

func TestAPostponedMeetingKeepsItsRetro(t *testing.T) {
	r := Retro{Date: day(27), Opened: clock(20, 16, 0), Starts: clock(27, 15, 0), Ends: clock(27, 16, 0)}
	moved := r.Postponed(clock(26, 15, 0), clock(26, 16, 0))
	if moved.Date != day(27) || !moved.Starts.Equal(clock(26, 15, 0)) || !moved.OpenAt(clock(27, 9, 0)) {
		t.Errorf("got %+v, want the retro of %v at another time", moved, day(27))
	}
	moved.Begun = clock(26, 15, 0)
	if again := moved.Postponed(clock(28, 15, 0), clock(28, 16, 0)); again.Starts != moved.Starts {
		t.Error("a meeting was put off that had begun")
	}
}

func TestARetroHoldsNothingOfATimeThatIsStillToComeWhenTheClockIsPutBack(t *testing.T) {
	now := clock(25, 12, 0)
	sound := Retro{Date: day(27), Opened: clock(20, 16, 0), Starts: clock(27, 15, 0), Ends: clock(27, 16, 0)}
	for name, c := range map[string]struct{ change, want func(*Retro) }{
		"as it should be": {func(*Retro) {}, func(*Retro) {}},
		"opened":          {func(r *Retro) { r.Opened = clock(28, 9, 0) }, func(r *Retro) { r.Opened = now }},
		"shown and over, and nobody had begun it": {
			func(r *Retro) { r.Revealed, r.Closed = clock(27, 16, 0), clock(27, 18, 0) }, func(*Retro) {},
		},
		"held": {
			func(r *Retro) { r.Begun, r.Revealed, r.Closed = clock(25, 11, 0), clock(25, 11, 30), clock(25, 12, 1) },
			func(r *Retro) { r.Begun, r.Revealed, r.Closed = clock(25, 11, 0), clock(25, 11, 30), now },
		},
		"begun": {func(r *Retro) { r.Begun = clock(25, 12, 1) }, func(r *Retro) { r.Begun = now }},
	} {
		r, want := sound, sound
		c.change(&r)
		c.want(&want)
		if got := r.PutBack(now); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestOnlyAuthorsChangeTheirNotesUntilTheMeetingEnds(t *testing.T) {
	open := Retro{Date: day(27), Opened: clock(20, 16, 0)}
	over := open
	over.Closed = clock(27, 16, 0)
	secret := []byte("0123456789")
	ana, bo := Viewer{"1", secret}, Viewer{"2", secret}
	named := Note{ID: "a", Text: "x", Author: Author{Member: "1"}, Trace: Trace{Want: "x"}}
	anonymous := Note{ID: "b", Text: "x", Author: Author{Secret: hidden(secret, "b", "1")}, Trace: Trace{Want: "x"}}
	with := func(n Note, change func(*Trace)) Note {
		change(&n.Trace)
		return n
	}
	for name, c := range map[string]struct {
		note         Note
		retro        Retro
		viewer       Viewer
		edit, delete Why
	}{
		"own":              {named, open, ana, "", ""},
		"own, anonymous":   {anonymous, open, ana, "", ""},
		"another's":        {named, open, bo, NotYours, NotYours},
		"anonymous, other": {anonymous, open, bo, NotYours, NotYours},
		"everyone":         {anonymous, open, Viewer{}, NotYours, NotYours},
		"nobody's":         {Note{ID: "c", Trace: Trace{Want: "x"}}, open, Viewer{}, NotYours, NotYours},
		"over":             {named, over, ana, Over, Over},
		"a person's line":  {with(named, func(t *Trace) { t.Person = true }), open, ana, InNotebook, InNotebook},
		"changed by them":  {with(named, func(t *Trace) { t.Touched = true }), open, ana, "", InNotebook},
		"deleted":          {with(named, func(t *Trace) { t.Want = "" }), open, ana, Unknown, Unknown},
		"deleted by them":  {with(named, func(t *Trace) { t.Gone = true }), open, ana, Unknown, Unknown},
	} {
		at := clock(27, 16, 0)
		if got := why(MayEdit(c.note, c.retro, c.viewer, at)); got != c.edit {
			t.Errorf("%s: edit: got %q, want %q", name, got, c.edit)
		}
		if got := why(MayDelete(c.note, c.retro, c.viewer, at)); got != c.delete {
			t.Errorf("%s: delete: got %q, want %q", name, got, c.delete)
		}
	}
}

func why(err error) Why {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}

func TestUntilRevealedOthersNotesAreTotals(t *testing.T) {
	secret := []byte("0123456789")
	all := []Note{
		{ID: "a", Kind: Keep, Text: "mine", Author: Author{Member: "1"}, Trace: Trace{Want: "mine"}},
		{ID: "b", Kind: Problem, Text: "hidden", Author: Author{Secret: hidden(secret, "b", "1")}, Trace: Trace{Want: "hidden"}},
		{ID: "c", Kind: Keep, Text: "theirs", Author: Author{Member: "2", Name: "Bo"}, Trace: Trace{Want: "Bo: theirs", Seen: "Bo: theirs"}},
		{ID: "d", Kind: Draft, Text: "gone", Author: Author{Member: "2"}, Trace: Trace{Want: "x", Gone: true}},
	}
	r := Retro{Date: day(27), Reveal: RevealMeeting}
	for name, c := range map[string]struct {
		retro  Retro
		viewer Viewer
		want   string
		hidden Totals
	}{
		"own only":      {r, Viewer{"1", secret}, "a b", Totals{Keeps: 1}},
		"another's own": {r, Viewer{"2", secret}, "c", Totals{Keeps: 1, Problems: 1}},
		"everyone":      {r, Viewer{}, "", Totals{Keeps: 2, Problems: 1}},
		"revealed":      {Retro{Reveal: RevealMeeting, Revealed: clock(27, 15, 0)}, Viewer{}, "a b c", Totals{}},
		"closed":        {Retro{Reveal: RevealMeeting, Closed: clock(27, 16, 0)}, Viewer{}, "a b c", Totals{}},
		"open":          {Retro{}, Viewer{}, "a b c", Totals{}},
	} {
		got := Show(c.retro, all, c.viewer)
		var ids []string
		for _, n := range got.Notes {
			ids = append(ids, string(n.ID))
			if n.Anonymous() || n.ID == "b" && n.Author != (Author{}) {
				t.Errorf("%s: note %s shows its author %+v", name, n.ID, n.Author)
			}
		}
		if s := strings.Join(ids, " "); s != c.want || got.Hidden != c.hidden {
			t.Errorf("%s: got %q and %+v, want %q and %+v", name, s, got.Hidden, c.want, c.hidden)
		}
	}
}

func TestOpenTriesAreCarriedOver(t *testing.T) {
	tries := []Try{
		{ID: "new", Text: "b", Born: day(20), State: Open, Trace: Trace{Retro: day(20), Gone: true}},
		{ID: "old", Text: "a", Owner: Author{Name: "Ana"}, Born: day(13), State: Open, Standing: Standing{Carried: 1}, Trace: Trace{Retro: day(20)}},
		{ID: "done", Text: "c", Born: day(13), State: Done, Trace: Trace{Retro: day(20)}},
		{ID: "there", Text: "d", Born: day(13), State: Open, Trace: Trace{Retro: day(27)}},
	}
	got := CarryOver(tries, day(27))
	if len(got) != 2 || got[0].ID != "old" || got[1].ID != "new" {
		t.Fatalf("got %+v, want old and new", got)
	}
	if w := (Trace{Retro: day(27), Section: Tries, Want: "Ana: a"}); !got[0].Trace.equal(w) || got[0].Carried != 2 {
		t.Errorf("got %+v, want %+v, carried twice", got[0], w)
	}
	if got[1].Trace.Gone {
		t.Error("a Try that waits for its answer is a tombstone")
	}
}
