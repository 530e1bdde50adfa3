package schedule

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// phrase is a line of phrases.txt.
type phrase struct {
	now              time.Time
	kind, text, want string
}

func phrasesOf(t *testing.T, name string) (list []phrase) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	nows := map[string]time.Time{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch rest, is := strings.CutPrefix(line, "now "); {
		case line == "" || line[0] == '#':
		case is:
			name, when, _ := strings.Cut(rest, ": ")
			at, zone := when[:len("2026-11-24 11:00")], mustZone(t, when[len("2026-11-24 11:00 "):])
			if nows[name], err = time.ParseInLocation("2006-01-02 15:04", at, zone); err != nil {
				t.Fatal(err)
			}
		default:
			parts := strings.SplitN(line, " | ", 3)
			name, kind, _ := strings.Cut(parts[0], " ")
			list = append(list, phrase{nows[name], kind, parts[1], parts[2]})
		}
	}
	return list
}

// meaning is what a phrase was read as, in the form of phrases.txt.
func (p phrase) meaning(t *testing.T) string {
	var got string
	var err error
	switch kind, usual, _ := strings.Cut(p.kind, " like "); kind {
	case "days":
		var span Span
		span, err = ParseDays(p.text, p.now)
		if got = span.Last.String(); span.From != (Date{}) {
			got = span.From.String() + ".." + got
		}
	case "one":
		var d Date
		d, err = ParseDay(p.text, p.now)
		got = d.String()
	case "zone":
		var zone *time.Location
		zone, err = ParseZone(p.text)
		got = zone.String()
	case "rule":
		got, err = p.ruleMeaning(t, usual)
	default:
		t.Fatalf("%q: %q is nothing to read", p.text, p.kind)
	}
	if err != nil {
		mustFault(t, err, p.text)
		return "ask"
	}
	return got
}

func (p phrase) ruleMeaning(t *testing.T, usual string) (string, error) {
	var like Rule
	if usual != "" {
		like = mustRule(t, usual)
	}
	rule, err := ParseWhenOr(p.text, p.now, like)
	if err != nil {
		return "", err
	}
	if again, err := ParseRule(rule.String()); err != nil || again != rule {
		t.Errorf("%q: got %q, and from that %q, %v, want the same rule", p.text, rule, again, err)
	}
	var dates []string
	for _, at := range (Plan{Rule: rule, Zone: p.now.Location()}).Coming(p.now, 3) {
		layout := "2006-01-02 15:04"
		if i := len(dates); i < strings.Count(p.want, ",")+1 && len(strings.Split(p.want, ", ")[i]) > len(layout) {
			layout += "-07:00"
		}
		dates = append(dates, at.At.Format(layout))
	}
	if len(dates) < 3 {
		dates = append(dates, "none")
	}
	return strings.Join(dates, ", "), nil
}

func TestWhatPeopleWriteMeansWhatTheyMean(t *testing.T) {
	list := phrasesOf(t, "phrases.txt")
	if len(list) < 200 {
		t.Errorf("got %d phrases, want at least 200", len(list))
	}
	for _, p := range list {
		if got := p.meaning(t); got != p.want {
			t.Errorf("%s %q on %s in %s: got %s, want %s", p.kind, p.text, p.now.Format("2006-01-02"), p.now.Location(), got, p.want)
		}
	}
}

func TestWhatIsProposedInsteadIsUnderstood(t *testing.T) {
	proposed := 0
	for _, p := range append(phrasesOf(t, "phrases.txt"), phrasesOf(t, "unseen.txt")...) {
		if p.want != "ask" {
			continue
		}
		for _, text := range p.proposals() {
			proposed++
			if again := (phrase{p.now, p.kind, text, ""}); again.meaning(t) == "ask" {
				t.Errorf("%s %q is asked back with %q, which is asked back too", p.kind, p.text, text)
			}
		}
	}
	if proposed < 50 {
		t.Errorf("got %d proposals, want at least 50", proposed)
	}
}

// proposals are what the question to a phrase says to write.
func (p phrase) proposals() []string {
	var err error
	switch kind, usual, _ := strings.Cut(p.kind, " like "); kind {
	case "days":
		_, err = ParseDays(p.text, p.now)
	case "one":
		_, err = ParseDay(p.text, p.now)
	case "zone":
		_, err = ParseZone(p.text)
	case "rule":
		like, _ := ParseRule(usual) // none is the zero Rule
		_, err = ParseWhenOr(p.text, p.now, like)
	}
	input, ok := errors.AsType[*InputError](err)
	if !ok {
		return nil
	}
	return input.Suggestions
}

// What is asked back is not taken wrongly; of phrases that nobody looked at while the words were
// gathered, few may be.
func TestPhrasesThatNobodyLookedAtAreNotTakenWrongly(t *testing.T) {
	asked := 0
	for _, p := range phrasesOf(t, "unseen.txt") {
		switch got := p.meaning(t); got {
		case p.want:
		case "ask":
			asked++
			t.Logf("%q is asked back, and means %s", p.text, p.want)
		default:
			t.Errorf("%s %q on %s in %s: got %s, want %s", p.kind, p.text, p.now.Format("2006-01-02"), p.now.Location(), got, p.want)
		}
	}
	if asked > 3 {
		t.Errorf("got %d phrases asked back, want 3 at the most", asked)
	}
}
