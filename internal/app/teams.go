package app

import (
	"fmt"
	"io"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
)

// keepSince keeps since when a habit has had its rule: a new rule counts from
// now on, so that nothing past comes due.
func keepSince(t *bot.Team, old bot.Team, now time.Time) {
	for i, h := range t.Habits {
		since := now
		if was, ok := old.Habit(h.Name); ok && was.Rule == h.Rule && was.Options.Off == h.Options.Off {
			since = was.Options.Since
		}
		t.Habits[i].Options.Since = since
	}
}

// ShowTeams writes the teams with the channels of Slack that were chosen, also
// those that have not said yes.
func (a *App) ShowTeams(w io.Writer) error {
	teams := a.Bot.Teams()
	for i, t := range teams {
		teams[i] = t.Wished(a.now())
	}
	_, err := w.Write(teamfile.Format(Platforms(), teams...))
	return err
}

// tellWishes says which channels of Slack have not said yes to a team.
func (a *App) tellWishes(w io.Writer, t bot.Team) error {
	for _, wish := range t.Pending(a.now()) {
		state := "was asked"
		if at := a.Bot.Comes(t.ID, wish); !at.IsZero() {
			state = "is asked on " + at.In(t.Location()).Format("Mon 2 Jan at 15:04")
		}
		if _, err := fmt.Fprintf(w, "  %s's %s %s; somebody in it has to press Yes within 7 days.\n", Platforms().Of(wish.On).Name, wish.Place, state); err != nil {
			return err
		}
	}
	return nil
}
