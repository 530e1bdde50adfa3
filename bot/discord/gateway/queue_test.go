package gateway

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func heard(kind, data string) event {
	return event{session: 1, kind: kind, data: json.RawMessage(data)}
}

func movedTo(user int, channel string, bot bool) event {
	return heard("VOICE_STATE_UPDATE", fmt.Sprintf(
		`{"guild_id":"1","user_id":"%d","channel_id":%q,"member":{"user":{"id":"%d","bot":%v}}}`, user, channel, user, bot))
}

// A command among 50,000 moves of 100 people stands behind at most 100 of them.
func TestACommandStandsBehindOneMoveOfEachPerson(t *testing.T) {
	q := newQueue()
	dice := rand.New(rand.NewPCG(50_000, 2))
	for i := range 50_000 {
		if i == 25_000 {
			q.put(heard("INTERACTION_CREATE", `{}`))
		}
		q.put(movedTo(dice.IntN(100), fmt.Sprint(i), false))
	}
	all := q.take(nil)
	for i, e := range all {
		if e.kind == "INTERACTION_CREATE" && i > 100 {
			t.Errorf("the command stands behind %d events, want at most 100", i)
		}
	}
	if len(all) > 101 || q.replaced() < 49_900 {
		t.Errorf("%d events wait and %d were replaced, want one for each of 100 people and a command", len(all), q.replaced())
	}
	if q.take(all); cap(q.take(nil)) > spareMost {
		t.Error("the room for a burst is kept for ever")
	}
}

// Whatever the order in which things are heard: who reads what is told, newest
// last, ends with the same picture as who reads all that was heard.
func TestWhatIsLeftOutChangesNoPicture(t *testing.T) {
	for seed := range uint64(300) {
		dice := rand.New(rand.NewPCG(seed, 3))
		q := newQueue()
		var everything []event
		for i := range 60 {
			e := movedTo(dice.IntN(4), fmt.Sprint(i), false)
			switch dice.IntN(12) {
			case 0:
				e = heard("GUILD_CREATE", fmt.Sprintf(`"%d"`, i))
			case 1:
				e = heard("INTERACTION_CREATE", `{}`)
			case 2:
				e = movedTo(9, fmt.Sprint(i), true)
			}
			everything = append(everything, e)
			q.put(e)
		}
		told := q.take(nil)
		if got, want := drawn(told), drawn(everything); got != want {
			t.Fatalf("seed %d: the picture is %s, want %s", seed, got, want)
		}
		if got, want := others(told), others(everything); got != want {
			t.Fatalf("seed %d: in order came %s, want %s", seed, got, want)
		}
	}
}

// drawn is where everybody is at the end; a GUILD_CREATE wipes all.
func drawn(events []event) string {
	at := map[string]string{}
	for _, e := range events {
		var v wireVoice
		switch e.kind {
		case "GUILD_CREATE":
			clear(at)
			at["guild"] = string(e.data)
		case "VOICE_STATE_UPDATE":
			_ = json.Unmarshal(e.data, &v)
			at[v.UserID] = v.ChannelID
		}
	}
	return fmt.Sprint(at)
}

// others is everything but moves of people, in order.
func others(events []event) string {
	var b strings.Builder
	for _, e := range events {
		if _, moves := moverOf(e); !moves {
			b.WriteString(e.kind + string(e.data) + " ")
		}
	}
	return b.String()
}
