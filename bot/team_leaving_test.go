package bot_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// leaver is a feature by which a team is deleted, and one that something comes due for.
func leaver(heard *[]string) bot.Feature {
	return bot.Feature{
		Name: "leaver",
		Commands: []bot.Command{{Name: "go", Way: bot.Slash, Who: bot.Keeper, Run: func(a *bot.Ask) (bot.Reply, error) {
			return bot.Tell(a.Say("leave.kept")), a.Remove(bot.Card{})
		}}},
		Closing: func(s *bot.Scene) error {
			*heard = append(*heard, fmt.Sprintf("%s leaving %v parting %v", s.Team.ID, s.Leaving(), s.Parting()))
			return nil
		},
	}
}

// keptOf is what the store has of a team: its tables, and how many rows are in them.
func keptOf(t *testing.T, db *store.Store, id bot.TeamID) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copy.db")
	if err := db.Backup(file); err != nil {
		t.Fatal(err)
	}
	haul, err := store.Salvage(file, file+".saved")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, tally := range haul.Saved {
		if tally.Team == string(id) {
			lines = append(lines, fmt.Sprintf("%s %d", tally.Table, tally.Saved))
		}
	}
	return strings.Join(lines, ", ")
}

// fill writes as much of a team as takes several transactions to delete.
func fill(t *testing.T, b *bot.Bot) {
	t.Helper()
	visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
		for i := range 130 {
			err := s.KeepMember(tx, bot.MemberID(fmt.Sprintf("1000000000000%05d", i)), func(m *bot.Member) { m.Name = "x" })
			if err != nil {
				return err
			}
		}
		return bot.Owe(tx, s.Key("later"), bot.KindPost, "lane", bot.Post{Channel: "1"}, s.Now, s.Now.Add(100*time.Hour))
	})
}

func two(t *testing.T, b *bot.Bot) {
	t.Helper()
	plum := team("plum", other)
	plum.Text.Main = "100000000000000012"
	for _, x := range []bot.Team{team("sakura", lounge), plum} {
		if err := b.Found(x); err != nil {
			t.Fatal(err)
		}
	}
}

func removes(t *testing.T, b *bot.Bot, keeps bool) *bot.Card {
	t.Helper()
	reply := b.Ask(t.Context(), bot.Request{
		Way: bot.Slash, Do: "go", Whose: "sakura", Server: bot.Server{ID: server}, From: bot.Person{ID: "100000000000000021", Keeper: keeps},
	})
	synctest.Wait()
	return reply.Card
}

func TestOfADeletedTeamNothingHappensAndNothingIsLeft(t *testing.T) {
	var heard []string
	liveOn(t, bot.Surroundings{}, func(t *testing.T, db *store.Store, b *bot.Bot) {
		two(t, b)
		fill(t, b)
		if removes(t, b, false); len(heard) > 0 {
			t.Fatal("it was deleted by who may not")
		}
		removes(t, b, true)
		if got := strings.Join(heard, "; "); got != "sakura leaving true parting false" {
			t.Errorf("got told %q; want once that it leaves", got)
		}
		if _, there := b.Team("sakura"); there || len(b.TeamsOn(server)) != 1 {
			t.Error("it is still there")
		}
		b.Moved(t.Context(), server, []bot.Move{{Room: lounge}}) // to nobody
		if err := b.Found(team("sakura", lounge)); err == nil {
			t.Error("another team got its name while its rows were still there")
		}
		if err := b.Found(team("peach", lounge)); err != nil {
			t.Errorf("its room is not free: %v", err)
		}
		time.Sleep(11 * time.Minute)
		synctest.Wait()
		if got := keptOf(t, db, "sakura"); got != "deleted 1" {
			t.Errorf("kept of it: %s; want that it was deleted, and nothing else", got)
		}
		if got := keptOf(t, db, "plum"); got == "" {
			t.Error("the other team went with it")
		}
		sakura := team("sakura", "100000000000000005")
		sakura.Text.Main = "100000000000000006"
		if err := b.Found(sakura); err != nil {
			t.Errorf("its name is not free: %v", err)
		}
	}, leaver(&heard))
}

func TestATeamIsDeletedOverARestart(t *testing.T) {
	var heard []string
	liveOn(t, bot.Surroundings{}, func(t *testing.T, db *store.Store, b *bot.Bot) {
		two(t, b)
		fill(t, b)
		removes(t, b, true)
		again, err := bot.New(bot.Surroundings{
			Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Outside: bot.Outside{Platforms: platforms()},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, there := again.Team("sakura"); there || again.Rests("sakura") || len(again.Teams()) != 1 {
			t.Error("after a restart it is there again")
		}
		if err := again.Found(team("sakura", lounge)); err == nil {
			t.Error("another team got its name")
		}
	}, leaver(&heard))
}

// A server may take Engawa out and invite it again; who does not in a year has no team any more.
func TestATeamWhoseServerIsWithoutEngawaForAYearIsDeleted(t *testing.T) {
	const day = 24 * time.Hour
	elsewhere := bot.ServerID("100000000000000099")
	for _, test := range []struct {
		name string
		back time.Duration // when it is invited again; 0: never
		want string
	}{
		{"never invited again", 0, "resting, resting, gone"},
		{"invited again in time", 300 * day, "resting, here, resting"},
	} {
		t.Run(test.name, func(t *testing.T) {
			live(t, func(t *testing.T, b *bot.Bot) {
				sakura, plum := team("sakura", lounge), team("plum", other)
				plum.Server, plum.Text.Main = elsewhere, "100000000000000012"
				for _, x := range []bot.Team{sakura, plum} {
					if err := b.Found(x); err != nil {
						t.Fatal(err)
					}
				}
				var got []string
				look := func() {
					synctest.Wait()
					_, here := b.Team("sakura")
					switch {
					case here:
						got = append(got, "here")
					case b.Rests("sakura"):
						got = append(got, "resting")
					default:
						got = append(got, "gone")
					}
				}
				b.Servers(t.Context(), []bot.ServerID{elsewhere})
				look()
				time.Sleep(300 * day)
				if test.back > 0 {
					b.Arrived(t.Context(), server, nil)
				} else {
					b.Servers(t.Context(), []bot.ServerID{elsewhere})
				}
				look()
				time.Sleep(66 * day)
				b.Servers(t.Context(), []bot.ServerID{elsewhere})
				look()
				if got := strings.Join(got, ", "); got != test.want {
					t.Errorf("got %s; want %s", got, test.want)
				}
			})
		})
	}
}
