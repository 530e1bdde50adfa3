package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

const (
	opening = "POST /users/@me/channels"
	posting = "POST /channels/{channel_id}/messages"
)

// owed is something owed since a time.
func owed(t *testing.T, key, kind string, body any, born time.Time) store.Owed {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return store.Owed{Key: store.KeyOf("sakura", key), Kind: kind, Body: raw, Born: born}
}

// tell delivers a private card of one line.
func (tr *trip) tell(to bot.MemberID, key, line string, born time.Time) (bot.Receipt, error) {
	tr.t.Helper()
	card := bot.Card{Lines: []words.Text{quoted(line)}, Buttons: []bot.Button{{Label: quoted("Done"), Do: "try done", With: []string{"7"}}}}
	return tr.face.Deliver(tr.t.Context(), owed(tr.t, key, bot.KindPost, bot.Post{Account: string(to), Card: card}, born))
}

func (tr *trip) me() bot.MemberID { return bot.MemberID(tr.ana.ID()) }

func TestAPrivatePostIsReadAndEditedWhereOnlyOnePersonReads(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		for _, key := range []string{"try/7", "try/8"} {
			receipt, err := tr.tell(tr.me(), key, "still trying?", time.Now())
			if want := bot.ChannelID(tr.ana.Private().ID()); err != nil || receipt.Channel != want || receipt.Message == "" {
				tr.t.Fatalf("got %+v, %v, want a message in %s", receipt, err, want)
			}
			edit := bot.Edit{Of: store.KeyOf("sakura", key), Channel: receipt.Channel, Message: receipt.Message, Card: *say("thank you")}
			if _, err := tr.face.Deliver(tr.t.Context(), owed(tr.t, key+"/end", bot.KindEdit, edit, time.Now())); err != nil {
				tr.t.Fatal(err)
			}
		}
		got := tr.ana.Private().Messages()
		if len(got) != 2 || got[0].Text() != "thank you" || got[0].Edits != 1 {
			tr.t.Errorf("got %+v, want two messages, edited", got)
		}
		if n := tr.server.Requests()[opening]; n != 1 {
			tr.t.Errorf("the channel was opened %d times, want once", n)
		}
	})
}

func TestAPrivatePostAppearsOnceHoweverItsAnswersAreLost(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		born := time.Now()
		try := func(want bool) {
			tr.t.Helper()
			if _, err := tr.tell(tr.me(), "try/7", "still trying?", born); (err == nil) != want {
				tr.t.Errorf("got %v", err)
			}
		}
		lose := func(path string) {
			tr.server.Faults().LoseAnswers(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, path) }, 1)
			try(false)
		}
		lose("/users/@me/channels")
		lose("/messages")
		try(true) // by the nonce
		<-time.After(time.Hour)
		try(true) // by looking in the channel
		if got := tr.ana.Private().Messages(); len(got) != 1 {
			tr.t.Errorf("got %d messages, want 1", len(got))
		}
		if n := tr.server.Requests()[posting]; n != 2 {
			tr.t.Errorf("posted %d times, want 2", n)
		}
	})
}

func TestWhoTakesNoMessagesIsARefusal(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		robot := tr.ana.Guild().Member("robot", fake.Bot())
		tr.ana.CloseDMs(true)
		for to, want := range map[bot.MemberID]bot.Reason{tr.me(): bot.NoRight, bot.MemberID(robot.ID()): bot.NoRight, "1": bot.NoPlace} {
			_, err := tr.tell(to, "try/7", "still trying?", time.Now())
			if refusal, ok := bot.Refused(err); !ok || refusal.Reason != want {
				tr.t.Errorf("to %s: got %v, want %s", to, err, want)
			}
		}
		tr.ana.CloseDMs(false)
		if _, err := tr.tell(tr.me(), "try/7", "still trying?", time.Now()); err != nil {
			tr.t.Error(err)
		}
	})
}

func TestOpeningTooManyChannelsPasses(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		tr.server.Faults().Refuse(func(r *http.Request) bool { return r.URL.Path == "/api/v10/users/@me/channels" }, 1,
			http.StatusForbidden, manyPrivate, "You are opening direct messages too fast")
		_, err := tr.tell(tr.me(), "try/7", "still trying?", time.Now())
		if _, final := bot.Refused(err); err == nil || final {
			tr.t.Errorf("got %v, want an error that is no refusal", err)
		}
		if _, err := tr.tell(tr.me(), "try/7", "still trying?", time.Now()); err != nil {
			tr.t.Error(err)
		}
	})
}

func TestAButtonOfAPrivatePostIsPressedThere(t *testing.T) {
	onATrip(t, func(context.Context, bot.Request) bot.Reply {
		return bot.Reply{Team: "sakura", Update: true, Card: say("well done")}
	}, func(tr *trip) {
		if _, err := tr.tell(tr.me(), "try/7", "still trying?", time.Now()); err != nil {
			tr.t.Fatal(err)
		}
		pressed := tr.ana.Press(tr.ana.Private().Messages()[0], "Done")
		r := tr.answered(pressed)
		if r.Do != "try done" || r.Whose != "sakura" || r.With[0] != "7" || r.From.Account.ID != tr.ana.ID() || r.Server.ID != "" {
			tr.t.Errorf("got %+v", r)
		}
		if got := tr.ana.Private().Messages()[0].Text(); !pressed.Updated || got != "well done" {
			tr.t.Errorf("got %q, %+v", got, pressed)
		}
	})
}
