package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
)

// Each shell says by itself what it would complete. A line ends where somebody presses Tab.
func TestShellsCompleteCommandsFlagsAndValues(t *testing.T) {
	asks := map[string]string{
		"bash": `source "$1"; read -ra COMP_WORDS <<<"$2"; [[ $2 == *" " ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _engawa; echo "${COMPREPLY[@]}"`,
		"zsh":  `compdef() { :; }; compadd() { shift; print -- "${(M)@:#${words[CURRENT]}*}"; }; _files() { :; }; words=(${=2}); [[ $2 == *" " ]] && words+=(""); CURRENT=$#words; source "$1"; _engawa`,
		"fish": `source $argv[1]; complete -C $argv[2] | string split -f1 \t | string join " "; true`,
	}
	for shell, ask := range asks {
		t.Run(shell, func(t *testing.T) {
			bin, err := exec.LookPath(shell)
			if err != nil {
				need.Absent(t, "there is no "+shell+" here to ask what it completes")
			}
			said, err := entered(t, "completion", shell)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "completion")
			if err := os.WriteFile(file, []byte(said), 0o600); err != nil {
				t.Fatal(err)
			}
			for line, want := range map[string]string{
				"engawa ex":                        "export",
				"engawa sal":                       "salvage",
				"engawa team ":                     "apply show",
				"engawa help te":                   "team",
				"engawa export --f":                "--format",
				"engawa export --format ":          "csv json md zip",
				"engawa export --team x --format ": "csv json md zip",
				"engawa why --":                    "--date --member --team",
				"engawa completion ":               "bash fish zsh",
			} {
				args := []string{"-c", ask, "ask", file, line}
				if shell == "fish" {
					args = []string{"--no-config", "-c", ask, file, line}
				}
				out, err := exec.Command(bin, args...).CombinedOutput()
				if got := sorted(strings.Fields(string(out))); err != nil || got != want {
					t.Errorf("%q: got %q and %v, want %q", line, got, err, want)
				}
			}
		})
	}
}

func TestAShellWithoutACompletionIsToldWhichHaveOne(t *testing.T) {
	if said, err := entered(t, "completion", "tcsh"); err == nil || said != "" || !strings.Contains(err.Error(), "bash, zsh or fish") {
		t.Errorf("got %q and %v", said, err)
	}
}

func sorted(words []string) string {
	slices.Sort(words)
	return strings.Join(words, " ")
}
