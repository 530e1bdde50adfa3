package bot_test

import (
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// proof is a witness that is asked often: it knows all from the time on that a
// question is the last one which it cannot answer.
type proof struct{ not atomic.Int32 }

func (p *proof) Told(bot.ServerID, time.Time) bool { return p.not.Add(-1) < 0 }

// greeter greets who comes, as soon as it is known that they are still there.
func greeter(greeted map[string]bool) bot.Feature {
	return bot.Feature{
		Name: "greeter",
		Opened: func(s *bot.Scene) error {
			for _, seat := range s.Seats.In(lounge) {
				if s.Current() {
					greeted[seat.Name] = true
				}
			}
			return nil
		},
		Moved: func(s *bot.Scene, moves []bot.Move) error {
			for _, m := range moves {
				if s.Current() {
					greeted[m.Name] = true
				}
			}
			return nil
		},
	}
}

// greeting plays in a team that has a greeter and whose witness is w.
func greeting(t *testing.T, w *proof, play func(t *testing.T, b *bot.Bot, greeted map[string]bool)) {
	t.Helper()
	greeted := map[string]bool{}
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Witness: w}}, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, nil)
		synctest.Wait()
		play(t, b, greeted)
	}, greeter(greeted))
}

func TestWhatWaitsUntilThePictureIsFreshIsNotForgottenWhenSomebodyElseMoves(t *testing.T) {
	w := &proof{}
	greeting(t, w, func(t *testing.T, b *bot.Bot, greeted map[string]bool) {
		w.not.Store(1000)
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
		synctest.Wait()
		w.not.Store(0)
		b.Moved(t.Context(), server, []bot.Move{{Member: "2", Name: "bo", Room: lounge}})
		synctest.Wait()
		b.Current(server)
		synctest.Wait()
		if got := slices.Sorted(maps.Keys(greeted)); !slices.Equal(got, []string{"ana", "bo"}) {
			t.Errorf("greeted %v, want ana and bo", got)
		}
	})
}

func TestWhatWaitsIsDoneWhereThePictureBecomesFreshWhileItIsAskedFor(t *testing.T) {
	w := &proof{}
	greeting(t, w, func(t *testing.T, b *bot.Bot, greeted map[string]bool) {
		w.not.Store(1)
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
		synctest.Wait()
		if !greeted["ana"] {
			t.Error("ana was not greeted, and nothing else will say that the picture is fresh")
		}
	})
}

func TestATeamIsSettledOnceNothingWaitsForAFreshPicture(t *testing.T) {
	w := &proof{}
	greeting(t, w, func(t *testing.T, b *bot.Bot, _ map[string]bool) {
		if !b.Settled(t.Context()) {
			t.Error("a team in which nothing happens is not settled")
		}
		w.not.Store(1000)
		b.Moved(t.Context(), server, []bot.Move{{Member: "1", Name: "ana", Room: lounge}})
		synctest.Wait()
		if b.Settled(t.Context()) {
			t.Error("a team that waits for a fresh picture is settled")
		}
		w.not.Store(0)
		b.Current(server)
		synctest.Wait()
		if !b.Settled(t.Context()) {
			t.Error("a team that waits for nothing any more is not settled")
		}
	})
}
