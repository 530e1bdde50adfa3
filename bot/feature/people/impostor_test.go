package people_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
)

func TestWhoTakesSomebodysNameDoesNotBecomeThem(t *testing.T) {
	liar := bot.MemberID("U0LIAR")
	play(t, []bot.Guest{{Account: bottest.Account(liar), Name: "Ana"}}, func(w *running) {
		w.post()
		w.presses(liar, "link yes", string(ana))
		w.linked()
	})
}

func TestTheTeamFileAloneMakesNobodyOne(t *testing.T) {
	play(t, []bot.Guest{guest(anaThere, "Ito", "ana@example.com")}, func(w *running) {
		w.addresses(map[bot.MemberID]string{ana: "ana@example.com"})
		w.Wait(2 * time.Minute)
		w.linked()
	})
}

func TestAThoughtlessYesLinksNobodyOfTheSameName(t *testing.T) {
	liar := bot.MemberID("U0LIAR")
	play(t, []bot.Guest{{Account: bottest.Account(liar), Name: "Anna"}}, func(w *running) {
		w.chooses(liar, ana)
		w.post()
		w.presses(ana, "link yes", string(liar))
		w.linked()
	})
}
