package tea_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/need"
)

// brings has somebody add a topic.
func (t table) brings(who bot.MemberID, text string) bot.Reply {
	t.Helper()
	return t.Slash(who, "tea topic", "text", text)
}

func TestATopicOfAMembersComesUp(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.At("2026-11-24 16:00")
		tb.Says(tb.brings(fixture.Ana, "Which tool\u200b would you miss?"), "Kept for tea: Which tool would you miss?", "[Remove it]")
		card, _ := tb.opens(false)
		for range 300 {
			if topic(&card) == "Which tool would you miss?" {
				return
			}
			b := fixture.Button(&card, "tea another")
			card = *tb.Press(fixture.Bo, b.Do, b.With...).Card
		}
		tb.Error("it never came")
	})
}

func TestATopicIsRefusedWithTheReason(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.brings(fixture.Bo, "Bo's own")
		long := strings.Repeat("茶", 141)
		for text, want := range map[string]string{
			"":         "There was no text",
			" \u200b ": "There was no text",
			long:       "longer than 140 characters. Please shorten it: " + long,
			"Bo's own": "has this topic already",
		} {
			tb.Says(tb.brings(fixture.Ana, text), want)
		}
		tb.Says(tb.brings(fixture.Bo, "Bo's own"), "Kept for tea") // they say it once more
		tb.Says(tb.brings(fixture.Ana, strings.Repeat("茶", 140)), "Kept for tea")
	})
}

func TestATeamKeepsFiveHundredTopicsAtMost(t *testing.T) {
	need.Unraced(t)
	play(t, words.English, func(tb table) {
		for n := range 500 {
			if got := fixture.Read(tb.brings(fixture.Ana, fmt.Sprint("topic ", n)).Card); !strings.HasPrefix(got, "Kept") {
				tb.Fatalf("topic %d: got %q", n, got)
			}
		}
		tb.Says(tb.brings(fixture.Bo, "one too many"), "has 500 topics already")
		if got := tb.Kept(fixture.Ana); !slices.Contains(got, "500 tea topics that you added.") {
			tb.Errorf("kept of her: got %q", got)
		}
	})
}

func TestOnlyItsAuthorAndAKeeperMayRemoveATopic(t *testing.T) {
	play(t, words.English, func(tb table) {
		removal := fixture.Button(tb.brings(fixture.Ana, "Which tool?").Card, "tea remove")
		tb.Says(tb.Press(fixture.Bo, removal.Do, removal.With...), "Someone else added this topic")
		tb.Says(tb.brings(fixture.Bo, "Which tool?"), "has this topic already")
		for _, press := range []bot.Request{tb.Request(fixture.Ana, bot.Press, removal.Do), tb.Request(fixture.Bo, bot.Press, removal.Do)} {
			press.With, press.From.Keeper = removal.With, press.From.ID == fixture.Bo
			reply := tb.Ask(press)
			if tb.Says(reply, "Removed"); !reply.Update {
				tb.Error("the card with the button stays")
			}
			tb.Says(tb.brings(fixture.Ana, "Which tool?"), "Kept for tea") // it was gone
		}
		tb.Says(tb.Press(fixture.Bo, removal.Do), "from an older version") // a forged press
	})
}

func TestWhoIsForgottenLeavesNoTopic(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.brings(fixture.Ana, "Ana's")
		tb.brings(fixture.Bo, "Bo's")
		tb.Forget(fixture.Ana)
		for who, want := range map[bot.MemberID]bool{fixture.Ana: false, fixture.Bo: true} {
			if got := tb.Kept(who); slices.Contains(got, "1 tea topic that you added.") != want {
				tb.Errorf("kept of %s: got %q, want a topic: %v", fixture.Name(who), got, want)
			}
		}
		tb.Says(tb.brings(fixture.Bo, "Ana's"), "Kept for tea")
	})
}
