package numbers

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// week is the Friday of a retro; week 0 is 2026-10-30.
func week(n int) schedule.Date {
	return schedule.Date{Year: 2026, Month: 10, Day: 30}.AddDays(7 * n)
}

// retros are those of weeks 1 to n, all ended.
func retros(n int) (all []kpt.Retro) {
	for i := range n {
		d := week(i + 1)
		r := kpt.Retro{Date: d}
		r.Closed = r.Closed.AddDate(d.Year, int(d.Month), d.Day)
		r.Begun = r.Closed
		all = append(all, r)
	}
	return all
}

// try reads "born[ verdicts]": "1 2continue 3worked" was decided in week 1 and
// worked in week 3. With "done" at its end it was ticked off between meetings.
func try(t *testing.T, text string) kpt.Try {
	t.Helper()
	parts := strings.Fields(text)
	at := func(s string) (n int, word string) {
		if _, err := fmt.Sscanf(s, "%d%s", &n, &word); err != nil && word != "" {
			t.Fatal(err)
		}
		return n, word
	}
	born, _ := at(parts[0])
	out := kpt.Try{ID: kpt.NoteID(text), Born: week(born), State: kpt.Open, Trace: kpt.Trace{Retro: week(born)}}
	states := map[kpt.Outcome]kpt.State{
		kpt.Worked: kpt.Done, kpt.Failed: kpt.Failing, kpt.Drop: kpt.Dropped, kpt.Continue: kpt.Open,
	}
	for _, part := range parts[1:] {
		n, word := at(part)
		out.Trace.Retro = week(n)
		if word == "done" {
			out.State = kpt.Done
			continue
		}
		out.Verdicts = append(out.Verdicts, kpt.Verdict{Retro: week(n), Outcome: kpt.Outcome(word)})
		out.State = states[kpt.Outcome(word)]
	}
	return out
}

