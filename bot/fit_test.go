package bot_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/bot"
)

func TestTeamsOfAFileHandThingsOverInWhicheverOrderTheyStand(t *testing.T) {
	const doc = "https://docs.google.com/document/d/" + docID
	for _, taker := range []int{0, 1} {
		live(t, func(t *testing.T, b *bot.Bot) {
			one, two := team("one", lounge), team("two", other)
			den := bot.Room{ID: "100000000000000055", Name: "Den", Kind: bot.Lounge}
			one.Rooms = append(one.Rooms, den)
			one.KPT.Doc = doc
			one = one.Put(bot.Elsewhere{On: "slack", Channel: channel})
			if err := errors.Join(b.Found(one), b.Found(two)); err != nil {
				t.Fatal(err)
			}
			one.KPT.Doc, one.Rooms, two.KPT.Doc = "", one.Rooms[:1], doc
			one = one.Put(bot.Elsewhere{On: "slack"})
			two.Rooms = append(two.Rooms, den)
			two = two.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: two.At("slack").Window})
			file := []bot.Team{two, one}
			if taker == 1 {
				slices.Reverse(file)
			}
			fit := b.Fit(file...)
			for _, x := range file {
				if err := fit(x); err != nil {
					t.Errorf("the taker at %d: %s: got %v", taker, x.ID, err)
				}
			}
			if err := b.ApplyAll(t.Context(), file, nil); err != nil {
				t.Errorf("the taker at %d: got %v when they are applied", taker, err)
			}
		})
	}
}

func TestTwoTeamsOfAFileWithOneThingAreRefusedAndSoAreTwoThatSwap(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		one, two := team("one", lounge), team("two", other)
		if err := errors.Join(b.Found(one), b.Found(two)); err != nil {
			t.Fatal(err)
		}
		refused := func(teams ...bot.Team) (n int) {
			fit := b.Fit(teams...)
			for _, x := range teams {
				if fit(x) != nil {
					n++
				}
			}
			return n
		}
		both := two
		both.Rooms = one.Rooms
		if n := refused(one, both); n != 1 {
			t.Errorf("a room twice: %d are refused, want one", n)
		}
		swapped, back := one, two
		swapped.Rooms, back.Rooms = two.Rooms, one.Rooms
		if n := refused(swapped, back); n != 2 {
			t.Errorf("a swap: %d are refused, want both", n)
		}
	})
}
