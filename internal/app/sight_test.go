package app

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
)

// tricky is a name that moves the cursor, turns the direction and hides.
const tricky = "an\x1b[2Ja\u202e\u200b\u3164x"

func hidden(s string) bool { return strings.ContainsAny(s, "\x1b\x07\u202e\u200b\u3164") }

func TestALogShowsAllThatItHasOfANameToKeepers(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log := Config{Log: format}.Logger(&out)
		log.Info("refused "+tricky, "name", tricky, "team", bot.TeamID(tricky), "err", fmt.Errorf("it is %s: %w", tricky, errors.ErrUnsupported),
			"why", bot.Sorryf("x"+tricky), slog.Group("of", "member", bot.MemberID(tricky)))
		if got := out.String(); hidden(got) || strings.Contains(got, `\u202e`) || strings.Contains(got, `\x1b`) || strings.Count(got, "an[2Ja") < 5 {
			t.Errorf("%s: got %q", format, got)
		}
	}
}

func TestATerminalIsGivenOnlyWhatCanBeSeen(t *testing.T) {
	var out bytes.Buffer
	s := &sight{w: &out}
	for _, b := range []byte("a  b  \n" + tricky + "\nend\x1b[0m") {
		if n, err := s.Write([]byte{b}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if err := s.end(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "a  b  \nan[2Ja x\nend[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
