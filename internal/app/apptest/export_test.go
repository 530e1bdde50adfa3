package apptest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// exported is what 'engawa export' prints.
func exported(t *testing.T, s *stage, args ...string) (string, error) {
	t.Helper()
	return asKeeper(t, s.path, s.fake.URL()+"/api/v10", append([]string{"export"}, args...)...)
}

func TestTheKPTIsExportedWhetherTheBotRunsOrNot(t *testing.T) {
	together(t)
	s := newStage(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
	h, end := s.open(time.Now, team)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	served := make(chan error, 1)
	go func() { served <- h.Control(ctx) }()
	bo := s.guild.Member("bo")
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	if err := bo.Run("keep", map[string]any{"text": "=Tea at four, \"daily\""}).Wait(ctx); err != nil {
		t.Fatal(err)
	}
	var running string
	s.eventually("an answer over the control socket", 10*time.Second, func() bool {
		var err error
		running, err = exported(t, s, "--team", "sakura", "--format", "json")
		return err == nil
	})
	if !strings.Contains(running, `"text": "=Tea at four, \"daily\""`) {
		t.Errorf("got %s, want the note", running)
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
	end()
	ended, err := exported(t, s, "--format", "json")
	if err != nil || ended != running {
		t.Errorf("the bot not running: got %v and %s, want %s", err, ended, running)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--format", "csv"}, `'=Tea at four, ""daily""`},
		{nil, "# "},
	} {
		if got, err := exported(t, s, c.args...); err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%v: got %v and %q, want %q in it", c.args, err, got, c.want)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--team", "kiri"}, `there is no team "kiri"; there are: sakura`},
		{[]string{"--format", "xlsx"}, "there are md, csv, json"},
		{[]string{"sakura"}, "usage: engawa export"},
	} {
		if got, err := exported(t, s, c.args...); err == nil || !strings.Contains(err.Error(), c.want) || got != "" {
			t.Errorf("%v: got %v and %q, want %q", c.args, err, got, c.want)
		}
	}
}

// Whoever reads the file reads what everyone may see, and no more.
func TestAnExportShowsNothingBeforeItsTime(t *testing.T) {
	s := newStage(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.KPT.Reveal = kpt.RevealMeeting
	db := openAlone(t, s.path)
	h, err := app.New(s.config(), db, s.log, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Discord.Close()
	if err := h.Bot.Found(team); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	err = db.Update(func(tx *store.Tx) error {
		b := kpt.Of("sakura")
		if err := b.OpenRetro(tx, kpt.Retro{Date: schedule.DateOf(now), Opened: now.Add(-time.Hour), Starts: now.Add(time.Hour), Reveal: kpt.RevealMeeting}); err != nil {
			return err
		}
		n, err := kpt.NewNote(kpt.Problem, "a secret worry", kpt.Author{Member: "1", Name: "Bo"}, now)
		if err != nil {
			return err
		}
		_, err = b.Add(tx, n, false)
		return err
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"md", "csv", "json"} {
		got, err := exported(t, s, "--team", "sakura", "--format", format)
		if err != nil || strings.Contains(got, "worry") || strings.Contains(got, "Bo") || !strings.Contains(got, "1") {
			t.Errorf("%s: got %v and %s, want a total only", format, err, got)
		}
	}
}
