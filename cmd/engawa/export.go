package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/retro"
	"github.com/engawa-bot/engawa/kpt/export"
	"github.com/engawa-bot/engawa/store"
)

// exportKPT writes a team's KPT to standard output.
func exportKPT(ctx context.Context, w world, _ []string) error {
	team, format := cmp.Or(w.flags["team"], onlyTeam), cmp.Or(w.flags["format"], string(export.Markdown))
	if _, err := export.ParseFormat(format); err != nil {
		return err
	}
	path := "/export/" + url.PathEscape(team) + "/" + url.PathEscape(format)
	return keeper{method: http.MethodGet, path: path, file: true, here: func(_ context.Context, h *house, out io.Writer, _ []byte) error {
		return h.export(out, team, format)
	}}.run(ctx, w)
}

// onlyTeam stands for the team of a bot that has just one; it is no team's id.
const onlyTeam = "-"

func (h *house) export(w io.Writer, id, format string) error {
	f, err := export.ParseFormat(format)
	if err != nil {
		return err
	}
	t, err := h.exported(id)
	if err != nil {
		return err
	}
	var archive export.Archive
	err = h.db.View(func(tx *store.Tx) (err error) {
		archive, err = retro.Archive(tx, t)
		return err
	})
	if err != nil {
		return err
	}
	return export.Write(w, f, archive)
}

// exported finds the team that is meant.
func (h *house) exported(id string) (bot.Team, error) {
	all := h.bot.Teams()
	if id == onlyTeam && len(all) == 1 {
		return all[0], nil
	}
	if t, ok := h.bot.Team(bot.TeamID(id)); ok {
		return t, nil
	}
	ids := idsOf(all)
	if id == onlyTeam {
		return bot.Team{}, fmt.Errorf("say which team with --team; there are: %s", strings.Join(ids, ", "))
	}
	return bot.Team{}, fmt.Errorf("there is no team %q; there are: %s", id, strings.Join(ids, ", "))
}
