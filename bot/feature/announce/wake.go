package announce

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// calling adds a line that names the people in a room, and lets it ping them.
func calling(s *bot.Scene, room bot.RoomID, lines []words.Text) ([]bot.MemberID, []words.Text) {
	var ids []bot.MemberID
	var names []words.Text
	for _, seat := range s.Seats.Ours().In(room) {
		ids = append(ids, seat.Member)
		names = append(names, words.Text{{Kind: words.Member, Text: string(seat.Member)}})
	}
	if len(ids) == 0 {
		return nil, lines
	}
	return ids, append(slices.Clone(lines), words.Join(names, " "))
}

// refused falls back: from a sound to a mention, from a room to the text
// channel.
func (a announcer) refused(s *bot.Scene, tx *store.Tx, o store.Owed, why *bot.Refusal) error {
	occasion, ok, err := a.occasionOf(s, tx, o.Key)
	if err != nil || !ok {
		return err
	}
	switch o.Kind {
	case bot.KindChime:
		if why.Reason == bot.NoSound || why.Reason == bot.NoRight {
			if err := s.SoundFailed(tx); err != nil {
				return err
			}
		}
		return a.mention(s, tx, o, occasion)
	case bot.KindPost:
		var post bot.Post
		if err := json.Unmarshal(o.Body, &post); err != nil {
			return err
		}
		if post.Channel == s.Team.Text.Main || why.Reason == bot.BadShape {
			return nil
		}
		if why.Reason != bot.NoPlace { // the room is there, only its chat is closed to us
			come := s.Words("announce.come", words.Room("place", string(post.Channel)))
			post.Card.Lines = append([]words.Text{come}, post.Card.Lines...)
		}
		occasion.Text = s.Team.Text.Main
		if err := s.KeepOccasion(tx, occasion); err != nil {
			return err
		}
		return a.post(tx, occasion, occasion.Text, post.Card, s.Now, o.Until)
	}
	return nil
}

// mention wakes a room's people by name.
func (a announcer) mention(s *bot.Scene, tx *store.Tx, o store.Owed, occasion bot.Occasion) error {
	var chime bot.Chime
	if err := json.Unmarshal(o.Body, &chime); err != nil {
		return err
	}
	h, ours := s.Team.Habit(occasion.Habit)
	card := bot.Card{Lines: []words.Text{s.Words("announce.status", s.Title(h), words.At("until", occasion.Until.In(s.Now.Location())))}}
	card.Ping, card.Lines = calling(s, chime.Room, card.Lines)
	if !ours || len(card.Ping) == 0 || !s.Now.Before(o.Until) {
		return nil
	}
	key := occasion.Key + store.Key("/mention/"+chime.Room)
	return bot.Owe(tx, key, bot.KindPost, string(chime.Room), bot.Post{Channel: chime.Room.Chat(), Card: card}, s.Now, o.Until)
}

// occasionOf finds the occasion that an owed thing belongs to.
func (a announcer) occasionOf(s *bot.Scene, tx *store.Tx, key store.Key) (bot.Occasion, bool, error) {
	all, err := s.Occasions(tx, "")
	for _, o := range all {
		if strings.HasPrefix(string(key), string(o.Key)+"/") {
			return o, true, err
		}
	}
	return bot.Occasion{}, false, err
}
