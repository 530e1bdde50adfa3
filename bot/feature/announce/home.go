package announce

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// home says when and where each habit is held next.
func (a announcer) home(ask *bot.Ask, tx *store.Tx) (bot.HomePart, error) {
	s := *ask.Scene
	s.Team.Lang = ask.From.Lang // the titles of habits are in the team's
	var part bot.HomePart
	for _, h := range s.Team.InOrder() {
		if h.Options.Off {
			continue
		}
		plan, err := h.Plan(s.Team)
		if err != nil {
			continue // Team.Check does not let it in
		}
		next, comes, err := a.next(&s, tx, h, plan)
		if err != nil {
			return bot.HomePart{}, err
		}
		if comes {
			at := next.At.In(s.Now.Location())
			part.Lines = append(part.Lines, nextLine(&s, h, bot.Day("day", s.Team.Lang, next.Date), at))
		}
	}
	if len(part.Lines) > 0 {
		part.Title = s.Words("home.next")
	}
	return part, nil
}

func nextLine(s *bot.Scene, h bot.Habit, day words.Arg, start time.Time) words.Text {
	at := words.Clock("clock", start)
	switch {
	case s.Place(h) != "":
		return s.Words("home.next.habit", s.Title(h), day, at, words.Room("place", string(s.Place(h))))
	case h.Link != "":
		return s.Words("home.next.habit", s.Title(h), day, at, words.URL("place", h.Link))
	}
	return s.Words("home.next.habit", s.Title(h), day, at, words.Nest("place", s.Words("announce.anywhere")))
}
