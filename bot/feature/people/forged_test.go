package people_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// notes has the team collect notes until Friday.
func (w *running) notes(by map[bot.MemberID]string) {
	w.Helper()
	w.Update(func(tx *store.Tx) error {
		book := kpt.Of(string(fixture.ID))
		if err := book.OpenRetro(tx, kpt.Retro{Date: january(7), Starts: time.Now().Add(96 * time.Hour), Reveal: kpt.RevealMeeting}); err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(by)) {
			n := kpt.Note{ID: kpt.NewID(), Kind: kpt.Keep, Text: by[id], Author: kpt.Author{Member: string(id)}, Written: time.Now()}
			if _, err := book.Add(tx, n, true); err != nil {
				return err
			}
		}
		return nil
	})
}

// reads is what '/kpt mine' has to show somebody.
func (w *running) reads(who bot.MemberID) string {
	w.Helper()
	return read(w.presses(who, "mine").Card)
}

// mine is '/kpt mine' of the hand.
func mine(a *bot.Ask, tx *store.Tx) (lines []string, err error) {
	book := kpt.Of(string(a.Team.ID))
	viewer, err := book.Viewer(tx, string(a.From.ID))
	if err != nil {
		return nil, err
	}
	own, err := book.Own(tx, schedule.Date{Year: 2000, Month: time.January, Day: 7}, viewer)
	for _, n := range own {
		lines = append(lines, n.Text)
	}
	return lines, err
}

func TestTheLiarReadsNothingOfTheHonestOne(t *testing.T) {
	for _, way := range people.Ways() {
		for name, holds := range map[string][2]who{"the liar begins": {liar, honest}, "the liar is asked": {honest, liar}} {
			t.Run(way.Name+", "+name, func(t *testing.T) {
				play(t, nil, func(w *running) {
					c := &couple{way: way, holds: holds}
					w.couples([]*couple{c}, 0)
					victim, thief := c.from, c.asked
					if holds[0] == liar {
						victim, thief = thief, victim
					}
					w.notes(map[bot.MemberID]string{victim: "a secret"})
					for _, s := range append(steps()[:3], steps()[5:]...) { // all but to end it
						w.plays(c, []step{s})
						if got := w.reads(thief); strings.Contains(got, "secret") {
							t.Errorf("after %s: the liar reads %q", s.name, got)
						}
					}
					if got := w.reads(victim); got != "a secret" {
						t.Errorf("the honest one reads %q, want the secret: the test sees nothing", got)
					}
				})
			})
		}
	}
}

func TestWhoHoldsBothAccountsReadsTheNotesOfBothOnBoth(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		w.notes(map[bot.MemberID]string{bo: "from Discord", boThere: "from Slack"})
		w.joins(bo, boThere)
		for _, id := range []bot.MemberID{bo, boThere} {
			if got := w.reads(id); !strings.Contains(got, "from Discord") || !strings.Contains(got, "from Slack") {
				t.Errorf("%s reads %q, want both notes", id, got)
			}
		}
	})
}

func TestWhatIsSentAgainAfterALinkAndAfterPartingChangesNothing(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bo"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		number := shown(w.presses(boThere, "link yes", string(bo))) // was suggested
		again := func() {
			for _, id := range []bot.MemberID{bo, boThere, cyThere, ana} {
				for _, with := range []bot.MemberID{bo, boThere} {
					w.types(id, with, number)
					for _, do := range []string{"link yes", "link number", "link no", "link back"} {
						w.presses(id, do, string(with))
					}
				}
			}
		}
		w.types(bo, boThere, number)
		again()
		w.linked(bo, boThere)
		w.presses(boThere, "link part")
		again()
		w.linked()
		w.says(w.chooses(bo, boThere), "I have asked Bo there") // nobody's no was forged
	})
}

func TestWhoWasForgottenOrLinkedMeanwhileIsNotLinked(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*running)
		says      string
	}{
		"left the channel": {func(w *running) {
			w.set(func() { w.in[channel] = nil })
			w.Wait(2 * time.Hour)
		}, "This question is over"},
		"deleted it all": {func(w *running) { w.presses(boThere, "forget") }, "This question is over"},
		"dropped": {func(w *running) {
			w.Visit(func(s *bot.Scene, tx *store.Tx) error { return s.DropMember(tx, boThere) })
		}, "not one of the team's any more"},
		"linked": {func(w *running) {
			w.Visit(func(s *bot.Scene, tx *store.Tx) error {
				return s.Link(tx, bottest.Account(ana), bottest.Account(boThere))
			})
		}, "linked by now"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
				number := shown(w.chooses(boThere, bo))
				c.meanwhile(w)
				w.says(w.types(bo, boThere, number), c.says)
				if got := w.member(bo); got.Linked() {
					t.Errorf("got Bo linked with %v", got.Accounts)
				}
			})
		})
	}
}

// The rows and cards of the first version, in which one press linked.
func TestAnOldCardNeverLinksByItself(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}, {Account: bottest.Account(cyThere), Name: "Cy"}, {Account: bottest.Account(anaThere), Name: "Anna"}}, func(w *running) {
		old := func(own, no bool) json.RawMessage {
			row, err := json.Marshal(map[string]any{"at": time.Now(), "own": own, "no": no})
			w.Must(err)
			return row
		}
		questions, addresses := people.Raw("questions"), people.Raw("addresses")
		w.Update(func(tx *store.Tx) error {
			for key, row := range map[store.Key]json.RawMessage{
				store.KeyOf("sakura", string(boThere), string(bo)):   old(true, false), // Bo has asked Bob
				store.KeyOf("sakura", string(ana), string(cyThere)):  old(true, false), // Cy has asked Ana
				store.KeyOf("sakura", string(anaThere), string(ana)): old(true, true),  // Anna has said no to Ana
			} {
				if err := questions.Put(tx, key, row); err != nil {
					return err
				}
			}
			return addresses.Put(tx, store.KeyOf("sakura", string(bo)), json.RawMessage(`{"print":"00","linked":true}`))
		})
		w.Restart(0)
		w.says(w.presses(boThere, "link yes", string(bo)), "on Discord: I have asked Bo there")
		w.says(w.presses(ana, "link yes", string(cyThere)), "on Slack: I have asked Cy there")
		w.says(w.presses(anaThere, "link yes", string(ana)), "This question is over")
		w.linked()
		w.says(w.presses(boThere, "link no", string(bo)), "nothing is linked")
		w.says(w.chooses(bo, boThere), "left in peace for now")
		w.Wait(2 * time.Hour)
		w.linked()
	})
}
