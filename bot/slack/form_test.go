package slack

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

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

func TestAFormThatComesTooLateBecomesAButtonThatOpensIt(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true, Team: "sakura"})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		post := v.ana.Say(v.hall, "The demo went well")
		v.host.tells(bot.Reply{Card: withButtons(), Team: "sakura"})
		see(t, v.ana.OpenHome())
		v.host.replies(func(_ context.Context, r bot.Request) bot.Reply {
			if r.Way == bot.Submit {
				return bot.Reply{}
			}
			time.Sleep(4 * time.Second) // of the bubble
			return bot.Reply{Form: form(), Team: "sakura"}
		})
		for name, do := range map[string]func() *fake.Answer{
			"a command":          func() *fake.Answer { return v.ana.Run("/kpt", "") },
			"a press":            func() *fake.Answer { return v.ana.Press(card, "Write") },
			"a shortcut":         func() *fake.Answer { return v.ana.Shortcut("write_note") },
			"a message shortcut": func() *fake.Answer { return v.ana.ShortcutOn("add_to_kpt", post) },
			"a press at home":    func() *fake.Answer { return v.ana.Press(v.ana.Home(), "Write") },
		} {
			a := do()
			offer := said(t, a)
			if !strings.Contains(offer, "Your form is ready.") {
				t.Fatalf("%s: got %q; want a button", name, offer)
			}
			asked := v.host.count()
			open := see(t, v.ana.Press(a.Messages[0], "Open the form")).View
			says(t, open.Render(), "== Write a note ==", `"The VPN"`)
			synctest.Wait()
			if left := see(t, a).Messages; len(left) != 0 || v.host.count() != asked {
				t.Errorf("%s: %d messages are left; asked %d times more", name, len(left), v.host.count()-asked)
			}
			see(t, v.ana.Submit(open, nil))
			if got := v.host.last(t); got.Do != home && (got.Do != "kpt write" || got.Whose != "sakura" || strings.Join(got.With, " ") != "n1") {
				t.Errorf("%s: the form brought back %+v", name, got)
			}
			time.Sleep(time.Minute) // until the home tab is up to date
		}
	})
}

func TestAFormWhoseFateIsUnknownHasAButtonToo(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		v.Faults().FailStatus(fake.Call{Method: "views.open"}, 1, 502)
		a := v.ana.Run("/kpt", "")
		says(t, said(t, a), "Your form is ready.")
		says(t, see(t, v.ana.Press(a.Messages[0], "Open the form")).View.Render(), "== Write a note ==")
	})
}

func TestASlackThatAsksToWaitLongerThanATriggerLivesGivesAButton(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form()})
		v.Faults().TooMany(fake.Call{Method: "views.open"}, 1, 30*time.Second)
		begun := time.Now()
		a := v.ana.Run("/kpt", "")
		says(t, said(t, a), "Your form is ready.")
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("the button came after %v", took)
		}
		early := see(t, v.ana.Press(a.Messages[0], "Open the form"))
		says(t, a.Messages[0].Render(), "Not yet", "[Open the form]")
		if early.View.ID != "" {
			t.Error("the form opened although Slack asked to wait")
		}
		time.Sleep(30 * time.Second)
		says(t, see(t, v.ana.Press(a.Messages[0], "Open the form")).View.Render(), "== Write a note ==")
	})
}

func TestAButtonToAFormIsItsOwnersAndIsExplainedWhenItsFormIsGone(t *testing.T) {
	var o offers
	now := time.Now()
	id := o.add("U1", slack.ModalViewRequest{}, now)
	for name, found := range map[string]func() (offer, bool){
		"another's":  func() (offer, bool) { return o.find(id, "U2", now) },
		"no id":      func() (offer, bool) { return o.find("", "U1", now) },
		"hours late": func() (offer, bool) { return o.find(id, "U1", now.Add(2*time.Hour)) },
	} {
		if _, ok := found(); ok {
			t.Errorf("%s: the form opens", name)
		}
	}
	if _, ok := o.find(id, "U1", now); !ok {
		t.Error("its owner's press opens nothing")
	}
	for range mostOffers {
		o.add("U3", slack.ModalViewRequest{}, now)
	}
	if _, ok := o.find(id, "U1", now); ok || len(o.all) != mostOffers {
		t.Errorf("%d forms are kept; want the newest %d", len(o.all), mostOffers)
	}
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: &bot.Card{Lines: []words.Text{plainly("An old one.")}, Buttons: []bot.Button{{Label: plainly("Open"), Do: openOffered, With: []string{"x"}}}}})
		a := see(t, v.ana.Run("/rooms", ""))
		see(t, v.ana.Press(a.Messages[0], "Open"))
		synctest.Wait()
		says(t, v.ana.Sees(v.hall)[0].Render(), "This form is not here any more.")
	})
}

func TestAFormThatCannotBeBroughtBackIsOurFault(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		f := form()
		f.With = []string{strings.Repeat("x", 3000)}
		v.host.tells(bot.Reply{Form: f})
		says(t, said(t, v.ana.Run("/keep", "")), "Engawa made a mistake")
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

func TestAFormOfMoreThanAViewShowsIsRefused(t *testing.T) {
	f, err := New(Config{BotToken: "xoxb-fake", Guide: sakura()})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	many := *form()
	for len(many.Fields) <= mostFields {
		many.Fields = append(many.Fields, many.Fields...)
	}
	if _, err := f.drawForm(many, formState{Team: "sakura"}, words.English); err == nil || !strings.Contains(err.Error(), "fields") {
		t.Errorf("got error %v", err)
	}
	if bot.MostFields > mostFields || bot.MostChoices > mostRadio {
		t.Error("a form may ask more than Slack shows")
	}
}
