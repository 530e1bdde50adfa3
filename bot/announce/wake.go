package announce

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// wake is how the people in a room are told: by a sound; where the platform
// refuses sounds, by a mention.
type wake string

const (
	bySound   wake = "sound"
	byMention wake = "mention"
)

// waker is a team's way of being woken. After a refusal sounds are not tried
// again for a week, or until the doctor heard one.
type waker struct {
	Way   wake      `json:"way"`
	Until time.Time `json:"until,omitzero"`
}

const soundless = 7 * 24 * time.Hour

var wakers = store.NewTable[waker]("sound")

func waking(s *bot.Scene, tx *store.Tx) (wake, error) {
	w, ok, err := wakers.Get(tx, s.Key())
	if err != nil || !ok || s.Now.After(w.Until) {
		return bySound, err
	}
	return w.Way, nil
}

// SoundWorks notes that a sound was heard, so that mentions are not needed.
func SoundWorks(s *bot.Scene) error {
	return s.Update(func(tx *store.Tx) error { return wakers.Delete(tx, s.Key()) })
}

// calling adds a line that names the people in a room, and lets it ping them.
func calling(s *bot.Scene, room bot.RoomID, lines []words.Text) ([]bot.MemberID, []words.Text) {
	var ids []bot.MemberID
	var names []words.Text
	for _, seat := range s.Seats.In(room) {
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
			if err := wakers.Put(tx, s.Key(), waker{byMention, s.Now.Add(soundless).UTC()}); err != nil {
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
		return a.post(tx, occasion, s.Team.Text.Main, post.Card, s.Now, o.Until)
	}
	return nil
}

// mention wakes a room's people by name.
func (a announcer) mention(s *bot.Scene, tx *store.Tx, o store.Owed, occasion bot.Occasion) error {
	var chime bot.Chime
	if err := json.Unmarshal(o.Body, &chime); err != nil {
		return err
	}
	h, _ := s.Team.Habit(occasion.Habit)
	card := bot.Card{Lines: []words.Text{s.Words("announce.status", s.Title(h), words.At("until", occasion.Until.In(s.Now.Location())))}}
	card.Ping, card.Lines = calling(s, chime.Room, card.Lines)
	if len(card.Ping) == 0 || !s.Now.Before(o.Until) {
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
