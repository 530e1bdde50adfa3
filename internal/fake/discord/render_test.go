package discord_test

import (
	"fmt"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func TestACardIsShownAsAPersonSeesIt(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		lounge := x.g.Voice("Lounge")
		x.s.SetZone(time.FixedZone("JST", 9*60*60))
		msg := x.post(card(object{"type": 17, "components": []object{
			text(fmt.Sprintf("## ☕ **Tea** at <t:1795330800:t>\n-# in <#%s>, with <@%s> and <@&%s>", lounge.ID(), x.ana.ID(), x.g.Role("tea").ID())),
			{"type": 14},
			{"type": 9, "components": []object{text(`\*not bold\* until <t:1795330800:f>`)}, "accessory": button("go")},
			{"type": 14, "divider": false},
			row(button("a"), with(button("b"), object{"label": "Zoom", "style": 5, "url": "https://zoom.invalid", "custom_id": nil}),
				with(button("c"), object{"emoji": object{"name": "🍵"}, "disabled": true})),
			row(object{"type": 5, "custom_id": "who", "placeholder": "Who comes?", "default_values": []object{{"id": x.ana.ID(), "type": "user"}}}),
		}}))
		const want = `☕ Tea at 16:00
in #Lounge, with @ana and @tea
---
*not bold* until 2026-11-22 16:00  [Press]
[Press] [Zoom ↗] [🍵 Press: off]
(select: Who comes? = ana)`
		if got := msg.Text(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestAPlainMessageIsShownWithItsEmbeds(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		msg := x.post(with(plain("<@1> hello"), object{"embeds": []object{{"title": "Board", "fields": []object{{"name": "Lounge", "value": "ana"}}}}}))
		if got, want := msg.Text(), "@unknown hello\nBoard\nLounge: ana"; got != want {
			t.Errorf("got %q; want %q", got, want)
		}
	})
}

func TestEventsTellWhatHappenedInOrder(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		events := x.s.Events(t.Context())
		lounge := x.g.Voice("Lounge")
		path := "/channels/" + lounge.ID()
		x.ana.Join(lounge)
		id := x.r.do("POST", path+"/messages", plain("one")).want(t, 200, 0).object()["id"].(string)
		x.r.do("PATCH", path+"/messages/"+id, plain("two")).want(t, 200, 0)
		x.r.do("PUT", path+"/voice-status", object{"status": "tea"}).want(t, 204, 0)
		x.r.do("DELETE", path+"/messages/"+id, nil).want(t, 204, 0)
		x.ana.Run("rooms", nil)
		x.answer(x.asked(), 4, ephemeral("nobody")).want(t, 204, 0)
		for _, want := range []fake.Event{
			{Kind: fake.VoiceMoved, Member: x.ana},
			{Kind: fake.MessageCreated, Message: said("one")},
			{Kind: fake.MessageEdited, Message: said("two")},
			{Kind: fake.StatusChanged, Text: "tea"},
			{Kind: fake.MessageDeleted, Message: said("two")},
			{Kind: fake.Answered, Member: x.ana, Message: said("nobody")},
		} {
			got := <-events
			if got.Kind != want.Kind || got.Message.Content != want.Message.Content || got.Text != want.Text || got.Member != want.Member || got.Guild != x.g || got.Channel != lounge {
				t.Errorf("got %s %q %q in %v; want %s %q %q", got.Kind, got.Message.Content, got.Text, got.Channel, want.Kind, want.Message.Content, want.Text)
			}
		}
		x.s.Close()
		if _, open := <-events; open {
			t.Error("events go on after the end")
		}
	})
}

func TestAMessageKnowsWhatBecameOfIt(t *testing.T) {
	play(t, func(t *testing.T, x scene) {
		msg := x.post(plain("one"))
		x.r.do("PATCH", "/channels/"+x.g.Text("general").ID()+"/messages/"+msg.ID, plain("two")).want(t, 200, 0)
		now, there := msg.Now()
		if !there || now.Content != "two" || msg.Content != "one" {
			t.Errorf("got %q, %v; want two, true", now.Content, there)
		}
		x.r.do("DELETE", "/channels/"+x.g.Text("general").ID()+"/messages/"+msg.ID, nil).want(t, 204, 0)
		if _, there = msg.Now(); there {
			t.Error("the message is still there")
		}
	})
}

func said(text string) fake.Message { return fake.Message{Said: fake.Said{Content: text}} }
