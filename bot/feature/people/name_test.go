package people_test

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
)

const askAna = "U0ANA: Somebody in Sakura on Discord is called Ana. If that is you"

func TestNobodyIsLinkedByANameWithoutTheirPress(t *testing.T) {
	live(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "ＡＮＡ ", Lang: "en"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *town) {
		w.got(askAna)
		wait(3 * time.Hour)
		w.restart()
		wait(3 * time.Hour)
		w.got()
		w.linked()
		number := shown(w.presses(anaThere, "link yes", string(ana)))
		w.linked()
		w.got("200000000000000001: ＡＮＡ on Slack says that they are you.")
		w.says(w.types(ana, anaThere, number), "now one with ＡＮＡ on Slack", "`/engawa link`")
		w.linked(ana, anaThere)
		w.got("U0ANA: This account is now one with Ana on Discord. `/engawa link` parts them.")
		w.says(w.presses(anaThere, "link yes", string(ana)), "This question is over")
		wait(24 * time.Hour)
		w.got()
	})
}

func TestANameIsAskedAboutOnlyIfItIsOnePersonsOnEitherSide(t *testing.T) {
	for name, c := range map[string]struct {
		guests []bot.Guest
		before func(*town)
	}{
		"two in Slack":   {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "ana"}, {Account: bottest.Account(cyThere), Name: "Ana"}}, func(*town) {}},
		"two in Discord": {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *town) { w.arrives(dan, "A n a") }},
		"not alike":      {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana Ito"}}, func(*town) {}},
		"hidden":         {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *town) { w.presses(ana, "hide") }},
		"no name":        {[]bot.Guest{{Account: bottest.Account(anaThere), Name: "\u200b"}}, func(w *town) { w.arrives(dan, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			live(t, nil, func(w *town) {
				c.before(w)
				w.set(func() { w.in[channel] = c.guests })
				wait(2 * time.Hour)
				w.got()
				if got := w.member(anaThere); got.Asked || got.Seen.Year != 2000 {
					t.Errorf("got %+v, want them known and not asked", got)
				}
			})
		})
	}
}

// arrives has somebody come into the lounge.
func (w *town) arrives(id bot.MemberID, name string) {
	w.bot.Moved(w.Context(), server, []bot.Move{{Member: id, Name: name, Room: lounge}})
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
			live(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *town) {
				w.got(askAna)
				w.presses(anaThere, c.press[0], c.press[1:]...)
				w.restart()
				wait(3 * time.Hour)
				w.sleeps(6 * 7 * 24 * time.Hour)
				wait(3 * time.Hour)
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
	live(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Zone: "America/Los_Angeles"}}, func(w *town) {
		wait(7*time.Hour - time.Minute)
		w.got()
		wait(2 * time.Minute)
		w.got(askAna)
	})
}

func TestTheQuestionIsInTheLanguageOfWhoIsAsked(t *testing.T) {
	live(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Lang: "ja"}}, func(w *town) {
		w.got("U0ANA: DiscordのSakuraにAnaさんがいます。")
	})
}
