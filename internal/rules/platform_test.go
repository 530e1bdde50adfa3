package rules

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// platformNames are the names of platforms, in identifiers, texts and comments.
var platformNames = regexp.MustCompile(`(?i)discord|slack`)

// mayName says where the names of platforms may stand besides tests, and why. An entry
// is a file, or a folder with all below it.
var mayName = map[string]string{
	"bot/discord/":             "a face",
	"bot/slack/":               "a face",
	"cmd/engawa/":              "the wiring and the subcommands",
	"internal/app/":            "the wiring",
	"internal/demo/":           "the demo on pretended platforms",
	"internal/fake/":           "pretended platforms",
	"internal/dialogue/":       "plays on pretended platforms",
	"store/accounts.go":        "reads what format 3 told by the shape of ids, once",
	"bot/bottest/platforms.go": "the two of the tests of features look like those that there are",
}

// ofFaces are the keys of the catalogue whose sentences are a face's own.
var ofFaces = regexp.MustCompile(`^(doctor\.)?(discord|slack)\.`)

func TestOnlyFacesAndTheWiringNameAPlatform(t *testing.T) {
	used := map[string]bool{}
	for _, name := range tracked(t) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, line := range naming(read(t, name)) {
			if where := placeOfName(name); where != "" {
				used[where] = true
				continue
			}
			t.Errorf("%s:%d names a platform: ask what it offers (bot.Traits), or let its face say it", name, line)
		}
	}
	for where := range mayName {
		if !used[where] && where != "internal/app/" {
			t.Errorf("%s names no platform: take it off the list", where)
		}
	}
}

func TestOnlyAFacesOwnSentencesNameAPlatform(t *testing.T) {
	for _, name := range []string{"bot/words/en.txt", "bot/words/ja.txt"} {
		for _, line := range sentences(read(t, name)) {
			t.Errorf("%s:%d names a platform: write {platform} or {home}, or keep it below a face's keys", name, line)
		}
	}
}

// naming lists the lines of a text that name a platform.
func naming(text string) (lines []int) {
	for i, line := range strings.Split(text, "\n") {
		if platformNames.MatchString(line) {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// sentences lists the lines of a catalogue that do, besides those of the faces.
func sentences(text string) (lines []int) {
	for i, line := range strings.Split(text, "\n") {
		if platformNames.MatchString(line) && !ofFaces.MatchString(line) && !strings.HasPrefix(line, "#") {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// placeOfName finds the entry that lets a file name platforms.
func placeOfName(name string) string {
	for where := range mayName {
		if name == where || strings.HasSuffix(where, "/") && strings.HasPrefix(name, where) {
			return where
		}
	}
	return ""
}

func TestTheLawAboutPlatformsBites(t *testing.T) {
	for text, want := range map[string]int{
		"// on Discord": 1, "s.Team.Slack": 1, "x := \"discord\"": 1, "onSLACK()": 1, "a platform\nslackness": 1, "// on the server": 0,
	} {
		if got := len(naming(text)); got != want {
			t.Errorf("%q: got %d lines, want %d", text, got, want)
		}
	}
	for text, want := range map[string]int{
		"roster.home: Discord and {platform}": 1, "slack.more: look in Discord": 0, "doctor.slack.gone: Slack": 0, "remind.slack: hm": 1, "help: {platform}": 0,
	} {
		if got := len(sentences(text)); got != want {
			t.Errorf("%s: got %d lines, want %d", strconv.Quote(text), got, want)
		}
	}
	for name, want := range map[string]string{
		"bot/owe.go": "", "bot/slack/text.go": "bot/slack/", "bot/slackish.go": "", "store/accounts.go": "store/accounts.go", "store/owed.go": "",
		"bot/feature/people/roster.go": "", "bot/courier/deliver.go": "",
	} {
		if got := placeOfName(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
