package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/notes"
	"github.com/engawa-bot/engawa/kpt/export"
	"github.com/engawa-bot/engawa/store"
)

// Export writes a team's KPT, or as a ZIP file all of it; team is empty where there is just one.
func Export(ctx context.Context, w World, team, format string) error {
	if _, err := export.ParseFormat(format); err != nil && format != everything {
		return err
	}
	team = cmp.Or(team, onlyTeam)
	path := "/export/" + url.PathEscape(team) + "/" + url.PathEscape(format)
	return keeper{method: http.MethodGet, path: path, file: true, here: func(_ context.Context, a *App, out io.Writer, _ []byte) error {
		return a.Export(out, team, format)
	}}.run(ctx, w)
}

// onlyTeam stands for the team of a bot that has just one; it is no team's id.
const onlyTeam = "-"

// Export writes a team's KPT, or all of it.
func (a *App) Export(w io.Writer, id, format string) error {
	t, err := a.exported(id)
	if err != nil {
		return err
	}
	if format == everything {
		return a.Store.View(func(tx *store.Tx) error { return writeWhole(w, tx, t) })
	}
	f, err := export.ParseFormat(format)
	if err != nil {
		return err
	}
	var archive export.Archive
	err = a.Store.View(func(tx *store.Tx) (err error) {
		archive, err = notes.Archive(tx, t)
		return err
	})
	if err != nil {
		return err
	}
	return export.Write(w, f, archive)
}

// exported finds the team that is meant.
func (a *App) exported(id string) (bot.Team, error) {
	all := a.Bot.Teams()
	if id == onlyTeam && len(all) == 1 {
		return all[0], nil
	}
	if t, ok := a.Bot.Team(bot.TeamID(id)); ok {
		return t, nil
	}
	ids := idsOf(all)
	if len(all) == 0 {
		return bot.Team{}, errors.New("there is no team yet; '/engawa setup' in Discord makes one, or 'engawa team apply FILE'")
	}
	if id == onlyTeam {
		return bot.Team{}, fmt.Errorf("say which team with --team; there are: %s", strings.Join(ids, ", "))
	}
	return bot.Team{}, fmt.Errorf("there is no team %q; there are: %s", id, strings.Join(ids, ", "))
}
