package meeting

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAMeetingThatIsClosedAgainTellsTheTeamInTheSameMessage(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	for _, what := range []string{"Review within a day", "Two reviewers", "No review on Fridays"} {
		o.reaches("Commit")
		o.commit("1", what)
		o.press("1", "meeting next")
		for range 2 { // the second time it has come to the same
			o.press("1", "meeting close")
			o.press("1", "meeting reopen")
			o.clock.Add(int64(24 * time.Hour))
		}
		o.press("1", "meeting back")
	}
	posts, edits := o.owed(bot.KindPost), o.owed(bot.KindEdit)
	if len(posts) != 1 || len(edits) != 2 {
		t.Errorf("%d messages and %d changes are owed, want 1 and 2", len(posts), len(edits))
	}
	for _, e := range edits {
		if !strings.Contains(string(e.Body), string(posts[0].Key)) || e.Lane != posts[0].Lane {
			t.Errorf("a change in lane %s of another message: %s", e.Lane, e.Body)
		}
	}
}

func TestWhatIsDecidedWhenAMeetingIsClosedAgainIsReadThroughTheWindow(t *testing.T) {
	window := func(team *bot.Team) { *team = team.Put(bot.Elsewhere{On: "slack", Window: "C0123456780"}) }
	o := begin(t, window)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.reaches("Close")
	var got []string
	for _, what := range []string{"", "Review within a day", "Two reviewers"} {
		if what != "" {
			o.press("1", "meeting reopen")
			o.press("1", "meeting back")
			o.commit("1", what)
			o.press("1", "meeting next")
		}
		o.press("1", "meeting close")
		n := 0
		for _, owed := range o.Owed() {
			if owed.Lane == "C0123456780" {
				n++
			}
		}
		got = append(got, fmt.Sprintf("%s: %d", what, n))
	}
	posts := slices.DeleteFunc(o.owed(bot.KindPost), func(owed store.Owed) bool { return owed.Lane != "C0123456780" })
	if want := []string{": 0", "Review within a day: 1", "Two reviewers: 2"}; !slices.Equal(got, want) || len(posts) != 1 {
		t.Errorf("owed to the window after each close: %v, of which %d new, want %v, of which 1 new", got, len(posts), want)
	}
}

func TestAMeetingThatIsClosedAgainOpensNoOtherSheet(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.reaches("Close")
	o.press("1", "meeting close")
	o.press("1", "meeting reopen")
	o.press("1", "meeting back")
	o.commit("1", "Review within a day")
	o.press("1", "meeting next")
	o.press("1", "meeting close")
	var dates []string
	err := o.DB.View(func(tx *store.Tx) error {
		all, err := kpt.Of(string(o.Team().ID)).Retros(tx)
		for _, r := range all {
			dates = append(dates, r.Date.String())
		}
		return err
	})
	if want := []string{"2026-11-27", "2026-12-04"}; err != nil || !slices.Equal(dates, want) {
		t.Errorf("there are retros of %v, want %v (%v)", dates, want, err)
	}
	if on := o.try("Review within a day").Trace.Retro.String(); on != "2026-12-04" {
		t.Errorf("what was decided is on the sheet of %s, want the next", on)
	}
}
