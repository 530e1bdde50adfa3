package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
)

const (
	boSays  = "U0BO: Bo on Discord says that they are you. If so, type the number that you see in Discord: it lets that account read and change your notes. [That's me: type the number] [Not me]"
	bobSays = "200000000000000002: Bob on Slack says that they are you. If so, type the number that you see in Slack: it lets that account read and change your notes. [That's me: type the number] [Not me]"
)

func TestFromDiscordTheSlackAccountTypesTheNumber(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Robert"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		w.says(w.asks(bo, "engawa link"), "Which Slack account is yours?", "(Cy) (Robert)")
		reply := w.chooses(bo, boThere)
		w.says(reply, "on Slack: I have asked Robert there", "[Take it back]")
		number := shown(reply)
		w.got(boSays)
		w.Restart(0)
		w.says(w.asks(bo, "engawa link"), number, "on Slack: I have asked Robert there", "[Take it back]")
		form := w.presses(boThere, "link number", string(bo)).Form
		if form == nil || len(form.Fields) != 1 || form.Do != "link number" {
			t.Fatalf("got the form %+v, want one with a field for the number", form)
		}
		w.says(w.types(boThere, bo, " "+number+" "), "linked with Bo on Discord", "`/engawa link` unlinks them")
		w.linked(bo, boThere)
		w.got("200000000000000002: This account is now linked with Robert on Slack. `/engawa link` unlinks them.")
	})
}

func TestFromSlackTheDiscordAccountTypesTheNumber(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		w.says(w.asks(boThere, "engawa link"), "Which Discord account is yours?", "(Bo) (Ana)", "[I am on Slack only]")
		reply := w.chooses(boThere, bo)
		w.says(reply, "on Discord: I have asked Bo there")
		w.got(bobSays)
		number := strings.Map(func(r rune) rune { // as an input method for Japanese makes of it
			if '0' <= r && r <= '9' {
				return r - '0' + '０'
			}
			return '　'
		}, shown(reply))
		w.says(w.types(bo, boThere, number), "linked with Bob on Slack")
		w.linked(bo, boThere)
		w.got("U0BO: This account is now linked with Bo on Discord.")
	})
}

func TestTheThirdWrongNumberEndsItAndBothAreTold(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		number := shown(w.chooses(bo, boThere))
		w.post()
		wrong := "000 000"
		if number == wrong {
			wrong = "000 001"
		}
		w.says(w.types(boThere, bo, "12345"), "has six digits")
		w.says(w.types(boThere, bo, ""), "has six digits")
		w.says(w.types(boThere, bo, wrong), "try 2 times more")
		w.Restart(0)
		w.says(w.types(boThere, bo, wrong), "try 1 time more")
		w.says(w.types(boThere, bo, wrong), "another number three times")
		w.got("200000000000000002: Another number was typed three times")
		w.says(w.types(boThere, bo, number), "This question is over")
		w.linked()
		w.says(w.chooses(bo, boThere), "left in peace for now")
		w.says(w.types(bo, boThere, shown(w.chooses(boThere, bo))), "linked with Bob on Slack") // from the other side at once
		w.linked(bo, boThere)
	})
}

func TestANumberIsGoodForADayAndThenAnotherOneIs(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		first := shown(w.chooses(bo, boThere))
		w.got(boSays)
		if again := shown(w.chooses(bo, boThere)); again != first {
			t.Errorf("chosen twice: got the number %q, want %q still", again, first)
		}
		w.got()
		w.Wait(24*time.Hour - time.Second)
		if again := shown(w.asks(bo, "engawa link")); again != first {
			t.Errorf("a second before it ends: got the number %q, want %q", again, first)
		}
		w.Wait(time.Second)
		w.says(w.asks(bo, "engawa link"), "Which Slack account is yours?")
		w.says(w.types(boThere, bo, first), "This question is over")
		second := shown(w.chooses(bo, boThere))
		w.got(boSays)
		if second == "" {
			t.Error("got no number on the next day")
		}
		w.types(boThere, bo, second)
		w.linked(bo, boThere)
	})
}

