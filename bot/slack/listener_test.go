package slack

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func oldButton() slack.BlockAction { return slack.BlockAction{Type: "button", Value: "an older way"} }

func TestTheHomeTabIsPublishedWhenItIsLookedAtAndAfterWhatIsDoneThere(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.replies(func(_ context.Context, r bot.Request) bot.Reply {
			switch {
			case r.Do == "home" && r.Way == bot.Press:
				c := withButtons()
				c.Title = words.Text{{Text: "Notes: "}, {Text: strings.Repeat("I", v.host.count())}}
				return bot.Reply{Card: c, Team: "sakura"}
			case r.Do == "kpt write" && r.Way == bot.Press:
				return bot.Reply{Form: form(), Team: "sakura"}
			}
			return bot.Tell(plainly("Done, " + r.From.Name + "."))
		})
		see(t, v.ana.OpenHome())
		says(t, v.ana.Home().Render(), "Notes: I\n", "A card.")

		a := see(t, v.ana.Press(v.ana.Home(), "Done"))
		synctest.Wait()
		says(t, v.ana.Modal().Render(), "Done, ana.")
		says(t, v.ana.Home().Render(), "Notes: III\n")
		if got := len(a.Messages); got != 0 {
			t.Errorf("%d messages were posted", got)
		}

		see(t, v.ana.Press(v.ana.Home(), "Write"))
		synctest.Wait()
		see(t, v.ana.Submit(v.ana.Modal(), nil))
		synctest.Wait()
		says(t, v.ana.Modal().Render(), "Done, ana.")
		says(t, v.ana.Home().Render(), "Notes: IIIIII\n")
	})
}

func TestWhatSlackSendsTwiceIsAskedOnce(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.Faults().Repeat(1000)
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.tells(bot.Reply{Card: withButtons()})
		view := see(t, v.ana.Submit(open, nil)).View
		see(t, v.ana.Press(view, "Done"))
		synctest.Wait()
		if got := v.host.count(); got != 3 {
			t.Errorf("asked %d times; want 3", got)
		}
	})
}

func TestSocketsThatDieLoseNoAnswer(t *testing.T) {
	for name, fault := range map[string]func(*fake.Faults){
		"cut": (*fake.Faults).Drop, "refresh": (*fake.Faults).Refresh, "warning": (*fake.Faults).Warn,
		"silence": func(f *fake.Faults) { f.Silence(true) }, "switched off": (*fake.Faults).DisableLink,
	} {
		t.Run(name, func(t *testing.T) {
			call(t, func(t *testing.T, v *visit) {
				v.host.replies(func(context.Context, bot.Request) bot.Reply {
					fault(v.Faults())
					time.Sleep(time.Second)
					return bot.Tell(plainly("Kept."))
				})
				for range 3 {
					says(t, said(t, v.ana.Run("/keep", "pairing")), "Kept.")
					time.Sleep(2 * time.Minute)
					if err := v.face.Down(); err != nil {
						t.Errorf("down: %v", err)
					}
				}
				if got := v.host.count(); got != 3 {
					t.Errorf("asked %d times; want 3", got)
				}
			})
		})
	}
}

func TestARefusedAppTokenIsDownWithTheFixAndMendedByItself(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.RevokeAppToken()
		v.Faults().Drop()
		time.Sleep(time.Hour)
		err := v.face.Down()
		if err == nil {
			t.Fatal("not down without a connection")
		}
		says(t, err.Error(), "invalid_auth", "ENGAWA_SLACK_APP_TOKEN")
		if strings.Contains(err.Error()+v.log.String(), v.AppToken()) {
			t.Error("the token is in an error or in the log")
		}
		if got := strings.Count(v.log.String(), "invalid_auth"); got != 1 {
			t.Errorf("said %d times in an hour; want once", got)
		}
		v.RestoreTokens()
		time.Sleep(time.Minute)
		if err := v.face.Down(); err != nil {
			t.Errorf("still down a minute later: %v", err)
		}
		says(t, said(t, v.ana.Run("/rooms", "")), "Hello.")
	})
}

func TestWhoAskedBeforeTheEndIsAnswered(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.replies(func(ctx context.Context, _ bot.Request) bot.Reply {
			<-ctx.Done()
			return bot.Tell(plainly("Kept at the last moment."))
		})
		command, sent := v.ana.Run("/keep", "pairing"), v.ana.Submit(open, nil)
		synctest.Wait()
		v.end()
		says(t, said(t, command), "Kept at the last moment.")
		says(t, see(t, sent).View.Render(), "Kept at the last moment.")
	})
}

func TestAfterTheEndNothingNewIsTakenAndNoHomeTabSpoilt(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		let := make(chan struct{})
		v.host.replies(func(ctx context.Context, _ bot.Request) bot.Reply {
			<-ctx.Done()
			<-let
			return bot.Tell(plainly("Engawa is restarting."))
		})
		v.ana.OpenHome()
		before := v.ana.Run("/rooms", "")
		synctest.Wait()
		v.stop()
		synctest.Wait()
		after := v.ana.Run("/rooms", "")
		if err := after.Acked(t.Context()); err == nil {
			t.Error("what came after the end was acknowledged: no other process can take it")
		}
		close(let)
		v.end()
		says(t, said(t, before), "Engawa is restarting.")
		if got := v.ana.Home().ID; got != "" {
			t.Errorf("a home tab was published:\n%s", v.ana.Home().Render())
		}
		if strings.Contains(v.log.String(), "cannot publish") {
			t.Error("the end is logged as a failure")
		}
	})
}

func TestAFormThatCannotBeReadIsClosed(t *testing.T) {
	f, err := New(Config{BotToken: "xoxb-fake", Guide: sakura()})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l := &listener{face: f, answers: &answerer{face: f}}
	for _, payload := range []string{`[]`, `{}`, `{"type":"view_submission"}`} {
		closed := false
		env := socket.Envelope{Kind: socket.Interactive, Payload: []byte(payload), Answer: func(payload any) error {
			closed = payload == nil
			return nil
		}}
		if !l.take(t.Context(), env) || !closed {
			t.Errorf("%s: it stays open", payload)
		}
	}
}

func TestOnlyLooksAtTheHomeTabAreHeardOf(t *testing.T) {
	for payload, want := range map[string]bool{
		`{"event":{"type":"app_home_opened","tab":"home","user":"U1"}}`:     true,
		`{"event":{"type":"app_home_opened","tab":"messages","user":"U1"}}`: false,
		`{"event":{"type":"team_join","tab":"home","user":"U1"}}`:           false,
	} {
		_, got, err := readEnvelope(socket.Envelope{Kind: socket.Event, Payload: []byte(payload)}, nil)
		if err != nil || got != want {
			t.Errorf("%s: %v, %v; want %v", payload, got, err, want)
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	before := goleak.IgnoreCurrent()
	o := unlimited()
	o.App = manifested()
	srv, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	dial := func(ctx context.Context, network, addr string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, addr)
	}
	f, err := New(Config{BotToken: srv.BotToken(), AppToken: srv.AppToken(), API: srv.URL() + "/api/", Dial: dial, Guide: sakura()})
	if err != nil {
		t.Fatal(err)
	}
	h := &host{}
	h.tells(bot.Tell(plainly("Hello.")))
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = f.Run(ctx, h) })
	if err := srv.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		says(t, said(t, srv.Member("ana").Run("/rooms", "")), "Hello.")
	}
	stop()
	running.Wait()
	f.Close()
	srv.Close()
	goleak.VerifyNone(t, before)
}