func TestTriesAreCountedByRetro(t *testing.T) {
	for name, c := range map[string]struct {
		tries string // with commas between them
		want  string // of weeks 1, 2 and 3: open, age, worked/failed/dropped
	}{
		"none":                              {"", "0 0 0/0/0, 0 0 0/0/0, 0 0 0/0/0"},
		"one that waits":                    {"1", "1 0 0/0/0, 1 7 0/0/0, 1 14 0/0/0"},
		"one that worked":                   {"1 2worked", "1 0 0/0/0, 0 0 1/0/0, 0 0 0/0/0"},
		"one that failed":                   {"1 3failed", "1 0 0/0/0, 1 7 0/0/0, 0 0 0/1/0"},
		"one that was dropped":              {"1 2drop", "1 0 0/0/0, 0 0 0/0/1, 0 0 0/0/0"},
		"continued, then worked":            {"1 2continue 3worked", "1 0 0/0/0, 1 7 0/0/0, 0 0 1/0/0"},
		"continued, still open":             {"1 2continue", "1 0 0/0/0, 1 7 0/0/0, 1 14 0/0/0"},
		"answered in the same retro":        {"2 2drop", "0 0 0/0/0, 0 0 0/0/1, 0 0 0/0/0"},
		"answered, then again":              {"1 2failed 3worked", "1 0 0/0/0, 1 7 0/0/0, 0 0 1/0/0"},
		"answered, then taken back":         {"1 2failed 2continue", "1 0 0/0/0, 1 7 0/0/0, 1 14 0/0/0"},
		"ticked off between meetings":       {"1 2done", "1 0 0/0/0, 0 0 1/0/0, 0 0 0/0/0"},
		"continued, then ticked off":        {"1 2continue 3done", "1 0 0/0/0, 1 7 0/0/0, 0 0 1/0/0"},
		"answered in the running meeting":   {"1 4worked", "1 0 0/0/0, 1 7 0/0/0, 1 14 0/0/0"},
		"decided in the running meeting":    {"4", "0 0 0/0/0, 0 0 0/0/0, 0 0 0/0/0"},
		"older than all retros":             {"0", "1 7 0/0/0, 1 14 0/0/0, 1 21 0/0/0"},
		"answered before all retros":        {"-1 0worked", "0 0 1/0/0, 0 0 0/0/0, 0 0 0/0/0"},
		"the median of three":               {"1, 2, 3", "1 0 0/0/0, 2 3.5 0/0/0, 3 7 0/0/0"},
		"the median is not the mean":        {"0, 0, 3", "2 7 0/0/0, 2 14 0/0/0, 3 21 0/0/0"},
		"the median of an even number":      {"0, 1, 1, 2", "3 0 0/0/0, 4 7 0/0/0, 4 14 0/0/0"},
		"several ends, and some that waits": {"1 2worked, 1 2worked, 1 2failed, 1 2drop, 1", "5 0 0/0/0, 1 7 2/1/1, 1 14 0/0/0"},
	} {
		h := History{Retros: append(retros(3), kpt.Retro{Date: week(4)})}
		for text := range strings.SplitSeq(c.tries, ",") {
			if text = strings.TrimSpace(text); text != "" {
				h.Tries = append(h.Tries, try(t, text))
			}
		}
		var got []string
		for _, n := range Of(h) {
			got = append(got, fmt.Sprintf("%d %v %d/%d/%d", n.Open, n.MedianAge, n.Worked, n.Failed, n.Dropped))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestAPracticeIsATryThatWorked(t *testing.T) {
	h := History{Retros: retros(3)}
	for _, text := range []string{"1 2worked", "1 2worked ", "1 3worked", "1 3failed", "1"} {
		h.Tries = append(h.Tries, try(t, text))
	}
	if got := practices(h); got != "0 0 0" {
		t.Errorf("without practices: got %s, want none", got)
	}
	h.Practice = func(t kpt.Try) bool { return t.ID != "1 2worked" }
	if got, want := practices(h), "0 1 1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func practices(h History) string {
	var said []string
	for _, n := range Of(h) {
		said = append(said, fmt.Sprint(n.Practices))
	}
	return strings.Join(said, " ")
}

func problem(id string, n int) kpt.Note {
	return kpt.Note{ID: kpt.NoteID(id), Kind: kpt.Problem, Text: id, Trace: kpt.Trace{Retro: week(n), Want: id}}
}

func TestProblemsAreCountedWithTheirTries(t *testing.T) {
	detail, keep, gone := problem("detail", 1), problem("keep", 1), problem("gone", 1)
	detail.Under, keep.Kind, gone.Trace.Gone = "a", kpt.Keep, true
	answer := func(ids ...kpt.NoteID) kpt.Try {
		return kpt.Try{Born: week(2), State: kpt.Open, Answers: ids}
	}
	for name, c := range map[string]struct {
		notes []kpt.Note
		tries []kpt.Try
		want  string // of weeks 1 and 2: problems, recurring, answered
		share string
	}{
		"none":                     {nil, nil, "0 0 0, 0 0 0", "none, none"},
		"one":                      {[]kpt.Note{problem("a", 1)}, nil, "1 0 0, 0 0 0", "0, none"},
		"one with a Try":           {[]kpt.Note{problem("a", 1)}, []kpt.Try{answer("a")}, "1 0 1, 0 0 0", "1, none"},
		"one with two Tries":       {[]kpt.Note{problem("a", 1)}, []kpt.Try{answer("a"), answer("a")}, "1 0 1, 0 0 0", "1, none"},
		"two with one Try":         {[]kpt.Note{problem("a", 1), problem("b", 1)}, []kpt.Try{answer("a", "b")}, "2 0 2, 0 0 0", "1, none"},
		"two, one answered":        {[]kpt.Note{problem("a", 2), problem("b", 2)}, []kpt.Try{answer("b", "x")}, "0 0 0, 2 0 1", "none, 0.5"},
		"one that was there":       {[]kpt.Note{problem("a", 1), problem("again", 2)}, nil, "1 0 0, 1 1 0", "0, 0"},
		"details and Keeps":        {[]kpt.Note{problem("a", 1), detail, keep}, []kpt.Try{answer("detail", "keep")}, "1 0 0, 0 0 0", "0, none"},
		"deleted":                  {[]kpt.Note{gone}, []kpt.Try{answer("gone")}, "0 0 0, 0 0 0", "none, none"},
		"of a retro that is open":  {[]kpt.Note{problem("a", 3)}, nil, "0 0 0, 0 0 0", "none, none"},
		"of a retro that is not":   {[]kpt.Note{problem("a", 9)}, nil, "0 0 0, 0 0 0", "none, none"},
		"in any order of the team": {[]kpt.Note{problem("b", 2), problem("a", 1)}, nil, "1 0 0, 1 0 0", "0, 0"},
	} {
		h := History{
			Retros: append(retros(2), kpt.Retro{Date: week(3)}), Notes: c.notes, Tries: c.tries,
			Recurs: func(n kpt.Note) bool { return n.ID == "again" || n.Kind != kpt.Problem },
		}
		var got, share []string
		for _, n := range Of(h) {
			got = append(got, fmt.Sprintf("%d %d %d", n.Problems, n.Recurring, n.Answered))
			if part, ok := n.Share(); ok {
				share = append(share, fmt.Sprint(part))
			} else {
				share = append(share, "none")
			}
		}
		if got, share := strings.Join(got, ", "), strings.Join(share, ", "); got != c.want || share != c.share {
			t.Errorf("%s: got %s and shares %s, want %s and %s", name, got, share, c.want, c.share)
		}
	}
}

func TestTheLastTwelveThatEndedAreGivenOldestFirst(t *testing.T) {
	for _, c := range []struct{ retros, first, last int }{{0, 0, 0}, {1, 1, 1}, {12, 1, 12}, {13, 2, 13}, {260, 249, 260}} {
		all := append(retros(c.retros), kpt.Retro{Date: week(c.retros + 1)})
		slices.Reverse(all)
		got := Of(History{Retros: all, Tries: []kpt.Try{try(t, "1 1worked")}})
		if len(got) != min(c.retros, Most) {
			t.Fatalf("of %d: got %d, want %d", c.retros, len(got), min(c.retros, Most))
		}
		if c.retros > 0 && (got[0].Retro != week(c.first) || got[len(got)-1].Retro != week(c.last)) {
			t.Errorf("of %d: got %v to %v, want %v to %v", c.retros, got[0].Retro, got[len(got)-1].Retro, week(c.first), week(c.last))
		}
		if c.retros > Most && got[0].Worked != 0 {
			t.Errorf("of %d: got what was answered before in the first, want it left out", c.retros)
		}
	}
}

// TestNumbersAreTheSameWhoeverWroteAndInWhateverOrder also counts in another
// way what cannot get lost: each Try was open or got an end.
func TestNumbersAreTheSameWhoeverWroteAndInWhateverOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		h := History{Retros: retros(6), Recurs: func(n kpt.Note) bool { return n.Text < "p3" }}
		for i := range r.IntN(20) {
			born := 1 + r.IntN(6)
			text := fmt.Sprintf("%d", born)
			if end := born + 1 + r.IntN(4); end <= 6 {
				text += fmt.Sprintf(" %d%s", end, []string{"worked", "failed", "drop", "continue", "done"}[r.IntN(5)])
			}
			one := try(t, text)
			one.Owner = kpt.Author{Member: fmt.Sprint(r.IntN(3)), Name: "Ana"}
			one.Answers = []kpt.NoteID{kpt.NoteID(fmt.Sprintf("p%d", r.IntN(10)))}
			h.Tries = append(h.Tries, one)
			note := problem(fmt.Sprintf("p%d", i), born)
			note.Author = kpt.Author{Member: fmt.Sprint(r.IntN(3))}
			h.Notes = append(h.Notes, note)
		}
		want := Of(h)
		ended := 0
		for _, n := range want {
			ended += n.Worked + n.Failed + n.Dropped
		}
		if got := want[len(want)-1].Open + ended; got != len(h.Tries) {
			t.Fatalf("got %d Tries, want %d", got, len(h.Tries))
		}
		for i := range h.Tries {
			h.Tries[i].Owner, h.Notes[i].Author = kpt.Author{}, kpt.Author{Name: "Bo"}
		}
		r.Shuffle(len(h.Tries), func(i, j int) { h.Tries[i], h.Tries[j] = h.Tries[j], h.Tries[i] })
		r.Shuffle(len(h.Notes), func(i, j int) { h.Notes[i], h.Notes[j] = h.Notes[j], h.Notes[i] })
		r.Shuffle(len(h.Retros), func(i, j int) { h.Retros[i], h.Retros[j] = h.Retros[j], h.Retros[i] })
		if got := Of(h); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
}

func TestTheAgeOfATryIsCountedFromTheDayOnWhichItWasDecided(t *testing.T) {
	all := retros(2)
	all[0].Held = week(1).AddDays(-2)
	tried := kpt.Try{ID: "t", Text: "Review by noon", Born: all[0].Date, State: kpt.Open}
	got := Of(History{Retros: all, Tries: []kpt.Try{tried}})
	if len(got) != 2 || got[0].MedianAge != 0 || got[1].MedianAge != 9 {
		t.Errorf("got ages of %+v, want 0 and 9 days", got)
	}
}
