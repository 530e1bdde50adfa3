package people_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// apply has the team's channels in Slack changed.
func (w *running) apply(set bot.Elsewhere) {
	w.Helper()
	w.Must(w.Bot.Apply(w.Context(), w.Team().Put(set)))
	w.Must(bottest.SayYes(w.Context(), w.Bot, fixture.ID))
}

// roster is who counts as one of the team's people.
func (w *running) roster() (names []string) {
	w.Helper()
	w.View(func(tx *store.Tx) error {
		list, err := bot.Roster(tx, fixture.ID)
		for _, p := range list {
			names = append(names, p.Author.Name)
		}
		return err
	})
	return names
}

func TestWhoIsOnSlackOnlyIsOneOfTheTeamWhenTheySaySo(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(cyThere), Name: "Cy"}}, func(w *running) {
		if got, want := w.roster(), []string{"Ana", "Bo"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		w.says(w.presses(cyThere, "link alone"), "one of Sakura")
		if got, want := w.roster(), []string{"Ana", "Bo", "Cy"}; !slices.Equal(got, want) {
			t.Errorf("after they said so: got %q, want %q", got, want)
		}
		w.says(w.presses(ana, "link alone"), "linked by now")
	})
}

func TestWhatSlackKnowsOfPeopleIsKept(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana", Zone: "Asia/Tokyo"}, {Account: bottest.Account(cyThere), Name: "Cy", Zone: "UTC"}}, func(w *running) {
		if a, c := w.member(anaThere).Zone, w.member(cyThere).Zone; a != "Asia/Tokyo" || c != "" {
			t.Errorf("got the zones %q and %q, want Tokyo for Ana and nothing for Cy, whose zone is the team's", a, c)
		}
		w.joins(anaThere, ana)
		w.set(func() { w.in[channel][0].Name, w.in[channel][0].Zone = "Ana I.", "Nowhere/Land" })
		w.set(func() { w.in[channel][1].Zone = "Europe/Berlin" })
		w.Wait(90 * time.Minute)
		if got := w.member(ana); got.Zone != "" || got.Name != "Ana" {
			t.Errorf("got %+v, want Ana as Discord names her, in the team's zone", got)
		}
		if got := w.member(anaThere); got.Name != "Ana I." {
			t.Errorf("got %+v, want Ana I.", got)
		}
		if got := w.member(cyThere); got.Zone != "Europe/Berlin" || got.Seen != january(3) {
			t.Errorf("got %+v, want Cy in Berlin, seen on the 3rd", got)
		}
		w.Present = nil // nobody is in a room
		w.Restart(8 * 24 * time.Hour)
		for _, id := range []bot.MemberID{ana, anaThere, cyThere} {
			if got := w.member(id).Seen; got != january(11) {
				t.Errorf("%s: got seen on %v, want the 11th", id, got)
			}
		}
		w.Wait(2 * 24 * time.Hour)
		if got := w.member(cyThere).Seen; got != january(11) {
			t.Errorf("two days later: got seen on %v, want the 11th still", got)
		}
	})
}

func january(day int) schedule.Date { return schedule.Date{Year: 2000, Month: time.January, Day: day} }

func TestWhoLeavesTheChannelIsUnlinkedAndDropped(t *testing.T) {
	guests := []bot.Guest{guest(anaThere, "Anna", "ana@example.com"), {Account: bottest.Account(cyThere), Name: "Cy"}}
	play(t, guests, func(w *running) {
		w.joins(ana, anaThere)
		number := shown(w.chooses(bo, cyThere))
		w.post()
		w.set(func() { w.in[channel] = nil })
		w.Wait(90 * time.Minute)
		w.linked()
		if got := len(w.people()); got != 2 {
			t.Errorf("got %d people, want Ana and Bo", got)
		}
		w.set(func() { w.in[channel] = guests })
		w.Wait(90 * time.Minute)
		w.linked()
		w.says(w.types(cyThere, bo, number), "This question is over")
		w.got()
	})
}

func TestHalfALinkIsTakenAway(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) {
		drop := func(id bot.MemberID) {
			w.Visit(func(s *bot.Scene, tx *store.Tx) error { return s.DropMember(tx, id) })
		}
		w.joins(anaThere, ana)
		drop(anaThere)
		w.Wait(90 * time.Minute)
		w.linked()
		w.joins(anaThere, ana)
		w.linked(ana, anaThere)
		drop(ana)
		w.Wait(90 * time.Minute)
		if got := w.member(anaThere).Is; got != "" {
			t.Errorf("got Slack's Ana linked with %s, who was forgotten", got)
		}
	})
}

