package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/app"
)

// entered is what somebody reads who types a command: on standard output, or as an
// error.
func entered(t *testing.T, args ...string) (said string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = dispatch(t.Context(), app.World{Environ: map[string]string{"HOME": t.TempDir()}, Out: &out, Err: t.Output(), Now: app.WallClock}, args)
	return out.String(), err
}

func TestHelpThatIsAskedForIsNoError(t *testing.T) {
	ways := [][]string{{"help"}, {"-h"}, {"-help"}, {"--help"}, {"help", "help"}, {"help", "team"}, {"team", "--help"}, {"slack", "-h"}}
	for _, s := range subcommands() {
		words := strings.Fields(s.name)
		ways = append(ways, append([]string{"help"}, words...), append(words, "--help"), append(words, "-h"))
	}
	for _, args := range ways {
		if said, err := entered(t, args...); err != nil || !strings.HasPrefix(said, "Engawa is") && !strings.HasPrefix(said, "Usage: engawa ") {
			t.Errorf("%q: got %v and %q", args, err, said)
		}
	}
}

func TestHelpNamesEveryCommandWithWhatItTakesAndReads(t *testing.T) {
	all, err := entered(t, "help")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range subcommands() {
		if !strings.Contains(all, "  "+strings.TrimSpace(s.name+" "+s.args)+"  ") || !strings.Contains(all, s.about+"\n") {
			t.Errorf("%s is not in the list:\n%s", s.name, all)
		}
		more, err := entered(t, append([]string{"help"}, strings.Fields(s.name)...)...)
		if err != nil || s.more == "" || strings.HasSuffix(s.about, ".") {
			t.Errorf("%s: got %v, and what it says more is %q", s.name, err, s.more)
		}
		for _, f := range s.flags {
			if !strings.Contains(more, "--"+f.name+" "+f.value) || f.about == "" {
				t.Errorf("%s: no flag --%s in:\n%s", s.name, f.name, more)
			}
		}
		for _, name := range s.reads {
			if !strings.Contains(more, "  "+name+"  ") {
				t.Errorf("%s: %s is not in variables, or not in:\n%s", s.name, name, more)
			}
		}
		if same, _ := entered(t, append(strings.Fields(s.name), "--help")...); same != more {
			t.Errorf("%s --help says another thing than help %s:\n%s\n%s", s.name, s.name, same, more)
		}
	}
}

func TestAMistakeIsMetWithWhatToTypeInstead(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"exprot", []string{`"exprot" is not a command`, "did you mean 'engawa export'?"}},
		{"Doctor", []string{"did you mean 'engawa doctor'?"}},
		{"team shwo", []string{"did you mean 'engawa team show'?"}},
		{"team aply FILE", []string{"did you mean 'engawa team apply'?"}},
		{"slak manifest", []string{"did you mean 'engawa slack manifest'?"}},
		{"help exprot", []string{"did you mean 'engawa export'?"}},
		{"deploy", []string{`"deploy" is not a command`, "'engawa help' lists them"}},
		{"help team apply x", []string{`"team apply x" is not a command`}},
		{"team", []string{"not all of a command", "'engawa team show'", "'engawa team apply FILE'"}},
		{"slack", []string{"not all of a command", "'engawa slack manifest'"}},
		{"team frobnicate", []string{"'engawa team show'", "'engawa team apply FILE'"}},
		{"--team x export", []string{`"--team" stands before the command`}},
		{"--verison", []string{"did you mean 'engawa version'?"}},
		{"--chek", []string{"did you mean 'engawa check'?"}},
		{"exprot --help", []string{"did you mean 'engawa export'?"}},
		{"verison --help", []string{"did you mean 'engawa version'?"}},
		{"export --tem x", []string{"did you mean --team?", "usage: engawa export", "'engawa help export' says more"}},
		{"export --quickly", []string{"export has no flag --quickly"}},
		{"export --team", []string{"--team needs TEAM behind it"}},
		{"export --team --format md", []string{"--team needs TEAM behind it"}},
		{"export --format=xml", []string{`--format cannot be "xml"`, "md, csv, json"}},
		{"export sakura", []string{`"sakura" is too much for export`}},
		{"why --date 2026-11-27", []string{"why needs --member MEMBER"}},
		{"backup", []string{"backup needs FILE", "usage: engawa backup FILE"}},
		{"backup one two", []string{`"two" is too much`}},
		{"salvage", []string{"salvage needs FROM and TO"}},
		{"salvage one", []string{"salvage needs TO"}},
		{"check one two", []string{`"two" is too much`}},
		{"run now", []string{`"now" is too much for run`}},
		{"demo --fast", []string{"demo has no flag --fast"}},
		{"demo --tour=yes", []string{"--tour takes nothing behind it"}},
		{"demo --script", []string{"--script needs FILE behind it"}},
	} {
		said, err := entered(t, strings.Fields(c.typed)...)
		if misused := (misuse{}); !errors.As(err, &misused) || said != "" {
			t.Errorf("%s: got %v, want a misuse; standard output has %q", c.typed, err, said)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %q, want %q in it", c.typed, err, want)
			}
		}
	}
}

