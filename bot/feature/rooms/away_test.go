package rooms

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// running is a team in Tokyo, on Saturday, 1 January 2000, at 9:00 there.
type running struct {
	*fixture.Running
	opened int // how often features were told to look again
}

func play(t *testing.T, test func(*running)) {
	t.Helper()
	h := &running{}
	fixture.Play(t, fixture.Setup{
		Team: func(team *bot.Team) { team.Zone = "Asia/Tokyo" },
		Features: func(*fixture.Running) []bot.Feature {
			return []bot.Feature{Feature(), {Name: "looks", Opened: func(*bot.Scene) error { h.opened++; return nil }}}
		},
	}, func(r *fixture.Running) {
		h.Running = r
		test(h)
	})
}

// press has ana press a button of a private message, where she has another name.
func (h *running) press(do string, with ...string) bot.Reply {
	request := h.Request("1", bot.Press, do)
	request.Server, request.From.Name, request.With = bot.Server{}, "xX_ana_Xx", with
	return h.Ask(request)
}

// ana is what is kept of her, after a change of it.
func (h *running) ana(change func(*bot.Member)) (m bot.Member) {
	h.Helper()
	h.Visit(func(s *bot.Scene, tx *store.Tx) (err error) {
		if err := s.KeepMember(tx, "1", change); err != nil {
			return err
		}
		m, err = s.Member(tx, "1")
		return err
	})
	return m
}

func TestAwayTodayIsTheDayOfWhoSaysIt(t *testing.T) {
	for zone, want := range map[string]string{"": "2000-01-01", "America/Los_Angeles": "1999-12-31", "Nowhere": "2000-01-01"} {
		play(t, func(h *running) {
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
	play(t, func(h *running) {
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

func TestAwayTodayDoesNotBringBackWhoIsAwayLonger(t *testing.T) {
	play(t, func(h *running) {
		h.ana(func(m *bot.Member) { m.Away = schedule.Date{Year: 2000, Month: 1, Day: 14} })
		h.press("away today")
		h.Slash("1", "away")
		if m := h.ana(func(*bot.Member) {}); m.Away.String() != "2000-01-14" {
			t.Errorf("away until %s, want the day that she said before", m.Away)
		}
	})
}
