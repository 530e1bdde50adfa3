package recall

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// pair is a line of testdata: an old Problem, and a new one.
type pair struct {
	same      bool
	language  string
	old, text string
}

func pairsOf(t *testing.T, name string) (pairs []pair) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(strings.TrimSpace(line), " | ")
		if len(parts) != 4 || parts[0] != "same" && parts[0] != "diff" {
			t.Fatalf("%s: no pair: %q", name, line)
		}
		pairs = append(pairs, pair{parts[0] == "same", parts[1], parts[2], parts[3]})
	}
	return pairs
}

func friday(week int) schedule.Date {
	return schedule.Date{Year: 2021, Month: 11, Day: 26}.AddDays(7 * week)
}

func today() schedule.Date { return friday(1000) }

// problems numbers texts, each once.
func problems(texts []string) (all []Problem) {
	for i, text := range texts {
		all = append(all, Problem{kpt.NoteID(fmt.Sprintf("p%05d", i)), text, friday(i / 40)})
	}
	return all
}

func olds(pairs []pair) (texts []string) {
	for _, p := range pairs {
		texts = append(texts, p.old)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// outcome counts what was found of pairs.
type outcome struct{ right, wrong, missed, others int }

func (o outcome) precision() float64 { return float64(o.right) / float64(o.right+o.wrong) }
func (o outcome) recall() float64    { return float64(o.right) / float64(o.right+o.missed) }

// judge looks for the new Problem of each pair among all the old ones.
func judge(x *Index, pairs []pair) (o outcome) {
	for _, p := range pairs {
		found := x.Find(p.text, today())
		there := slices.ContainsFunc(found, func(m Match) bool { return m.Text == p.old })
		switch {
		case there && p.same:
			o.right++
		case there:
			o.wrong++
		case p.same:
			o.missed++
		}
		o.others += len(slices.DeleteFunc(found, func(m Match) bool { return m.Text == p.old }))
	}
	return o
}

func TestProblemsAreFoundInOtherWordsAndNotByStockPhrases(t *testing.T) {
	for _, c := range []struct {
		file, language    string
		precision, recall float64 // at least
	}{
		{"pairs.txt", "", 0.78, 0.76},
		{"pairs.txt", "ja", 0.75, 0.75},
		{"pairs.txt", "en", 0.75, 0.75},
		{"fresh.txt", "", 0.7, 0.6},
	} {
		all := pairsOf(t, c.file)
		pairs := slices.DeleteFunc(slices.Clone(all), func(p pair) bool { return c.language != "" && p.language != c.language })
		got := judge(New(problems(olds(all))), pairs)
		t.Logf("%s %-2s %3d pairs: precision %.2f, recall %.2f; %+v", c.file, c.language, len(pairs), got.precision(), got.recall(), got)
		if got.precision() < c.precision || got.recall() < c.recall {
			t.Errorf("%s %s: got precision %.2f and recall %.2f, want at least %.2f and %.2f",
				c.file, c.language, got.precision(), got.recall(), c.precision, c.recall)
		}
	}
}

func TestTheLabelledPairsAreEnoughAndHalfJapanese(t *testing.T) {
	pairs := pairsOf(t, "pairs.txt")
	count := map[string]int{}
	for _, p := range pairs {
		count[fmt.Sprint(p.language, p.same)]++
	}
	if len(pairs) < 80 {
		t.Errorf("got %d pairs, want 80", len(pairs))
	}
	for kind, n := range count {
		if 4*n != len(pairs) {
			t.Errorf("got %d of %s among %d, want a quarter", n, kind, len(pairs))
		}
	}
}
