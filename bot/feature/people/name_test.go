package people_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
)

const askAna = "U0ANA: Someone in Sakura on Discord is called Ana. Is that you?"

func TestNobodyIsLinkedByANameWithoutTheirPress(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "ＡＮＡ ", Lang: "en"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		w.got(askAna)
		w.Wait(3 * time.Hour)
		w.Restart(0)
		w.Wait(3 * time.Hour)
		w.got()
		w.linked()
		number := shown(w.presses(anaThere, "link yes", string(ana)))
		w.linked()
		w.got("200000000000000001: ＡＮＡ on Slack says that they are you.")
		w.says(w.types(ana, anaThere, number), "now linked with ＡＮＡ on Slack", "`/engawa link`")
		w.linked(ana, anaThere)
		w.got("U0ANA: This account is now linked with Ana on Discord. `/engawa link` unlinks them.")
		w.says(w.presses(anaThere, "link yes", string(ana)), "This question is over")
		w.Wait(24 * time.Hour)
		w.got()
	})
}

func TestANameIsAskedAboutOnlyIfItIsOnePersonsOnEitherSide(t *testing.T) {
	for name, c := range map[string]struct {
		guests []bot.Guest
		before func(*running)
	}{
		"two in Slack":   {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "ana"}, {Account: bottest.Account(cyThere), Name: "Ana"}}, func(*running) {}},
		"two in Discord": {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) { w.arrives(dan, "A n a") }},
		"not alike":      {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana Ito"}}, func(*running) {}},
		"hidden":         {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) { w.presses(ana, "hide") }},
		"no name":        {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "\u200b"}}, func(w *running) { w.arrives(dan, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, nil, func(w *running) {
				c.before(w)
				w.set(func() { w.in[channel] = c.guests })
				w.Wait(2 * time.Hour)
				w.got()
				if got := w.member(anaThere); got.Asked || got.Seen.Year != 2000 {
					t.Errorf("got %+v, want them known and not asked", got)
				}
			})
		})
	}
}

// arrives has somebody come into the lounge.
func (w *running) arrives(id bot.MemberID, name string) {
	w.Bot.Moved(w.Context(), fixture.Server, []bot.Move{{Member: id, Name: name, Room: fixture.Lounge}})
}

func TestWhoHasAnsweredIsNotAskedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		press []string
		alone bool
	}{
		"no":         {[]string{"link no", string(ana)}, false},
		"Slack only": {[]string{"link alone"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) {
				w.got(askAna)
				w.presses(anaThere, c.press[0], c.press[1:]...)
				w.Restart(0)
				w.Wait(3 * time.Hour)
				w.Restart(6 * 7 * 24 * time.Hour)
				w.Wait(3 * time.Hour)
				w.got()
				w.linked()
				if got := w.member(anaThere); got.Alone != c.alone {
					t.Errorf("got %+v, want Alone %v", got, c.alone)
				}
			})
		})
	}
}

func TestQuestionsComeInTheWorkingHoursOfWhoIsAsked(t *testing.T) {
	// It is Monday, 10:00 in London, and 02:00 in Los Angeles.
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Zone: "America/Los_Angeles"}}, func(w *running) {
		w.Wait(7*time.Hour - time.Minute)
		w.got()
		w.Wait(2 * time.Minute)
		w.got(askAna)
	})
}

func TestTheQuestionIsInTheLanguageOfWhoIsAsked(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Lang: "ja"}}, func(w *running) {
		w.got("U0ANA: DiscordのSakuraにAnaさんがいます。")
	})
}