func TestWhatIsTakenBackLinksNobodyAndIsNotAskedAgainToday(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		number := shown(w.chooses(bo, boThere))
		w.says(w.chooses(bo, cyThere), "asked another account already")
		w.says(w.presses(bo, "link back", string(boThere)), "Taken back")
		w.got() // it was not delivered yet
		w.says(w.types(boThere, bo, number), "This question is over")
		w.says(w.chooses(bo, boThere), "left in peace for now")
		w.says(w.chooses(bo, cyThere), "I have asked Cy there")
		w.got("U0CY: Bo on Discord says")
		w.linked()
	})
}

func TestAnAccountAsksThreeOthersADay(t *testing.T) {
	var guests []bot.Guest
	for _, name := range []string{"Cy", "Di", "Ed", "Flo"} {
		guests = append(guests, bot.Guest{Account: bottest.Account(bot.MemberID("U0" + strings.ToUpper(name))), Name: name})
	}
	play(t, guests, func(w *running) {
		for _, g := range guests[:3] {
			w.says(w.chooses(bo, bot.MemberID(g.Account.ID)), "I have asked "+g.Name)
			w.presses(bo, "link back", string(bot.MemberID(g.Account.ID)))
		}
		w.says(w.chooses(bo, bot.MemberID(guests[3].Account.ID)), "three accounts today")
		w.presses(bo, "forget")
		w.arrives(bo, "Bo")
		w.says(w.chooses(bo, bot.MemberID(guests[3].Account.ID)), "three accounts today")
		w.Wait(24 * time.Hour)
		w.says(w.chooses(bo, bot.MemberID(guests[3].Account.ID)), "I have asked Flo")
	})
}

func TestANoHoldsForThirtyDaysWhateverIsDeleted(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		w.chooses(bo, boThere)
		w.got(boSays)
		w.says(w.presses(boThere, "link no", string(bo)), "nothing is linked")
		w.Wait(time.Second)
		w.presses(boThere, "link no", string(bo))
		w.got("200000000000000002: The account that you chose says that it is someone else's")
		w.says(w.chooses(bo, boThere), "left in peace for now")
		w.presses(bo, "forget")
		w.arrives(bo, "Bo")
		w.presses(boThere, "forget")
		w.set(func() { w.in[channel] = nil })
		w.Wait(2 * time.Hour)
		w.set(func() { w.in[channel] = []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}} })
		w.Wait(2 * time.Hour)
		w.Restart(0)
		w.says(w.chooses(bo, boThere), "left in peace for now")
		w.got()
		w.Restart(31 * 24 * time.Hour)
		w.Wait(2 * time.Hour)
		w.chooses(bo, boThere)
		w.got(boSays)
	})
}

func TestWhoChooseEachOtherStillTypeANumber(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bo"}}, func(w *running) {
		number := shown(w.chooses(bo, boThere))
		w.post()
		for _, reply := range []bot.Reply{w.chooses(boThere, bo), w.presses(boThere, "link yes", string(bo))} { // it was suggested
			w.says(reply, "Bo on Discord says that they are you", "[That's me: type the number]")
		}
		w.linked()
		w.got()
		w.types(boThere, bo, number)
		w.linked(bo, boThere)
	})
}

func TestALinkEndsWhatElseIsOpenOfBoth(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}, {Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		toAna := shown(w.chooses(boThere, ana))
		fromCy := shown(w.chooses(cyThere, bo))
		w.types(boThere, bo, shown(w.chooses(bo, boThere)))
		w.linked(bo, boThere)
		w.says(w.types(ana, boThere, toAna), "This question is over")
		w.says(w.types(bo, cyThere, fromCy), "This question is over")
		w.linked(bo, boThere)
		w.got("200000000000000002: This account is now linked with Bob on Slack.")
	})
}

func TestWhoPartsAccountsCanLinkThemAgainTheSameDay(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}}, func(w *running) {
		w.joins(bo, boThere)
		w.presses(bo, "link part")
		w.linked()
		w.joins(bo, boThere)
		w.linked(bo, boThere)
	})
}

