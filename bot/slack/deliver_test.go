package slack

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestAMessageAppearsOnceHoweverManyAnswersAreLost(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		channels := []*fake.Channel{w.Channel("tea"), w.Channel("standup"), w.Channel("kpt"), w.PrivateChannel("sakura")}
		w.Faults().LoseAnswerRate(0.3, 7)
		var all sync.WaitGroup
		for lane, c := range channels {
			all.Go(func() {
				for i := lane; i < *posts; i += len(channels) {
					o := owed(t, bot.KindPost, fmt.Sprint("tea", i), bot.Post{Channel: bot.ChannelID(c.ID()), Card: card(fmt.Sprint("tea ", i))})
					deliver(t.Context(), t, w.face, o)
				}
			})
		}
		all.Wait()
		seen := map[any]int{}
		for _, c := range channels {
			for _, m := range c.Messages() {
				seen[m.Metadata["event_payload"].(map[string]any)["key"]]++
			}
		}
		for key, n := range seen {
			if n != 1 {
				t.Errorf("%v appeared %d times", key, n)
			}
		}
		if len(seen) != *posts {
			t.Errorf("got %d messages, want %d", len(seen), *posts)
		}
		t.Logf("%d messages, each once; requests: %v", len(seen), w.Requests())
	})
}

func TestEveryKindOfUnknownOutcomeIsLookedInto(t *testing.T) {
	for name, spoil := range map[string]func(*fake.Faults, fake.Call){
		"answer lost":    func(f *fake.Faults, c fake.Call) { f.LoseAnswers(c, 1) },
		"fatal_error":    func(f *fake.Faults, c fake.Call) { f.Doubt(c, 1, "fatal_error") },
		"internal_error": func(f *fake.Faults, c fake.Call) { f.Doubt(c, 1, "internal_error") },
		"not done, 502":  func(f *fake.Faults, c fake.Call) { f.FailStatus(c, 1, 502) },
		"not done":       func(f *fake.Faults, c fake.Call) { f.Fail(c, 1, "fatal_error") },
		"limited":        func(f *fake.Faults, c fake.Call) { f.TooMany(c, 1, time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
				c := w.Channel("tea")
				spoil(w.Faults(), fake.Call{Method: "chat.postMessage"})
				o := owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(c.ID()), Card: card("tea")})
				receipt := deliver(t.Context(), t, w.face, o)
				all := c.Messages()
				if len(all) != 1 || all[0].TS != receipt.Message || string(receipt.Channel) != c.ID() {
					t.Errorf("got %d messages and the receipt %+v, want one and its own", len(all), receipt)
				}
			})
		})
	}
}

func TestWhatAnEarlierRunPostedIsFound(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		ana := w.Member("ana")
		o := owed(t, bot.KindPost, "mine", bot.Post{Account: ana.ID(), Card: card("your Try")})
		first := deliver(t.Context(), t, w.face, o)
		for range 10 { // what others wrote since
			w.Member("bo").Say(w.Channel("tea"), "hello")
		}
		second := deliver(t.Context(), t, w.again(), o)
		if first != second || len(ana.Direct()) != 1 {
			t.Errorf("got %+v and %+v, and %d messages; want the same, once", first, second, len(ana.Direct()))
		}
	})
}

func TestNothingIsLookedForThatWasNeverTried(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("tea")
		for i := range 3 {
			deliver(t.Context(), t, w.face, owed(t, bot.KindPost, fmt.Sprint(i), bot.Post{Channel: bot.ChannelID(c.ID()), Card: card("tea")}))
		}
		if got := w.Requests()["conversations.history"]; got != 0 {
			t.Errorf("looked %d times, want never", got)
		}
	})
}

func TestAPublicChannelIsEnteredAndAPrivateOneIsNot(t *testing.T) {
	app := fake.App{BotScopes: Scopes()}
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}, App: app}, func(t *testing.T, w *workspace) {
		open, closed := w.Channel("tea"), w.PrivateChannel("secret")
		open.KickApp()
		closed.KickApp()
		o := owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(open.ID()), Card: card("tea")})
		deliver(t.Context(), t, w.face, o)
		if got := len(open.Messages()); got != 1 {
			t.Errorf("got %d messages, want one", got)
		}
		open.KickApp() // and is found again there
		if deliver(t.Context(), t, w.again(), o); len(open.Messages()) != 1 {
			t.Errorf("got %d messages, want one", len(open.Messages()))
		}
		_, err := w.face.Deliver(t.Context(), owed(t, bot.KindPost, "s", bot.Post{Channel: bot.ChannelID(closed.ID()), Card: card("tea")}))
		if say := refused(t, err, bot.Closed).Say; say == nil || say.Key != "slack.closed.gone" {
			t.Errorf("got %v, want slack.closed.gone", say)
		}
	})
}

