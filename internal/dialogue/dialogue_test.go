package dialogue_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// alone is a play on a Discord without a bot.
func alone(t *testing.T) (*dialogue.Play, *fake.Guild) {
	t.Helper()
	listener, _ := fake.Pipe()
	server, err := fake.Start(fake.Options{Listener: listener})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	g := server.NewGuild("Sakura")
	g.Voice("Lounge")
	return dialogue.New(dialogue.Stage{
		Server: server, Guild: g, People: []*fake.Member{g.Member("ana"), g.Member("bo")},
		Zone: time.UTC, Now: time.Now,
		Args: func(name string) ([]string, bool) {
			return map[string][]string{"where": {"member"}}[name], name == "where"
		},
	}), g
}

func TestWhatCannotBeDoneIsSaidWithWhatCan(t *testing.T) {
	play, _ := alone(t)
	for line, want := range map[string]string{
		"ana dances":                        "> WHO enters ROOM",
		"":                                  "> WHO enters ROOM",
		"chi enters Lounge":                 "There is no chi here. There are: ana, bo",
		"ana enters Kitchen":                "There is no Kitchen here. There are: Lounge",
		"ana in #random: /where bo":         "There is no random here. There are: general",
		"ana: /dance":                       "There is no command /dance",
		"ana presses Another topic":         "ana sees no button 'Another topic'",
		"ana chooses Lounge in Voice rooms": "ana sees no menu 'Voice rooms'",
		"ana fills in zone=UTC":             "ana was shown no form",
		"wait a bit":                        "Write 5s, 20m, 2h or 1w",
		"at noon":                           "Write 16:00, fri 15:00",
		"at someday 16:00":                  "Write mon, tue",
		"Engawa loses Courage in Lounge":    "'Courage' is not a right. There are: Connect, ",
		"Discord refuses everything":        "sounds or edits",
		"Engawa stops":                      "That cannot be done here",
	} {
		if err := play.Do(t.Context(), line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want it to say %q", line, err, want)
		}
	}
	var unknown *dialogue.Unknown
	if err := play.Do(t.Context(), "> ana dances"); !errors.As(err, &unknown) {
		t.Errorf("got %v, want it to be unknown", err)
	}
}

func TestPeopleMoveAsTheLinesSay(t *testing.T) {
	play, g := alone(t)
	for _, line := range []string{"> ana enters Lounge", "ana shares a screen", "bo enters Lounge", "bo leaves", "  >  ana turns the camera on"} {
		if err := play.Do(t.Context(), line); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
	if in := g.Voice("Lounge").Members(); len(in) != 1 || in[0].Name() != "ana" {
		t.Errorf("got %v in the Lounge, want ana", in)
	}
}

func TestWhatDiscordItselfRefusesIsToldToThePerson(t *testing.T) {
	play, _ := alone(t)
	var refused *dialogue.Refused
	err := play.Do(t.Context(), "ana: /where member:bo")
	if !errors.As(err, &refused) || refused.Who != "ana" {
		t.Errorf("got %v, want a refusal to ana: no bot has registered the command", err)
	}
}

func TestWaitingGoesByTheClockOfTheZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		play, _ := alone(t) // it is Saturday, 2000-01-01 00:00 UTC
		for _, c := range []struct {
			line string
			want time.Duration
		}{
			{"wait 1m 30s", 90 * time.Second},
			{"at 00:02", 30 * time.Second},
			{"at 00:02", 24 * time.Hour},
			{"at mon 00:02:10", 24*time.Hour + 10*time.Second},
			{"at MON 00:02", 7*24*time.Hour - 10*time.Second},
			{"at 2000-01-10 00:03", time.Minute},
			{"at tue 2000-01-11 00:03", 24 * time.Hour},
		} {
			before := time.Now()
			if err := play.Do(t.Context(), c.line); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(before); got != c.want {
				t.Errorf("%q: waited %v, want %v", c.line, got, c.want)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := play.Do(ctx, "wait 1h"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the wait called off", err)
		}
	})
}

func TestAScriptIsWrittenAsItWasRead(t *testing.T) {
	for _, text := range []string{
		"",
		"# begins: tue 16:00\n# A remark.\n\n> ana enters Lounge\n> wait 6s\n< board: Lounge\n\n# The end.\n",
		"> ana: /rooms\n< (ana only) Who is where\n  Lounge: ana\n  [Button]\n< #general: hello\n",
	} {
		s, err := dialogue.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.String(); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	s, err := dialogue.Parse("# begins: tue 16:00\n> ana: /rooms\n< (ana only) a\n  b\n< c: d\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Head["begins"]; got != "tue 16:00" {
		t.Errorf("begins %q, want tue 16:00", got)
	}
	if got := strings.Join(s.Steps[0].Shown, "|"); s.Steps[0].Line != 2 || got != "< (ana only) a\n  b|< c: d" {
		t.Errorf("got line %d with %q", s.Steps[0].Line, got)
	}
}

func TestALineThatIsNoneOfADialogueIsNamed(t *testing.T) {
	for _, text := range []string{"> a\nana enters Lounge\n", "< first: x\n", "> a\n\n< late: x\n", "> a\n  b\n"} {
		if _, err := dialogue.Parse(text); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: got %v, want an error with the line", text, err)
		}
	}
}
