package apptest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// Somebody deletes the store of a running bot, or puts another file in its place.
// Nobody is told that a note is kept, and the keeper can save what the bot knows.
func TestWhoeverTakesTheStoreAwayFromARunningBotLosesNoWord(t *testing.T) {
	together(t)
	s := newStage(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
	h, end := s.open(time.Now, team)
	defer end()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = h.Control(ctx) }()
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	s.eventually("the control socket", 10*time.Second, func() bool { return exists(app.SocketPath(s.path)) })
	bo := s.guild.Member("bo")
	if says := answered(ctx, bo.Run("keep", map[string]any{"text": "soup"})); !strings.Contains(says, "Noted") {
		t.Fatalf("before: %q", says)
	}
	folder := t.TempDir()
	early, file := filepath.Join(folder, "early.db"), filepath.Join(folder, "teams.yaml")
	if says, failed := kept(t, s.path, "backup", early); failed != "" {
		t.Fatal(says, failed)
	}
	writeIn(t, file, teamfile.Format(app.Platforms(), team))
	if err := os.Remove(s.path); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"deleted", "replaced"} {
		if what == "replaced" {
			if err := os.Rename(early, s.path); err != nil {
				t.Fatal(err)
			}
		}
		if says := answered(ctx, bo.Run("keep", map[string]any{"text": "bread " + what})); strings.Contains(says, "Noted") || !strings.Contains(says, "bread "+what) {
			t.Errorf("%s: /keep says %q, want the words back", what, says)
		}
		for _, args := range [][]string{{"check"}, {"team", "apply", file}} {
			if says, failed := kept(t, s.path, args...); says != "" || !strings.Contains(failed, "put it back") {
				t.Errorf("%s: %v says %q and fails with %q, want what has happened", what, args, says, failed)
			}
		}
		saved := filepath.Join(folder, what+".db")
		if says, failed := kept(t, s.path, "backup", saved); failed != "" {
			t.Errorf("%s: backup: %q, %s", what, says, failed)
			continue
		}
		if says, failed := kept(t, saved, "export"); failed != "" || !strings.Contains(says, "soup") {
			t.Errorf("%s: what was saved has %q, %s, want the note", what, says, failed)
		}
	}
}

// A bot may be started when its disk has failed already, or is full: by whoever
// restarts it to help, or by the machine.
func TestABotThatIsStartedOnABadDiskAnswers(t *testing.T) {
	together(t)
	s := newStage(t, fake.Options{})
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.Habits = append(team.Habits, bot.Habit{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60})
	s.fake.Calendar(time.Now)
	db := openAlone(t, s.path)
	h := s.build(s.config(), db, s.log, time.Now, team)
	away := s.path + ".away" // the store writes nothing before it has its name again
	if err := os.Rename(s.path, away); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.Live(ctx) }()
	bo := s.guild.Member("bo")
	bo.Join(s.guild.Voice("Lounge"))
	s.eventually("commands", 10*time.Second, func() bool { return s.fake.Registrations() == 1 })
	if says := answered(ctx, bo.Run("rooms", nil)); !strings.Contains(says, "Lounge") {
		t.Errorf("/rooms says %q", says)
	}
	if says := answered(ctx, bo.Run("keep", map[string]any{"text": "soup"})); strings.Contains(says, "Noted") || !strings.Contains(says, "soup") {
		t.Errorf("/keep says %q, want the words back", says)
	}
	if err := os.Rename(away, s.path); err != nil {
		t.Fatal(err)
	}
	if says := answered(ctx, bo.Run("keep", map[string]any{"text": "soup"})); !strings.Contains(says, "Noted") {
		t.Errorf("when the disk writes again: %q", says)
	}
	cancel()
	if err := errors.Join(<-ended, db.Close()); err != nil {
		t.Error(err)
	}
}

// kept runs a subcommand on a store, and gives what it says and its complaint.
func kept(t *testing.T, path string, args ...string) (says, failed string) {
	t.Helper()
	says, err := asKeeper(t, path, "http://127.0.0.1:1/api/v10", args...)
	if err != nil {
		failed = err.Error()
	}
	return says, failed
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
