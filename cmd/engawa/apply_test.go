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
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/store"
)

// desk is where a keeper sits who has a store and team files.
type desk struct {
	t       *testing.T
	environ map[string]string
	bot     *bot.Bot // the one that runs, if any
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, environ: map[string]string{"ENGAWA_STORE": filepath.Join(t.TempDir(), "e.db"), "HOME": t.TempDir(), "ENGAWA_LOG": "text,error"}}
}

// run is a subcommand.
func (d *desk) run(ctx context.Context, args ...string) (string, error) {
	var out bytes.Buffer
	err := dispatch(ctx, app.World{Environ: d.environ, Out: &out, Err: d.t.Output(), Now: time.Now}, args)
	return out.String(), err
}

// apply applies a file.
func (d *desk) apply(ctx context.Context, file string) (string, error) {
	path := filepath.Join(d.t.TempDir(), "teams.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return d.run(ctx, "team", "apply", path)
}

// known lists the teams with their names. Of a store that no bot uses it is what
// a keeper sees; asking a bot that way takes a second each time.
func (d *desk) known() []string {
	d.t.Helper()
	var teams []bot.Team
	if d.bot != nil {
		teams = d.bot.Teams()
	} else if shown, err := d.run(d.t.Context(), "team", "show"); err != nil {
		d.t.Fatal(err)
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
func (d *desk) live() {
	d.t.Helper()
	cfg, err := app.ReadConfig(d.environ)
	if err != nil {
		d.t.Fatal(err)
	}
	cfg.Token = "none"
	db := opened(d.t, cfg.Store)
	h, err := app.New(cfg, db, cfg.Logger(d.t.Output()), time.Now)
	if err != nil {
		d.t.Fatal(err)
	}
	d.bot = h.Bot
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() { ended <- h.Bot.Run(ctx) }()
	go func() { ended <- h.Control(ctx) }()
	d.t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, <-ended, db.Close()); err != nil {
			d.t.Error(err)
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
		ID: bot.TeamID(id), Name: name, Server: "271828182845904523", Locale: bot.Locale{Lang: words.English, Zone: "Europe/Oslo"},
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
		{"Sunday is 7", strings.Replace(fileOf(fjord), "weekdays 14:00", "0 14 * * 7", 1), "Sunday as 0", []string{"fjell=Fjell", "fjord=Storfjord"}},
	}
	for _, running := range []bool{false, true} {
		t.Run(fmt.Sprintf("running=%v", running), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			if running {
				d.live()
			}
			for _, s := range steps {
				said, err := d.apply(t.Context(), s.file)
				switch {
				case s.wrong == "" && (err != nil || !strings.Contains(said, "Team ")):
					t.Errorf("%s: got %v and %q, want it applied", s.what, err, said)
				case s.wrong != "" && (err == nil || !strings.Contains(err.Error(), "nothing is changed") || !strings.Contains(err.Error(), s.wrong) || said != ""):
					t.Errorf("%s: got %v and %q, want %q and nothing said", s.what, err, said, s.wrong)
				}
				if got := d.known(); !slices.Equal(got, s.known) {
					t.Errorf("%s: got %v, want %v", s.what, got, s.known)
				}
			}
			stopped, stop := context.WithCancel(t.Context())
			stop()
			if said, err := d.apply(stopped, fileOf(hut("fjord", "Late", 1))); err == nil || said != "" || !strings.Contains(err.Error(), "nothing is changed") {
				t.Errorf("after Ctrl-C: got %v and %q", err, said)
			}
			if got, want := d.known(), []string{"fjell=Fjell", "fjord=Storfjord"}; !slices.Equal(got, want) {
				t.Errorf("after Ctrl-C: got %v, want %v", got, want)
			}
		})
	}
}

// oddBot answers as a bot would that something happens to.
func (d *desk) oddBot(answer http.HandlerFunc) {
	d.t.Helper()
	path := d.environ["ENGAWA_STORE"]
	db := opened(d.t, path)
	listener, err := new(net.ListenConfig).Listen(d.t.Context(), "unix", app.SocketPath(path))
	if err != nil {
		d.t.Fatal(err)
	}
	server := &http.Server{Handler: answer, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }()
	d.t.Cleanup(func() { _ = errors.Join(server.Close(), db.Close()) })
}

func TestWhatIsNotKnownOfATeamFileIsNotSaidToBeUndone(t *testing.T) {
	t.Run("Ctrl-C while it is being applied", func(t *testing.T) {
		t.Parallel()
		d := newDesk(t)
		ctx, interrupt := context.WithCancel(t.Context())
		d.oddBot(func(w http.ResponseWriter, _ *http.Request) {
			interrupt()
			_, _ = io.WriteString(w, "Team Fjord (fjord) is set up.\n")
		})
		if said, err := d.apply(ctx, fileOf(hut("fjord", "Fjord", 1))); err != nil || !strings.Contains(said, "is set up") {
			t.Errorf("got %v and %q, want what was done", err, said)
		}
	})
	for what, answer := range map[string]http.HandlerFunc{
		"the bot is killed":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"the disk fails late": func(w http.ResponseWriter, r *http.Request) { app.Answer(uncertain)(w, r) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.oddBot(answer)
			said, err := d.apply(t.Context(), fileOf(hut("fjord", "Fjord", 1)))
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
			d := newDesk(t)
			d.environ["ENGAWA_DISCORD_TOKEN"] = "none"
			d.oddBot(app.Answer(func(_ context.Context, w io.Writer, _ []byte) error {
				_, _ = io.WriteString(w, "half of it")
				return errors.New("the rest cannot be read")
			}))
			if said, err := d.run(t.Context(), strings.Fields(command)...); err == nil || said != "" {
				t.Errorf("got %v and %q, want the error alone", err, said)
			}
		})
	}
}
