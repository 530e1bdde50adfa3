package setup

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// greeted is when the people of a team were told what this is.
type greeted struct {
	At time.Time `json:"at"`
}

var greets = store.NewTable[greeted]("greets")

const (
	// settled is how long after that it holds for everybody whom the team sees.
	settled = 24 * time.Hour
	// greetWithin is how long it is tried to tell somebody.
	greetWithin = 24 * time.Hour
)

// greetAll tells a new team in its channel, once, what has come to it.
func greetAll(tx *store.Tx, t bot.Team, now time.Time) error {
	key := store.KeyOf(string(t.ID), "welcome")
	if err := greets.Put(tx, key, greeted{now.UTC()}); err != nil {
		return err
	}
	card := bot.Card{Tone: bot.Calm, Silent: true, Title: words.Say(t.Lang, "welcome.title"), Lines: welcome(t, t.Lang)}
	return bot.Owe(tx, key, bot.KindPost, string(t.Text.Main), bot.Post{Channel: t.Text.Main, Card: card}, now, now.Add(greetWithin))
}

// met tells the same, once and in private, to somebody who comes later.
func met(s *bot.Scene, tx *store.Tx, who bot.MemberID) error {
	all, ok, err := greets.Get(tx, s.Key("welcome"))
	if err != nil || !ok || s.Now.Sub(all.At) < settled {
		return err
	}
	lang, err := s.LangOf(tx, who)
	if err != nil {
		return err
	}
	lines := append(welcome(s.Team, lang), words.Say(lang, "welcome.once"))
	card := bot.Card{Tone: bot.Calm, Silent: true, Title: words.Say(lang, "welcome.you", words.Quote("team", s.Team.Name)), Lines: lines}
	return bot.Owe(tx, s.Key("welcome", string(who)), bot.KindPost, "to/"+string(who), bot.Post{To: who, Card: card}, s.Now, s.Now.Add(greetWithin))
}

// welcome says what Engawa is to a team, what to try, and how to be left alone.
func welcome(t bot.Team, lang words.Lang) []words.Text {
	say := func(key string, args ...words.Arg) words.Text { return words.Say(lang, key, args...) }
	lines := []words.Text{say("welcome.rooms")}
	var habits []words.Text
	for _, h := range t.InOrder() {
		if !h.Options.Off {
			habits = append(habits, t.Title(h, lang).Text)
		}
	}
	if len(habits) > 0 {
		lines = append(lines, say("welcome.habits", words.Nest("habits", words.Join(habits, say("list.and").String()))))
	}
	lines = append(lines, say("welcome.sit", words.Room("room", string(t.Lounge()))), say("welcome.look"))
	if h, ok := t.Habit(bot.KPT); ok && !h.Options.Off {
		lines = append(lines, say("welcome.kpt"))
	}
	return append(lines, say("welcome.alone"))
}
