package slack

import (
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestWhatIsTypedIsTheBotsCommand(t *testing.T) {
	tests := []struct {
		command, text string
		do            string
		values        map[string]string
	}{
		{"/keep", "pairing on *Tuesdays* &amp; Fridays", "keep", map[string]string{"text": "pairing on *Tuesdays* & Fridays"}},
		{"/keep", "  ", "kpt write", map[string]string{"kind": "keep"}},
		{"/problem", "", "kpt write", map[string]string{"kind": "problem"}},
		{"/try", "list everything", "try", map[string]string{"text": "list everything"}},
		{"/kpt", "", "kpt write", nil},
		{"/kpt", "Mine", "kpt mine", nil},
		{"/kpt", "mine please", "kpt mine", nil},
		{"/out", "until fri", "away", map[string]string{"until": "until fri"}},
		{"/out", "", "away", nil},
		{"/engawa", "away  3 days", "away", map[string]string{"until": "3 days"}},
		{"/engawa", "", "engawa help", nil},
		{"/engawa", "link", "engawa link", nil},
		{"/engawa", "privacy", "engawa privacy", nil},
		{"/rooms", "now", "rooms", nil},
		{"/tries", "find vpn", "tries find", map[string]string{"text": "vpn"}},
	}
	call(t, func(t *testing.T, v *visit) {
		for _, test := range tests {
			see(t, v.ana.Run(test.command, test.text))
			got := v.host.last(t)
			if got.Way != bot.Slash || got.Do != test.do || !maps.Equal(got.Values, test.values) {
				t.Errorf("%s %s: asked %s %q %q; want %q %q", test.command, test.text, got.Way, got.Do, got.Values, test.do, test.values)
			}
		}
	})
}

func TestWhatCannotBeTypedIsExplained(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		says(t, said(t, v.ana.Run("/kpt", "export md")), "/kpt takes one of these words: mine, numbers, write.")
		says(t, said(t, v.ana.Run("/tea", "")), "/tea takes one of these words: topic.")
		says(t, said(t, v.ana.Run("/tries", "find")), "Please add your text: /tries find your text")
		long := strings.Repeat("長", 501)
		says(t, said(t, v.ana.Run("/keep", long)), "At most 500 characters, please.", long)
		if got := v.host.count(); got != 0 {
			t.Errorf("the bot was asked %d times", got)
		}
	})
}

func TestARequestTellsWhoAsksWhereAndInWhichLanguage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		hana := v.Member("花", fake.Locale("ja-JP"))
		v.hall.Invite(hana)
		hana.At(v.hall)
		says(t, said(t, hana.Run("/kpt", "export")), "のあとには次のどれかを続けてください")
		see(t, hana.Run("/rooms", ""))
		got := v.host.last(t)
		want := bot.Person{Account: account(hana.ID()).Account, Name: "花", Lang: words.Japanese}
		if got.On != "slack" || got.From.Account != want.Account || got.From.Name != want.Name || got.From.Lang != want.Lang || got.From.Keeper || got.Channel != bot.ChannelID(v.hall.ID()) {
			t.Errorf("asked %+v", got)
		}
		v.host.tells(bot.Reply{Form: form()})
		says(t, see(t, hana.Run("/kpt", "")).View.Render(), "[送信]")
		if got := v.Requests()["users.info"]; got != 1 {
			t.Errorf("asked %d times who that is; want once", got)
		}
	})
}

func TestASlackThatDoesNotTellWhoAsksIsAnsweredInEnglish(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		hana := v.Member("hana", fake.Locale("ja-JP"))
		v.hall.Invite(hana)
		hana.At(v.hall)
		v.Faults().Delay(fake.Call{Method: "users.info"}, 10*time.Second)
		a := hana.Run("/kpt", "export")
		says(t, said(t, a), "takes one of these words")
		v.Faults().Clear()
	})
}

func TestAMessageShortcutBringsTheMessage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		bo := v.Member("bo")
		post := bo.Say(v.hall, "<@"+v.ana.ID()+"> and <@U404>: the *demo* went _very_ well &lt;3 <https://example.com/|see>")
		see(t, v.ana.ShortcutOn("add_to_kpt", post))
		got := v.host.last(t)
		link := "https://fake.slack.com/archives/" + v.hall.ID() + "/p" + strings.ReplaceAll(post.TS, ".", "")
		if got.Way != bot.Menu || got.Do != "kpt add" || got.About.Text != "@ana and @someone: the demo went very well <3 see (https://example.com/)" || got.About.Link != link {
			t.Errorf("asked %+v", got)
		}
		if got := v.hall.Messages()[0].Render(); !strings.Contains(got, "demo") {
			t.Errorf("bo's message became %q", got)
		}
	})
}

func TestAMessageIsReadAsPeopleSeeIt(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain",
		"*bold* and _it_ and ~gone~, *two words*": "bold and it and gone, two words",
		"*_both_*":                  "both",
		"snake_case_name and 2*3*4": "snake_case_name and 2*3*4",
		"<#C1|hall> <!here> <!subteam^S1|@devs> <!date^1^{time}|16:00>": "#hall @here @devs 16:00",
		"<mailto:a@example.com|a@example.com> <https://example.com/>":   "a@example.com https://example.com/",
		"&lt;@U1&gt; &amp; co":     "<@U1> & co",
		"<@U1> and <@U2|bo>":       "@name and @bo",
		"日本語の*強調* です":              "日本語の*強調* です",
		"a < b\nand c > d * e * f": "a < b\nand c > d * e * f",
	} {
		if got := readable(text, func(string) string { return "name" }); got != want {
			t.Errorf("%q: got %q; want %q", text, got, want)
		}
	}
}

func TestALinkIsFollowedWithoutUsAndAnOldButtonIsExplained(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Card: withButtons(), Public: true})
		card := see(t, v.ana.Run("/rooms", "")).Messages[0]
		asked := v.host.count()
		acked(t, v.ana.Press(card, "Open"))
		synctest.Wait()
		if got := v.host.count(); got != asked || len(v.ana.Sees(v.hall)) != 1 {
			t.Error("a link asked the bot or was answered")
		}
	})
	h := heard{}
	w := wireInteraction{}
	w.Actions = append(w.Actions, oldButton())
	if ok := w.press(&h); !ok || h.Sorry == nil || h.Sorry.Key != "ask.unknown" {
		t.Errorf("a button of an older version: %v, %v", ok, h.Sorry)
	}
}
