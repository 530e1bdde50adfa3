package apptest

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

func TestAServerThatIsNotListedIsToldSoAndItsTeamRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		moon := s.fake.NewGuild("Moon")
		log := &strings.Builder{}
		db := openAlone(t, s.path)
		clock := clockAt(at(12, 0, 0))
		resting, served := s.team("moon", moon, "weekdays 16:00"), s.team("sakura", s.guild, "weekdays 16:00")
		err := bottest.Lay(t.Context(), db, clock, app.Platforms(), resting, served)
		if err == nil {
			err = db.Update(func(tx *store.Tx) error {
				post := bot.Post{Channel: resting.Text.Main, Card: bot.Card{Lines: []words.Text{{{Text: "old news"}}}}}
				return bot.Owe(tx, store.KeyOf("moon", "news"), bot.KindPost, "lane", post, clock(), clock().Add(time.Hour))
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		cfg.Servers = s.guild.ID()
		h, stop := s.openAs(cfg, slog.New(slog.NewTextHandler(log, nil)), clock)
		keeper := moon.Member("mika", fake.Manager())
		keeper.At(moon.Text("general"))
		time.Sleep(time.Minute)
		for _, command := range []string{"engawa setup", "engawa help", "rooms"} {
			if said := answered(t.Context(), keeper.Run(command, nil)); !strings.Contains(said, "ENGAWA_SERVERS") {
				t.Errorf("/%s: got %q, want what to do", command, said)
			}
		}
		var report strings.Builder
		if err := h.Doctor(t.Context(), &report); err != nil {
			t.Fatal(err)
		}
		if got := report.String(); !strings.Contains(got, "Moon (moon) rests") || strings.Contains(got, "Sakura (sakura) rests") {
			t.Errorf("the doctor says %q", got)
		}
		if err := h.ApplyTeams(t.Context(), &report, teamfile.Format(app.Platforms(), resting)); err == nil || !strings.Contains(err.Error(), "ENGAWA_SERVERS") {
			t.Errorf("its team file: got %v, want it refused", err)
		}
		if n := len(moon.Text("general").Messages()); n != 0 {
			t.Errorf("%d messages were posted for a team that rests", n)
		}
		stop()
		if n := strings.Count(log.String(), "teams rest"); n != 1 {
			t.Errorf("the log says %d times that it rests, want once", n)
		}
	})
}

func TestATeamFileWithRoomsOfAnotherServerIsRefusedWithItsLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		moon := s.fake.NewGuild("Moon")
		sakura, theirs := s.team("sakura", s.guild, "weekdays 16:00"), s.team("moon", moon, "weekdays 16:00")
		h, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), sakura)
		time.Sleep(time.Minute)
		apply := func(teams ...bot.Team) error {
			return h.ApplyTeams(context.WithoutCancel(t.Context()), &strings.Builder{}, teamfile.Format(app.Platforms(), teams...))
		}
		for field, change := range map[string]func(*bot.Team){
			"rooms.0.id": func(t *bot.Team) { t.Rooms[0].ID = theirs.Rooms[0].ID },
			"text":       func(t *bot.Team) { t.Text.Main = theirs.Text.Main },
			"board":      func(t *bot.Team) { t.Text.Board = bot.ChannelID(t.Rooms[0].ID) },
			"role":       func(t *bot.Team) { t.Role = bot.RoleID(t.Server) },
		} {
			wrong := s.team("sakura", s.guild, "weekdays 16:00")
			change(&wrong)
			err := apply(theirs, wrong)
			if err == nil || !strings.Contains(err.Error(), ": "+field+": ") {
				t.Errorf("%s: got %v, want it refused with its line", field, err)
			}
			if len(h.Bot.Teams()) != 1 {
				t.Errorf("%s: the team before it in the file was set up", field)
			}
		}
		theirs.KPT.Doc = "https://docs.google.com/document/d/1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0/edit"
		sakura.KPT.Doc = strings.Replace(theirs.KPT.Doc, "/d/", "/u/2/d/", 1)
		if err := apply(theirs, sakura); err == nil || !strings.Contains(err.Error(), "notebook.doc") || len(h.Bot.Teams()) != 1 {
			t.Errorf("one Doc twice in a file: got %v and %d teams", err, len(h.Bot.Teams()))
		}
		sakura.KPT.Doc = ""
		if err := apply(theirs, sakura); err != nil {
			t.Errorf("each with its own: got %v", err)
		}
		stop()
	})
}

