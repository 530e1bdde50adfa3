// Package facetest holds the contract that every bot.Face keeps, as a test to be called
// from the tests of a face, which brings its pretended platform along. A courier on a
// store of its own delivers. It must know no particular platform.
//
// What only one platform has (sounds, scheduled events, statuses) is for its face's own
// tests, and so is what people ask a face.
package facetest

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// Place is a pretended platform that is empty at first, and what people see and do there.
type Place interface {
	// Begin makes the face of a run of the process; that of the run before is not used
	// any more. The guide knows the team and its people.
	Begin(bot.Guide) bot.Face

	// Channel is the channel of a name, in which the face may write; made if there is
	// none. Account is the account of the person of a name.
	Channel(name string) bot.ChannelID
	Account(name string) string

	// Reads is what the reader of a channel sees of the face's messages, oldest first.
	// Channels between a person and the face are known by their receipts.
	Reads(bot.ChannelID) []Message

	// TakesAway deletes a message.
	TakesAway(bot.ChannelID, string)

	Luck
}

// Luck is the bad luck of a platform with what is posted and edited.
type Luck interface {
	// Fails has the next of it not be done, and fail in a way that passes.
	Fails()

	// LosesAnswer has the next of it be done, and the answer be lost.
	LosesAnswer()

	// Down has the platform do nothing that is asked of it, until it is up again.
	Down(bool)

	// Hangs has the platform take everything and answer nothing, until the end.
	Hangs()
}

// Message is what is seen of a message.
type Message struct {
	ID      string
	Text    string   // title and lines, without the marks of the platform
	Buttons []string // labels
	Selects []string // what is asked beside them
	Pings   []string // who hears it, by name; also "everyone" and the like
}

// Kind is what Contract tries.
type Kind struct {
	// New makes a place. On loopback it has real sockets; else it is in a synctest bubble,
	// which has none.
	New func(t *testing.T, loopback bool) Place

	// Refuses are the ways in which the platform refuses for good to let a channel be
	// written in; Closes those in which it does until a person opens it. Shuns are those
	// in which somebody, by name, takes no messages.
	Refuses map[string]func(Place, bot.ChannelID)
	Closes  map[string]Closing
	Shuns   map[string]func(p Place, name string)

	// Cannot says, in words, why the platform cannot have a rule, by the rule's name.
	Cannot map[string]string
}

// Closing is a way to be closed.
type Closing struct {
	Close, Open func(Place, bot.ChannelID) // no Open: nobody can open it again
	Whole       bool                       // not only a channel is closed, but all of the platform
}

// rule is one of the contract.
type rule struct {
	name string
	keep func(*fixture)
	fast bool // it waits for nothing, so it is tried on loopback too
}

func rules() []rule {
	return []rule{
		{"WhatIsDeliveredTwiceIsThereOnce", (*fixture).deliversOnce, true},
		{"WhatOnePersonReadsIsThereOnce", (*fixture).deliversOnceToOne, true},
		{"WhatHadNoAnswerIsThereOnce", (*fixture).deliversOnceWithoutAnswer, true},
		{"WhatHadNoAnswerBeforeARestartIsThereOnce", (*fixture).deliversOnceOverARestart, true},
		{"WhatHadNoAnswerLongAgoIsThereOnce", (*fixture).deliversOnceAfterLong, false},
		{"WhatFailsInPassingIsTriedAgain", (*fixture).triesAgain, false},
		{"WhatIsOwedWhileThePlatformIsDownComesWhenItIsUp", (*fixture).outlastsAnOutage, false},
		{"WhatCannotBeReadIsRefused", (*fixture).refusesWhatItCannotRead, true},
		{"ALaneKeepsItsOrder", (*fixture).keepsOrder, false},
		{"AnEditChangesItsMessageAndNothingElse", (*fixture).edits, true},
		{"AnEditWithoutAnswerChangesItsMessage", (*fixture).editsWithoutAnswer, false},
		{"AnEditOfWhatIsGoneEnds", (*fixture).editsNothing, true},
		{"ADisplayIsOneMessageEditedInPlace", (*fixture).showsInPlace, false},
		{"ADisplayWithoutAnswerIsThereOnce", (*fixture).showsOnce, false},
		{"ADisplayWithoutAnswerBeforeARestartIsThereOnce", (*fixture).showsOnceOverARestart, false},
		{"ADisplayThatChangesWhileItsAnswerIsLostShowsTheLast", (*fixture).showsTheLast, false},
		{"ADisplayThatWasTakenAwayIsPostedAnew", (*fixture).showsAnew, false},
		{"ADisplayThatMovesLeavesNothingBehind", (*fixture).moves, false},
		{"ADisplayOfNothingGoesAway", (*fixture).hides, false},
		{"WhatPeopleTypedShowsAsItWasTyped", (*fixture).showsWhatWasTyped, false},
		{"WhatPeopleTypedPingsNobody", (*fixture).pingsNobody, false},
		{"WhatNobodySeesDoesNotArrive", (*fixture).dropsTheInvisible, true},
		{"OnlyWhoTheCardPingsIsPinged", (*fixture).pingsOnlyThem, true},
		{"WhoIsNotKnownIsNotPinged", (*fixture).pingsNoStranger, true},
		{"TheFullestCardIsAllThere", (*fixture).drawsTheFullestCard, true},
		{"WhatDoesNotFitIsNotLeftOutWithoutAWord", (*fixture).saysWhatIsCut, true},
		{"AnEndWhileThePlatformHangsComesSoon", (*fixture).endsSoon, false},
		{"WhatHangsEndsWithItsContext", (*fixture).endsWithContext, false},
	}
}

