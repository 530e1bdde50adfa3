package dialogue_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestPeopleAndRoomsAreFoundHoweverTheyAreWritten(t *testing.T) {
	play, g := alone(t)
	for _, line := range []string{"Ana enters lounge", "BO ENTERS #Lounge", "Bo Leaves"} {
		if err := play.Do(t.Context(), line); err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
	if in := g.Voice("Lounge").Members(); len(in) != 1 || in[0].Name() != "ana" {
		t.Errorf("got %v in the Lounge, want ana", in)
	}
}

func TestADeedThatIsUnknownBringsTheNearestOnes(t *testing.T) {
	play, _ := alone(t)
	for line, want := range map[string]string{
		"ana enter Lounge":       "WHO enters ROOM",
		"ana press Another":      "WHO presses BUTTON",
		"/rooms":                 "WHO: /COMMAND",
		"ana read the doc":       "WHO reads the Doc",
		"discord has an outtage": "Discord has an outage",
		"wiat 5s":                "wait DURATION",
		"xyzzy":                  "",
	} {
		var unknown *dialogue.Unknown
		err := play.Do(t.Context(), line)
		if !errors.As(err, &unknown) {
			t.Errorf("%q: got %v, want it unknown", line, err)
			continue
		}
		if got := strings.Join(append(unknown.Near, ""), "|"); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: got %q, want %q first", line, got, want)
		}
	}
}

func TestTimePassesAsTheStageLetsItPass(t *testing.T) {
	listener, _ := fake.Pipe()
	server, err := fake.Start(fake.Options{Listener: listener})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	now := time.Date(2026, 12, 1, 15, 59, 0, 0, time.UTC)
	play := dialogue.New(dialogue.Stage{
		Server: server, Guild: server.NewGuild("Sakura"), Zone: time.UTC, Now: func() time.Time { return now },
		Until: func(_ context.Context, at time.Time) error { now = at; return nil },
	})
	for _, c := range []struct{ line, want string }{
		{"wait 2h", "2026-12-01 17:59"},
		{"at fri 15:00", "2026-12-04 15:00"},
		{"at mon 2026-12-07 09:00", "2026-12-07 09:00"},
		{"wait 1d 2h", "2026-12-08 11:00"},
		{"wait 1w", "2026-12-15 11:00"},
		{"at friday 15:00", "2026-12-18 15:00"},
		{"at 2026-12-19 10:00", "2026-12-19 10:00"},
	} {
		if err := play.Do(t.Context(), c.line); err != nil || now.Format("2006-01-02 15:04") != c.want {
			t.Errorf("%q: it is %v, %v, want %s", c.line, now, err, c.want)
		}
	}
	for line, want := range map[string]string{
		"at fri 2026-12-24 09:00": "that day is a Thu", "at 2026-12-01 09:00": "forward only", "at mon tue 09:00": "not a time",
	} {
		if err := play.Do(t.Context(), line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want it to say %q", line, err, want)
		}
	}
}

var filled = regexp.MustCompile(`\{\w+\}`)

// What is told in one language is told in the other, of the same things; and each deed
// is explained.
func TestEachLanguageTellsTheSame(t *testing.T) {
	read := func(file string) dialogue.Words {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return dialogue.ReadWords(string(text))
	}
	en, ja := read("en.txt"), read("ja.txt")
	if a, b := slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(ja)); !slices.Equal(a, b) {
		t.Errorf("the keys differ:\n%q\n%q", a, b)
	}
	for key, sentence := range en {
		if a, b := slices.Sorted(slices.Values(filled.FindAllString(sentence, -1))), slices.Sorted(slices.Values(filled.FindAllString(ja[key], -1))); !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q are filled in", key, a, b)
		}
	}
	play, _ := alone(t)
	deeds := 0
	for line := range strings.Lines(play.Help()) {
		form := strings.TrimSpace(line)
		if at := slices.IndexFunc(slices.Collect(maps.Keys(en)), func(key string) bool {
			return strings.HasPrefix(key, "> ") && strings.HasPrefix(form, key+" ") && strings.HasSuffix(form, "   "+en[key])
		}); at < 0 {
			t.Errorf("%q is not explained", form)
		}
		deeds++
	}
	explained := 0
	for key := range en {
		if strings.HasPrefix(key, "> ") {
			explained++
		}
	}
	if deeds != explained {
		t.Errorf("%d deeds, and %d are explained", deeds, explained)
	}
	play.Lang = words.Japanese
	if help := play.Help(); !strings.Contains(help, "WHO enters ROOM") || !strings.Contains(help, "ボイスルームに入ります") {
		t.Errorf("the help is not in Japanese:\n%s", help)
	}
	if err := play.Do(t.Context(), "chi leaves"); err == nil || !strings.Contains(err.Error(), "見つかりません") {
		t.Errorf("got %v, want it in Japanese", err)
	}
}
