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

func TestAFormComesBackAsItWasFilledIn(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form(), Team: "sakura"})
		open := see(t, v.ana.Run("/keep", "")).View
		says(t, open.Render(), "== Write a note ==", "( ) Keep  (x) Problem", `Your note*: "The VPN"`, "In one sentence", "More: ____", "[Send]")
		v.host.tells(bot.Reply{Card: withButtons(), Team: "sakura"})
		a := see(t, v.ana.Submit(open, map[string]any{"kind": "Keep", "Your note": "Pairing on Tuesdays\nand Fridays"}))
		got := v.host.last(t)
		if got.Way != bot.Submit || got.Do != "kpt write" || got.Whose != "sakura" || strings.Join(got.With, " ") != "n1" || got.Channel != bot.ChannelID(v.hall.ID()) {
			t.Errorf("asked %+v", got)
		}
		if got.Values["kind"] != "keep" || got.Values["text"] != "Pairing on Tuesdays\nand Fridays" || got.Values["more"] != "" {
			t.Errorf("values %q", got.Values)
		}
		if len(got.Typed) != 1 || got.Typed[0] != got.Values["text"] {
			t.Errorf("typed %q; want the text alone", got.Typed)
		}
		says(t, a.View.Render(), "== Engawa ==", "A card.", "[Done] [Write] [Open ↗]")
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("Well done.")}}})
		says(t, see(t, v.ana.Press(a.View, "Done")).View.Render(), "Well done.")
		if got := v.host.last(t); got.Way != bot.Press || got.Do != "tries done" || got.Channel != bot.ChannelID(v.hall.ID()) {
			t.Errorf("asked %+v", got)
		}
	})
}

func TestAFormOpensWhereverItIsAskedFor(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(bot.Reply{Form: form()})
		post := v.ana.Say(v.hall, "The demo went well")
		for name, do := range map[string]func() *fake.Answer{
			"a press":            func() *fake.Answer { return v.ana.Press(card, "Write") },
			"a command":          func() *fake.Answer { return v.ana.Run("/kpt", "") },
			"a shortcut":         func() *fake.Answer { return v.ana.Shortcut("write_note") },
			"a message shortcut": func() *fake.Answer { return v.ana.ShortcutOn("add_to_kpt", post) },
		} {
			if got := see(t, do()).View.Title; got != "Write a note" {
				t.Errorf("%s: got the view %q", name, got)
			}
		}
		v.host.tells(bot.Reply{Form: &bot.Form{Title: plainly("And now"), Do: "x", Fields: form().Fields}})
		next := see(t, v.ana.Submit(v.ana.Modal(), nil)).View
		if next.Title != "And now" {
			t.Errorf("a form after a form: got %q", next.Title)
		}
		v.host.tells(bot.Reply{Card: withButtons()})
		done := see(t, v.ana.Submit(next, nil)).View
		v.host.tells(bot.Reply{Form: form()})
		if got := see(t, v.ana.Press(done, "Write")).View.Title; got != "Write a note" {
			t.Errorf("a press in a modal: got %q", got)
		}
	})
}

func TestAFormFromACardMayChangeTheCard(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Press(card, "Write")).View
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("Changed.")}}, Update: true})
		a := see(t, v.ana.Submit(open, nil))
		synctest.Wait()
		if !a.Closed {
			t.Error("the form stays open")
		}
		says(t, v.hall.Messages()[0].Render(), "Changed.")
	})
}

func TestAPressInAModalChangesTheModalNotTheCardBelow(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Press(card, "Write")).View
		v.host.tells(bot.Reply{Card: withButtons()})
		done := see(t, v.ana.Submit(open, nil)).View
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("Changed.")}}, Update: true})
		says(t, see(t, v.ana.Press(done, "Done")).View.Render(), "Changed.")
		says(t, v.hall.Messages()[0].Render(), "A card.")
	})
}

