package status_test

import (
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// sealed is a row of the table as it lies in the store.
type sealed struct {
	Sealed []byte `json:"sealed"`
}

var moods = store.NewTable[sealed]("moods")

func TestAStatusIsRenewedAsLongAsTheMemberSitsThere(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.move(ana, "Ana", focus)
		var untils []time.Time
		for range 24 * 60 {
			s.move(bo, "Bo", []bot.RoomID{lounge, pairs, ""}[len(untils)%3])
			status := s.status(anaThere)
			if status == nil {
				s.Fatalf("%v: nothing is shown", time.Now())
			}
			if left := time.Until(status.Until); left < 30*time.Minute || left > time.Hour {
				s.Fatalf("%v: it ends in %v, want 30 to 60 minutes", time.Now(), left)
			}
			if !slices.Contains(untils, status.Until) {
				untils = append(untils, status.Until)
			}
			s.Wait(time.Minute)
		}
		if got, want := len(untils), 2*24+1; got > want {
			s.Errorf("%d different statuses in a day, want at most %d", got, want)
		}
		s.Logf("%d statuses in a day", len(untils))
		s.move(ana, "Ana", "")
		s.shows(anaThere, "")
	})
}

func TestAMoveOfAnotherChangesNoStatus(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.move(ana, "Ana", focus)
		before := *s.status(anaThere)
		for _, room := range []bot.RoomID{lounge, focus, pairs, ""} {
			s.Wait(5 * time.Minute)
			s.move(bo, "Bo", room)
			if got := *s.status(anaThere); got != before {
				s.Errorf("got %v, want %v as before", got, before)
			}
		}
	})
}

func TestWhoIsHiddenHasNoStatusAndIsNotNamed(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.give(bo, boToken)
		s.move(ana, "Ana", pairs)
		s.move(bo, "Bo", pairs)
		s.shows(anaThere, ":busts_in_silhouette: pairing with Bo")
		s.shows(boThere, ":busts_in_silhouette: pairing with Ana")
		s.press(bo, "hide")
		s.shows(anaThere, ":busts_in_silhouette: pairing")
		s.shows(boThere, "")
		s.move("200000000000000003", "Cy", pairs)
		s.shows(anaThere, ":busts_in_silhouette: pairing with Cy")
		s.press(bo, "hide")
		s.shows(anaThere, ":busts_in_silhouette: pairing with Bo, Cy")
	})
}

func TestAStatusIsNeverLongerThanSlackTakes(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.move(ana, "Ana", pairs)
		for i, name := range []string{"a name of 32 characters, or so, 1", "a name of 32 characters, or so, 2", "a name of 32 characters, or so, 3"} {
			s.move(bot.MemberID("20000000000000001"+string(rune('0'+i))), name, pairs)
		}
		s.shows(anaThere, ":busts_in_silhouette: pairing")
	})
}

func TestARestartGoesOnWithTheSameStatus(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.move(ana, "Ana", focus)
		before := *s.status(anaThere)
		s.Stop()
		s.screen.list = map[string][]shown{}
		s.Start(bot.Move{Member: ana, Name: "Ana", Room: focus})
		s.has(anaThere, anaToken)
		if got := s.status(anaThere); got == nil || *got != before {
			s.Errorf("got %v, want %v", got, before)
		}
		s.Stop()
		s.Wait(26 * time.Hour) // nobody was there to renew it, and nobody is told
		s.log.Reset()
		s.Start()
		s.shows(anaThere, "")
		if s.log.Len() > 0 {
			s.Errorf("it logs: %s", s.log)
		}
	})
}

// looked is when something last came due.
func (s *running) looked() (at time.Time) {
	s.Helper()
	clock := store.NewTable[time.Time]("clock")
	s.View(func(tx *store.Tx) (err error) {
		at, _, err = clock.Get(tx, store.KeyOf("schedule", "watermark"))
		return err
	})
	return at
}

func TestTheClockIsWatchedForThoseWithATokenOnly(t *testing.T) {
	play(t, func(s *running) {
		quiet := func() {
			s.Helper()
			before := s.looked()
			s.Wait(3 * time.Hour)
			if got := s.looked(); !got.Equal(before) {
				s.Errorf("something came due at %v", got)
			}
		}
		quiet()
		s.give(ana, anaToken)
		s.Wait(time.Hour)
		if s.looked().IsZero() {
			s.Error("nothing came due for ana")
		}
		s.press(ana, "status off")
		s.Wait(3 * time.Minute)
		quiet()
	})
}

func TestALostKeyTurnsItOffAndSaysSo(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		s.Stop()
		s.key = aKey(8)
		s.Start(bot.Move{Member: ana, Name: "Ana", Room: focus})
		s.has(anaThere, "")
		s.shows(anaThere, "")
		s.wants(s.page(ana), "key on Engawa's side has changed")
		s.give(ana, anaToken)
		s.has(anaThere, anaToken)
		s.shows(anaThere, ":dart: focus")
	})
}

func TestARowMovedToAnotherPersonIsWorthNothing(t *testing.T) {
	play(t, func(s *running) {
		s.give(ana, anaToken)
		from := store.KeyOf("sakura", string(ana), string(anaThere))
		for _, to := range []store.Key{
			store.KeyOf("sakura", string(bo), string(boThere)),
			store.KeyOf("sakura", string(bo), string(anaThere)),
			store.KeyOf("ume", string(ana), string(anaThere)),
		} {
			s.Update(func(tx *store.Tx) error {
				row, ok, err := moods.Get(tx, from)
				if !ok {
					s.Errorf("no row %s", from)
				}
				s.Must(err)
				s.Must(moods.Delete(tx, from))
				from = to
				return moods.Put(tx, to, row)
			})
			s.has(anaThere, "")
			s.has(boThere, "")
			s.move(bo, "Bo", lounge)
			s.move(bo, "Bo", focus)
			s.shows(boThere, "")
		}
	})
}
