package discord

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

func teaCard(lang words.Lang) bot.Card {
	until := time.Date(2026, 11, 24, 7, 15, 0, 0, time.UTC)
	return bot.Card{
		Title: words.Say(lang, "tea.open", words.Quote("habit", "☕ *snack* time"), words.At("until", until)),
		Lines: []words.Text{
			words.Say(lang, "announce.come", words.Room("place", "300000000000000003")),
			words.Say(lang, "tea.topic", words.Quote("topic", "_Which_ tea? [@everyone](https://tea.example/a_b)")),
			words.Say(lang, "tea.first", words.Person("name", "400000000000000004"), words.Room("room", "300000000000000003")),
		},
		Buttons: []bot.Button{
			{Label: words.Say(lang, "tea.another"), Do: "tea another", With: []string{"2026-11-24/16:00"}, Look: bot.Main},
			{Label: words.Say(lang, "announce.join"), URL: "https://zoom.example/j/1?pwd=a_b"},
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
		},
		Silent: true, Tone: bot.Calm,
	}
}

func setupCard(lang words.Lang) bot.Card {
	return bot.Card{
		Title: words.Say(lang, "setup.title"),
		Lines: []words.Text{words.Say(lang, "setup.rooms"), words.Say(lang, "setup.text")},
		Selects: []bot.Select{
			{Pick: bot.PickRoom, Hint: words.Say(lang, "setup.rooms.hint"), Do: "setup rooms", Chosen: []string{"300000000000000003"}, Min: 1, Max: 25},
			{Pick: bot.PickText, Hint: words.Say(lang, "setup.text.hint"), Do: "setup text", Min: 1},
			{Pick: bot.PickRole, Do: "setup role"},
			{Pick: bot.PickOption, Hint: words.Say(lang, "settings.kind.hint"), Do: "settings kind", With: []string{"300000000000000003"}, Chosen: []string{"focus"}, Min: 1, Options: []bot.Option{
				{Value: "lounge", Label: words.Say(lang, "kind.lounge"), Hint: words.Say(lang, "kind.lounge.hint")},
				{Value: "focus", Label: words.Say(lang, "kind.focus"), Hint: words.Say(lang, "kind.focus.hint")},
			}},
		},
		Buttons: []bot.Button{
			{Label: words.Say(lang, "setup.next"), Do: "setup next", Look: bot.Main},
			{Label: words.Say(lang, "setup.build"), Do: "setup build"},
			{Label: words.Say(lang, "tea.topic.remove"), Do: "setup stop", Look: bot.Danger},
		},
	}
}

func TestCardsLookAsTheyWereApproved(t *testing.T) {
	for name, card := range map[string]func(words.Lang) bot.Card{"tea": teaCard, "board": boardCard, "setup": setupCard} {
		for _, lang := range words.Langs() {
			m := render(card(lang), "sakura", 7)
			judge(t, m)
			golden(t, name+"-"+string(lang)+".json", m)
		}
	}
}

func golden(t *testing.T, name string, body any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(body); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s: got\n%s\nwant\n%s\n(go test -update writes it anew)", name, got.Bytes(), want)
	}
}