func TestATeamsNewChannelIsLookedAtSoonAndItsOldPeopleGo(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Anna"}}, func(w *running) {
		w.set(func() { w.in["C0MOMOIRO"] = []bot.Guest{{Account: bottest.Account(cyThere), Name: "Cy"}} })
		w.apply(bot.Elsewhere{On: "slack", Channel: "C0MOMOIRO"})
		w.Wait(10 * time.Second)
		if all := w.people(); all[cyThere].Name != "Cy" || all[anaThere].Name != "" {
			t.Errorf("got %v, want Cy and not Anna", all)
		}
		w.apply(bot.Elsewhere{On: "slack"})
		w.Wait(10 * time.Second)
		if all := w.people(); len(all) != 2 {
			t.Errorf("without a channel: got %v, want Ana and Bo", all)
		}
	})
}

func TestAChannelIsLookedAtAboutHourly(t *testing.T) {
	play(t, nil, func(w *running) {
		w.looked(channel)
		w.Wait(24 * time.Hour)
		if got := w.looked(channel); got < 19 || got > 32 {
			t.Errorf("got %d looks in a day, want about 24", got)
		}
		if got := w.looked(window); got != 0 {
			t.Errorf("got %d looks at the window, want none while all is well", got)
		}
	})
}

func TestWhatFailsIsTriedEveryMinuteAndNobodyIsTakenForGone(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) {
		w.joins(anaThere, ana)
		w.set(func() { w.in[channel], w.wrong[channel] = nil, errors.New("no answer") })
		w.Wait(2 * time.Hour)
		if got := w.looked(channel); got < 30 {
			t.Errorf("got %d looks, want one a minute", got)
		}
		w.linked(ana, anaThere)
		w.got()
	})
}

func closed(key string) *bot.Refusal {
	return &bot.Refusal{Reason: bot.Closed, Err: errors.New("closed"), Say: &bot.Sorry{Key: key}}
}

func TestAClosedChannelIsToldOnceAndTriedEveryMinuteUntilBothAnswer(t *testing.T) {
	play(t, []bot.Guest{{Account: bottest.Account(anaThere), Name: "Ana"}}, func(w *running) {
		w.joins(anaThere, ana)
		w.set(func() {
			w.wrong[channel], w.wrong[window] = closed("slack.closed.archived"), closed("slack.closed.gone")
		})
		w.Wait(90 * time.Minute)
		w.Restart(0)
		w.Wait(time.Hour)
		w.got(string(text) + ": ")
		w.looked(channel)
		w.Wait(10 * time.Minute)
		if got := w.looked(channel); got != 10 {
			t.Errorf("got %d looks in ten minutes, want 10", got)
		}
		w.linked(ana, anaThere)
		w.set(func() { delete(w.wrong, channel) })
		w.Wait(5 * time.Minute)
		if w.looked(window) == 0 || !w.shut() {
			t.Error("got the window not tried, or all open while it is closed")
		}
		w.set(func() { delete(w.wrong, window) })
		w.Wait(2 * time.Minute)
		if w.shut() {
			t.Error("got something closed, want all open: both answered")
		}
		w.looked(channel)
		w.Wait(30 * time.Minute)
		if got := w.looked(channel); got > 1 {
			t.Errorf("got %d looks after it was over, want the hourly one at most", got)
		}
		w.got()
	})
}

func TestWhatAPostFoundClosedIsTriedAtOnceAndNotToldAgain(t *testing.T) {
	play(t, nil, func(w *running) {
		found := func() {
			w.Helper()
			_, err := w.Bot.Closed(w.Context(), "sakura/board", bot.Spot{On: "slack", ID: window}, closed("slack.closed.token"))
			w.Must(err)
		}
		found()
		w.got(string(text) + ": ")
		w.Wait(2 * time.Minute)
		if w.shut() {
			t.Error("got the window closed after two minutes, want it open: it answers")
		}
		w.set(func() { w.wrong[channel], w.wrong[window] = closed("slack.closed.token"), closed("slack.closed.token") })
		found()
		w.got(string(text) + ": ")
		w.Wait(2 * time.Hour)
		w.got()
	})
}

func (w *running) shut() (is bool) {
	w.Helper()
	w.Look(func(s *bot.Scene, tx *store.Tx) error {
		places, err := s.ClosedPlaces(tx, "slack")
		is = len(places) > 0
		return err
	})
	return is
}
