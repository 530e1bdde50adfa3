package rooms

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

func TestTheOwnPageNamesNobodyWhoIsHidden(t *testing.T) {
	fixture.Play(t, fixture.Setup{
		Team:     func(team *bot.Team) { team.Lang = words.Japanese },
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{Feature()} },
		Present:  []bot.Move{fixture.In(fixture.Lounge, "1"), fixture.In(fixture.Lounge, "2")},
	}, func(r *fixture.Running) {
		r.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, "2", func(m *bot.Member) { m.Hidden = true })
		})
		part := r.Home(Feature(), "1")
		if len(part.Lines) != 1 {
			r.Fatalf("got %v, want one line", part.Lines)
		}
		if got, want := part.Title.String()+": "+part.Lines[0].String(), "Who is where: 🏡 100000000000000003: 1 since 00:00, 1 person"; got != want {
			r.Errorf("got %q, want %q", got, want)
		}
	})
}
