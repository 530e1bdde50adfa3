package discord

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

// host answers as a bot would; what it hears goes to asks.
type host struct {
	ask  func(context.Context, bot.Request) bot.Reply
	asks chan bot.Request
}

func (h host) Ask(ctx context.Context, r bot.Request) bot.Reply {
	h.asks <- r
	return h.ask(ctx, r)
}
func (h host) Decline(bot.Request, bot.Unheard) bot.Reply        { return bot.Reply{} }
func (h host) Moved(context.Context, bot.ServerID, []bot.Move)   {}
func (h host) Arrived(context.Context, bot.ServerID, []bot.Move) {}
func (h host) Servers(context.Context, []bot.ServerID)           {}
func (h host) Current(bot.ServerID)                              {}
func (h host) Commands() []bot.Command                           { return ourCommands() }

// trip is a face at work on a fake Discord, with ana sitting in its Lounge.
type trip struct {
	t      *testing.T
	server *fake.Server
	face   *Face
	ana    *fake.Member
	lounge *fake.Channel
	guild  *fake.Guild
	asks   chan bot.Request
	// refusals is what violations of the trip may be about; empty: there may be none.
	refusals string
}

// onATrip runs fn in a bubble, against a face that answers with ask.
func onATrip(t *testing.T, ask func(context.Context, bot.Request) bot.Reply, fn func(*trip)) {
	check := spec.ForTest(t).Check
	synctest.Test(t, func(t *testing.T) {
		listener, dial := fake.Pipe()
		s, err := fake.Start(fake.Options{Listener: listener, Check: check})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		guild := s.NewGuild("Acme")
		tr := &trip{t: t, server: s, guild: guild, asks: make(chan bot.Request, 16)}
		tr.ana, tr.lounge = guild.Member("ana", fake.Manager(), fake.Locale("ja")), guild.Voice("Lounge")
		face, err := New(Config{Token: s.Token(), API: s.URL() + "/api/v10", Dial: dial, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer face.Close()
		tr.face = face
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- face.Run(ctx, host{ask, tr.asks}) }()
		<-time.After(10 * time.Second)
		tr.ana.Join(tr.lounge)
		synctest.Wait()
		fn(tr)
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
		for _, got := range s.Violations() {
			if tr.refusals == "" || !strings.Contains(got, tr.refusals) {
				t.Errorf("violation: %s", got)
			}
		}
	})
}

// answered waits for an answer and gives what the bot heard.
func (tr *trip) answered(a *fake.Answer) bot.Request {
	tr.t.Helper()
	if err := a.Wait(tr.t.Context()); err != nil {
		tr.t.Fatal(err)
	}
	synctest.Wait()
	if err := a.Wait(tr.t.Context()); err != nil {
		tr.t.Fatal(err)
	}
	return <-tr.asks
}

func TestAConversationGoesRoundByPressAndForm(t *testing.T) {
	onATrip(t, func(_ context.Context, r bot.Request) bot.Reply {
		switch r.Way {
		case bot.Slash:
			return bot.Reply{Team: "sakura", Card: &bot.Card{
				Lines:   []words.Text{words.Say(words.English, "tea.topic", words.Quote("topic", "<@"+r.From.Account.ID+"> @everyone"))},
				Buttons: []bot.Button{{Label: quoted("Change"), Do: "settings.tea", With: []string{"a|b"}}},
			}}
		case bot.Press:
			form := teaForm()
			return bot.Reply{Team: "sakura", Form: &form}
		}
		return bot.Reply{Team: "sakura", Update: true, Card: say("kept")}
	}, func(tr *trip) {
		card := tr.ana.Run("tea topic", map[string]any{"text": "scones"})
		asked := tr.answered(card)
		if asked.Do != "tea topic" || asked.Values["text"] != "scones" || asked.From.Lang != words.Japanese || !asked.From.Keeper ||
			asked.Server.Name != "Acme" || string(asked.Room) != tr.lounge.ID() {
			tr.t.Errorf("got %+v", asked)
		}
		if !card.Message.Ephemeral || len(card.Message.Mentions) > 0 {
			tr.t.Errorf("got %+v", card.Message)
		}
		form := tr.ana.Press(card.Message, "Change")
		if asked := tr.answered(form); asked.Do != "settings.tea" || asked.Whose != "sakura" || len(asked.With) != 1 || asked.With[0] != "a|b" {
			tr.t.Errorf("got %+v", asked)
		}
		done := tr.ana.Submit(form.Form, map[string]any{"when": "weekdays 15:00", "about": "cake\n# and tea", "sound": "on"})
		asked = tr.answered(done)
		if asked.Values["when"] != "weekdays 15:00" || asked.Values["sound"] != "on" || strings.Join(asked.Typed, "/") != "weekdays 15:00/cake\n# and tea" {
			tr.t.Errorf("got %+v", asked)
		}
		if !done.Updated || !strings.Contains(string(done.Message.Components), "kept") {
			tr.t.Errorf("got %+v", done)
		}
	})
}

func TestACommandOnAMessageTellsWhatItSaysAndWhereItIs(t *testing.T) {
	onATrip(t, after(0, bot.Reply{Card: say("kept")}), func(tr *trip) {
		general := tr.ana.Guild().Text("general")
		message := tr.ana.Say(general, "deploys are *slow*, <@"+tr.ana.ID()+">")
		asked := tr.answered(tr.ana.RunOn("KPTに追加", message))
		want := bot.Message{
			Text: "deploys are *slow*, @ana",
			Link: "https://discord.com/channels/" + tr.ana.Guild().ID() + "/" + general.ID() + "/" + message.ID,
		}
		if asked.Way != bot.Menu || asked.Do != "kpt add" || asked.About != want || string(asked.Channel) != general.ID() {
			tr.t.Errorf("got %+v, want it on %+v", asked, want)
		}
	})
}

func TestALateAnswerReachesTheAsker(t *testing.T) {
	late := bot.Reply{Card: say("late"), Then: func(ctx context.Context) bot.Reply {
		return after(5*time.Minute, bot.Reply{Card: say("at last")})(ctx, bot.Request{})
	}}
	onATrip(t, after(10*time.Second, late), func(tr *trip) {
		a := tr.ana.Run("rooms", nil)
		tr.answered(a)
		if !a.Deferred || !a.Message.Ephemeral || !strings.Contains(string(a.Message.Components), "late") {
			tr.t.Errorf("got %+v", a)
		}
		<-time.After(6 * time.Minute)
		if err := a.Wait(tr.t.Context()); err != nil || !strings.Contains(string(a.Message.Components), "at last") {
			tr.t.Errorf("got %+v, %v", a, err)
		}
	})
}

func TestAnAnswerLostOnItsWayBackIsNotGivenTwice(t *testing.T) {
	onATrip(t, after(0, bot.Reply{Card: say("hi")}), func(tr *trip) {
		tr.server.Faults().LoseAnswers(nil, 1)
		a := tr.ana.Run("rooms", nil)
		tr.answered(a)
		const op = "POST /interactions/{interaction_id}/{interaction_token}/callback"
		if got := tr.server.Requests()[op]; got != 1 || !strings.Contains(string(a.Message.Components), "hi") {
			tr.t.Errorf("got %d callbacks, %+v", got, a)
		}
	})
}
