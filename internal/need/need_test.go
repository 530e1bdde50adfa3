package need_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
)

// recorder notes how a test was spoken to first; nothing ends it.
type recorder struct {
	testing.TB
	how, said string
}

func (r *recorder) Helper()                      {}
func (r *recorder) Log(args ...any)              { r.note("log", fmt.Sprint(args...)) }
func (r *recorder) Skip(args ...any)             { r.note("skip", fmt.Sprint(args...)) }
func (r *recorder) Fatalf(f string, args ...any) { r.note("fatal", fmt.Sprintf(f, args...)) }

func (r *recorder) note(how, said string) {
	if r.how == "" {
		r.how, r.said = how, said
	}
}

// clone is a module in a folder of its own, in which the test then is.
func clone(t *testing.T) (beside string) {
	t.Helper()
	beside = t.TempDir()
	inside := filepath.Join(beside, "clone", "some", "package")
	if err := os.MkdirAll(inside, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(beside, "clone", "go.mod"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(inside)
	return beside
}

func TestWhatIsAbsentIsSkippedInPlainWordsAndFailsInCI(t *testing.T) {
	clone(t)
	for _, c := range []struct{ ci, shared, wanted, absent string }{
		{"", "skip", "log", "skip"},
		{"false", "skip", "log", "skip"},
		{"true", "fatal", "fatal", "fatal"},
	} {
		t.Setenv("CI", c.ci)
		r := &recorder{TB: t}
		if need.Shared(r, "specs", "x.json"); r.how != c.shared || !strings.Contains(r.said, "there is no ../shared/specs/x.json") {
			t.Errorf("CI=%q: Shared: got %s %q, want %s", c.ci, r.how, r.said, c.shared)
		}
		r = &recorder{TB: t}
		if _, ok := need.Wanted(r, "specs", "x.json"); ok || r.how != c.wanted || !strings.Contains(r.said, "there is no ../shared/specs/x.json") {
			t.Errorf("CI=%q: Wanted: got %v, %s %q; want %s", c.ci, ok, r.how, r.said, c.wanted)
		}
		r = &recorder{TB: t}
		if need.Absent(r, "no node"); r.how != c.absent || !strings.Contains(r.said, "no node") {
			t.Errorf("CI=%q: Absent: got %s %q, want %s", c.ci, r.how, r.said, c.absent)
		}
	}
}

func TestWhatIsThereIsFoundBesideTheModule(t *testing.T) {
	want := filepath.Join(clone(t), "shared", "specs")
	if err := os.MkdirAll(want, 0o700); err != nil {
		t.Fatal(err)
	}
	same := func(got string) bool {
		a, errA := os.Stat(got)
		b, errB := os.Stat(want)
		return errA == nil && errB == nil && os.SameFile(a, b)
	}
	r := &recorder{TB: t}
	if got := need.Shared(r, "specs"); !same(got) || r.how != "" {
		t.Errorf("Shared: got %q and %s %q, want %q", got, r.how, r.said, want)
	}
	if got, ok := need.Wanted(r, "specs"); !ok || !same(got) || r.how != "" {
		t.Errorf("Wanted: got %q, %v and %s %q; want %q", got, ok, r.how, r.said, want)
	}
}

func TestOutsideOfAModuleNothingIsThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if got := need.Path("specs"); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestTimesAreHeldAgainstTheirFiguresOnlyWhereNothingElseRuns(t *testing.T) {
	for figures, want := range map[string][2]time.Duration{
		"":     {10 * time.Second, time.Minute},
		"true": {25 * time.Millisecond, 3 * time.Second},
	} {
		t.Setenv("ENGAWA_FIGURES", figures)
		if got := [2]time.Duration{need.Limit(25 * time.Millisecond), need.Limit(3 * time.Second)}; got != want {
			t.Errorf("ENGAWA_FIGURES=%q: got %v, want %v", figures, got, want)
		}
	}
}
