package bot_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// busyDoor admits everybody, and counts how often it is asked.
type busyDoor struct{ asked atomic.Int64 }

func (*busyDoor) Admits(bot.Team, bot.Person) bool { return true }

func (d *busyDoor) Belongs(context.Context, bot.Team, string) (bool, error) {
	d.asked.Add(1)
	return true, nil
}

func TestThoseWhoComeAndGoAllTheTimeLeaveThePlatformRoomForTheBoard(t *testing.T) {
	door := &busyDoor{}
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Doors: map[bot.Platform]bot.Door{"discord": door}}}, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		for i := range 1000 { // ten seconds of twenty people
			id := fmt.Sprint(i % 20)
			room := lounge
			if i/20%2 == 1 {
				room = ""
			}
			m := bot.Move{Member: bot.MemberID(id), Account: bot.Account{On: "discord", ID: id}, Name: "p-" + id, Room: room}
			b.Moved(t.Context(), server, []bot.Move{m})
			time.Sleep(10 * time.Millisecond)
		}
		// Discord answers 50 questions a second: at most a tenth of them.
		if asked := door.asked.Load(); asked < 20 || asked > 51 {
			t.Errorf("in ten seconds %d questions about who left, want at least one a person and at most 51", asked)
		}
		time.Sleep(10 * time.Second)
		if asked := door.asked.Load(); asked > 51+20 {
			t.Errorf("ten seconds later %d questions, want nobody asked about twice more", asked)
		}
	})
}
