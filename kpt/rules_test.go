package kpt_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func day(d int) schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: d} }

func clock(d, hour, minute int) time.Time {
	return time.Date(2026, 11, d, hour, minute, 0, 0, time.UTC)
}

func TestWhatAnAuthorWroteIsKept(t *testing.T) {
	for in, want := range map[string]string{
		"  pairing \n":                   "pairing",
		"one\r\ntwo\rthree\vfour":        "one\ntwo\nthree\nfour",
		"a\u2028b\u2029c\u0085d":         "a\nb\nc\nd",
		"a\n\n \n  b":                    "a\n  b",
		"a\tb":                           "a    b",
		"a\x00b\x1b[31m":                 "ab[31m",
		"👩‍👩‍👧 が い\uFEFF":                "👩‍👩‍👧 が い",
		"# heading":                      "# heading",
		"\xff":                           "\uFFFD",
		"apple \uF8FF":                   "apple \uFFFD",
		strings.Repeat("🍵", kpt.MaxText): strings.Repeat("🍵", kpt.MaxText),
	} {
		n, err := kpt.NewNote(kpt.Keep, in, kpt.Author{}, clock(20, 9, 0))
		if err != nil || n.Text != want {
			t.Errorf("%q: got %q and %v, want %q", in, n.Text, err, want)
		}
		if kpt.Tidy(n.Text) != n.Text {
			t.Errorf("%q: tidying again changes it", n.Text)
		}
	}
}

func TestATextThatIsNoNoteIsRefusedWithItsFault(t *testing.T) {
	for in, want := range map[string]kpt.Fault{
		"": kpt.Empty, " \n\t\x00": kpt.Empty, "\uE000\uF8FF": kpt.Empty, "\uFFFC": kpt.Empty, strings.Repeat("🍵", kpt.MaxText+1): kpt.TooLong,
	} {
		_, err := kpt.NewNote(kpt.Keep, in, kpt.Author{}, clock(20, 9, 0))
		var got *kpt.InputError
		if !errors.As(err, &got) || got.Fault != want {
			t.Errorf("%.10q: got %v, want %s", in, err, want)
		}
	}
}

func TestANoteBelongsToTheEarliestOpenRetro(t *testing.T) {
	first := kpt.Retro{Date: day(20), Opened: clock(13, 16, 0), Starts: clock(20, 15, 0), Closed: clock(20, 16, 30)}
	next := kpt.Retro{Date: day(27), Opened: clock(20, 16, 30), Starts: clock(27, 15, 0)}
	retros := []kpt.Retro{next, first}
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
		if got, ok := kpt.At(retros, c.at); !ok || got.Date != c.want {
			t.Errorf("%s: got %v %v, want %v", name, got.Date, ok, c.want)
		}
	}
	if got, ok := kpt.At(retros, clock(1, 9, 0)); ok {
		t.Errorf("before all: got %v, want none", got.Date)
	}
}

func TestAMeetingThatIsMovedKeepsItsRetro(t *testing.T) {
	r := kpt.Retro{Date: day(27), Opened: clock(20, 16, 0), Starts: clock(27, 15, 0), Ends: clock(27, 16, 0)}
	moved := r.PlannedFor(schedule.Occurrence{Date: day(26), At: clock(26, 15, 0)}, time.Hour)
	if moved.Date != day(27) || moved.Day() != day(26) || !moved.Starts.Equal(clock(26, 15, 0)) || !moved.OpenAt(clock(27, 9, 0)) {
		t.Errorf("got %+v, want the retro of %v on another day", moved, day(27))
	}
	moved.Begun = clock(26, 15, 0)
	if again := moved.PlannedFor(schedule.Occurrence{Date: day(28), At: clock(28, 15, 0)}, time.Hour); again != moved {
		t.Error("a meeting was moved that had begun")
	}
}

