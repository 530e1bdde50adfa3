package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// unpacked is a store that a program of before wrote.
func unpacked(t *testing.T, name string) (path string) {
	t.Helper()
	packed, err := os.Open(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "engawa.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// nothing shows no display.
type nothing struct{}

func (nothing) Show(bot.Display) {}

// within lets everybody into every channel.
type within struct{}

func (within) Insider(context.Context, bot.ChannelID, string) (bool, error) { return true, nil }

// The store of format 3 is of a team on Discord and Slack in the afternoon before its
// KPT: ana and bo are linked, ren is on Slack only, dan has asked his account in Slack
// and wants no reminders there; a new window was asked, the old one is archived, and
// a decision waits for it; ana has given a token.
func TestWhatIsInFlightInAStoreOfFormat3GoesOn(t *testing.T) {
	path := unpacked(t, "../../cmd/engawa/testdata/stores/format-3-two-platforms.db.gz")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, time.November, 26, 5, 1, 0, 0, time.UTC)))
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		log := slog.New(slog.DiscardHandler)
		b, err := bot.New(bot.Surroundings{
			Store: db, Screen: nothing{}, Log: log, Now: time.Now, Outside: bot.Outside{Platforms: Platforms()},
		}, people.Feature(nil), setup.Answers(map[bot.Platform]setup.Insiders{"slack": within{}}))
		if err != nil {
			t.Fatal(err)
		}
		press := func(do, user string, in bot.ChannelID, way bot.Way, input bot.Input) {
			t.Helper()
			r := b.Ask(t.Context(), bot.Request{
				On: "slack", Way: way, Do: do, Whose: "sakura", Channel: in, Input: input,
				From: bot.Person{Account: bot.Account{On: "slack", ID: user}, Name: "x", Lang: words.English},
			})
			for r.Then != nil {
				r = r.Then(t.Context())
			}
			if r.Card == nil || r.Card.Tone == bot.Amiss {
				t.Errorf("%s: got %+v", do, r.Card)
			}
		}
		const old, next = "C0FAKE0006", "C0FAKE0016"
		if got, _ := b.Team("sakura"); got.Home != "discord" || got.At("slack").Channel != "C0FAKE0005" || got.At("slack").Window != old || len(got.Pending(time.Now())) != 1 {
			t.Errorf("got %+v, want both platforms, and a wish", got.Circle)
		}
		goes := map[bot.MemberID]string{
			"1575370474127360010": "slack U0FAKE0007", "1575370474127360012": "slack U0FAKE0008", // linked
			"1575370474127360013": "discord 1575370474127360013", "U0FAKE0012": "slack U0FAKE0012",
			"1575370474127360099": "discord 1575370474127360099", // somebody of whom nothing is known
		}
		visit := func(fn func(*bot.Scene, *store.Tx) error) {
			t.Helper()
			err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error { return s.Update(func(tx *store.Tx) error { return fn(s, tx) }) })
			if err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range goes {
			visit(func(s *bot.Scene, tx *store.Tx) error {
				key := s.Key("test", string(id))
				if err := bot.Owe(tx, key, bot.KindPost, "x", bot.Post{To: id}, s.Now, s.Now.Add(time.Hour)); err != nil {
					return err
				}
				var p bot.Post
				o, _, err := store.Find(tx, key)
				if json.Unmarshal(o.Body, &p) != nil || o.Face+" "+p.Account != want {
					t.Errorf("what is for %s goes to %s %s, want %s", id, o.Face, p.Account, want)
				}
				return err
			})
		}
		visit(func(s *bot.Scene, tx *store.Tx) error {
			o, owed, err := store.Find(tx, "sakura/decision/hkx6mq2wf4mnggoh")
			closed, wrong := s.ClosedPlaces(tx, "slack")
			if !owed || o.Face != "slack" || len(closed) != 1 || closed[0] != old || wrong != nil {
				t.Errorf("the decision is owed %v on %q, and %v is closed; want it to wait for the window", owed, o.Face, closed)
			}
			return err
		})
		press("slack yes", "U0FAKE0011", next, bot.Press, bot.Input{With: []string{next, "2026-11-26T04:40:50Z"}}) // on a card of before
		if got, _ := b.Team("sakura"); got.At("slack").Window != next {
			t.Errorf("after the yes: got %+v, want the new window", got.At("slack"))
		}
		press("link number", "U0FAKE0010", "D0FAKE0039", bot.Submit, bot.Input{
			With: []string{"1575370474127360014"}, Values: map[string]string{"number": "482 193"},
		})
		if account, name := b.Called("sakura", "1575370474127360014", "slack"); account != "U0FAKE0010" || name != "dan" {
			t.Errorf("dan is %s, %s on Slack; want him linked", account, name)
		}
		if got := b.MemberOf("sakura", bot.Account{On: "discord", ID: "1575370474127360077"}); got != "1575370474127360077" {
			t.Errorf("who comes to a team of before is %s: their notes of before would be lost to them", got)
		}
		moods := status.NewVault(db, log, bytes.Repeat([]byte{7}, 32))
		if token, ok := moods.Token("U0FAKE0007"); !ok || token == "" {
			t.Error("the token that ana gave cannot be read")
		}
	})
}
