package bot_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// library is a feature whose commands read for long: what each does while it reads
// is read, and with 'noted' there is a first answer.
func library(read func(*bot.Ask) (bot.Reply, error)) bot.Feature {
	study := func(first bot.Reply) func(*bot.Ask) (bot.Reply, error) {
		return func(a *bot.Ask) (bot.Reply, error) { return a.Study(first, read), nil }
	}
	return bot.Feature{Name: "library", Commands: []bot.Command{
		{Name: "read", Way: bot.Slash, Who: bot.Anyone, Run: study(bot.Reply{})},
		{Name: "noted", Way: bot.Slash, Who: bot.Anyone, Run: study(bot.Tell(words.Text{{Text: "noted"}}))},
	}}
}

func studies(t *testing.T, b *bot.Bot, name string) bot.Reply {
	t.Helper()
	reply := b.Ask(t.Context(), bot.Request{Way: bot.Slash, Do: name, Whose: "sakura", From: bot.Person{ID: ana, Lang: words.English}})
	if reply.Then == nil {
		t.Fatalf("%s has nothing to follow", name)
	}
	return reply
}

func TestTwoHistoriesAreReadAtATimeAndWhoIsToldToStopWaitsNoLonger(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	var now, most atomic.Int64
	read := func(*bot.Ask) (bot.Reply, error) {
		most.Store(max(most.Load(), now.Add(1)))
		begun <- struct{}{}
		<-goOn
		now.Add(-1)
		return bot.Reply{}, nil
	}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 7 {
			reply := studies(t, b, "read")
			all.Go(func() { reply.Then(t.Context()) })
		}
		<-begun
		<-begun
		ended, end := context.WithCancel(t.Context())
		end()
		if card := studies(t, b, "read").Then(ended).Card; card == nil || card.Tone != bot.Amiss {
			t.Errorf("who waits for a place when the bot stops is told %v", card)
		}
		for range 5 {
			goOn <- struct{}{}
			<-begun
		}
		close(goOn)
		all.Wait()
		if most.Load() != 2 {
			t.Errorf("%d histories were read at a time, want 2", most.Load())
		}
	}, library(read))
}

func TestWhatWasAnsweredStaysTrueThoughTheHistoryCannotBeRead(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		if then := studies(t, b, "noted").Then(t.Context()); then.Card != nil {
			t.Errorf("in the place of 'noted' stands %v", then.Card.Lines)
		}
		if then := studies(t, b, "read").Then(t.Context()); then.Card == nil || then.Card.Tone != bot.Amiss {
			t.Error("who waits for an answer is not told that there is none")
		}
	}, library(func(*bot.Ask) (bot.Reply, error) { return bot.Reply{}, errors.New("unreadable") }))
}
