package app

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
)

// Doctor reports on every team.
func (a *App) Doctor(ctx context.Context, w io.Writer) error {
	for _, f := range a.checkup.ails(a.Bot.Ails()) { // also where there is no team, and no Discord
		if _, err := fmt.Fprintln(w, words.Say(words.English, f.Key), words.Say(words.English, f.Key+".fix")); err != nil {
			return err
		}
	}
	if err := a.Discord.Barred(); err != nil {
		return err
	}
	if err := a.Discord.Ready(ctx); err != nil {
		return fmt.Errorf("no answer from Discord: check the network and ENGAWA_DISCORD_TOKEN: %w", err)
	}
	if err := a.tellStore(ctx, w); err != nil {
		return err
	}
	for _, t := range a.Bot.Resting() {
		why := "Engawa is not on its server %s any more. Invite it again with the link in the README: it has kept all and goes on."
		if !a.Bot.Serves(t.Server) {
			why = "ENGAWA_SERVERS does not list its server %s. Add it there to go on."
		}
		if _, err := fmt.Fprintf(w, "%s (%s) rests: "+why+"\n", t.Name, t.ID, t.Server); err != nil {
			return err
		}
	}
	teams := a.Bot.Teams()
	if len(teams) == 0 {
		_, err := fmt.Fprintln(w, "No team is set up yet: use /engawa setup in Discord, or 'engawa team apply FILE.yaml'.")
		return err
	}
	a.awaitServers(ctx, teams)
	for _, t := range teams {
		findings := a.Check(ctx, t, words.English)
		if _, err := fmt.Fprintf(w, "%s (%s)\n", t.Name, t.ID); err != nil {
			return err
		}
		for _, line := range setup.Report(findings, words.English).Lines {
			if _, err := fmt.Fprintf(w, "  %s\n", line); err != nil {
				return err
			}
		}
	}
	return nil
}

// toldWithin is how long the doctor waits for Discord to tell what is on the teams'
// servers, which it does a moment after the bot is ready.
const toldWithin = 10 * time.Second

func (a *App) awaitServers(ctx context.Context, teams []bot.Team) {
	ctx, cancel := context.WithTimeout(ctx, toldWithin)
	defer cancel()
	for _, t := range teams {
		_ = a.Discord.Await(ctx, t.Server) // the look at the team says it
	}
}

// tellStore is the doctor's part about the store: nothing, if all is well.
func (a *App) tellStore(ctx context.Context, w io.Writer) error {
	text := strings.Join(a.Store.Warnings(), "\n")
	if text != "" {
		text += "\n"
	}
	faults, err := a.Store.Check(ctx)
	if err != nil {
		text += err.Error() + "\n"
	}
	if len(faults) > 0 {
		text += "The store is damaged. Stop the bot, and restore a backup or use 'engawa salvage':\n" + faultLines(faults)
	}
	_, err = io.WriteString(w, text)
	return err
}

// Check is the doctor's look at a team. What somebody has mended since is shown
// then.
func (a *App) Check(ctx context.Context, t bot.Team, lang words.Lang) []bot.Finding {
	defer a.Bot.Refresh(ctx, t.ID)
	return a.checkup.Check(ctx, a.Bot.Known(t.ID, lang), t, "", lang)
}

// checkup looks at a team on its platforms, and at its notebook.
type checkup struct {
	Faces
	scribe *notebook.Scribe
	copies *copies
}

func (c checkup) Check(ctx context.Context, known bot.Known, t bot.Team, room bot.RoomID, lang words.Lang) []bot.Finding {
	findings := append(c.ails(known.Ail), known.Habits...)
	findings = append(append(findings, c.Discord.Check(ctx, t, room, lang)...), known.Whose...)
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	for _, face := range c.abroad() {
		findings = append(findings, face.Check(ctx, t, "", lang)...)
	}
	return append(findings, c.scribe.Check(ctx, t, known.Doc))
}

// ails is what the doctor says of the store and its copies: nothing if it is well.
func (c checkup) ails(ail bot.Ail) []bot.Finding {
	if ail != "" {
		return append(c.copies.findings(), bot.Finding{Key: "doctor.store." + string(ail)})
	}
	return c.copies.findings()
}

// lookWithin is how long the doctor waits for the other platforms and a notebook.
const lookWithin = 20 * time.Second
