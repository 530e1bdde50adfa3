package bot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// put lists the questions that are owed to channels of Slack: when, and where.
func put(t *testing.T, b *bot.Bot) (list []store.Owed) {
	t.Helper()
	visit(t, b, func(_ *bot.Scene, tx *store.Tx) error {
		all, err := store.Pending(tx, "sakura")
		list = nil
		for _, o := range all {
			if o.Key.Parts()[1] == "wish" {
				list = append(list, o)
			}
		}
		return err
	})
	return list
}

// delivered has everything that is owed delivered.
func delivered(t *testing.T, b *bot.Bot) {
	t.Helper()
	visit(t, b, func(_ *bot.Scene, tx *store.Tx) error {
		all, err := store.Pending(tx, "sakura")
		for _, o := range all {
			err = errors.Join(err, store.Settle(tx, o.Key))
		}
		return err
	})
}

func choose(t *testing.T, b *bot.Bot, set bot.Elsewhere) bot.Elsewhere {
	t.Helper()
	sakura := team("sakura", lounge)
	sakura = sakura.Put(set)
	if err := b.Apply(t.Context(), sakura); err != nil {
		t.Fatal(err)
	}
	got, _ := b.Team("sakura")
	return got.At("slack")
}

// pending are the wishes for places of Slack.
func pending(set bot.Elsewhere) []bot.PendingWish { return bot.Team{}.Put(set).Pending(time.Now()) }

// onSlacks is a wish for a channel of Slack.
func onSlacks(w bot.Wish) bot.PendingWish { return bot.PendingWish{On: "slack", Wish: w} }

func TestAChannelThatIsChosenIsAskedFirst(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		set := choose(t, b, bot.Elsewhere{On: "slack", Channel: channel, Window: window})
		if set.Channel != "" || set.Window != "" || len(pending(set)) != 2 || len(put(t, b)) != 2 {
			t.Errorf("got %+v and %d questions, want two wishes and two questions", set, len(put(t, b)))
		}
		if again := choose(t, b, bot.Elsewhere{On: "slack", Channel: channel, Window: window}); again != set || len(put(t, b)) != 2 {
			t.Errorf("applied again: got %+v and %d questions, want the same", again, len(put(t, b)))
		}
		if err := bottest.SayYes(t.Context(), b, "sakura"); err != nil {
			t.Fatal(err)
		}
		if len(put(t, b)) != 0 {
			t.Error("a question is owed after the yes")
		}
		set = choose(t, b, bot.Elsewhere{On: "slack", Channel: channel, Window: "C0NEWWINDOW"})
		if p := pending(set); set.Channel != channel || set.Window != window || len(p) != 1 || p[0].Place != "C0NEWWINDOW" {
			t.Errorf("another window: got %+v, want a wish for it only, and the old one meanwhile", set)
		}
		set = choose(t, b, bot.Elsewhere{On: "slack", Channel: window, Window: channel})
		if p := pending(set); len(p) != 1 || p[0].Place != window || set.Window != channel {
			t.Errorf("the window as the team's own: got %+v, want it asked, and no question for what the team owns", set)
		}
		if set = choose(t, b, bot.Elsewhere{On: "slack"}); set != (bot.Elsewhere{On: "slack"}) || len(put(t, b)) != 0 {
			t.Errorf("taken away: got %+v and %d questions, want nothing", set, len(put(t, b)))
		}
	})
}

func TestAChannelIsAskedOnceADay(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		begun := time.Now()
		choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		delivered(t, b)
		for range 5 {
			time.Sleep(time.Hour)
			choose(t, b, bot.Elsewhere{On: "slack"})
			choose(t, b, bot.Elsewhere{On: "slack", Window: channel})
			choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		}
		list := put(t, b)
		if len(list) != 1 || list[0].After.Before(begun.Add(24*time.Hour)) || list[0].After.After(begun.Add(25*time.Hour)) {
			t.Errorf("got %+v, want one question, a day after the first", list)
		}
		if at := b.Comes("sakura", onSlacks(seen(t, b, "sakura").At("slack").Wishes.Channel)); len(list) == 1 && !at.Equal(list[0].After) {
			t.Errorf("it is said to come at %v", at)
		}
	})
}

func TestAChannelThatHasSaidYesIsAskedAgainAtOnceAndOneThatHasSaidNoADayLater(t *testing.T) {
	for what, answer := range map[string]func(*bot.Scene) error{
		"yes": func(s *bot.Scene) error { return s.SaidYes(onSlacks(s.Team.At("slack").Wishes.Channel)) },
		"no":  func(s *bot.Scene) error { return s.SaidNo(onSlacks(s.Team.At("slack").Wishes.Channel)) },
	} {
		live(t, func(t *testing.T, b *bot.Bot) {
			choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
			delivered(t, b)
			if err := b.Visit(t.Context(), "sakura", answer); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
			choose(t, b, bot.Elsewhere{On: "slack"})
			set := choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
			list := put(t, b)
			if len(list) != 1 {
				t.Fatalf("after a %s: got %d questions, want one", what, len(list))
			}
			now := !list[0].After.After(time.Now()) && b.Comes("sakura", onSlacks(set.Wishes.Channel)).IsZero()
			if now != (what == "yes") {
				t.Errorf("after a %s: the question comes at %v", what, list[0].After)
			}
		})
	}
}

