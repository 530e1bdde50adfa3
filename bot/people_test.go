package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// gatepost is a platform that can be asked who belongs, and counts how often it is.
type gatepost struct {
	in    bool
	down  bool
	asked int
}

func (d *gatepost) Admits(_ bot.Team, p bot.Person) bool { return len(p.Roles) > 0 }

func (d *gatepost) Belongs(context.Context, bot.Team, string) (bool, error) {
	d.asked++
	if d.down {
		return false, errors.New("down")
	}
	return d.in, nil
}

// ledger is a feature with one command for members, and one for anyone.
func ledger() bot.Feature {
	run := func(a *bot.Ask) (bot.Reply, error) { return bot.Tell(words.Text{{Text: "done"}}), nil }
	return bot.Feature{Name: "diary", Commands: []bot.Command{
		{Name: "write", Way: bot.Press, Who: bot.Teammate, Run: run},
		{Name: "write", Way: bot.Submit, Who: bot.Teammate, Run: run},
		{Name: "stop", Way: bot.Press, Who: bot.Anyone, Run: run},
	}}
}

const bo = bot.MemberID("100000000000000009")

// guarded is a bot with a team, and a door in front of it.
func guarded(t *testing.T, d *gatepost, play func(t *testing.T, b *bot.Bot, press func(way bot.Way, do string, server bot.ServerID, roles ...bot.RoleID) string)) {
	t.Helper()
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Doors: map[bot.Platform]bot.Door{"discord": d}}}, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		play(t, b, func(way bot.Way, do string, server bot.ServerID, roles ...bot.RoleID) string {
			reply := b.Ask(t.Context(), bot.Request{
				Way: way, Do: do, Whose: "sakura", Server: bot.Server{ID: server},
				From:  bot.Person{ID: bo, Name: "bo", Lang: words.English, Roles: roles},
				Input: bot.Input{Typed: []string{"my words"}},
			})
			synctest.Wait()
			var lines []string
			for _, l := range reply.Card.Lines {
				lines = append(lines, l.String())
			}
			return strings.Join(lines, "\n")
		})
	}, ledger())
}

func TestInPrivateItIsAskedEachTimeWhoBelongs(t *testing.T) {
	d := &gatepost{in: true}
	guarded(t, d, func(t *testing.T, _ *bot.Bot, press func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		for _, step := range []struct {
			what  string
			after time.Duration
			in    bool
			want  string
			asked int
		}{
			{"the first press", 0, true, "done", 1},
			{"out a moment later", time.Second, false, "That is for the people of Sakura", 2},
			{"taken in again", time.Second, true, "done", 3},
		} {
			d.in = step.in
			time.Sleep(step.after)
			if got := press(bot.Press, "write", ""); !strings.HasPrefix(got, step.want) || d.asked != step.asked {
				t.Errorf("%s: got %q after %d questions, want %q after %d", step.what, got, d.asked, step.want, step.asked)
			}
		}
	})
}

func TestOnTheServerItHoldsAtOnce(t *testing.T) {
	d := &gatepost{in: true}
	guarded(t, d, func(t *testing.T, _ *bot.Bot, press func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		if got := press(bot.Press, "write", server, "7"); got != "done" {
			t.Errorf("with the role: got %q", got)
		}
		if got := press(bot.Press, "write", server); !strings.HasPrefix(got, "Only members of Sakura") {
			t.Errorf("without it: got %q, want a refusal", got)
		}
		d.in = false
		if got := press(bot.Press, "write", ""); !strings.HasPrefix(got, "That is for the people of") || d.asked != 1 {
			t.Errorf("in private: got %q after %d questions, want it asked", got, d.asked)
		}
		if got := press(bot.Press, "stop", ""); got != "done" {
			t.Errorf("what protects them: got %q, want it done", got)
		}
	})
}