// Contract fails t where a face breaks the contract that is written at bot.Face.
func Contract(t *testing.T, k Kind) {
	all := rules()
	for name, refuse := range k.Refuses {
		all = append(all, rule{Refusals + "/" + name, func(d *fixture) { d.isRefused(refuse) }, false})
	}
	for name, c := range k.Closes {
		all = append(all,
			rule{Closings + "/" + name, func(d *fixture) { d.isClosed(c) }, false},
			rule{"ADisplayThatIsClosedComesWhenItIsOpen/" + name, func(d *fixture) { d.showsWhatIsClosed(c) }, false})
	}
	for name, shun := range k.Shuns {
		all = append(all, rule{"WhoTakesNoMessagesIsToldApart/" + name, func(d *fixture) { d.isShunned(shun) }, true})
	}
	for name, why := range k.Cannot {
		known := slices.ContainsFunc(all, func(r rule) bool { return r.name == name })
		if why == "" || !known && name != Closings && name != Refusals {
			t.Errorf("%q cannot be kept for the reason %q: there must be such a rule, and a reason", name, why)
		}
	}
	if (len(k.Refuses) == 0) != (k.Cannot[Refusals] != "") || (len(k.Closes) == 0) != (k.Cannot[Closings] != "") || len(k.Shuns) == 0 {
		t.Error("nothing is refused, closed or shunned: name the ways, or say why there are none")
	}
	for _, r := range all {
		if why := k.Cannot[r.name]; why != "" {
			t.Logf("not kept: %s: %s", r.name, why)
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			path := t.TempDir() + "/engawa.db"
			synctest.Test(t, func(t *testing.T) { r.keep(newFixture(t, path, k.New(t, false), false)) })
		})
		if r.fast {
			t.Run("OnLoopback/"+r.name, func(t *testing.T) { r.keep(newFixture(t, t.TempDir()+"/engawa.db", k.New(t, true), true)) })
		}
	}
}

// What is in Kind.Cannot if a platform closes nothing for a while, or refuses no channel
// for good.
const (
	Closings = "WhatIsClosedIsSaidAndComesWhenItIsOpen"
	Refusals = "WhatIsRefusedForGoodIsSaidOnce"
)

// until waits until something is so; it fails the test if it does not become so in
// time.
func (d *fixture) until(what string, is func() bool) {
	d.Helper()
	step, steps := time.Second, 600
	if d.loopback {
		step, steps = 5*time.Millisecond, 4000
	}
	for range steps {
		if d.rest(0); is() {
			return
		}
		<-time.After(step)
	}
	d.Fatalf("%s: in vain", what)
}

// rest lets time pass, where that costs nothing, and everything come to rest.
func (d *fixture) rest(pause time.Duration) {
	if d.loopback {
		return
	}
	<-time.After(pause)
	synctest.Wait()
}
