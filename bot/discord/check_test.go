package discord

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// Discord lists its servers first, and tells what is on each of them after that.
func TestAServerIsMissingOnlyWhereDiscordDoesNotListIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		s, err := fake.Start(fake.Options{Listener: listener})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		listed, elsewhere := s.NewGuild("Acme"), s.NewGuild("Moon")
		listed.Outage(true)
		elsewhere.Remove()
		face, err := New(Config{Token: s.Token(), API: s.URL() + "/api/v10", Dial: dial})
		if err != nil {
			t.Fatal(err)
		}
		defer face.Close()
		found := func(g *fake.Guild, key string) bool {
			all := face.Check(t.Context(), bot.Team{Server: bot.ServerID(g.ID())}, "", words.English)
			return slices.ContainsFunc(all, func(f bot.Finding) bool { return f.Key == key && !f.OK })
		}
		expect := func(when string, g *fake.Guild, untold, missing bool) {
			t.Helper()
			if u, m := found(g, "doctor.discord.untold"), found(g, "doctor.server"); u != untold || m != missing {
				t.Errorf("%s: not known yet: %v, missing: %v; want %v, %v", when, u, m, untold, missing)
			}
		}
		expect("before Discord answers", listed, true, false)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- face.Run(ctx, host{nil, nil}) }()
		<-time.After(time.Minute)
		expect("listed and not told of", listed, true, false)
		expect("not listed", elsewhere, false, true)
		listed.Outage(false)
		synctest.Wait()
		expect("told of", listed, false, false)
		listed.Outage(true)
		synctest.Wait()
		expect("away for a while", listed, false, false)
		listed.Remove()
		synctest.Wait()
		expect("taken out", listed, false, true)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