func TestAccountsThatAreLinkedOrHiddenAreNotOffered(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}, {Account: bottest.Account(cyThere), Name: "Cy"}, {Account: bottest.Account(anaThere), Name: "Anna"}}, func(w *running) {
		w.presses(cyThere, "hide")
		w.joins(bo, boThere)
		if got, want := read(w.asks(ana, "engawa link").Card), "(Anna)"; !strings.HasSuffix(got, want) || strings.Contains(got, "Cy") || strings.Contains(got, "Bob") {
			t.Errorf("got %q, want only %s offered", got, want)
		}
		w.says(w.chooses(ana, boThere), "linked by now")
		w.says(w.chooses(ana, cyThere), "linked by now")
		w.says(w.chooses(ana, bo), "linked by now")
		w.says(w.asks(boThere, "engawa link"), "linked with Bo on Discord", "[Unlink]")
	})
}

func TestWhatSomebodyWishedOnEitherSideHoldsForBoth(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Zone: "Asia/Tokyo"}}, func(w *running) {
		w.presses(anaThere, "hide")
		w.joins(anaThere, ana)
		if got := w.member(ana); !got.Hidden || got.Zone != "Asia/Tokyo" {
			t.Errorf("got %+v, want Ana hidden, in Tokyo", got)
		}
		w.presses(ana, "link part")
		if got := w.member(ana); !got.Hidden || got.Zone != "" {
			t.Errorf("parted: got %+v, want Ana hidden, in the team's zone", got)
		}
	})
}

func TestWhoAskedIsToldThatTheOtherTakesNoMessages(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob"}, {Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) {
		w.chooses(bo, boThere)
		for _, o := range w.Owed() {
			go w.Bot.Refused(w.Context(), o, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("closed")})
		}
		w.Wait(time.Second)
		w.got("200000000000000002: The account that you chose takes no messages from Engawa")
		w.says(w.presses(boThere, "link number", string(bo)), "This question is over")
		w.says(w.chooses(bo, boThere), "I have asked Bob there")
	})
}

func TestWhatIsKeptIsToldAndForgotten(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bob", Zone: "Asia/Tokyo"}}, func(w *running) {
		w.addresses(map[bot.MemberID]string{bo: "bo@example.com"})
		w.chooses(bo, boThere)
		w.says(w.presses(bo, "kept"), "A fingerprint of your e-mail", "are yours (1 time)")
		w.presses(boThere, "link alone")
		w.says(w.presses(boThere, "kept"), "Your time zone, Asia/Tokyo", "you are on Slack only", "are yours (1 time)")
		w.presses(bo, "forget")
		w.got()
		w.says(w.presses(boThere, "link number", string(bo)), "This question is over")
		w.says(w.presses(bo, "kept"), "are yours (1 time)", "stays when you delete the rest")
		w.Wait(26 * time.Hour)
		if got := read(w.presses(bo, "kept").Card); strings.Contains(got, "fingerprint") || strings.Contains(got, "asked") {
			t.Errorf("got %q kept of Bo the day after, want nothing of it", got)
		}
	})
}

func TestATeamWithoutAChannelSaysHowToHaveOne(t *testing.T) {
	play(t, nil, func(w *running) {
		w.apply(bot.Elsewhere{On: "slack"})
		w.says(w.asks(ana, "engawa link"), "does not use Slack yet")
	})
}

func TestTheOwnPageSaysWhetherTheAccountsAreLinked(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(boThere), Name: "Bo"}}, func(w *running) {
		page := func(who bot.MemberID, want ...string) {
			t.Helper()
			reply := w.presses(who, "home")
			w.says(reply, want...)
			for _, b := range reply.Card.Buttons {
				if got := w.presses(who, b.Do, b.With...); got.Card.Tone == bot.Amiss {
					t.Errorf("%s: got %q, want it to work", b.Label, read(got.Card))
				}
			}
		}
		page(boThere, "is not linked", "[Link my accounts]")
		w.presses(boThere, "link alone")
		page(boThere, "You are on Slack only", "[Linked accounts…]")
		w.joins(boThere, bo)
		page(boThere, "Linked with Bo on Discord", "[Linked accounts…]")
		page(bo, "Linked with Bo on Slack", "[Linked accounts…]")
		page(ana, "is not linked")
	})
}