// Whoever takes Engawa out of a server, also while it does not run, and invites it
// again, finds what is owed to the team still owed.
func TestATeamWhoseServerEngawaLeftRestsAndGoesOn(t *testing.T) {
	for name, gone := range map[string]bool{"taken out while it runs": false, "taken out while it is off": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				moon := s.fake.NewGuild("Moon")
				log := &strings.Builder{}
				clock := clockAt(at(12, 0, 0))
				away, here := s.team("moon", moon, "weekdays 16:00"), s.team("sakura", s.guild, "weekdays 16:00")
				if gone {
					moon.Remove()
				}
				h, stop := s.openAs(cfg, slog.New(slog.NewTextHandler(log, nil)), clock, away, here)
				time.Sleep(time.Minute)
				moon.Remove()
				time.Sleep(time.Minute)
				err := h.Store.Update(func(tx *store.Tx) error {
					post := bot.Post{Channel: away.Text.Main, Card: bot.Card{Lines: []words.Text{{{Text: "old news"}}}}}
					return bot.Owe(tx, store.KeyOf("moon", "news"), bot.KindPost, "lane", post, clock(), clock().Add(time.Hour))
				})
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				var report strings.Builder
				if err := h.Doctor(t.Context(), &report); err != nil {
					t.Fatal(err)
				}
				if got := report.String(); !strings.Contains(got, "Moon (moon) rests: Engawa is not on its server") || strings.Contains(got, "Sakura (sakura) rests") {
					t.Errorf("the doctor says %q", got)
				}
				if err := h.ApplyTeams(t.Context(), &report, teamfile.Format(app.Platforms(), away)); err == nil || !strings.Contains(err.Error(), "invite it again") {
					t.Errorf("its team file: got %v, want it refused", err)
				}
				moon.Invite()
				time.Sleep(time.Minute)
				said := moon.Text("general").Messages()
				if n := countOf(said, "old news"); n != 1 {
					t.Errorf("what was owed was posted %d times, want once", n)
				}
				if got := h.Bot.Resting(); len(got) != 0 {
					t.Errorf("%d teams rest still", len(got))
				}
				if err := h.ApplyTeams(t.Context(), &report, teamfile.Format(app.Platforms(), away)); err != nil {
					t.Errorf("its team file afterwards: %v", err)
				}
				stop()
				if n := strings.Count(log.String(), "a team rests"); n != 1 {
					t.Errorf("the log says %d times that it rests, want once", n)
				}
			})
		})
	}
}

// Who asks from a shell may do so at any moment: also a moment after the bot is
// ready, before Discord has told what is on the server.
func TestTheDoctorInAShellWaitsAMomentForWhatIsOnTheServer(t *testing.T) {
	for name, c := range map[string]struct {
		outage time.Duration
		want   string
	}{
		"told a moment later": {3 * time.Second, "All is well"},
		"not told":            {time.Hour, "not known yet"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				s.guild.Outage(true)
				h, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
				began := time.Now()
				time.AfterFunc(c.outage, func() { s.guild.Outage(false) })
				var report strings.Builder
				if err := h.Doctor(t.Context(), &report); err != nil {
					t.Fatal(err)
				}
				if got := report.String(); !strings.Contains(got, c.want) || strings.Contains(got, "not on this server") {
					t.Errorf("the doctor says %q, want %q", got, c.want)
				}
				if took := time.Since(began); took > 15*time.Second {
					t.Errorf("the doctor took %v", took)
				}
				stop()
			})
		})
	}
}

func countOf(said []fake.Message, text string) (n int) {
	for _, m := range said {
		if strings.Contains(m.Text(), text) {
			n++
		}
	}
	return n
}
