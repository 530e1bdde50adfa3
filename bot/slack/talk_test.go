package slack

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestAnAnswerToACommandIsForTheAskerOnly(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		a := v.ana.Run("/rooms", "")
		says(t, said(t, a), "Hello.")
		if a.Messages[0].Only != v.ana {
			t.Error("everybody reads it")
		}
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		if a := v.ana.Run("/rooms", ""); said(t, a) == "" || a.Messages[0].Only != nil {
			t.Error("a public answer is not public")
		}
		v.host.tells(bot.Reply{})
		says(t, said(t, v.ana.Run("/rooms", "")), "Done.")
	})
}

func TestEverythingIsAcknowledgedAtOnceHoweverLongTheAnswerTakes(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		post := v.ana.Say(v.hall, "The demo went well")
		let := make(chan struct{})
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			<-let
			return bot.Tell(plainly("At last."))
		})
		var slow []*fake.Answer
		for range 50 {
			slow = append(slow,
				v.ana.Run("/keep", "pairing"), v.ana.Press(card, "Done"), v.ana.Choose(card, "Which", "One"),
				v.ana.Shortcut("write_note"), v.ana.ShortcutOn("add_to_kpt", post), v.ana.OpenHome())
		}
		for _, a := range slow {
			acked(t, a)
		}
		time.Sleep(time.Minute)
		close(let)
		says(t, said(t, slow[0]), "At last.")
	})
}

func TestWhenVeryManyAskSomeAreAskedToWait(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		let := make(chan struct{})
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			<-let
			return bot.Tell(plainly("At last."))
		})
		for range mostAtOnce {
			acked(t, v.ana.Run("/rooms", ""))
		}
		says(t, said(t, v.ana.Run("/rooms", "")), "Very many people are asking right now, so nothing was done.")
		acked(t, v.ana.OpenHome())
		synctest.Wait()
		if got := len(v.ana.Direct()); got != 0 {
			t.Errorf("a look at the home tab is answered with %d messages", got)
		}
		close(let)
		synctest.Wait()
		says(t, said(t, v.ana.Run("/rooms", "")), "At last.")
	})
}

func TestAPressChangesItsCardOrAnswersBesideIt(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true, Team: "sakura"})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(bot.Tell(plainly("Only you.")))
		a := v.ana.Press(card, "Done")
		says(t, said(t, a), "Only you.")
		if a.Updated || a.Messages[0].Only != v.ana {
			t.Error("the card changed, or everybody reads the answer")
		}
		want := bot.Input{With: []string{"t1", "2"}}
		got := v.host.last(t)
		if got.Way != bot.Press || got.Do != "tries done" || got.Whose != "sakura" || strings.Join(got.With, " ") != strings.Join(want.With, " ") {
			t.Errorf("asked %+v", got)
		}
		v.host.tells(bot.Reply{})
		acked(t, v.ana.Press(card, "Done"))
		synctest.Wait() // it is acknowledged before it is asked
		before := len(v.ana.Sees(v.hall))
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("Changed.")}}, Update: true})
		if a := see(t, v.ana.Choose(card, "Which", "One", "Two")); !a.Updated || len(a.Messages) != 0 {
			t.Errorf("the card did not change, or there are %d messages", len(a.Messages))
		}
		if got := v.host.last(t); got.Do != "pick" || strings.Join(got.Chosen, " ") != "1 2" || strings.Join(got.With, " ") != "s" {
			t.Errorf("asked %+v", got)
		}
		all := v.ana.Sees(v.hall)
		if len(all) != before {
			t.Errorf("got %d messages; want %d", len(all), before)
		}
		says(t, all[0].Render(), "Changed.")
	})
}

func TestAnAnswerInADirectMessageStaysThere(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		deliver(t.Context(), t, v.face, owed(t, bot.KindPost, "1", bot.Post{Account: v.ana.ID(), Card: *withButtons()}))
		card := v.ana.Direct()[0]
		if a := v.ana.Press(card, "Done"); said(t, a) == "" || a.Messages[0].Only != nil {
			t.Error("the answer to a direct message is gone when Slack is closed")
		}
	})
}

func TestWhatFollowsTakesTheFirstAnswersPlace(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		first := bot.Reply{Card: withButtons(), Update: true, Then: func(context.Context) bot.Reply {
			time.Sleep(10 * time.Second)
			c := withButtons()
			c.Lines = []words.Text{plainly("All is well.")}
			return bot.Reply{Card: c}
		}, Team: "sakura"}
		v.host.tells(first)
		a := v.ana.Run("/engawa", "doctor")
		says(t, said(t, a), "A card.")
		time.Sleep(11 * time.Second)
		says(t, said(t, a), "All is well.")

		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(first)
		see(t, v.ana.Press(card, "Done"))
		time.Sleep(11 * time.Second)
		says(t, v.hall.Messages()[0].Render(), "All is well.")

		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.tells(first)
		says(t, see(t, v.ana.Submit(open, nil)).View.Render(), "A card.")
		time.Sleep(11 * time.Second)
		says(t, v.ana.Modal().Render(), "All is well.")
		see(t, v.ana.Press(v.ana.Modal(), "Done"))
		if got := v.host.last(t).Whose; got != "sakura" {
			t.Errorf("what follows is of the team %q; want sakura", got)
		}
	})
}

func TestAFileIsNamedNotSent(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), File: &bot.File{Name: "kpt.md", Data: []byte("# KPT")}})
		says(t, said(t, v.ana.Run("/kpt", "mine")), "A card.", "Files are given on Discord: please use the command there to get kpt.md")
	})
}

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.replies(func(context.Context, bot.Request) bot.Reply { panic("oh no") })
		says(t, said(t, v.ana.Run("/rooms", "")), "Engawa made a mistake")
		synctest.Wait()
		says(t, v.log.String(), "oh no", "panic in a command")
	})
}

func TestAnAnswerThatSlackRefusesThereComesAsADirectMessage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.Faults().FailStatus(fake.Call{Method: "response_url"}, 1, 404)
		acked(t, v.ana.Run("/rooms", ""))
		synctest.Wait()
		if direct := v.ana.Direct(); len(direct) != 1 || !strings.Contains(direct[0].Render(), "Hello.") {
			t.Errorf("got %d direct messages; want the answer", len(direct))
		}
	})
}

func TestAnAnswerWhoseFateIsUnknownIsNotGivenTwice(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.Faults().LoseAnswers(fake.Call{Method: "response_url"}, 1)
		says(t, said(t, v.ana.Run("/rooms", "")), "Hello.")
		synctest.Wait()
		if got := len(v.ana.Sees(v.hall)) + len(v.ana.Direct()); got != 1 {
			t.Errorf("the answer is there %d times; want once", got)
		}
	})
}
