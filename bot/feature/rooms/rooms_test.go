package rooms

import (
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/store"
)

func TestWhoeverAsksReadsWhoIsWhereNow(t *testing.T) {
	fixture.Play(t, fixture.Setup{
		Begins:   "2026-11-24 10:00",
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature()} },
		Present:  []bot.Move{fixture.In(fixture.Lounge, fixture.Ana), fixture.In(fixture.Focus, fixture.Bo)},
	}, func(r *fixture.Running) {
		lounge, focus := string(fixture.Lounge), string(fixture.Focus)
		r.Says(r.Slash(fixture.Dan, "rooms"), "🏡 "+lounge+": "+string(fixture.Ana)+" since 10:00", "🎧 "+focus+": "+string(fixture.Bo)+" since 10:00")
		r.Says(r.Slash(fixture.Dan, "where", "member", string(fixture.Ana)), "has been in "+lounge+" since 10:00. Drop in.")
		r.Says(r.Slash(fixture.Dan, "where", "member", string(fixture.Bo)), "is focusing in "+focus+" since 10:00. Please write")

		r.Wait(5 * time.Minute)
		r.Move(fixture.Ana, fixture.Focus)
		r.Move(fixture.Bo, "")
		got := fixture.Read(r.Slash(fixture.Dan, "rooms").Card)
		if want := focus + ": " + string(fixture.Ana) + " since 10:05"; !strings.Contains(got, want) || strings.Contains(got, string(fixture.Bo)) || strings.Contains(got, lounge) {
			r.Errorf("got %q, want %q alone", got, want)
		}
		r.Says(r.Slash(fixture.Dan, "where", "member", string(fixture.Bo)), "in no room right now")
	})
}

func TestWhoIsHiddenIsCountedAndFoundByNobodyElse(t *testing.T) {
	fixture.Play(t, fixture.Setup{
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature()} },
		Present:  []bot.Move{fixture.In(fixture.Lounge, fixture.Ana)},
	}, func(r *fixture.Running) {
		r.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, fixture.Ana, func(m *bot.Member) { m.Hidden = true })
		})
		reply := r.Slash(fixture.Bo, "rooms")
		if got := fixture.Read(reply.Card); !strings.Contains(got, "1 person") || strings.Contains(got, string(fixture.Ana)) {
			r.Errorf("got %q, want one person without a name", got)
		}
		r.Says(r.Slash(fixture.Bo, "where", "member", string(fixture.Ana)), "prefers not to be shown")
		r.Says(r.Slash(fixture.Ana, "where", "member", string(fixture.Ana)), "has been in "+string(fixture.Lounge))
	})
}
