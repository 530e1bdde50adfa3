package roster_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

func TestOnlyTheChosenAccountCanConfirm(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Robert"}, {ID: cyThere, Name: "Cy"}}, func(w *town) {
		w.says(w.asks(bo, "engawa link"), "Which Slack account is yours?", "(Cy) (Robert)")
		w.says(w.chooses(bo, boThere), "Look at your private messages on Slack")
		for _, who := range []bot.MemberID{bo, ana, cyThere} {
			w.says(w.presses(who, "link yes", string(bo)), "This question is over")
			w.says(w.presses(who, "link yes", string(boThere)), "This question is over")
			w.says(w.presses(who, "link no", string(bo)), "This question is over")
		}
		w.says(w.presses(boThere, "link yes", string(ana)), "This question is over")
		w.linked()
		w.restart()
		w.got("U0BO: Somebody on Discord, called Bo, says that this Slack account is theirs. Is that you? [Yes, that is me] [No, it is somebody else] [I am on Slack only]")
		w.says(w.presses(boThere, "link yes", string(bo)), "one with Bo on Discord")
		w.linked(bo, boThere)
		w.got("200000000000000002: This account is now one with Robert on Slack.")
	})
}

func TestFromSlackTheDiscordAccountConfirms(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bob"}}, func(w *town) {
		w.says(w.asks(boThere, "engawa link"), "Which Discord account is yours?", "(Bo) (Ana)", "[I am on Slack only]")
		w.says(w.chooses(boThere, bo), "Look at your private messages on Discord")
		w.says(w.presses(boThere, "link yes", string(bo)), "This question is over")
		w.linked()
		w.got("200000000000000002: Somebody on Slack, called Bob, says that this Discord account is theirs. Is that you? [Yes, that is me] [No, it is somebody else]")
		w.says(w.presses(bo, "link yes", string(boThere)), "one with Bob on Slack")
		w.linked(bo, boThere)
		w.got("U0BO: This account is now one with Bo on Discord.")
	})
}

func TestAnAccountIsAskedByAnotherOnceInThirtyDays(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bob"}}, func(w *town) {
		const asked = "U0BO: Somebody on Discord, called Bo,"
		w.chooses(bo, boThere)
		w.got(asked)
		w.presses(boThere, "link no", string(bo))
		wait(time.Second)
		w.presses(boThere, "link no", string(bo))
		w.got("200000000000000002: The account that you chose says that it is somebody else's.")
		w.says(w.chooses(bo, boThere), "was asked already")
		w.restart()
		w.says(w.chooses(bo, boThere), "was asked already")
		w.sleeps(5 * 7 * 24 * time.Hour)
		w.chooses(bo, boThere)
		w.got(asked)
	})
}

func TestALinkEndsTheOtherQuestionsOfBoth(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bob"}, {ID: cyThere, Name: "Cy"}}, func(w *town) {
		w.chooses(bo, boThere)
		w.chooses(bo, cyThere)
		w.chooses(boThere, ana)
		w.presses(boThere, "link yes", string(bo))
		w.says(w.presses(cyThere, "link yes", string(bo)), "This question is over")
		w.says(w.presses(ana, "link yes", string(boThere)), "This question is over")
		w.linked(bo, boThere)
		w.got("200000000000000002: This account is now one with Bob on Slack.")
	})
}

func TestAccountsThatAreLinkedOrHiddenAreNotOffered(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bob"}, {ID: cyThere, Name: "Cy"}, {ID: anaThere, Name: "Anna"}}, func(w *town) {
		w.presses(cyThere, "hide")
		w.chooses(bo, boThere)
		w.presses(boThere, "link yes", string(bo))
		if got, want := read(w.asks(ana, "engawa link").Card), "(Anna)"; !strings.HasSuffix(got, want) || strings.Contains(got, "Cy") || strings.Contains(got, "Bob") {
			t.Errorf("got %q, want only %s offered", got, want)
		}
		w.says(w.chooses(ana, boThere), "linked by now")
		w.says(w.chooses(ana, cyThere), "linked by now")
		w.says(w.chooses(ana, bo), "linked by now")
		w.says(w.asks(boThere, "engawa link"), "one with Bo on Discord", "[Part them]")
	})
}

func TestWhatSomebodyWishedOnEitherSideHoldsForBoth(t *testing.T) {
	live(t, []bot.Guest{{ID: anaThere, Name: "Ana", Zone: "Asia/Tokyo"}}, func(w *town) {
		w.presses(anaThere, "hide")
		w.presses(anaThere, "link yes", string(ana))
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
	live(t, []bot.Guest{{ID: boThere, Name: "Bob"}, {ID: anaThere, Name: "Ana"}}, func(w *town) {
		w.chooses(bo, boThere)
		w.must(w.db.View(func(tx *store.Tx) error {
			owed, err := store.Pending(tx, "sakura")
			for _, o := range owed {
				go w.bot.Refused(w.Context(), o, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("closed")})
			}
			return err
		}))
		wait(time.Second)
		w.got("200000000000000002: The account that you chose takes no messages from Engawa")
		w.says(w.presses(boThere, "link yes", string(bo)), "This question is over")
		w.says(w.chooses(bo, boThere), "Asked.")
	})
}

func TestWhatIsKeptIsToldAndForgotten(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bob", Zone: "Asia/Tokyo"}}, func(w *town) {
		w.addresses(map[bot.MemberID]string{bo: "bo@example.com"})
		w.chooses(bo, boThere)
		w.says(w.presses(bo, "kept"), "A fingerprint of your e-mail", "asked 1 time whether")
		w.presses(boThere, "link alone")
		w.says(w.presses(boThere, "kept"), "Your time zone, Asia/Tokyo", "you are on Slack only", "asked 1 time whether")
		w.presses(bo, "forget")
		w.got()
		w.says(w.presses(boThere, "link yes", string(bo)), "This question is over")
		if got := read(w.presses(bo, "kept").Card); strings.Contains(got, "fingerprint") || strings.Contains(got, "asked") {
			t.Errorf("got %q kept of Bo, want nothing of it", got)
		}
	})
}

func TestATeamWithoutAChannelSaysHowToHaveOne(t *testing.T) {
	live(t, nil, func(w *town) {
		w.apply(bot.SlackSet{})
		w.says(w.asks(ana, "engawa link"), "does not use Slack yet")
	})
}

func TestTheOwnPageSaysWhetherTheAccountsAreLinked(t *testing.T) {
	live(t, []bot.Guest{{ID: boThere, Name: "Bo"}}, func(w *town) {
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
		w.presses(boThere, "link yes", string(bo))
		page(boThere, "Linked with Bo on Discord", "[Linked accounts…]")
		page(bo, "Linked with Bo on Slack", "[Linked accounts…]")
		page(ana, "is not linked")
	})
}