func TestAClosedChannelIsNamedWithTheFix(t *testing.T) {
	for code, want := range map[string]string{
		"is_archived":                         "#tea is archived in Slack. Unarchive it",
		"channel_not_found":                   "Slack does not show #tea to Engawa",
		"restricted_action":                   "Slack does not let Engawa write in #tea",
		"missing_scope":                       "Slack does not let Engawa do its part",
		"token_revoked":                       "set ENGAWA_SLACK_BOT_TOKEN",
		"is_inactive":                         "#tea is archived",
		"account_inactive":                    "set ENGAWA_SLACK_BOT_TOKEN",
		"invalid_auth":                        "set ENGAWA_SLACK_BOT_TOKEN",
		"not_authed":                          "set ENGAWA_SLACK_BOT_TOKEN",
		"restricted_action_read_only_channel": "Ask an admin",
	} {
		inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
			c := w.Channel("tea")
			w.Faults().Fail(fake.Call{Method: "chat.postMessage"}, 1, code)
			_, err := w.face.Deliver(t.Context(), owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(c.ID()), Card: card("tea")}))
			say := refused(t, err, bot.Closed).Say
			if say == nil || !strings.Contains(say.Error(), want) {
				t.Errorf("%s: got %v, want %q in it", code, say, want)
			}
		})
	}
}

func TestRealArchivingAndRevokingAndScopesAreClosedDoors(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("tea")
		post := func() error {
			o := owed(t, bot.KindPost, fmt.Sprint("tea", rand.Int()), bot.Post{Channel: bot.ChannelID(c.ID()), Card: card("tea")})
			_, err := w.face.Deliver(t.Context(), o)
			return err
		}
		c.Archive()
		if got, want := refused(t, post(), bot.Closed).Say.Key, "slack.closed.archived"; got != want {
			t.Errorf("archived: got %s, want %s", got, want)
		}
		c.Unarchive()
		w.SetBotScopes("channels:read")
		if got := refused(t, post(), bot.Closed).Say.Error(); !strings.Contains(got, "chat:write") {
			t.Errorf("got %q, want the scope that is missing", got)
		}
		w.SetBotScopes("channels:read", "chat:write")
		w.RevokeBotToken()
		if got, want := refused(t, post(), bot.Closed).Say.Key, "slack.closed.token"; got != want {
			t.Errorf("revoked: got %s, want %s", got, want)
		}
		w.RestoreTokens()
		if err := post(); err != nil {
			t.Errorf("mended: got %v, want it posted", err)
		}
	})
}

func TestWhoCannotBeWrittenToTakesNoMessages(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		ana := w.Member("ana")
		direct := func(to string) error {
			_, err := w.face.Deliver(t.Context(), owed(t, bot.KindPost, fmt.Sprint("mine", rand.Int()), bot.Post{Account: to, Card: card("your Try")}))
			return err
		}
		if err := direct(ana.ID()); err != nil {
			t.Fatal(err)
		}
		ana.Deactivate() // the channel with ana is known already
		refused(t, direct(ana.ID()), bot.NoRight)
		bo := w.Member("bo")
		bo.Deactivate()
		refused(t, direct(bo.ID()), bot.NoRight)
		refused(t, direct("U0NOBODY"), bot.NoRight)
		w.Faults().Fail(fake.Call{Method: "chat.postMessage"}, 1, "messages_tab_disabled")
		refused(t, direct(w.Member("cho").ID()), bot.NoRight)
		w.Faults().Fail(fake.Call{Method: "conversations.open"}, 1, "cannot_dm_bot")
		refused(t, direct(w.Member("dai").ID()), bot.NoRight)
	})
}

func TestAnEditChangesTheCardAndBearsThatItIsGone(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("tea")
		o := owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(c.ID()), Card: card("tea")})
		receipt := deliver(t.Context(), t, w.face, o)
		edit := owed(t, bot.KindEdit, "tea/closed", bot.Edit{Of: o.Key, Channel: receipt.Channel, Message: receipt.Message, Card: card("closed")})
		deliver(t.Context(), t, w.face, edit)
		m := c.Messages()[0]
		if m.Text != "closed\nCome in." || m.Metadata == nil {
			t.Errorf("got %q with %v, want the new card with the old key", m.Text, m.Metadata)
		}
		if err := w.face.api.Delete(t.Context(), c.ID(), receipt.Message); err != nil {
			t.Fatal(err)
		}
		deliver(t.Context(), t, w.face, edit)
	})
}

func TestAChimeIsNothingInSlack(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		receipt, err := w.face.Deliver(t.Context(), owed(t, bot.KindChime, "chime", bot.Chime{Sound: "ding"}))
		if receipt != (bot.Receipt{}) || err != nil || len(w.Requests()) != 0 {
			t.Errorf("got %+v, %v and the requests %v, want none", receipt, err, w.Requests())
		}
	})
}

func TestWhatSlackCannotReadIsOurMistakeAndTheRestPasses(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		post := owed(t, bot.KindPost, "tea", bot.Post{Channel: bot.ChannelID(w.Channel("tea").ID()), Card: card("tea")})
		for _, code := range []string{"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "metadata_too_large"} {
			w.Faults().Fail(fake.Call{Method: "chat.postMessage"}, 1, code)
			_, err := w.face.Deliver(t.Context(), post)
			refused(t, err, bot.BadShape)
		}
		w.Faults().Fail(fake.Call{Method: "chat.postMessage"}, 1, "message_limit_exceeded")
		_, err := w.face.Deliver(t.Context(), post)
		if _, final := bot.Refused(err); final || web.Code(err) != "message_limit_exceeded" {
			t.Errorf("got %v, want an error that passes", err)
		}
		_, err = w.face.Deliver(t.Context(), owed(t, "dance", "tea", 1))
		refused(t, err, bot.BadShape)
		_, err = w.face.Deliver(t.Context(), owed(t, bot.KindPost, "tea", 1))
		if refused(t, err, bot.BadShape); errors.Unwrap(err) == nil {
			t.Errorf("got %v without a cause", err)
		}
	})
}