func TestWhatStandsInAFieldIsCutToWhatItMayHold(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		f := form()
		f.Fields[1].Value = strings.Repeat("🍵", 400)
		v.host.tells(bot.Reply{Form: f})
		shown := see(t, v.ana.Run("/kpt", "")).View.Render()
		if got := strings.Count(shown, "🍵"); got != 250 {
			t.Errorf("got %d of 400 signs; want 250, which are 500 units", got)
		}
	})
}

func TestAPublicAnswerToAFormGoesToItsChannel(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("For all.")}}, Public: true})
		if a := see(t, v.ana.Submit(open, nil)); !a.Closed {
			t.Error("the form stays open")
		}
		synctest.Wait()
		if all := v.hall.Messages(); len(all) != 1 || !strings.Contains(all[0].Render(), "For all.") {
			t.Errorf("the channel has %d messages", len(all))
		}
	})
}

func TestASlowAnswerToAFormComesAsADirectMessage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			time.Sleep(20 * time.Second) // of the bubble
			return bot.Tell(plainly("Kept after all."))
		})
		a := see(t, v.ana.Submit(open, nil))
		if !a.Closed || a.Took > 1600*time.Millisecond {
			t.Errorf("closed: %v, acknowledged after %v; want it closed after 1.5 s", a.Closed, a.Took)
		}
		time.Sleep(21 * time.Second)
		direct := v.ana.Direct()
		if len(direct) != 1 {
			t.Fatalf("got %d direct messages; want 1", len(direct))
		}
		says(t, direct[0].Render(), "Kept after all.")
	})
}

func TestAnAnswerTooLargeForTheFormComesAsADirectMessage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.tells(bot.Tell(words.Text{{Kind: words.Quoted, Text: strings.Repeat("長い話", 4000)}}))
		if a := see(t, v.ana.Submit(open, nil)); !a.Closed {
			t.Error("the form stays open")
		}
		synctest.Wait()
		if got := len(v.ana.Direct()); got != 1 {
			t.Errorf("got %d direct messages; want 1", got)
		}
	})
}

func TestAFormThatComesTooLateIsAskedForAgain(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			time.Sleep(4 * time.Second) // of the bubble
			return bot.Reply{Form: form()}
		})
		says(t, said(t, v.ana.Run("/keep", "")), "That took too long. Please press again.")
		a := v.ana.Shortcut("write_note")
		acked(t, a)
		time.Sleep(5 * time.Second)
		if direct := v.ana.Direct(); len(direct) != 1 {
			t.Errorf("got %d direct messages; want the same sentence", len(direct))
		}
	})
}

func TestAFormThatCannotBeBroughtBackIsOurFault(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		f := form()
		f.With = []string{strings.Repeat("x", 3000)}
		v.host.tells(bot.Reply{Form: f})
		says(t, said(t, v.ana.Run("/keep", "")), "Something went wrong on our side")
	})
}

func TestALateAnswerToAFormStillChangesTheCard(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Press(card, "Write")).View
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			time.Sleep(20 * time.Second) // of the bubble
			return bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("Changed.")}}, Update: true}
		})
		see(t, v.ana.Submit(open, nil))
		time.Sleep(21 * time.Second)
		says(t, v.hall.Messages()[0].Render(), "Changed.")
		if got := len(v.ana.Direct()); got != 0 {
			t.Errorf("got %d direct messages; want none", got)
		}
	})
}

func TestAFormForAModalThatWasClosedIsAskedForAgain(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		open := see(t, v.ana.Run("/kpt", "")).View
		v.host.tells(bot.Reply{Card: withButtons()})
		done := see(t, v.ana.Submit(open, nil)).View
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			v.ana.CloseView(done)
			return bot.Reply{Form: form()}
		})
		acked(t, v.ana.Press(done, "Write"))
		synctest.Wait()
		if direct := v.ana.Direct(); len(direct) != 1 || !strings.Contains(direct[0].Render(), "Please press again.") {
			t.Errorf("got %d direct messages; want one that asks to press again", len(direct))
		}
	})
}
