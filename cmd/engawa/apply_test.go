package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/store"
)

// keeper is one of Engawa's who has a store and team files.
type keeper struct {
	t       *testing.T
	environ map[string]string
	bot     *bot.Bot // the one that runs, if any
}

func newKeeper(t *testing.T) *keeper {
	return &keeper{t: t, environ: map[string]string{"ENGAWA_STORE": filepath.Join(t.TempDir(), "e.db"), "HOME": t.TempDir(), "ENGAWA_LOG": "text,error"}}
}

// run is a subcommand.
func (k *keeper) run(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	err := dispatch(ctx, app.World{Environ: k.environ, Out: &out, Err: k.t.Output(), Now: time.Now}, args)
	return out.String(), err
}

// apply applies a file.
func (k *keeper) apply(ctx context.Context, file string) (string, error) {
	path := filepath.Join(k.t.TempDir(), "teams.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		k.t.Fatal(err)
	}
	return k.run(ctx, "team", "apply", path)
}

// known lists the teams with their names. Of a store that no bot uses it is what
// a keeper sees; asking a bot that way takes a second each time.
func (k *keeper) known() []string {
	k.t.Helper()
	var teams []bot.Team
	if k.bot != nil {
		teams = k.bot.Teams()
	} else if shown, err := k.run(k.t.Context(), "team", "show"); err != nil {
		k.t.Fatal(err)
	} else {
		teams, _ = teamfile.Parse([]byte(shown), app.Platforms()) // where there is no team it is no team file
	}
	var list []string
	for _, t := range teams {
		list = append(list, string(t.ID)+"="+t.Name)
	}
	return list
}

// live runs what answers over the control socket, until the test ends.
func (k *keeper) live() {
	k.t.Helper()
	cfg, err := app.ReadConfig(k.environ)
	if err != nil {
		k.t.Fatal(err)
	}
	cfg.Token = "none"
	db := opened(k.t, cfg.Store)
	h, err := app.New(cfg, db, cfg.Logger(k.t.Output()), time.Now)
	if err != nil {
		k.t.Fatal(err)
	}
	k.bot = h.Bot
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- h.Bot.Run(ctx) }()
	go func() { ended <- h.Control(ctx) }()
	k.t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, <-ended, db.Close()); err != nil {
			k.t.Error(err)
		}
	})
	for tick := time.NewTicker(5 * time.Millisecond); ; <-tick.C {
		if conn, err := new(net.Dialer).DialContext(ctx, "unix", app.SocketPath(cfg.Store)); err == nil {
			_ = conn.Close()
			return
		}
	}
}

