package announce

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

// unkept calls an occurrence that could not be recorded, in one plain line.
func (a announcer) unkept(s *bot.Scene, d schedule.Due, ail bot.Ail) []bot.Post {
	h, ok := s.Team.Habit(bot.HabitName(d.ID))
	if !ok {
		return nil
	}
	card := bot.Card{Tone: bot.Amiss, Lines: []words.Text{s.Words("announce.unkept."+string(ail), s.Title(h))}}
	var posts []bot.Post
	for _, room := range occupied(s, h) {
		posts = append(posts, bot.Post{Channel: room.Chat(), Card: card})
	}
	if len(posts) == 0 {
		posts = []bot.Post{{Channel: s.Team.Text.Main, Card: card}}
	}
	return posts
}
