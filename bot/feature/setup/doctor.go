package setup

import (
	"context"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// examine looks at everything that the team needs on its platform, and plays a
// test sound in the asker's room.
func (k keeper) examine(a *bot.Ask) (bot.Reply, error) {
	reply := bot.Tell(a.Say("doctor.looking"))
	team, room, lang := a.Team, a.Room, a.From.Lang
	reply.Then = func(ctx context.Context) bot.Reply {
		findings := k.doctor.Check(ctx, a.Known(lang), team, room, lang)
		a.Reload(ctx) // somebody may have mended something since
		reply := bot.Reply{Card: Report(findings, lang)}
		if err := remember(a.Scene, findings); err != nil {
			reply.Card.Lines = append(reply.Card.Lines, bot.Undone(lang, err))
		}
		return reply
	}
	return reply, nil
}

// remember lets announcements use sounds if one was heard, and mentions if not.
func remember(s *bot.Scene, findings []bot.Finding) error {
	return s.Update(func(tx *store.Tx) error {
		for _, f := range findings {
			switch {
			case f.Key == "doctor.sound.heard":
				return s.SoundHeard(tx)
			case strings.HasPrefix(f.Key, "doctor.sound") && !f.OK:
				return s.SoundFailed(tx)
			}
		}
		return nil
	})
}

// Report puts a doctor's findings into a card: what is amiss first, each with
// its fix, then whether the test sound was heard and a line about the rest.
func Report(findings []bot.Finding, lang words.Lang) *bot.Card {
	card := &bot.Card{Tone: bot.Calm}
	fine := 0
	var heard []words.Text
	for _, f := range findings {
		if f.OK {
			fine++
			if strings.HasPrefix(f.Key, "doctor.sound") {
				heard = append(heard, words.Say(lang, f.Key, f.Args...))
			}
			continue
		}
		card.Tone = bot.Amiss
		card.Lines = append(card.Lines, words.Say(lang, "doctor.line",
			words.Nest("what", words.Say(lang, f.Key, f.Args...)), words.Nest("fix", words.Say(lang, f.Key+".fix", f.Args...))))
	}
	if len(card.Lines) == 0 {
		card.Lines = append(heard, words.Say(lang, "doctor.well", words.Count("n", fine)))
		return card
	}
	card.Lines = append(append(card.Lines, heard...), words.Say(lang, "doctor.rest", words.Count("n", fine)))
	return card
}