// opened opens a store.
func opened(t *testing.T, path string) *store.Store {
	t.Helper()
	db, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// hut is a team of a file: its rooms are told by a number.
func hut(id, name string, n int) bot.Team {
	place := func(kind int) string { return fmt.Sprintf("31415926535897%d%03d", kind, n) }
	return bot.Team{
		ID: bot.TeamID(id), Name: name, Server: "271828182845904523", Manner: bot.Manner{Lang: words.English, Zone: "Europe/Oslo"},
		Text:   bot.Channels{Main: bot.ChannelID(place(1))},
		Rooms:  []bot.Room{{ID: bot.RoomID(place(2)), Name: "Stue", Kind: bot.Lounge}},
		Habits: []bot.Habit{{Name: bot.Tea, Rule: "weekdays 14:00", Minutes: 20}},
	}
}

func fileOf(teams ...bot.Team) string { return string(teamfile.Format(app.Platforms(), teams...)) }

// Each step is done on a store that no bot uses, and beside a bot.
func TestATeamFileIsAppliedAsAWholeOrNotAtAll(t *testing.T) {
	fjord, fjell := hut("fjord", "Fjord", 1), hut("fjell", "Fjell", 2)
	crowded := hut("skog", "Skog", 3)
	crowded.Rooms = fjord.Rooms
	renamed := hut("fjord", "Storfjord", 1)
	steps := []struct {
		what, file string
		wrong      string // in the error; empty: it is applied
		known      []string
	}{
		{"the second is wrong", fileOf(fjord, crowded), "rooms.0.id", nil},
		{"the second is no team", fileOf(fjord) + "---\nteam: skog\nrooms: none\n", "zone", nil},
		{"a team", fileOf(fjord), "", []string{"fjord=Fjord"}},
		{"the same again", fileOf(fjord), "", []string{"fjord=Fjord"}},
		{"one changed, one new and wrong", fileOf(renamed, crowded), "rooms.0.id", []string{"fjord=Fjord"}},
		{"one changed, one new", "%YAML 1.2\n---\n" + fileOf(renamed, fjell), "", []string{"fjell=Fjell", "fjord=Storfjord"}},
		{"both again", fileOf(renamed, fjell), "", []string{"fjell=Fjell", "fjord=Storfjord"}},
		{"too large", strings.Repeat("# sakura\n", 300_000), "1 MiB", []string{"fjell=Fjell", "fjord=Storfjord"}},
		{"an empty item", strings.Replace(fileOf(fjord), "weekdays 14:00", "1,2,,3 14 * * *", 1), "does not fit", []string{"fjell=Fjell", "fjord=Storfjord"}},
	}
	for _, running := range []bool{false, true} {
		t.Run(fmt.Sprintf("running=%v", running), func(t *testing.T) {
			t.Parallel()
			k := newKeeper(t)
			if running {
				k.live()
			}
			for _, s := range steps {
				said, err := k.apply(t.Context(), s.file)
				switch {
				case s.wrong == "" && (err != nil || !strings.Contains(said, "Team ")):
					t.Errorf("%s: got %v and %q, want it applied", s.what, err, said)
				case s.wrong != "" && (err == nil || !strings.Contains(err.Error(), "nothing is changed") || !strings.Contains(err.Error(), s.wrong) || said != ""):
					t.Errorf("%s: got %v and %q, want %q and nothing said", s.what, err, said, s.wrong)
				}
				if got := k.known(); !slices.Equal(got, s.known) {
					t.Errorf("%s: got %v, want %v", s.what, got, s.known)
				}
			}
			stopped, stop := context.WithCancel(t.Context())
			stop()
			if said, err := k.apply(stopped, fileOf(hut("fjord", "Late", 1))); err == nil || said != "" || !strings.Contains(err.Error(), "nothing is changed") {
				t.Errorf("after Ctrl-C: got %v and %q", err, said)
			}
			if got, want := k.known(), []string{"fjell=Fjell", "fjord=Storfjord"}; !slices.Equal(got, want) {
				t.Errorf("after Ctrl-C: got %v, want %v", got, want)
			}
		})
	}
}

// oddBot answers as a bot would that something happens to.
func (k *keeper) oddBot(answer http.HandlerFunc) {
	k.t.Helper()
	path := k.environ["ENGAWA_STORE"]
	db := opened(k.t, path)
	listener, err := new(net.ListenConfig).Listen(k.t.Context(), "unix", app.SocketPath(path))
	if err != nil {
		k.t.Fatal(err)
	}
	server := &http.Server{Handler: answer, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	k.t.Cleanup(func() { _ = errors.Join(server.Close(), db.Close()) })
}

func TestWhatIsNotKnownOfATeamFileIsNotSaidToBeUndone(t *testing.T) {
	t.Run("Ctrl-C while it is being applied", func(t *testing.T) {
		t.Parallel()
		k := newKeeper(t)
		ctx, interrupt := context.WithCancel(t.Context())
		k.oddBot(func(w http.ResponseWriter, _ *http.Request) {
			interrupt()
			_, _ = io.WriteString(w, "Team Fjord (fjord) is set up.\n")
		})
		if said, err := k.apply(ctx, fileOf(hut("fjord", "Fjord", 1))); err != nil || !strings.Contains(said, "is set up") {
			t.Errorf("got %v and %q, want what was done", err, said)
		}
	})
	for what, answer := range map[string]http.HandlerFunc{
		"the bot is killed":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"the disk fails late": func(w http.ResponseWriter, r *http.Request) { app.Answer(uncertain)(w, r) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			k := newKeeper(t)
			k.oddBot(answer)
			said, err := k.apply(t.Context(), fileOf(hut("fjord", "Fjord", 1)))
			if err == nil || said != "" || strings.Contains(err.Error(), "nothing is changed") || !strings.Contains(err.Error(), "engawa team show") {
				t.Errorf("got %v and %q, want that it is not known", err, said)
			}
		})
	}
}

func uncertain(_ context.Context, w io.Writer, _ []byte) error {
	_, _ = io.WriteString(w, "Team Fjord (fjord) is set up.\n")
	return fmt.Errorf("team fjord: %w", store.ErrUncertain)
}

func TestAnEndOfTheControlSocketThatFailsLateHasSaidNothing(t *testing.T) {
	for _, command := range []string{"team show", "doctor", "export", "backup x"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			k := newKeeper(t)
			k.environ["ENGAWA_DISCORD_TOKEN"] = "none"
			k.oddBot(app.Answer(func(_ context.Context, w io.Writer, _ []byte) error {
				_, _ = io.WriteString(w, "half of it")
				return errors.New("the rest cannot be read")
			}))
			if said, err := k.run(t.Context(), strings.Fields(command)...); err == nil || said != "" {
				t.Errorf("got %v and %q, want the error alone", err, said)
			}
		})
	}
}

// The file is the whole truth of a team. What it no longer names is said, for keepers
// add gatherings in chat.
func TestWhatAFileNoLongerNamesIsSaid(t *testing.T) {
	k := newKeeper(t)
	was := hut("fjord", "Fjord", 1)
	party := bot.UsualHabit(bot.NameOf(habit.Gathering, "party"))
	party.Title, party.Rule = "Party", "first fri 18:00"
	was.Habits = append(was.Habits, party)
	for _, step := range []struct {
		team bot.Team
		said bool
	}{{was, false}, {was, false}, {hut("fjord", "Fjord", 1), true}, {hut("fjord", "Fjord", 1), false}} {
		said, err := k.apply(t.Context(), fileOf(step.team))
		if err != nil || strings.Contains(said, "does not name them: 🎈 Party.") != step.said {
			t.Errorf("got %q, %v, want that Party is gone: %v", said, err, step.said)
		}
	}
}
