package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/store"
)

// moodOfAna is a status of ours that is to be shown beside ana's name; nil: none.
func moodOfAna(t *testing.T, ana *fake.Member, s *bot.Status) bot.Display {
	t.Helper()
	d := bot.Display{Key: store.KeyOf("sakura", "mood", ana.ID()), Face: "slack", Kind: bot.ShowMood, Place: ana.ID()}
	if s != nil {
		var err error
		if d.Body, err = json.Marshal(s); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func withAna(t *testing.T, play func(*testing.T, *workspace, *fake.Member)) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		ana := w.Member("ana")
		w.tokens[ana.ID()] = ana.Grant("users.profile:read", "users.profile:write")
		play(t, w, ana)
	})
}

func wantStatus(t *testing.T, ana *fake.Member, text, emoji string, until time.Time) {
	t.Helper()
	gotText, gotEmoji, gotUntil := ana.Status()
	if gotText != text || gotEmoji != emoji || !gotUntil.Equal(until) {
		t.Errorf("got the status %q %s %v, want %q %s %v", gotText, gotEmoji, gotUntil, text, emoji, until)
	}
}

func focus() *bot.Status {
	return &bot.Status{Text: "focus", Emoji: ":dart:", Until: time.Now().Add(50 * time.Minute).Truncate(time.Second)}
}

func TestAStatusIsPutBackAsItWas(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		until := time.Now().Add(3 * time.Hour).Truncate(time.Second)
		ana.SetStatus("on the train", ":train:", until)
		ours := focus()
		now := show(t, w.face, moodOfAna(t, ana, ours), bot.Shown{})
		wantStatus(t, ana, "focus", ":dart:", ours.Until)
		longer := *ours
		longer.Until = ours.Until.Add(time.Hour)
		now = show(t, w.face, moodOfAna(t, ana, &longer), now)
		wantStatus(t, ana, "focus", ":dart:", longer.Until)
		now = show(t, w.again(), moodOfAna(t, ana, nil), now)
		wantStatus(t, ana, "on the train", ":train:", until)
		if now.ID != "" {
			t.Errorf("got %q remembered, want nothing", now.ID)
		}
	})
}

func TestAStatusThatRanOutMeanwhileIsNotPutBack(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		ana.SetStatus("lunch", ":bento:", time.Now().Add(10*time.Minute))
		now := show(t, w.face, moodOfAna(t, ana, focus()), bot.Shown{})
		time.Sleep(20 * time.Minute)
		show(t, w.face, moodOfAna(t, ana, nil), now)
		wantStatus(t, ana, "", "", time.Time{})
	})
}

func TestAStatusSetByHandStays(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		now := show(t, w.face, moodOfAna(t, ana, focus()), bot.Shown{})
		ana.SetStatus("at the dentist", ":tooth:", time.Time{})
		now = show(t, w.face, moodOfAna(t, ana, &bot.Status{Text: "pairing: bo", Emoji: ":handshake:"}), now)
		wantStatus(t, ana, "at the dentist", ":tooth:", time.Time{})
		show(t, w.face, moodOfAna(t, ana, nil), now)
		wantStatus(t, ana, "at the dentist", ":tooth:", time.Time{})
	})
}

func TestTheOwnStatusOutlivesAnswersThatAreLost(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		ana.SetStatus("on the train", ":train:", time.Time{})
		w.Faults().LoseAnswers(fake.Call{Method: "users.profile.set"}, 1)
		if _, err := w.face.Show(t.Context(), moodOfAna(t, ana, focus()), bot.Shown{}); err == nil {
			t.Error("got no error, want to be asked again")
		}
		now := show(t, w.face, moodOfAna(t, ana, &bot.Status{Text: "pairing: bo", Emoji: ":handshake:"}), bot.Shown{})
		wantStatus(t, ana, "pairing: bo", ":handshake:", time.Time{})
		show(t, w.face, moodOfAna(t, ana, nil), now)
		wantStatus(t, ana, "on the train", ":train:", time.Time{})
	})
}

func TestOursIsNotTakenForTheMembersOwnAfterACrash(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		ours := focus()
		show(t, w.face, moodOfAna(t, ana, ours), bot.Shown{}) // what was shown was not written down
		now := show(t, w.again(), moodOfAna(t, ana, ours), bot.Shown{})
		show(t, w.face, moodOfAna(t, ana, nil), now)
		wantStatus(t, ana, "", "", time.Time{})
	})
}

func TestWithoutATokenNoStatusIsTouched(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		now := show(t, w.face, moodOfAna(t, ana, focus()), bot.Shown{})
		ana.Revoke()
		_, err := w.face.Show(t.Context(), moodOfAna(t, ana, &bot.Status{Text: "tea"}), now)
		refused(t, err, bot.NoRight)
		if err := w.face.health.err; err != errUnasked { //nolint:errorlint // nothing wraps it
			t.Errorf("a member's token took the face down: %v", err)
		}
		if now = show(t, w.face, moodOfAna(t, ana, nil), now); now.ID != "" {
			t.Errorf("got %q remembered, want nothing", now.ID)
		}
		delete(w.tokens, ana.ID())
		before := len(w.Requests())
		_, err = w.face.Show(t.Context(), moodOfAna(t, ana, focus()), bot.Shown{})
		refused(t, err, bot.NoRight)
		show(t, w.face, moodOfAna(t, ana, nil), bot.Shown{ID: "{}"})
		if got := len(w.Requests()); got != before {
			t.Errorf("got %d kinds of request, want the %d of before", got, before)
		}
	})
}

func TestATokenTellsWhoseItIsAndWhetherItWillDo(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		if got, err := w.face.Owner(t.Context(), w.tokens[ana.ID()]); err != nil || got != ana.ID() {
			t.Errorf("got %q, %v; want ana", got, err)
		}
		_, err := w.face.Owner(t.Context(), ana.Grant("users.profile:read"))
		refused(t, err, bot.NoRight)
		_, err = w.face.Owner(t.Context(), "xoxp-none")
		if refused(t, err, bot.Closed); strings.Contains(err.Error(), "xoxp-none") {
			t.Errorf("the token is in %v", err)
		}
		w.Faults().LoseAnswers(fake.Call{}, 1)
		_, err = w.face.Owner(t.Context(), w.tokens[ana.ID()])
		if _, final := bot.Refused(err); err == nil || final {
			t.Errorf("got %v, want an error that passes", err)
		}
	})
}

func TestALongStatusIsShortened(t *testing.T) {
	withAna(t, func(t *testing.T, w *workspace, ana *fake.Member) {
		var long string
		for range 60 {
			long += "縁側"
		}
		show(t, w.face, moodOfAna(t, ana, &bot.Status{Text: long, Emoji: ":tea:"}), bot.Shown{})
		text, _, _ := ana.Status()
		if units(text) != mostStatus {
			t.Errorf("got %d units, want %d", units(text), mostStatus)
		}
	})
}
