package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/need"
)

func teaCard(lang words.Lang) bot.Card {
	until := time.Date(2026, 11, 24, 7, 15, 0, 0, time.UTC)
	return bot.Card{
		Title: words.Say(lang, "tea.open", words.Quote("habit", "☕ *snack* time"), words.At("until", until)),
		Lines: []words.Text{
			words.Say(lang, "announce.come", words.Room("place", "300000000000000003")),
			words.Say(lang, "tea.topic", words.Quote("topic", "_Which_ tea? <!channel> [@everyone](https://tea.example/a_b) :tea: &amp;")),
			words.Say(lang, "tea.first", words.Person("name", "400000000000000004"), words.Room("room", "300000000000000005")),
			words.Say(lang, "tea.first", words.Person("name", "400000000000000005"), words.Room("room", "999")),
		},
		Buttons: []bot.Button{
			{Label: words.Say(lang, "tea.another"), Do: "tea another", With: []string{"2026-11-24/16:00"}, Look: bot.Main},
			{Label: words.Say(lang, "announce.join"), URL: "https://zoom.example/j/1?pwd=a_b"},
			{Label: words.Say(lang, "tea.topic.remove"), Do: "tea remove", Look: bot.Danger},
		},
		Ping: []bot.MemberID{"400000000000000004"}, Tone: bot.Warm,
	}
}

func boardCard(lang words.Lang) bot.Card {
	since := time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)
	person := func(name, signs string) words.Text {
		return words.Say(lang, "rooms.person", words.Quote("name", name), words.Ago("since", since), words.Nest("signs", words.Text{{Text: signs}}))
	}
	return bot.Card{
		Title: words.Say(lang, "rooms.title"),
		Lines: []words.Text{
			words.Say(lang, "rooms.room", words.Nest("icon", words.Text{{Text: "☕"}}), words.Room("room", "300000000000000003"),
				words.Nest("people", words.Join([]words.Text{person("ana_s", " 🖥️"), person("# bo", " 📷")}, ", "))),
			words.Say(lang, "rooms.room", words.Nest("icon", words.Text{{Text: "🎧"}}), words.Room("room", "300000000000000005"),
				words.Nest("people", words.Say(lang, "rooms.unnamed", words.Count("n", 1)))),
			words.Say(lang, "help.kpt"),
		},
		Silent: true, Tone: bot.Calm,
	}
}

func choiceCard(lang words.Lang) bot.Card {
	options := []bot.Option{
		{Value: "lounge", Label: words.Say(lang, "kind.lounge"), Hint: words.Say(lang, "kind.lounge.hint")},
		{Value: "focus", Label: words.Say(lang, "kind.focus"), Hint: words.Say(lang, "kind.focus.hint")},
	}
	return bot.Card{
		Title: words.Say(lang, "setup.title"),
		Selects: []bot.Select{
			{Pick: bot.PickRoom, Do: "setup rooms", Max: 25},
			{Pick: bot.PickOption, Hint: words.Say(lang, "settings.kind.hint"), Do: "settings kind", With: []string{"300000000000000003"}, Chosen: []string{"focus"}, Min: 1, Options: options},
			{Pick: bot.PickOption, Hint: words.Say(lang, "settings.kind.hint"), Do: "settings kinds", Chosen: []string{"lounge", "focus"}, Max: 2, Options: options},
		},
	}
}

func TestCardsLookAsTheyWereApprovedAndAreTakenBySlack(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		for name, card := range map[string]func(words.Lang) bot.Card{"tea": teaCard, "board": boardCard, "choice": choiceCard} {
			for _, lang := range words.Langs() {
				d := w.face.draw(card(lang), "sakura")
				golden(t, name+"-"+string(lang)+".json", indented(t, d))
				taken(t, w, d)
			}
		}
	})
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// taken fails unless the strict fake takes what was drawn.
func taken(t *testing.T, w *workspace, d drawn) {
	t.Helper()
	if _, _, err := w.face.api.Post(t.Context(), web.Message{Channel: w.Channel("tea").ID(), Text: d.Text, Blocks: d.Blocks}); err != nil {
		t.Errorf("Slack refused the card: %v", err)
	}
}

