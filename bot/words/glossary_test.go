package words_test

import (
	_ "embed"
	"regexp"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

//go:embed glossary.txt
var glossary string

// entry is a line of the glossary: what something is called, and how it is not.
type entry struct {
	lang   words.Lang
	called string
	not    *regexp.Regexp
	breaks string // a sentence that breaks it
}

func entries(t *testing.T) (all []entry) {
	t.Helper()
	for line := range strings.Lines(glossary) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, " | ")
		if len(cells) != 4 {
			t.Fatalf("not a line of four parts: %s", line)
		}
		all = append(all, entry{words.Lang(cells[0]), cells[1], regexp.MustCompile(cells[2]), cells[3]})
	}
	return all
}

// What is between backquotes is typed as it stands.
var asTyped = regexp.MustCompile("`[^`]*`")

func TestEachThingHasOneNameInTheCatalogue(t *testing.T) {
	for _, e := range entries(t) {
		for _, key := range words.Keys(e.lang) {
			text := words.Say(e.lang, key).String()
			if slip := e.not.FindString(asTyped.ReplaceAllString(text, "`")); slip != "" {
				t.Errorf("%s %s: '%s', want %s", e.lang, key, slip, e.called)
			}
		}
	}
}

func TestEachLineOfTheGlossaryBites(t *testing.T) {
	all := entries(t)
	if len(all) < 20 {
		t.Errorf("the glossary has %d lines", len(all))
	}
	for _, e := range all {
		if !e.not.MatchString(e.breaks) {
			t.Errorf("%s: %q does not break it", e.called, e.breaks)
		}
	}
}

// The clock of a reader elsewhere may show another day than the team's.
func TestBesideADayStandsTheTeamsClock(t *testing.T) {
	for _, lang := range words.Langs() {
		for _, key := range words.Keys(lang) {
			if text := words.Say(lang, key).String(); strings.Contains(text, "{day}") && strings.Contains(text, "{at}") {
				t.Errorf("%s: %s: say {clock}, which is of one zone with the day", lang, key)
			}
		}
	}
}
