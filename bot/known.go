package bot

import (
	"context"

	"github.com/engawa-bot/engawa/bot/words"
)

// Known is what is known of a team without asking a platform, for a doctor.
type Known struct {
	Ail    Ail       // of the store; "": it is well
	Habits []Finding // what is amiss with when the team's habits are
	Whose  []Finding // what of the team's is another team's too
	Doc    bool      // the Doc that the team has linked is its own
}

// Known tells what is known of a team; lang is for whoever reads it.
func (b *Bot) Known(id TeamID, lang words.Lang) Known {
	team, _ := b.Team(id)
	return Known{Ail: b.Ails(), Habits: team.Findings(b.now(), lang), Whose: b.Whose(id, lang), Doc: b.HasDoc(id)}
}

// Known is [Bot.Known] of the scene's team, for what follows a first answer.
func (s *Scene) Known(lang words.Lang) Known { return s.bot.Known(s.Team.ID, lang) }

// Reload is [Bot.Refresh], for what follows a first answer.
func (s *Scene) Reload(ctx context.Context) { s.bot.Refresh(ctx, s.Team.ID) }
