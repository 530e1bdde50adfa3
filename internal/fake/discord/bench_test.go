package discord_test

import (
	"fmt"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// BenchmarkAMoveAmong500Guilds is one member's move and its delivery to the bot.
func BenchmarkAMoveAmong500Guilds(b *testing.B) {
	s, err := fake.Start(fake.Options{Limits: fake.Limits{Off: true}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	people := make([]*fake.Member, 500)
	rooms := make([][2]*fake.Channel, len(people))
	for i := range people {
		g := s.NewGuild(fmt.Sprint("team ", i))
		people[i], rooms[i] = g.Member("ana"), [2]*fake.Channel{g.Voice("Lounge"), g.Voice("Focus")}
	}
	c := identified(b, s, nil, voiceStates, 0)
	read := make(chan struct{})
	b.ResetTimer()
	go func() {
		defer close(read)
		for range b.N {
			c.want(0, "VOICE_STATE_UPDATE")
		}
	}()
	for i := range b.N {
		people[i%len(people)].Join(rooms[i%len(people)][i/len(people)%2])
	}
	<-read
}
