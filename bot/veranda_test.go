package bot_test

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// daily is a feature that notes when its plan of 00:10 comes due.
func daily(t *testing.T, seen *[]string, fail *int) bot.Feature {
	rule, err := schedule.ParseRule("daily 00:10")
	if err != nil {
		t.Fatal(err)
	}
	due := func(s *bot.Scene, d schedule.Due) error {
		*seen = append(*seen, s.Now.Format("15:04:05")+" "+d.Key())
		if *fail > 0 {
			*fail--
			return errors.New("disk full")
		}
		return nil
	}
	return bot.Feature{
		Name: "daily",
		Plans: func(bot.Team) []bot.Plan {
			return []bot.Plan{{ID: "daily", Plan: schedule.Plan{Rule: rule, Grace: 10 * time.Minute}, Due: due}}
		},
	}
}

func TestWhatComesDueWaitsUntilItIsKnownWhoIsWhere(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(13 * time.Minute)
		synctest.Wait()
		if len(seen) != 0 {
			t.Fatalf("told %v before anybody was known", seen)
		}
		b.Arrived(t.Context(), server, nil)
		synctest.Wait()
		if want := []string{"00:13:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)))
}

func TestWithoutAConnectionItIsToldBeforeItsGraceIsOver(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if want := []string{"00:18:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)))
}

func TestAFeatureThatFailsIsToldAgainWithinTheGrace(t *testing.T) {
	var seen []string
	fail := 2
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		time.Sleep(time.Hour)
		synctest.Wait()
		if want := []string{"00:10:00", "00:10:05", "00:10:10"}; len(seen) != 3 || !strings.HasPrefix(seen[2], want[2]) {
			t.Errorf("told %v, want at %v", seen, want)
		}
	}, daily(t, &seen, &fail))
}

// patient is a feature with a plan of 00:11 that may wait for hours.
func patient(t *testing.T) bot.Feature {
	rule, err := schedule.ParseRule("daily 00:11")
	if err != nil {
		t.Fatal(err)
	}
	return bot.Feature{
		Name: "patient",
		Plans: func(bot.Team) []bot.Plan {
			due := func(*bot.Scene, schedule.Due) error { return nil }
			return []bot.Plan{{ID: "patient", Plan: schedule.Plan{Rule: rule, Grace: 6 * time.Hour}, Due: due}}
		},
	}
}

func TestWhatMayWaitForHoursDoesNotHoldUpWhatMayNot(t *testing.T) {
	var seen []string
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if want := []string{"00:18:00 2000-01-01/00:10"}; !slices.Equal(seen, want) {
			t.Errorf("told %v, want %v", seen, want)
		}
	}, daily(t, &seen, new(int)), patient(t))
}

func TestWhoStaysKeepsTheTimeAtWhichTheyCame(t *testing.T) {
	var since []string
	watch := bot.Feature{Name: "watch", Moved: func(s *bot.Scene, _ []bot.Move) error {
		for _, seat := range s.Seats.In(lounge) {
			since = append(since, string(seat.Member)+" "+seat.Since.Format("15:04"))
		}
		return nil
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
		time.Sleep(time.Hour)
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge, Screen: true}})
		synctest.Wait()
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge, Screen: true}})
		synctest.Wait()
		if want := []string{"1 00:00"}; !slices.Equal(since, want) {
			t.Errorf("got %v, want %v: one change, and since the beginning", since, want)
		}
	}, watch)
}

func TestWhoComesBackAtOnceWasNeverAway(t *testing.T) {
	var since []string
	watch := bot.Feature{Name: "watch", Moved: func(s *bot.Scene, _ []bot.Move) error {
		for _, seat := range s.Seats.In(lounge) {
			since = append(since, seat.Since.Format("15:04:05"))
		}
		return nil
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		synctest.Wait() // who moves before that is known belongs to the picture, and is no move
		for _, away := range []time.Duration{0, 2 * time.Second, 2 * time.Minute} {
			b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana"}})
			time.Sleep(away)
			b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		if want := []string{"00:00:00", "00:00:00", "00:04:02"}; !slices.Equal(since, want) {
			t.Errorf("got %v, want %v", since, want)
		}
	}, watch)
}

// held is a feature that stays in Moved until it is let go, and counts.
type held struct {
	in, out chan struct{}
	batches int
	moves   int
	seats   bot.Seats
}

func (h *held) feature() bot.Feature {
	return bot.Feature{
		Name: "held",
		Moved: func(s *bot.Scene, moves []bot.Move) error {
			h.batches++
			h.moves += len(moves)
			h.seats = s.Seats
			if h.batches == 1 {
				h.in <- struct{}{}
				<-h.out
			}
			return nil
		},
		Commands: []bot.Command{{Name: "rooms", Way: bot.Slash, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			return bot.Tell(words.Text{{Text: fmt.Sprintf("%d batches, %d seats", h.batches, len(a.Seats))}}), nil
		}}},
	}
}

