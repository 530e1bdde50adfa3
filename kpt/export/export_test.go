package export

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

var update = flag.Bool("update", false, "write testdata anew")

func written(t *testing.T, f Format, a Archive) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, f, a); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheFilesAreAsTheyWere(t *testing.T) {
	ja := sakura()
	ja.Words = japanese()
	for name, got := range map[string]string{
		"testdata/sakura.json":  written(t, JSON, sakura()),
		"testdata/sakura.csv":   written(t, CSV, sakura()),
		"testdata/sakura.md":    written(t, Markdown, sakura()),
		"testdata/sakura.ja.md": written(t, Markdown, ja),
		"testdata/empty.json":   written(t, JSON, Archive{Team: "new"}),
		"testdata/empty.csv":    written(t, CSV, Archive{Team: "new"}),
		"testdata/empty.md":     written(t, Markdown, Archive{Team: "new"}),
	} {
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
		if !strings.HasSuffix(got, "\n") {
			t.Errorf("%s does not end with a newline", name)
		}
	}
}

func TestTheOrderOfWhatComesInDoesNotMatter(t *testing.T) {
	turned := sakura()
	turned.Sheets[0], turned.Sheets[1] = turned.Sheets[1], turned.Sheets[0]
	turned.Tries[0], turned.Tries[3] = turned.Tries[3], turned.Tries[0]
	for _, f := range Formats() {
		if got, want := written(t, f, turned), written(t, f, sakura()); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", f, got, want)
		}
	}
}

func TestNothingHiddenIsInAnyFile(t *testing.T) {
	for _, f := range Formats() {
		got := written(t, f, sakura())
		for _, secret := range []string{"confidential", masked.Secret, ana.Member, tanaka.Member, "seen ", "sent"} {
			if strings.Contains(got, secret) {
				t.Errorf("%s shows %q:\n%s", f, secret, got)
			}
		}
	}
}

func TestANoteOfNobodysHasNoTimes(t *testing.T) {
	for _, n := range fileOf(sakura()).Retros[1].Notes {
		if named := n.Author != ""; named == n.Written.IsZero() {
			t.Errorf("got %+v, want times if and only if it has an author", n)
		}
	}
}

func TestAMembersOwnViewBecomesThatOfEveryone(t *testing.T) {
	r := kpt.Retro{Date: day(27), Reveal: kpt.RevealMeeting}
	own := kpt.Shown{
		Notes: []kpt.Note{
			noted("a", kpt.Keep, ana, "x", 27), noted("b", kpt.Problem, ana, "y", 27), noted("c", kpt.Draft, ana, "z", 27),
		},
		Hidden: kpt.Totals{Keeps: 1, Problems: 2, Drafts: 3},
	}
	got := NewSheet(r, own).shown
	if want := (kpt.Totals{Keeps: 2, Problems: 3, Drafts: 4}); len(got.Notes) > 0 || got.Hidden != want {
		t.Errorf("got %d notes and %+v, want none and %+v", len(got.Notes), got.Hidden, want)
	}
	r.Revealed = clock(27, 6, 20)
	if got := NewSheet(r, own).shown; len(got.Notes) != 3 || got.Hidden != own.Hidden {
		t.Errorf("revealed: got %d notes and %+v, want 3 and what was hidden", len(got.Notes), got.Hidden)
	}
}

func TestNothingIsLostOfNotesThatAreDetailsOfEachOther(t *testing.T) {
	a, b := noted("a", kpt.Keep, ana, "one", 20), noted("b", kpt.Keep, ana, "two", 20)
	a.Under, b.Under = "b", "a"
	got := written(t, Markdown, Archive{Sheets: []Sheet{NewSheet(kpt.Retro{Date: day(20)}, kpt.Shown{Notes: []kpt.Note{a, b}})}})
	for _, text := range []string{"Ana: one\n", "Ana: two\n"} {
		if strings.Count(got, text) != 1 {
			t.Errorf("got\n%s\nwant %q once", got, text)
		}
	}
}

func TestAFormatIsReadInAnyCaseAndAnUnknownOneIsRefusedWithTheList(t *testing.T) {
	for in, want := range map[string]Format{"md": Markdown, "CSV": CSV, "Json": JSON} {
		if got, err := ParseFormat(in); err != nil || got != want {
			t.Errorf("%q: got %q and %v, want %q", in, got, err, want)
		}
	}
	want := `export: no format "xlsx"; there are md, csv, json`
	if _, err := ParseFormat("xlsx"); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := Write(&strings.Builder{}, "xlsx", Archive{}); err == nil || err.Error() != want {
		t.Errorf("Write: got %v, want %s", err, want)
	}
}

var errFull = errors.New("disk full")

// full is a disk with room for some bytes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestAFailedWriteIsToldWithItsCause(t *testing.T) {
	for _, f := range Formats() {
		for _, room := range []int{0, 10} {
			if err := Write(&full{room}, f, sakura()); !errors.Is(err, errFull) {
				t.Errorf("%s after %d bytes: got %v, want %v", f, room, err, errFull)
			}
		}
	}
}

func TestPeopleReadTheDayOnWhichARetroWasHeldAndNeverItsName(t *testing.T) {
	r := kpt.Retro{Date: day(27), Days: kpt.Days{Planned: day(27), Held: day(25)}, Closed: clock(25, 16, 0)}
	problem := noted("p1", kpt.Problem, kpt.Author{Member: "1", Name: "ana"}, "Reviews wait", 27)
	try := kpt.Try{
		ID: "t1", Text: "Review by noon", Born: day(27), State: kpt.Open, Answers: []kpt.NoteID{"p1"},
		Verdicts: []kpt.Verdict{{Retro: day(27), Outcome: kpt.Continue}},
	}
	a := Archive{Team: "Sakura", Sheets: []Sheet{NewSheet(r, kpt.Shown{Notes: []kpt.Note{problem}})}, Tries: []kpt.Try{try}}
	for format, want := range map[Format]int{Markdown: 4, CSV: 3} { // heading, Try, Problem, verdict; two rows, verdict
		got := strings.ReplaceAll(written(t, format, a), "2026-11-25T", "")
		if n := strings.Count(got, "2026-11-25"); n != want || strings.Contains(got, "2026-11-27") {
			t.Errorf("%s says the day of the retro %d times, want %d and never its name:\n%s", format, n, want, got)
		}
	}
}
