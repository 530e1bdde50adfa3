package decision_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/decision"
	"github.com/engawa-bot/engawa/store"
)

// play has a team with ana and bo in the lounge, and dan in the focus room.
func play(t *testing.T, test func(*fixture.Running)) {
	t.Helper()
	fixture.Play(t, fixture.Setup{
		Begins:   "2026-11-24 10:00",
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{decision.Feature()} },
		Present: []bot.Move{
			fixture.In(fixture.Lounge, fixture.Ana), fixture.In(fixture.Lounge, fixture.Bo), fixture.In(fixture.Focus, fixture.Dan),
		},
	}, test)
}

// decides has somebody write a decision down, in a room and a channel; once names
// what they did.
func decides(r *fixture.Running, who bot.MemberID, room bot.RoomID, text, once string) bot.Reply {
	r.Helper()
	request := r.Request(who, bot.Slash, "decision")
	request.Room, request.Channel, request.Once = room, bot.ChannelID(room), once
	request.Values = map[string]string{"text": text}
	return r.Ask(request)
}

func TestADecisionIsToldToThoseWhoWereNotThere(t *testing.T) {
	play(t, func(r *fixture.Running) {
		reply := decides(r, fixture.Ana, fixture.Lounge, " We deploy\u200b on Mondays. ", "1")
		if !reply.Public {
			r.Error("those around do not see it")
		}
		want := fmt.Sprintf("📌 Sakura decided\nWe deploy on Mondays.\nIn %s, with %s, %s.", fixture.Lounge, fixture.Ana, fixture.Bo)
		if got := fixture.Read(reply.Card); got != want {
			r.Errorf("got %q, want %q", got, want)
		}
		owed := r.Owed()
		if len(owed) != 1 {
			r.Fatalf("%d messages are owed, want one", len(owed))
		}
		post := r.Post(owed[0])
		if got := fixture.Read(&post.Card); got != want || post.Channel != fixture.Text {
			r.Errorf("in %s: got %q, want the same in the text channel", post.Channel, got)
		}
		if good := owed[0].Until.Sub(owed[0].Born); good != 48*time.Hour {
			r.Errorf("it is good for %v, want two days", good)
		}
	})
}

func TestADecisionNamesOnlyItsWriterWhereNobodyElseSits(t *testing.T) {
	play(t, func(r *fixture.Running) {
		for who, room := range map[bot.MemberID]bot.RoomID{fixture.Dan: fixture.Focus, fixture.Bo: "another server's"} {
			reply := decides(r, who, room, "It is decided by "+string(who), string(who))
			r.Says(reply, "Written down by "+string(who))
		}
	})
}

func TestWhoIsOnePersonIsOnlyCounted(t *testing.T) {
	play(t, func(r *fixture.Running) {
		r.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, fixture.Bo, func(m *bot.Member) { m.Hidden = true })
		})
		reply := decides(r, fixture.Ana, fixture.Lounge, "tea at four", "1")
		r.Says(reply, "with "+string(fixture.Ana)+", 1 person")
		if got := fixture.Read(reply.Card); strings.Contains(got, string(fixture.Bo)) {
			r.Errorf("got %q, which names who is hidden", got)
		}
	})
}

func TestWhatIsDecidedInTheChannelItselfIsNotPostedThereAgain(t *testing.T) {
	play(t, func(r *fixture.Running) {
		request := r.Request(fixture.Ana, bot.Slash, "decision")
		request.Channel, request.Values = fixture.Text, map[string]string{"text": "tea at four"}
		r.Says(r.Ask(request), "tea at four")
		if owed := r.Owed(); len(owed) > 0 {
			r.Errorf("got %v, want nothing owed", owed)
		}
	})
}

// Who is told that a decision could not be kept writes it again, though it may have
// been kept.
func TestTheSameWordsAreOneDecisionForAnHour(t *testing.T) {
	play(t, func(r *fixture.Running) {
		for _, step := range []struct {
			who   bot.MemberID
			text  string
			pause time.Duration
			told  bool // that it was written already
			owed  int
		}{
			{fixture.Ana, "tea at four", 0, false, 1},
			{fixture.Ana, "tea at four", 59 * time.Minute, true, 1},
			{fixture.Ana, "tea at five", 0, false, 2},
			{fixture.Bo, "tea at four", 0, false, 3},
			{fixture.Ana, "tea at four", time.Minute, false, 4},
		} {
			r.Wait(step.pause)
			reply := decides(r, step.who, fixture.Lounge, step.text, fmt.Sprint(r.Bot.Tally.Asks.Load()))
			if told := strings.Contains(fixture.Read(reply.Card), "already"); told != step.told || len(r.Owed()) != step.owed {
				r.Errorf("%s: %q: got %q, and %d owed, want %d", step.who, step.text, fixture.Read(reply.Card), len(r.Owed()), step.owed)
			}
		}
	})
}

// Old ones are forgotten some at a time; what is left of them says nothing any more.
func TestManyOldDecisionsDoNotKeepOneFromBeingWrittenAgain(t *testing.T) {
	play(t, func(r *fixture.Running) {
		last, key := "", "" // the one that is forgotten last
		for n := range 60 {
			text := fmt.Sprint("decision ", n)
			decides(r, fixture.Ana, fixture.Lounge, text, text)
			if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text))); sum > key {
				last, key = text, sum
			}
		}
		r.Wait(time.Hour)
		if got := fixture.Read(decides(r, fixture.Ana, fixture.Lounge, last, "again").Card); strings.Contains(got, "already") {
			r.Errorf("an hour later: got %q", got)
		}
	})
}

func TestARequestThatIsHeardTwiceIsOneDecision(t *testing.T) {
	play(t, func(r *fixture.Running) {
		decides(r, fixture.Ana, fixture.Lounge, "tea at four", "interaction 1")
		r.Forget(fixture.Ana) // so that nothing is known of her words
		decides(r, fixture.Ana, fixture.Lounge, "tea at four", "interaction 1")
		if owed := r.Owed(); len(owed) != 1 {
			r.Errorf("%d messages are owed, want one", len(owed))
		}
	})
}

func TestWithoutWordsNothingIsDecided(t *testing.T) {
	play(t, func(r *fixture.Running) {
		for _, text := range []string{"", " \n ", "\u200b"} {
			r.Says(decides(r, fixture.Ana, fixture.Lounge, text, "1"), "nothing to write down")
		}
		if owed := r.Owed(); len(owed) > 0 {
			r.Errorf("got %v, want nothing owed", owed)
		}
	})
}

func TestWhoIsForgottenMayDecideTheSameAgain(t *testing.T) {
	play(t, func(r *fixture.Running) {
		decides(r, fixture.Ana, fixture.Lounge, "tea at four", "1")
		decides(r, fixture.Bo, fixture.Lounge, "tea at four", "2")
		r.Forget(fixture.Ana)
		decides(r, fixture.Ana, fixture.Lounge, "tea at four", "3")
		r.Says(decides(r, fixture.Bo, fixture.Lounge, "tea at four", "4"), "already")
		if owed := r.Owed(); len(owed) != 3 {
			r.Errorf("%d messages are owed, want three", len(owed))
		}
	})
}