// While a team is still at the first move of 50,000, telling the others does not
// wait; and who asks then waits for one more change of the picture, not for
// 49,999.
func TestACommandNeverWaitsBehindMoves(t *testing.T) {
	h := &held{}
	live(t, func(t *testing.T, b *bot.Bot) {
		h.in, h.out = make(chan struct{}), make(chan struct{})
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		synctest.Wait()
		dice := rand.New(rand.NewPCG(50_000, 1))
		want := map[bot.MemberID]bool{}
		move := func() {
			m := bot.Move{Member: bot.MemberID(fmt.Sprint(dice.IntN(200))), Name: "someone"}
			if delete(want, m.Member); dice.IntN(2) == 0 {
				m.Room, want[m.Member] = lounge, true
			}
			b.Moved(t.Context(), server, []bot.Move{m})
		}
		b.Moved(t.Context(), server, []bot.Move{{Member: "first", Name: "First", Room: lounge}})
		want["first"] = true
		<-h.in
		for range 50_000 {
			move()
		}
		said := make(chan string)
		go func() {
			r := bot.Request{Way: bot.Slash, Do: "rooms", Server: bot.Server{ID: server}, From: bot.Person{Lang: words.English}}
			said <- b.Ask(t.Context(), r).Card.Lines[0].String()
		}()
		synctest.Wait()
		close(h.out)
		if got, want := <-said, fmt.Sprintf("2 batches, %d seats", len(want)); got != want {
			t.Errorf("/rooms says %q, want %q", got, want)
		}
		if h.moves > 201 {
			t.Errorf("features were told %d moves of 201 people, want one each", h.moves)
		}
		for id := range want {
			if _, sits := h.seats[id]; !sits {
				t.Errorf("%s does not sit, and was told last to come", id)
			}
		}
		if got := b.Tally.Merged.Load() + int64(h.moves); got < 49_000 {
			t.Errorf("%d moves replaced or told, want about all 50,001", got)
		}
	}, h.feature())
}

// Everybody who is there replaces what waits, and what moves after it counts.
func TestThePictureIsThatOfTheLastWord(t *testing.T) {
	for _, c := range []struct {
		name string
		tell func(told func(...string), moved func(string, bot.RoomID))
		want string
	}{
		{"left and back", func(_ func(...string), moved func(string, bot.RoomID)) { moved("a", ""); moved("a", lounge) }, "a:lounge first:lounge "},
		{"gone at the whole picture", func(told func(...string), moved func(string, bot.RoomID)) { moved("a", lounge); told("b") }, "b:lounge "},
		{"moved after the whole picture", func(told func(...string), moved func(string, bot.RoomID)) { told("a", "b"); moved("b", "") }, "a:lounge "},
		{"two whole pictures", func(told func(...string), moved func(string, bot.RoomID)) {
			told("a")
			moved("c", lounge)
			told()
			moved("d", lounge)
		}, "d:lounge "},
	} {
		h := &held{}
		live(t, func(t *testing.T, b *bot.Bot) {
			h.in, h.out = make(chan struct{}), make(chan struct{})
			if err := b.Found(team("sakura", lounge)); err != nil {
				t.Fatal(err)
			}
			b.Arrived(t.Context(), server, nil)
			b.Moved(t.Context(), server, []bot.Move{{Member: "early", Room: lounge}}) // one change with it
			synctest.Wait()
			b.Moved(t.Context(), server, []bot.Move{{Member: "early"}, {Member: "first", Room: lounge}})
			<-h.in
			c.tell(func(present ...string) {
				var all []bot.Move
				for _, id := range present {
					all = append(all, bot.Move{Member: bot.MemberID(id), Room: lounge})
				}
				b.Arrived(t.Context(), server, all)
			}, func(id string, room bot.RoomID) {
				b.Moved(t.Context(), server, []bot.Move{{Member: bot.MemberID(id), Room: room}})
			})
			close(h.out)
			b.Moved(t.Context(), server, []bot.Move{{Member: "last", Room: lounge}})
			synctest.Wait()
			b.Moved(t.Context(), server, []bot.Move{{Member: "last"}})
			synctest.Wait()
			got := ""
			for _, seat := range sorted(h.seats) {
				got += string(seat.Member) + ":lounge "
			}
			if got != c.want {
				t.Errorf("%s: got %q, want %q", c.name, got, c.want)
			}
		}, h.feature())
	}
}

func sorted(seats bot.Seats) []bot.Seat {
	return slices.SortedFunc(maps.Values(seats), func(a, b bot.Seat) int { return cmp.Compare(a.Member, b.Member) })
}
