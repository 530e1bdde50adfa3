package slack

import (
	"fmt"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// A board of six rooms with thirty people, as the other teams see it.
func BenchmarkDrawBoard(b *testing.B) {
	g := sakura()
	card := bot.Card{Title: words.Say(words.English, "rooms.title")}
	for room := range 6 {
		var people []words.Text
		for seat := range 5 {
			people = append(people, words.Say(words.English, "rooms.person",
				words.Person("name", fmt.Sprintf("40000000000000%04d", room*5+seat)), words.At("since", time.Unix(1795500000, 0)), words.Nest("signs", nil)))
		}
		card.Lines = append(card.Lines, words.Say(words.English, "rooms.room", words.Nest("icon", words.Text{{Text: "🏡"}}),
			words.Room("room", "300000000000000003"), words.Nest("people", words.Join(people, ", "))))
	}
	f := &Face{cfg: Config{Guide: g}}
	b.ReportAllocs()
	for b.Loop() {
		if d := f.draw(card, "sakura"); len(d.Blocks) == 0 {
			b.Fatal("nothing was drawn")
		}
	}
}
