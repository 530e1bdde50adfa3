package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/store"
)

const (
	ana      = bot.MemberID("200000000000000001")
	anaSlack = bot.MemberID("U0ANA")
	channel  = bot.ChannelID("C0SAKURA")
	window   = bot.ChannelID("C0WINDOW")
)

// onSlack is a team with a channel and a window there, in which ana is linked.
func onSlack(t *testing.T, b *bot.Bot) {
	t.Helper()
	sakura := team("sakura", lounge)
	sakura = sakura.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: window})
	if err := errors.Join(b.Found(sakura), bottest.SayYes(t.Context(), b, sakura.ID)); err != nil {
		t.Fatal(err)
	}
	visit(t, b, func(s *bot.Scene, tx *store.Tx) error { return s.Link(tx, at("discord", ana), at("slack", anaSlack)) })
}

// at is an account on a platform.
func at(on bot.Platform, id bot.MemberID) bot.Account { return bot.Account{On: on, ID: string(id)} }

func visit(t *testing.T, b *bot.Bot, fn func(*bot.Scene, *store.Tx) error) {
	t.Helper()
	err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return fn(s, tx) })
	})
	if err != nil {
		t.Fatal(err)
	}
}

// owe owes a post, and says where it goes.
func owe(t *testing.T, b *bot.Bot, key string, p bot.Post) (where string) {
	t.Helper()
	visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
		return bot.Owe(tx, s.Key(key), bot.KindPost, "lane", p, s.Now, s.Now.Add(time.Hour))
	})
	return goes(t, b, key)
}

func goes(t *testing.T, b *bot.Bot, key string) (where string) {
	t.Helper()
	visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
		o, ok, err := store.Find(tx, s.Key(key))
		if err != nil || !ok {
			where = "nowhere"
			return err
		}
		var p bot.Post
		err = json.Unmarshal(o.Body, &p)
		where = o.Face + " " + string(p.Channel) + p.Account
		return err
	})
	return where
}

func TestWhatIsOwedGoesWhereItsReaderIs(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			_, err := s.KeepAccount(tx, at("slack", "U0BO"), func(m *bot.Member) { m.Name = "bo" })
			return err
		})
		for key, c := range map[string]struct {
			post bot.Post
			want string
		}{
			"text":     {bot.Post{Channel: "100000000000000002"}, "discord 100000000000000002"},
			"channel":  {bot.Post{On: "slack", Channel: channel}, "slack C0SAKURA"},
			"linked":   {bot.Post{To: ana}, "slack U0ANA"},
			"unlinked": {bot.Post{To: "200000000000000009"}, "discord 200000000000000009"},
			"alone":    {bot.Post{To: "U0BO"}, "slack U0BO"},
		} {
			if got := owe(t, b, key, c.post); got != c.want {
				t.Errorf("%s goes to %s, want %s", key, got, c.want)
			}
		}
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error { return s.Unlink(tx, anaSlack) })
		if got, want := owe(t, b, "parted", bot.Post{To: ana}), "discord 200000000000000001"; got != want {
			t.Errorf("after they were parted it goes to %s, want %s", got, want)
		}
	})
}

func TestWhileSlackIsClosedTheTeamReadsOnDiscord(t *testing.T) {
	refusal := &bot.Refusal{Reason: bot.Closed, Err: errors.New("token_revoked"), Say: &bot.Sorry{Key: "ask.busy"}, Whole: true}
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		closed := func(key string, place bot.ChannelID, want bool) {
			t.Helper()
			if moved, err := b.Closed(t.Context(), store.KeyOf("sakura", key), bot.Spot{On: "slack", ID: place}, refusal); err != nil || moved != want {
				t.Errorf("%s in %q: moved %v (%v), want %v", key, place, moved, err, want)
			}
		}
		owe(t, b, "note", bot.Post{On: "slack", Channel: channel})
		owe(t, b, "decision", bot.Post{On: "slack", Channel: window})
		owe(t, b, "reminder", bot.Post{To: ana})
		closed("note", channel, true)
		closed("decision", window, false)
		closed("reminder", "", true)
		for key, want := range map[string]string{
			"note": "discord 100000000000000002", "decision": "slack C0WINDOW", "reminder": "discord 200000000000000001",
		} {
			if got := goes(t, b, key); got != want {
				t.Errorf("the %s goes to %s, want %s", key, got, want)
			}
		}
		if got, want := owe(t, b, "next", bot.Post{To: ana}), "discord 200000000000000001"; got != want {
			t.Errorf("the next goes to %s, want %s", got, want)
		}
		lines := 0
		visit(t, b, func(_ *bot.Scene, tx *store.Tx) error {
			pending, err := store.Pending(tx, "sakura")
			for _, o := range pending {
				if o.Key.Parts()[1] == "shut" {
					lines++
				}
			}
			return err
		})
		if lines != 1 {
			t.Errorf("the team reads %d lines about it, want 1", lines)
		}
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error { return s.Reopen(tx, "slack") })
		if got, want := owe(t, b, "after", bot.Post{To: ana}), "slack U0ANA"; got != want {
			t.Errorf("when it is open again it goes to %s, want %s", got, want)
		}
	})
}

func TestWhoTakesNoMessagesOnSlackGetsThemOnDiscord(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		owe(t, b, "reminder", bot.Post{To: ana})
		refuse := func() {
			t.Helper()
			var o store.Owed
			visit(t, b, func(s *bot.Scene, tx *store.Tx) (err error) {
				o, _, err = store.Find(tx, s.Key("reminder"))
				return err
			})
			if err := b.Refused(context.Background(), o, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("cannot_dm_bot")}); err != nil {
				t.Fatal(err)
			}
		}
		refuse()
		if got, want := goes(t, b, "reminder"), "discord 200000000000000001"; got != want {
			t.Errorf("it goes to %s, want %s", got, want)
		}
		refuse()
		if got := goes(t, b, "reminder"); got != "nowhere" {
			t.Errorf("refused there too it goes to %s, want nowhere", got)
		}
	})
}