func TestWhileThePlatformIsDownWhoBelongedIsBelievedForAnHour(t *testing.T) {
	d := &gatepost{in: true}
	guarded(t, d, func(t *testing.T, _ *bot.Bot, press func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		press(bot.Press, "write", "")
		d.down = true
		time.Sleep(55 * time.Minute)
		if got := press(bot.Submit, "write", ""); got != "done" {
			t.Errorf("within the hour: got %q, want it done", got)
		}
		time.Sleep(10 * time.Minute)
		got := press(bot.Submit, "write", "")
		if !strings.HasPrefix(got, "I cannot see just now") || !strings.Contains(got, "my words") {
			t.Errorf("after it: got %q, want a refusal that gives the words back", got)
		}
	})
}

func TestWhatIsOwedToSomebodyWhoHasLeftIsNotDeliveredAndTheyAreOutOfTheTeam(t *testing.T) {
	d := &gatepost{in: false}
	guarded(t, d, func(t *testing.T, b *bot.Bot, _ func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		known := func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Name = "bo" })
		}
		visit(t, b, known)
		for _, c := range []struct {
			to   bot.Post
			kind string
			want bool
		}{
			{bot.Post{Account: string(bo)}, bot.KindPost, false},
			{bot.Post{Channel: "100000000000000002"}, bot.KindPost, true},
			{bot.Post{Account: string(bo)}, bot.KindChime, true}, // which nobody reads
		} {
			raw, err := json.Marshal(c.to)
			if err != nil {
				t.Fatal(err)
			}
			may, err := b.MayHave(t.Context(), store.Owed{Key: store.KeyOf("sakura", "x"), Face: "discord", Kind: c.kind, Body: raw})
			if err != nil || may != c.want {
				t.Errorf("%s to %+v: got %v, %v; want %v", c.kind, c.to, may, err, c.want)
			}
		}
		synctest.Wait()
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			n, _, err := s.Expected(tx)
			if n != 0 {
				t.Errorf("%d people are expected, want nobody: bo has left", n)
			}
			return err
		})
	})
}

func TestWhoIsGoneWithoutAWordIsNotExpectedTheNextHour(t *testing.T) {
	d := &gatepost{in: true}
	guarded(t, d, func(t *testing.T, b *bot.Bot, _ func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Name = "bo" })
		})
		expect := func(when string, want int) {
			t.Helper()
			visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
				n, _, err := s.Expected(tx)
				if n != want {
					t.Errorf("%s: %d people are expected, want %d", when, n, want)
				}
				return err
			})
		}
		time.Sleep(11 * time.Minute)
		synctest.Wait()
		expect("as long as bo belongs", 1)
		d.in = false
		time.Sleep(30 * time.Minute)
		expect("the same hour", 1)
		time.Sleep(time.Hour)
		synctest.Wait()
		expect("the next hour", 0)
		if d.asked != 2 {
			t.Errorf("asked %d times, want once an hour", d.asked)
		}
	})
}

func TestWhoLeavesTheRoomsIsAskedAboutThen(t *testing.T) {
	d := &gatepost{in: true}
	guarded(t, d, func(t *testing.T, b *bot.Bot, _ func(bot.Way, string, bot.ServerID, ...bot.RoleID) string) {
		sits := bot.Move{Member: bo, Account: bot.Account{On: "discord", ID: string(bo)}, Name: "bo", Room: lounge, Roles: []bot.RoleID{"7"}}
		b.Arrived(t.Context(), server, []bot.Move{sits})
		d.in, sits.Room = false, ""
		b.Moved(t.Context(), server, []bot.Move{sits})
		synctest.Wait()
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			m, err := s.Member(tx, bo)
			if !m.Left() {
				t.Error("who left the server from a room is taken to be there")
			}
			who, wrong := s.Calls(tx, "who", bo)
			if want := "bo"; who.Text.String() != want || who.Text[0].Kind != words.Quoted {
				t.Errorf("who has left is called %v, want by the name %q", who.Text, want)
			}
			return errors.Join(err, wrong)
		})
		if account, name := b.Called("sakura", bo, "discord"); account != "" || name != "bo" {
			t.Errorf("a face is told the account %q and the name %q of who has left", account, name)
		}
	})
}
