package teamfile_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
)

// withSlack is the hand-written file with lines of Slack's at its end, which is
// line 28.
func withSlack(lines string) string { return written + lines }

func TestTheChannelsInSlackAreReadAndWrittenAgain(t *testing.T) {
	want := bot.Elsewhere{On: "slack", Channel: "C0123456789", Window: "G0ABCDEF"}
	team := parseOne(t, withSlack("slack:\n  channel: C0123456789\n  window: G0ABCDEF\n"))
	if team.At("slack") != want {
		t.Errorf("got %+v, want %+v", team.At("slack"), want)
	}
	text := string(teamfile.Format(bottest.Platforms(), team))
	if again := parseOne(t, text); again.At("slack") != want {
		t.Errorf("after Format: got %+v, want %+v in\n%s", again.At("slack"), want, text)
	}
	team = team.Put(bot.Elsewhere{On: "slack"})
	if text := string(teamfile.Format(bottest.Platforms(), team)); strings.Contains(text, "slack") {
		t.Errorf("without a channel: got\n%s\nwant nothing of Slack", text)
	}
}

func TestFaultsOfSlackAreToldAtTheirPlace(t *testing.T) {
	const id, other = `"523456789012345678"`, `"523456789012345679"`
	for name, c := range map[string]struct {
		lines string
		want  []string
	}{
		"a name for an id":    {"slack:\n  channel: general\n  window: '#x'\n", []string{"29:12 slack.channel", "30:11 slack.window"}},
		"one word":            {"slack: C0123456789\n", []string{"28:8 slack"}},
		"a misspelt key":      {"slack: {chanel: C0123456789}\n", []string{"28:17 slack.chanel"}},
		"people as a mapping": {"people: {ana: ana@example.com}\n", []string{"28:1 people"}},
		"no id":               {"people:\n  - {email: ana@example.com}\n", []string{"29:5 people.0.discord"}},
		"an id of Slack's":    {"people: [{discord: U012345678, email: ana@example.com}]\n", []string{"28:20 people.0.discord"}},
		"no e-mail":           {"people: [{discord: " + id + ", email: ana}]\n", []string{"28:49 people.0.email"}},
		"a name and e-mail":   {"people: [{discord: " + id + ", email: Ana <ana@example.com>}]\n", []string{"28:49 people.0.email"}},
		"a person twice": {
			"people:\n  - {discord: " + id + ", email: a@example.com}\n  - {discord: " + id + ", email: b@example.com}\n", []string{"30:15 people.1.discord"},
		},
		"an e-mail twice": {
			"people:\n  - {discord: " + id + ", email: a@example.com}\n  - {discord: " + other + ", email: A@example.com}\n", []string{"30:44 people.1.email"},
		},
		"a misspelt key of one": {"people: [{discord: " + id + ", mail: a@example.com}]\n", []string{"28:48 people.0.mail"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, withSlack(c.lines)); !slices.Equal(where(got), c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestPeopleAreToldApartFromNothingBeingSaidOfThem(t *testing.T) {
	for name, c := range map[string]struct {
		lines string
		want  teamfile.People
		said  bool
	}{
		"left out":  {"", nil, false},
		"no value":  {"people:\n", nil, false},
		"nobody":    {"people: []\n", teamfile.People{}, true},
		"somebody":  {"people: [{discord: 523456789012345678, email: Ana@Example.com}]\n", teamfile.People{bottest.Account("523456789012345678"): "Ana@Example.com"}, true},
		"of a team": {"people: []\n---\n" + strings.Replace(written, "team: sakura", "team: momo", 1), teamfile.People{}, true},
	} {
		_, people, err := teamfile.ParseAll([]byte(withSlack(c.lines)), bottest.Platforms())
		got, said := people["sakura"]
		if err != nil || said != c.said || !maps.Equal(got, c.want) {
			t.Errorf("%s: got %v, %v, %v, want %v, %v", name, got, said, err, c.want, c.said)
		}
		if _, said := people["momo"]; said {
			t.Errorf("%s: got something said of momo, want nothing", name)
		}
	}
}