func TestARetroHoldsNothingOfATimeThatIsStillToComeWhenTheClockIsPutBack(t *testing.T) {
	now := clock(25, 12, 0)
	sound := kpt.Retro{Date: day(27), Opened: clock(20, 16, 0), Starts: clock(27, 15, 0), Ends: clock(27, 16, 0)}
	for name, c := range map[string]struct{ change, want func(*kpt.Retro) }{
		"as it should be": {func(*kpt.Retro) {}, func(*kpt.Retro) {}},
		"opened":          {func(r *kpt.Retro) { r.Opened = clock(28, 9, 0) }, func(r *kpt.Retro) { r.Opened = now }},
		"shown and over, and nobody had begun it": {
			func(r *kpt.Retro) { r.Revealed, r.Closed = clock(27, 16, 0), clock(27, 18, 0) }, func(*kpt.Retro) {},
		},
		"held": {
			func(r *kpt.Retro) {
				r.Begun, r.Revealed, r.Closed = clock(25, 11, 0), clock(25, 11, 30), clock(25, 12, 1)
			},
			func(r *kpt.Retro) { r.Begun, r.Revealed, r.Closed = clock(25, 11, 0), clock(25, 11, 30), now },
		},
		"begun": {func(r *kpt.Retro) { r.Begun = clock(25, 12, 1) }, func(r *kpt.Retro) { r.Begun = now }},
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
	open := kpt.Retro{Date: day(27), Opened: clock(20, 16, 0)}
	over := open
	over.Closed = clock(27, 16, 0)
	secret := []byte("0123456789")
	ana, bo := kpt.ViewerOf("1", secret), kpt.ViewerOf("2", secret)
	named := kpt.Note{ID: "a", Text: "x", Author: kpt.Author{Member: "1"}, Trace: kpt.Trace{Want: "x"}}
	anonymous := kpt.Note{ID: "b", Text: "x", Author: kpt.Author{Secret: kpt.Hidden(secret, "b", "1")}, Trace: kpt.Trace{Want: "x"}}
	with := func(n kpt.Note, change func(*kpt.Trace)) kpt.Note {
		change(&n.Trace)
		return n
	}
	for name, c := range map[string]struct {
		note         kpt.Note
		retro        kpt.Retro
		viewer       kpt.Viewer
		edit, delete kpt.Why
	}{
		"own":              {named, open, ana, "", ""},
		"own, anonymous":   {anonymous, open, ana, "", ""},
		"another's":        {named, open, bo, kpt.NotYours, kpt.NotYours},
		"anonymous, other": {anonymous, open, bo, kpt.NotYours, kpt.NotYours},
		"everyone":         {anonymous, open, kpt.Viewer{}, kpt.NotYours, kpt.NotYours},
		"nobody's":         {kpt.Note{ID: "c", Trace: kpt.Trace{Want: "x"}}, open, kpt.Viewer{}, kpt.NotYours, kpt.NotYours},
		"over":             {named, over, ana, kpt.Over, kpt.Over},
		"a person's line":  {with(named, func(t *kpt.Trace) { t.Person = true }), open, ana, kpt.InNotebook, kpt.InNotebook},
		"changed by them":  {with(named, func(t *kpt.Trace) { t.Touched = true }), open, ana, "", kpt.InNotebook},
		"deleted":          {with(named, func(t *kpt.Trace) { t.Want = "" }), open, ana, kpt.Unknown, kpt.Unknown},
		"deleted by them":  {with(named, func(t *kpt.Trace) { t.Gone = true }), open, ana, kpt.Unknown, kpt.Unknown},
	} {
		at := clock(27, 16, 0)
		if got := why(kpt.MayEdit(c.note, c.retro, c.viewer, at)); got != c.edit {
			t.Errorf("%s: edit: got %q, want %q", name, got, c.edit)
		}
		if got := why(kpt.MayDelete(c.note, c.retro, c.viewer, at)); got != c.delete {
			t.Errorf("%s: delete: got %q, want %q", name, got, c.delete)
		}
	}
}

func why(err error) kpt.Why {
	var r *kpt.Refusal
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}

func TestUntilRevealedOthersNotesAreTotals(t *testing.T) {
	secret := []byte("0123456789")
	all := []kpt.Note{
		{ID: "a", Kind: kpt.Keep, Text: "mine", Author: kpt.Author{Member: "1"}, Trace: kpt.Trace{Want: "mine"}},
		{ID: "b", Kind: kpt.Problem, Text: "hidden", Author: kpt.Author{Secret: kpt.Hidden(secret, "b", "1")}, Trace: kpt.Trace{Want: "hidden"}},
		{ID: "c", Kind: kpt.Keep, Text: "theirs", Author: kpt.Author{Member: "2", Name: "Bo"}, Trace: kpt.Trace{Want: "Bo: theirs", Seen: "Bo: theirs"}},
		{ID: "d", Kind: kpt.Draft, Text: "gone", Author: kpt.Author{Member: "2"}, Trace: kpt.Trace{Want: "x", Gone: true}},
	}
	r := kpt.Retro{Date: day(27), Reveal: kpt.RevealMeeting}
	for name, c := range map[string]struct {
		retro  kpt.Retro
		viewer kpt.Viewer
		want   string
		hidden kpt.Totals
	}{
		"own only":      {r, kpt.ViewerOf("1", secret), "a b", kpt.Totals{Keeps: 1}},
		"another's own": {r, kpt.ViewerOf("2", secret), "c", kpt.Totals{Keeps: 1, Problems: 1}},
		"everyone":      {r, kpt.Viewer{}, "", kpt.Totals{Keeps: 2, Problems: 1}},
		"revealed":      {kpt.Retro{Reveal: kpt.RevealMeeting, Revealed: clock(27, 15, 0)}, kpt.Viewer{}, "a b c", kpt.Totals{}},
		"closed":        {kpt.Retro{Reveal: kpt.RevealMeeting, Closed: clock(27, 16, 0)}, kpt.Viewer{}, "a b c", kpt.Totals{}},
		"open":          {kpt.Retro{}, kpt.Viewer{}, "a b c", kpt.Totals{}},
	} {
		got := kpt.Show(c.retro, all, c.viewer)
		var ids []string
		for _, n := range got.Notes {
			ids = append(ids, string(n.ID))
			if n.Anonymous() || n.ID == "b" && n.Author != (kpt.Author{}) {
				t.Errorf("%s: note %s shows its author %+v", name, n.ID, n.Author)
			}
		}
		if s := strings.Join(ids, " "); s != c.want || got.Hidden != c.hidden {
			t.Errorf("%s: got %q and %+v, want %q and %+v", name, s, got.Hidden, c.want, c.hidden)
		}
	}
}

func TestOpenTriesAreCarriedOver(t *testing.T) {
	tries := []kpt.Try{
		{ID: "new", Text: "b", Born: day(20), State: kpt.Open, Trace: kpt.Trace{Retro: day(20), Gone: true}},
		{ID: "old", Text: "a", Owner: kpt.Author{Name: "Ana"}, Born: day(13), State: kpt.Open, Standing: kpt.Standing{Carried: 1}, Trace: kpt.Trace{Retro: day(20)}},
		{ID: "done", Text: "c", Born: day(13), State: kpt.Done, Trace: kpt.Trace{Retro: day(20)}},
		{ID: "there", Text: "d", Born: day(13), State: kpt.Open, Trace: kpt.Trace{Retro: day(27)}},
	}
	got := kpt.CarryOver(tries, day(27))
	if len(got) != 2 || got[0].ID != "old" || got[1].ID != "new" {
		t.Fatalf("got %+v, want old and new", got)
	}
	if w := (kpt.Trace{Retro: day(27), Section: kpt.Tries, Want: "Ana: a"}); !reflect.DeepEqual(got[0].Trace, w) || got[0].Carried != 2 {
		t.Errorf("got %+v, want %+v, carried twice", got[0], w)
	}
	if got[1].Trace.Gone {
		t.Error("a Try that waits for its answer is a tombstone")
	}
}

func TestDetailsStandRightBelowTheirNote(t *testing.T) {
	var all []kpt.Note
	for _, n := range []struct{ id, under string }{{"a", ""}, {"b", ""}, {"a1", "a"}, {"b1", "b"}, {"a2", "a"}, {"a11", "a1"}, {"gone1", "gone"}, {"x", "y"}, {"y", "x"}} {
		all = append(all, kpt.Note{ID: kpt.NoteID(n.id), Under: kpt.NoteID(n.under), Kind: kpt.Keep, Trace: kpt.Trace{Want: n.id}})
	}
	var got []string
	for _, n := range kpt.Show(kpt.Retro{Reveal: kpt.RevealOpen}, all, kpt.Viewer{}).Notes {
		got = append(got, string(n.ID))
	}
	if got, want := strings.Join(got, " "), "a a1 a11 a2 b b1 gone1 y x"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
