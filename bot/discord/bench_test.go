package discord

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// BenchmarkDrawBoard is a board of six rooms with five people each, until it is
// the body of a request.
func BenchmarkDrawBoard(b *testing.B) {
	board := bot.Card{Tone: bot.Calm, Title: words.Say(words.English, "rooms.title")}
	since := words.At("since", time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC))
	for room := range 6 {
		var names []words.Text
		for i := range 5 {
			person := words.Person("name", fmt.Sprint(100000000000000000+10*room+i))
			names = append(names, words.Say(words.English, "rooms.person", person, since, words.Nest("signs", nil)))
		}
		people := words.Join(names, words.Say(words.English, "list.and").String())
		board.Lines = append(board.Lines, words.Say(words.English, "rooms.room",
			words.Nest("icon", words.Text{{Text: "🏡"}}), words.Room("room", "100000000000000001"), words.Nest("people", people)))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(render(board, "sakura", 1).edit()); err != nil {
			b.Fatal(err)
		}
	}
}