func TestAWishIsDroppedAfterAWeekOrANo(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		set := choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		wish := set.Wishes.Channel
		time.Sleep(7*24*time.Hour + time.Minute)
		if p := pending(set); len(p) != 0 {
			t.Errorf("after a week: got %+v, want no wish", p)
		}
		if err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error { return s.SaidNo(onSlacks(wish)) }); err != nil {
			t.Fatal(err)
		}
		set = choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		if p := pending(set); len(p) != 1 || p[0].Mark() == wish.Mark() {
			t.Errorf("wished again: got %+v, want a new wish", p)
		}
		no := func(s *bot.Scene) error { return s.SaidNo(onSlacks(s.Team.At("slack").Wishes.Channel)) }
		if err := b.Visit(t.Context(), "sakura", no); err != nil {
			t.Fatal(err)
		}
		if got, _ := b.Team("sakura"); got.At("slack") != (bot.Elsewhere{On: "slack"}) {
			t.Errorf("after a no: got %+v, want nothing", got.At("slack"))
		}
	})
}

func TestAYesToAWindowIsNoneToTheTeamsOwnChannel(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		choose(t, b, bot.Elsewhere{On: "slack", Window: channel})
		first := seen(t, b, "sakura").At("slack").Wishes.Window
		time.Sleep(time.Minute)
		choose(t, b, bot.Elsewhere{On: "slack", Window: channel, Channel: channel})
		if err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error { return s.SaidYes(onSlacks(first)) }); err != nil {
			t.Fatal(err)
		}
		if got := seen(t, b, "sakura").At("slack"); got.Window != channel || got.Channel != "" {
			t.Errorf("got %+v, want the window only", got)
		}
	})
}

func TestOfTwoTeamsThatWishForAChannelTheFirstYesTakesIt(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: moon.At("slack").Window})
		if err := errors.Join(b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Fatal(err)
		}
		refusedFor(t, "the second yes", bottest.SayYes(t.Context(), b, "sakura"), "slack.channel")
		sakura, _ := b.Team("sakura")
		sakura.Zone = "Asia/Tokyo"
		if err := b.Apply(t.Context(), sakura); err != nil {
			t.Errorf("its time zone meanwhile: got %v", err)
		}
	})
}

func TestTheTeamIsToldOnceThatTheQuestionCannotBePut(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		key := put(t, b)[0].Key
		why := &bot.Refusal{Reason: bot.Closed, Err: errors.New("not_in_channel"), Say: &bot.Sorry{Key: "slack.closed.outside"}}
		for range 3 {
			if moved, err := b.Closed(t.Context(), key, bot.Spot{On: "slack", ID: channel}, why); moved || err != nil {
				t.Errorf("got moved %v and %v, want it to be tried again", moved, err)
			}
			time.Sleep(24 * time.Hour)
		}
		told, closed := 0, 0
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			told = 0
			all, err := store.Pending(tx, "sakura")
			for _, o := range all {
				if strings.Contains(string(o.Key), "unheard") {
					told++
				}
			}
			places, wrong := s.ClosedPlaces(tx, "slack")
			closed = len(places)
			return errors.Join(err, wrong)
		})
		if told != 1 || closed != 0 {
			t.Errorf("told %d times, and %d channels are closed; want once and none", told, closed)
		}
	})
}

func TestAnothersWindowBecomesATeamsOwnChannelWhenThatTeamHasLetGoOfIt(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: window, Window: moon.At("slack").Window})
		refusedFor(t, "as its own", b.Found(moon), "slack.channel")
		if got := seen(t, b, "sakura").At("slack"); got.Window != window {
			t.Errorf("got %+v, want the window kept", got)
		}
		near := team("near", other)
		near = near.Put(bot.Elsewhere{On: "slack", Channel: window, Window: near.At("slack").Window})
		if err := b.Found(near); err == nil || !strings.Contains(err.Error(), "Sakura shows") {
			t.Errorf("on the same server: got %v, want whose window it is", err)
		}
		sakura, _ := b.Team("sakura")
		sakura = sakura.Put(bot.Elsewhere{On: "slack", Channel: sakura.At("slack").Channel})
		if err := errors.Join(b.Apply(t.Context(), sakura), b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Errorf("after it let go: got %v", err)
		}
		if got := seen(t, b, "moon").At("slack"); got.Channel != window {
			t.Errorf("after it let go: got %+v, want the channel", got)
		}
	})
}

func TestAYesIsTooLateWhenAnotherTeamHasMadeTheChannelItsWindow(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		choose(t, b, bot.Elsewhere{On: "slack", Channel: channel})
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: moon.At("slack").Channel, Window: channel})
		if err := errors.Join(b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Fatal(err)
		}
		refusedFor(t, "the second yes", bottest.SayYes(t.Context(), b, "sakura"), "slack.channel")
	})
}

func TestOfAWindowInAnothersChannelFromBeforeBothTeamsAreTold(t *testing.T) {
	doubled(t, func(b *bot.Bot) {
		moon, _ := b.Team("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack"})
		if err := b.Apply(t.Context(), moon); err != nil {
			t.Fatal(err)
		}
		if own, theirs := seen(t, b, "ame").At("slack"), seen(t, b, "tsuki").At("slack"); own.Channel != channel || theirs.Window != channel {
			t.Errorf("got %+v and %+v, want both served", own, theirs)
		}
		for id, want := range map[bot.TeamID]string{"ame": "doctor.whose.window.theirs", "tsuki": "doctor.whose.window"} {
			if got := keysOf(b.Whose(id, words.English)); !slices.Contains(got, want) {
				t.Errorf("the doctor says of %s %q, want %q", id, got, want)
			}
		}
	})
}