func TestAButtonCarriesWhatItDoes(t *testing.T) {
	w := open(t, unlimited(), nil)
	d := w.face.draw(teaCard(words.English), "sakura")
	row := d.Blocks[len(d.Blocks)-1].(*slack.ActionBlock).Elements.ElementSet
	first := row[0].(*slack.ButtonBlockElement)
	got, ok := pressedBy(slack.BlockAction{Type: "button", ActionID: first.ActionID, Value: first.Value})
	if want := (pressed{"tea another", "sakura", []string{"2026-11-24/16:00"}}); !ok || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	link := row[1].(*slack.ButtonBlockElement)
	if got, ok := pressedBy(slack.BlockAction{Type: "button", ActionID: link.ActionID, Value: link.Value}); ok {
		t.Errorf("a link's button does %+v, want nothing", got)
	}
	choice := w.face.draw(choiceCard(words.English), "sakura").Blocks[1].(*slack.ActionBlock).Elements.ElementSet[0].(*slack.SelectBlockElement)
	got, ok = pressedBy(slack.BlockAction{Type: "static_select", ActionID: choice.ActionID})
	if want := (pressed{"settings kind", "sakura", []string{"300000000000000003"}}); !ok || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestACardThatIsTooLongIsShortenedAndNeverRefused(t *testing.T) {
	need.Unraced(t)
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		long := words.Text{{Kind: words.Quoted, Text: strings.Repeat("縁側🍵", 8000)}}
		list := bot.Card{Title: long}
		for i := range 3000 {
			list.Lines = append(list.Lines, words.Text{{Text: fmt.Sprintf("**%d** ", i)}, {Kind: words.Quoted, Text: "a line"}})
		}
		label := words.Text{{Kind: words.Quoted, Text: strings.Repeat("縁側🍵", 40)}}
		full := bot.Card{Title: words.Text{{Text: "title"}}, Lines: []words.Text{long}}
		for i := range 30 {
			full.Buttons = append(full.Buttons, bot.Button{Label: label, Do: fmt.Sprint("do ", i), With: []string{strings.Repeat("x", 60)}})
			var options []bot.Option
			for j := range 25 {
				options = append(options, bot.Option{Value: fmt.Sprint(j), Label: label, Hint: label})
			}
			full.Selects = append(full.Selects, bot.Select{Pick: bot.PickOption, Hint: label, Do: fmt.Sprint("pick ", i), Options: options, Max: i % 3})
		}
		for name, card := range map[string]bot.Card{"text": {Lines: []words.Text{long}}, "list": list, "full": full, "empty": {}} {
			d := w.face.draw(card, "sakura")
			taken(t, w, d)
			if units(d.Text) > mostNotice+100 || d.Text == "" {
				t.Errorf("%s: got %d units for notifications", name, units(d.Text))
			}
			if name != "empty" && !strings.Contains(string(indented(t, d.Blocks)), ellipsis) {
				t.Errorf("%s: nothing shows that something is missing", name)
			}
		}
		if d := w.face.draw(full, "sakura"); len(d.Blocks) < 2+3 {
			t.Errorf("got %d blocks, want the title, the text and buttons in rows", len(d.Blocks))
		}
		full.Buttons = full.Buttons[:5]
		if d := w.face.draw(full, "sakura"); len(d.Blocks) < 2+1+1 {
			t.Errorf("got %d blocks, want the buttons in a row and a select", len(d.Blocks))
		}
	})
}

func TestWhatSlackCannotCarryBackIsLeftOut(t *testing.T) {
	w := open(t, unlimited(), nil)
	tooLong := []string{strings.Repeat("x", 2000)}
	d := w.face.draw(bot.Card{
		Title:   words.Text{{Text: "title"}},
		Buttons: []bot.Button{{Do: "a", With: tooLong}, {Do: "b"}},
		Selects: []bot.Select{
			{Pick: bot.PickOption, Do: "c", With: tooLong, Options: []bot.Option{{Value: "1"}}},
			{Pick: bot.PickOption, Do: "d", Options: []bot.Option{{Value: strings.Repeat("v", 76)}, {Value: "1"}, {Value: "1"}, {Value: ""}}},
			{Pick: bot.PickOption, Do: "e"},
		},
	}, "sakura")
	if len(d.Blocks) != 3 {
		t.Fatalf("got %d blocks, want the title, one select and one row", len(d.Blocks))
	}
	if got := d.Blocks[1].(*slack.ActionBlock).Elements.ElementSet[0].(*slack.SelectBlockElement).Options; len(got) != 1 || got[0].Value != "1" {
		t.Errorf("got the options %+v, want the one of 1", got)
	}
	if got := d.Blocks[2].(*slack.ActionBlock).Elements.ElementSet; len(got) != 1 {
		t.Errorf("got %d buttons, want one", len(got))
	}
	taken(t, w, d)
}
