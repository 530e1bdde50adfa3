package apptest

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/internal/need"
)

// told plays lines on a stage with a Slack and counts those that are shown then
// and hold a text.
func told(t *testing.T, text string, lines ...string) (times int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		theatre := newTheatre(t, map[string]string{"slack": "yes", "begins": "tue 2026-11-24 15:50 Asia/Tokyo"})
		for _, line := range lines {
			if err := theatre.play.Do(t.Context(), line); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
		for _, line := range theatre.shown() {
			if strings.Contains(line, text) {
				times++
			}
		}
	})
	return times
}

func TestTheTeamIsToldOnceThatAChannelOfSlackIsClosed(t *testing.T) {
	t.Parallel()
	got := told(t, "#engawa-window is archived",
		"the Slack channel #engawa-window is archived", "ana enters Lounge", "ana: /decision text:Deploys are on Tuesdays", "wait 1h")
	if got != 1 {
		t.Errorf("told %d times that the window is archived, want once", got)
	}
}

func TestTheTeamIsToldOnceThatTheTokenIsRefused(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	got := told(t, "Slack does not let Engawa in", "Slack revokes the bot's token", "at thu 14:10")
	if got != 1 {
		t.Errorf("told %d times that the token is refused, want once", got)
	}
}