func TestFlagsMayStandAnywhereBehindTheCommand(t *testing.T) {
	taken := subcommand{name: "x", args: "FILE [MORE]", flags: []option{{name: "team", value: "TEAM"}, {name: "quick"}}}
	for _, c := range []struct {
		args []string
		team string
		rest []string
	}{
		{[]string{"a"}, "", []string{"a"}},
		{[]string{"--team", "t", "a"}, "t", []string{"a"}},
		{[]string{"a", "-team=t", "b"}, "t", []string{"a", "b"}},
		{[]string{"a", "--team="}, "", []string{"a"}},
		{[]string{"--", "--team", "-h"}, "", []string{"--team", "-h"}},
		{[]string{"-"}, "", []string{"-"}},
		{[]string{"--team", "-", "a"}, "-", []string{"a"}},
		{[]string{"--quick", "a"}, "", []string{"a"}},
	} {
		got, err := taken.parse(c.args)
		if err != nil || got.flags["team"] != c.team || !slices.Equal(got.args, c.rest) {
			t.Errorf("%q: got %+v, %v", c.args, got, err)
		}
	}
}

func TestTheVersionIsReadFromTheBuild(t *testing.T) {
	setting := func(key, value string) debug.BuildSetting { return debug.BuildSetting{Key: key, Value: value} }
	for _, c := range []struct {
		build *debug.BuildInfo
		want  string
	}{
		{nil, "engawa (devel)\ncommit unknown (built without version control)\nbuilt with go"},
		{&debug.BuildInfo{Main: debug.Module{Version: "v0.6.0"}, GoVersion: "go1.26.8", Settings: []debug.BuildSetting{
			setting("vcs.revision", "79c9a23"), setting("vcs.time", "2026-11-29T19:37:24Z"), setting("vcs.modified", "false"),
		}}, "engawa v0.6.0\ncommit 79c9a23, of 2026-11-29 19:37 UTC\nbuilt with go1.26.8 for "},
		{
			&debug.BuildInfo{Settings: []debug.BuildSetting{setting("vcs.revision", "79c9a23"), setting("vcs.modified", "true")}},
			"engawa (devel)\ncommit 79c9a23, and changes that are not committed\n",
		},
	} {
		if got := built(c.build); !strings.HasPrefix(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	for _, args := range [][]string{{"version"}, {"--version"}, {"-version"}} {
		if said, err := entered(t, args...); err != nil || strings.Count(said, "\n") != 3 {
			t.Errorf("%q: got %q, %v", args, said, err)
		}
	}
}

// environment finds the variables that a field of the configuration reads.
var environment = regexp.MustCompile("`env:\"(ENGAWA_[A-Z_]+)\"?")

func TestEveryVariableThatIsReadIsInTheHelpOfRun(t *testing.T) {
	text, err := entered(t, "help", "run")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("..", "..", "internal", "app", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range environment.FindAllStringSubmatch(string(source), -1) {
			read[found[1]] = true
		}
	}
	if len(read) < 10 {
		t.Fatalf("found %d variables: the test sees nothing", len(read))
	}
	for name := range read {
		if !strings.Contains(text, "  "+name+"  ") {
			t.Errorf("%s is not in variables:\n%s", name, text)
		}
	}
	for _, v := range variables() {
		if strings.HasPrefix(v.name, "ENGAWA_") && !read[v.name] {
			t.Errorf("%s is in variables, and nothing reads it", v.name)
		}
	}
}

func TestTheReadmeListsEveryCommandAsTheTableHasIt(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	for _, s := range subcommands() {
		usage := strings.TrimSpace(s.name + " " + s.args)
		if s.flags != nil {
			usage = strings.TrimPrefix(s.usage(), "engawa ")
		}
		if want := "| `engawa " + strings.ReplaceAll(usage, "|", `\|`) + "` | " + s.about + " |\n"; !strings.Contains(text, want) {
			t.Errorf("README.md has no row %s", want)
		}
	}
	if got, want := strings.Count(text, "\n| `engawa "), len(subcommands()); got != want {
		t.Errorf("README.md has %d rows of commands, want %d", got, want)
	}
}

func TestExitAndStreamsSayWhetherHelpWasAskedFor(t *testing.T) {
	for _, c := range []struct {
		typed    string
		exit     int
		out, err bool
	}{
		{"help", 0, true, false},
		{"backup --help", 0, true, false},
		{"version", 0, true, false},
		{"exprot", 2, false, true},
		{"backup", 2, false, true},
		{"check no-such-file", 1, false, true},
		{"run", 1, false, true},
	} {
		var failed bytes.Buffer
		said, err := entered(t, strings.Fields(c.typed)...)
		if got := exitStatus(&failed, err); got != c.exit || (said != "") != c.out || (failed.Len() > 0) != c.err {
			t.Errorf("%s: exit %d, standard output %q, standard error %q", c.typed, got, said, &failed)
		}
	}
}

func TestAnEmptyNameIsNotTakenForNone(t *testing.T) {
	for _, s := range subcommands() {
		for i := range strings.Fields(s.args) {
			args := strings.Fields(s.name)
			for range i {
				args = append(args, "x")
			}
			for _, empty := range []string{"", " ", "\t\u3000"} {
				typed := append(slices.Clip(args), empty)
				said, err := entered(t, typed...)
				if misused := (misuse{}); !errors.As(err, &misused) || !strings.Contains(err.Error(), "is empty") || said != "" {
					t.Errorf("%q: got %v, want that it is empty", typed, err)
				}
			}
		}
	}
}
