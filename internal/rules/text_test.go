package rules

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// banned is what no file may hold. Where a pattern would find itself, it is
// written in two pieces.
var banned = map[string]*regexp.Regexp{
	"a Discord bot token":        regexp.MustCompile(`[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}`),
	"a Discord webhook":          regexp.MustCompile(`discord(app)?\.com/api/webhooks/\d+/[\w-]{20,}`),
	"a Slack token":              regexp.MustCompile(`\bxox[a-z]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}`),
	"a Slack webhook":            regexp.MustCompile(`hooks\.slack\.com/(services|workflows)/T\w+/`),
	"a private key":              regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE ` + `KEY-----`),
	"a Google API key":           regexp.MustCompile(`\bAIza[\w-]{35}|\bya29\.[\w-]{20,}`),
	"an AWS access key":          regexp.MustCompile(`\b(AKIA|ASIA)[0-9A-Z]{16}\b`),
	"a GitHub token":             regexp.MustCompile(`\bgh[pousr]_\w{36}|\bgithub_pat_\w{22,}`),
	"a path of one machine":      regexp.MustCompile("(^|[\\s\"'`=(:,])/(wor" + "k|roo" + "t|tm" + "p|home/\\w+)/"),
	"the host of a registry":     regexp.MustCompile(`proxy\.gola` + `ng\.org|registry\.np` + `mjs\.org|deb\.deb` + `ian\.org`),
	"a conflict left by a merge": regexp.MustCompile(`(?m)^(<{7}|>{7}) `),
}

func TestNoFileHoldsASecretOrNamesOneMachine(t *testing.T) {
	for _, name := range tracked(t) {
		text := read(t, name)
		if !utf8.ValidString(text) {
			continue // a sound
		}
		for _, what := range heldBy(text) {
			t.Errorf("%s holds %s", name, what)
		}
	}
}

func heldBy(text string) (found []string) {
	for what, pattern := range banned {
		if at := pattern.FindStringIndex(text); at != nil {
			line := 1 + strings.Count(text[:at[0]], "\n")
			found = append(found, what+" in line "+strconv.Itoa(line))
		}
	}
	return found
}

func TestEverySecretIsRecognised(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	for _, text := range []string{
		"M" + x(25) + "." + x(6) + "." + x(38),
		"https://discord.com/api/webhooks/1234/" + x(68),
		"xox" + "b-1234567890-abcdef",
		"xap" + "p-1-A0123456789",
		"https://hooks.slack.com/services/" + "T0123/B0123/" + x(24),
		"-----BEGIN " + "PRIVATE KEY-----",
		"-----BEGIN RSA " + "PRIVATE KEY-----",
		"AIza" + x(35),
		"AKIA" + strings.Repeat("A", 16),
		"ghp_" + x(36),
		"open(\"/tm" + "p/engawa.db\")",
		"/roo" + "t/go",
		"cd /wor" + "k/main",
		"https://registry.npm" + "js.org/x",
		"<<<<<<" + "< ours",
	} {
		if got := heldBy(text); len(got) != 1 {
			t.Errorf("%q: got %q, want one finding", text, got)
		}
	}
	for _, text := range []string{
		"fake-token-of-engawa",
		"discord.com/api/webhooks/{webhook.id}/{webhook.token}",
		"xoxb-… is a bot's token",
		"https://example.com/tmp" + "/x",
		"ENGAWA_STORE=/data/engawa.db",
	} {
		if got := heldBy(text); len(got) != 0 {
			t.Errorf("%q: got %q, want none", text, got)
		}
	}
}

func TestTheArchitectureIsToldInEightyLines(t *testing.T) {
	const most = 80
	if got := strings.Count(read(t, "docs/ARCHITECTURE.md"), "\n"); got > most {
		t.Errorf("docs/ARCHITECTURE.md: got %d lines, want at most %d", got, most)
	}
}

func TestTheReadmeNamesTheTwoCommandsAndCIRunsTheTests(t *testing.T) {
	const demo, test = "go run ./cmd/engawa demo", "go test ./..."
	if readme := read(t, "README.md"); readme == "" {
		t.Log("README.md is not written yet")
	} else {
		for _, want := range []string{demo, test} {
			if !strings.Contains(readme, want) {
				t.Errorf("README.md does not name %q", want)
			}
		}
	}
	if !strings.Contains(read(t, ".ci/run"), "\n"+test+"\n") {
		t.Errorf(".ci/run does not run %q as the README says it", test)
	}
}
