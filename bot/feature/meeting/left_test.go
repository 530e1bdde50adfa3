package meeting

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
)

func TestAMeetingGoesOnThoughTheTeamHoldsNoKPTAnyMoreAndIsClosedWhenItDoesAgain(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	held := o.Team().Habits
	o.change(func(team *bot.Team) { team.Habits = nil })
	if got := said(o.asks("1", bot.Slash, "kpt start", bot.Input{})); !strings.Contains(got, "goes on") {
		t.Errorf("who types /kpt start reads %q", got)
	}
	o.reaches("Close")
	if got := said(o.press("1", "meeting close")); !strings.Contains(got, "no KPT time yet") {
		t.Errorf("closed without a next one: %q", got)
	}
	o.change(func(team *bot.Team) { team.Habits = held })
	o.press("1", "meeting close")
	if got := o.card().Title.String(); !strings.HasSuffix(got, "over") {
		t.Errorf("the card is %q", got)
	}
}

func TestAMeetingWhoseRoomIsNoLongerTheTeamsIsWhereItsPeopleSit(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.sit("2", cellar)
	o.change(func(team *bot.Team) { team.Rooms = team.Rooms[1:] })
	if got := o.place(); got != string(cellar) {
		t.Errorf("the card stands in %s, want the cellar", got)
	}
}

// change changes the team's set-up, as a team file does.
func (o *running) change(fn func(*bot.Team)) {
	o.Helper()
	team := o.Team()
	fn(&team)
	o.Must(o.Bot.Apply(o.Context(), team))
}
