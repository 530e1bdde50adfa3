package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// ApplyFile applies a team file, all of it or nothing.
func ApplyFile(ctx context.Context, w World, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if _, err := teamfile.Parse(data, Platforms()); err != nil { // before it goes anywhere: it may be too large to
		return fmt.Errorf("%s was not applied; nothing is changed:\n%w", file, err)
	}
	var report bytes.Buffer
	printed := w.Out
	w.Out = &report
	err = keeper{method: http.MethodPut, path: "/team", body: data, here: func(ctx context.Context, a *App, out io.Writer, data []byte) error {
		return a.ApplyTeams(ctx, out, data)
	}}.run(ctx, w)
	switch {
	case errors.Is(err, store.ErrUncertain), errors.Is(err, errNoAnswer):
		return fmt.Errorf("it is not known whether %s was applied; see 'engawa team show' before you apply it again:\n%w", file, err)
	case err != nil && report.Len() > 0: // the store did not close well after it
		err = fmt.Errorf("%s was applied, but then: %w", file, err)
	case err != nil:
		return fmt.Errorf("%s was not applied; nothing is changed:\n%w", file, err)
	}
	if _, unsaid := report.WriteTo(printed); unsaid != nil {
		err = errors.Join(err, fmt.Errorf("%s was applied, but this cannot be printed: %w", file, unsaid))
	}
	return err
}

// ApplyTeams sets up the teams of a team file, all of them or none, and then says
// what is done.
func (a *App) ApplyTeams(ctx context.Context, w io.Writer, data []byte) error {
	teams, err := teamfile.Parse(data, Platforms())
	if err != nil {
		return err
	}
	teams, addresses, err := teamfile.ParseAll(data, Platforms(), a.Bot.Fit(teams...)) // what stands where in the file is known there only
	if err != nil {
		return err
	}
	verbs, gone := map[bot.TeamID]string{}, map[bot.TeamID][]string{}
	for i, t := range teams {
		old, known := a.Bot.Team(t.ID)
		gone[t.ID] = dropped(old, t)
		keepSince(&teams[i], old, a.now().UTC())
		if verbs[t.ID] = "set up"; known {
			verbs[t.ID] = "changed"
		}
	}
	err = a.Bot.ApplyAll(ctx, teams, func(tx *store.Tx) error {
		for id, mails := range addresses {
			if err := people.KeepAddresses(tx, id, mails); err != nil {
				return fmt.Errorf("team %s: its people: %w", id, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, t := range teams {
		if _, err := fmt.Fprintf(w, "Team %s (%s) is %s.\n", t.Name, t.ID, verbs[t.ID]); err != nil {
			return err
		}
		if names := gone[t.ID]; len(names) > 0 {
			if _, err := fmt.Fprintf(w, "  No longer its habits, for the file does not name them: %s.\n", strings.Join(names, ", ")); err != nil {
				return err
			}
		}
		now, _ := a.Bot.Team(t.ID)
		if err := a.tellWishes(w, now); err != nil {
			return err
		}
	}
	return nil
}

// dropped names the habits that a team had and does not have now.
func dropped(old, now bot.Team) (names []string) {
	for _, h := range old.Habits {
		if _, has := now.Habit(h.Name); !has {
			names = append(names, old.Title(h, words.English).Text.String())
		}
	}
	return names
}
