package slack

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// nobody is a listener whom nobody asks.
type nobody struct{}

func (nobody) Ask(context.Context, bot.Request) bot.Reply { return bot.Reply{} }
func (nobody) Commands() []bot.Command                    { return nil }

func TestARefusedTokenIsSaidOnceAndLookedAtEveryMinute(t *testing.T) {
	withLog(t, func(t *testing.T, w *workspace, log *bytes.Buffer) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- w.face.Run(ctx, nobody{}) }()
		if err := w.Ready(ctx); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := w.face.Down(); err != nil {
			t.Errorf("got %v, want the face up", err)
		}
		w.RevokeBotToken()
		for i := range 3 {
			o := owed(t, bot.KindPost, fmt.Sprint(i), bot.Post{Channel: bot.ChannelID(w.Channel("tea").ID()), Card: card("tea")})
			_, err := w.face.Deliver(ctx, o)
			refused(t, err, bot.Closed)
		}
		if err := w.face.Down(); err == nil || !strings.Contains(err.Error(), "ENGAWA_SLACK_BOT_TOKEN") {
			t.Errorf("got %v, want what to do", err)
		}
		time.Sleep(10 * time.Minute)
		if got := strings.Count(log.String(), "Slack is down"); got != 1 {
			t.Errorf("said %d times, want once:\n%s", got, log)
		}
		w.RestoreTokens()
		time.Sleep(lookEvery + time.Second)
		synctest.Wait()
		if err := w.face.Down(); err != nil {
			t.Errorf("mended: got %v, want the face up", err)
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: got %v, want none", err)
		}
		if strings.Contains(log.String(), w.BotToken()) || strings.Contains(log.String(), w.AppToken()) {
			t.Error("a token is in the log")
		}
	})
}

func TestASlackThatDoesNotAnswerIsDownWithTheReason(t *testing.T) {
	withLog(t, func(t *testing.T, w *workspace, _ *bytes.Buffer) {
		w.Faults().FailStatus(fake.Call{Method: "auth.test"}, 2, 503)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- w.face.Run(ctx, nobody{}) }()
		synctest.Wait()
		if err := w.face.Down(); err == nil || !strings.Contains(err.Error(), "http_503") {
			t.Errorf("got %v, want the reason", err)
		}
		time.Sleep(3 * lookEvery)
		synctest.Wait()
		if err := w.face.Down(); err != nil {
			t.Errorf("got %v, want the face up", err)
		}
		stop()
		<-ended
	})
}

func TestAMissingScopeKeepsTheFaceDownUntilItIsThere(t *testing.T) {
	withLog(t, func(t *testing.T, w *workspace, _ *bytes.Buffer) {
		all := w.BotScopes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- w.face.Run(ctx, nobody{}) }()
		if err := w.Ready(ctx); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		w.SetBotScopes("commands")
		_, err := w.face.Deliver(ctx, owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(w.Channel("tea").ID()), Card: card("tea")}))
		refused(t, err, bot.Closed)
		time.Sleep(3 * lookEvery)
		synctest.Wait()
		if err := w.face.Down(); err == nil || !strings.Contains(err.Error(), "chat:write") {
			t.Errorf("got %v, want the scope", err)
		}
		w.SetBotScopes(all...)
		time.Sleep(2 * lookEvery)
		synctest.Wait()
		if err := w.face.Down(); err != nil {
			t.Errorf("mended: got %v, want the face up", err)
		}
		stop()
		<-ended
	})
}

// withLog is inBubble with what the face logs.
func withLog(t *testing.T, play func(*testing.T, *workspace, *bytes.Buffer)) {
	t.Helper()
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		var log bytes.Buffer
		w.face = w.again(func(cfg *Config) { cfg.Log = slog.New(slog.NewTextHandler(&log, nil)) })
		time.Sleep(time.Second) // nothing is owed before this face is there
		play(t, w, &log)
	})
}

func TestPeopleAreWithoutAppsAndDeactivatedAccounts(t *testing.T) {
	w := open(t, unlimited(), nil)
	c := w.Channel("sakura")
	ana, bo := w.Member("ana", fake.Locale("ja-JP"), fake.Zone(time.FixedZone("Asia/Tokyo", 9*3600))), w.Member("bo")
	c.Invite(ana, bo, w.Member("gone"))
	w.Member("gone").Deactivate()
	got, err := w.face.People(t.Context(), bot.ChannelID(c.ID()))
	want := []bot.Guest{
		{Account: account(ana.ID()).Account, Name: "ana", Email: "ana@example.com", Zone: "Asia/Tokyo", Lang: words.Japanese},
		{Account: account(bo.ID()).Account, Name: "bo", Email: "bo@example.com", Zone: "UTC", Lang: words.English},
	}
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	_, err = w.face.People(t.Context(), "C0NOTHING")
	refused(t, err, bot.Closed)
}
