package slack

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/store"
)

// board is a board that is to be shown, and that it was begun to be shown anew.
func board(t *testing.T, c *fake.Channel, text string) (bot.Display, bot.Shown) {
	t.Helper()
	raw, err := json.Marshal(card(text))
	if err != nil {
		t.Fatal(err)
	}
	d := bot.Display{Key: store.KeyOf("sakura", "board"), Face: "slack", Kind: bot.ShowBoard, Place: c.ID(), Body: raw}
	return d, bot.Shown{Place: c.ID(), Born: time.Now(), Generation: 1}
}

func show(t *testing.T, f *Face, d bot.Display, now bot.Shown) bot.Shown {
	t.Helper()
	after, err := f.Show(t.Context(), d, now)
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func TestABoardIsEditedInPlaceAndPostedAnewWhenItsMessageIsGone(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("window")
		d, now := board(t, c, "Lounge: ana")
		now = show(t, w.face, d, now)
		d, _ = board(t, c, "Lounge: ana, bo")
		now = show(t, w.face, d, now)
		if all := c.Messages(); len(all) != 1 || all[0].Text != "Lounge: ana, bo\nCome in." {
			t.Errorf("got %+v, want the one message changed", all)
		}
		for _, code := range []string{"message_not_found", "cant_update_message", "edit_window_closed"} {
			w.Faults().Fail(fake.Call{Method: "chat.update"}, 1, code)
			_, err := w.face.Show(t.Context(), d, now)
			refused(t, err, bot.Outdated)
		}
		now.Old, now.OldPlace, now.ID = now.ID, now.Place, "" // as the courier renews it
		now.Generation++
		now = show(t, w.face, d, now)
		if all := c.Messages(); len(all) != 1 || all[0].TS != now.ID || now.Old != "" {
			t.Errorf("got %+v, want the new message alone, %s", all, now.ID)
		}
		d.Body = nil
		if now = show(t, w.face, d, now); now.ID != "" || len(c.Messages()) != 0 {
			t.Errorf("got %+v and %d messages, want nothing shown", now, len(c.Messages()))
		}
	})
}

func TestABoardWhoseAnswerWasLostIsFound(t *testing.T) {
	for name, again := range map[string]func(*workspace) *Face{
		"by this run":    func(w *workspace) *Face { return w.face },
		"by a later run": func(w *workspace) *Face { return w.again() },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
				c := w.Channel("window")
				d, now := board(t, c, "Lounge: ana")
				w.Faults().LoseAnswers(fake.Call{Method: "chat.postMessage"}, 1)
				w.Faults().Fail(fake.Call{Method: "conversations.history"}, 1, "internal_error")
				if _, err := w.face.Show(t.Context(), d, now); err == nil {
					t.Error("got no error, want to be asked again")
				}
				now = show(t, again(w), d, now)
				if all := c.Messages(); len(all) != 1 || all[0].TS != now.ID {
					t.Errorf("got %d messages and %q, want one, found", len(all), now.ID)
				}
			})
		})
	}
}

func TestABoardInAnArchivedChannelIsClosedAndComesBack(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("window")
		d, now := board(t, c, "Lounge: ana")
		now = show(t, w.face, d, now)
		c.Archive()
		_, err := w.face.Show(t.Context(), d, now)
		if got, want := refused(t, err, bot.Closed).Say.Error(), "#window is archived in Slack. Unarchive it, or choose another with `/engawa settings`; then it goes on by itself."; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		c.Unarchive()
		if show(t, w.face, d, now); len(c.Messages()) != 1 {
			t.Errorf("got %d messages, want one", len(c.Messages()))
		}
	})
}

func TestWhatOnlyDiscordShowsIsShownByDoingNothing(t *testing.T) {
	w := open(t, unlimited(), nil)
	for _, kind := range []string{bot.ShowStatus, bot.ShowEvent} {
		now := show(t, w.face, bot.Display{Kind: kind, Body: json.RawMessage(`"x"`)}, bot.Shown{ID: "1"})
		if now.ID != "1" || len(w.Requests()) != 0 {
			t.Errorf("%s: got %+v and the requests %v", kind, now, w.Requests())
		}
	}
	_, err := w.face.Show(t.Context(), bot.Display{Kind: "dance"}, bot.Shown{})
	refused(t, err, bot.BadShape)
}
