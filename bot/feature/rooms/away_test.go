package rooms

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// hall is a team in Tokyo, on Saturday, 1 January 2000, at 9:00 there.
type hall struct {
	*testing.T
	b      *bot.Bot
	opened int // how often features were told to look again
}

func inHall(t *testing.T, play func(*hall)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		h := &hall{T: t}
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		looks := bot.Feature{Name: "looks", Opened: func(*bot.Scene) error { h.opened++; return nil }}
		h.b, err = bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}, Feature(), looks)
		if err != nil {
			t.Fatal(err)
		}
		err = h.b.Found(bot.Team{
			ID: "sakura", Name: "Sakura", Server: "100000000000000001", Locale: bot.Locale{Lang: words.English, Zone: "Asia/Tokyo"},
			Text: bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{{ID: "100000000000000003", Name: "Lounge", Kind: bot.Lounge}},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- h.b.Run(ctx) }()
		h.b.Arrived(ctx, "100000000000000001", nil)
		synctest.Wait()
		play(h)
		cancel()
		if err := errors.Join(<-ended, db.Close()); err != nil {
			t.Fatal(err)
		}
	})
}

// press has ana press a button of a private message, where she has another name.
func (h *hall) press(do string, with ...string) bot.Reply {
	r := h.b.Ask(h.Context(), bot.Request{
		Way: bot.Press, Do: do, Whose: "sakura", From: bot.Person{ID: "1", Name: "xX_ana_Xx"}, Input: bot.Input{With: with},
	})
	synctest.Wait()
	return r
}

// ana is what is kept of her, after a change of it.
func (h *hall) ana(change func(*bot.Member)) (m bot.Member) {
	h.Helper()
	err := h.b.Visit(h.Context(), "sakura", func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) (err error) {
			if err := s.KeepMember(tx, "1", change); err != nil {
				return err
			}
			m, err = s.Member(tx, "1")
			return err
		})
	})
	if err != nil {
		h.Fatal(err)
	}
	return m
}

func TestAwayTodayIsTheDayOfWhoSaysIt(t *testing.T) {
	for zone, want := range map[string]string{"": "2000-01-01", "America/Los_Angeles": "1999-12-31", "Nowhere": "2000-01-01"} {
		inHall(t, func(h *hall) {
			h.ana(func(m *bot.Member) { m.Name, m.Zone = "Ana", zone })
			before := h.opened
			h.press("away today")
			m := h.ana(func(*bot.Member) {})
			if m.Away.String() != want || m.Name != "Ana" {
				t.Errorf("zone %q: got %+v, want Ana away until %s", zone, m, want)
			}
			if h.opened != before+1 {
				t.Errorf("features looked %d times at what they owe, want once", h.opened-before)
			}
		})
	}
}

func TestAwayTodayTakesThePlaceOfAPrivateMessageOnly(t *testing.T) {
	inHall(t, func(h *hall) {
		for with, want := range map[string]bool{"": false, here: true} {
			r := h.press("away today", with)
			if r.Update != want || r.Public || len(r.Card.Buttons) != 1 || r.Card.Buttons[0].Do != "back" {
				t.Errorf("with %q: got %+v, want an update: %v, and a way back", with, r, want)
			}
		}
		h.press("back")
		if m := h.ana(func(*bot.Member) {}); m.Away.Year != 0 || m.Name != "xX_ana_Xx" {
			t.Errorf("got %+v, want somebody who was not known by name, and is back", m)
		}
	})
}
