package tea

import (
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

const (
	topicMax = 140 // characters of a topic
	ownMax   = 500 // topics of a team's own
)

// add keeps a topic that a member brings.
func add(a *bot.Ask) (bot.Reply, error) {
	text := words.Clean(a.Values["text"])
	if text == "" {
		return bot.Reply{}, bot.Sorryf("tea.topic.empty")
	}
	if runes := []rune(text); len(runes) > topicMax {
		return bot.Reply{}, bot.Sorryf("tea.topic.long", words.Count("max", topicMax), words.Quote("text", text))
	}
	id := idOf(text)
	err := a.Update(func(tx *store.Tx) error {
		mine := 0
		for row, err := range own.Scan(tx, a.Key()) {
			if err != nil {
				return err
			}
			switch {
			case row.Value.Text != text:
			case row.Value.By == a.From.ID:
				return nil // they say it once more
			default:
				return bot.Sorryf("tea.topic.known")
			}
			mine++
		}
		if mine >= ownMax {
			return bot.Sorryf("tea.topic.many", words.Count("max", ownMax))
		}
		return own.Put(tx, a.Key(id), topic{text, a.From.ID})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Card: &bot.Card{
		Lines:   []words.Text{a.Say("tea.topic.kept", words.Quote("text", text))},
		Buttons: []bot.Button{{Label: a.Say("tea.topic.remove"), Do: "tea remove", With: []string{id}}},
	}}, nil
}

func idOf(text string) string {
	sum := fnv.New64a()
	sum.Write([]byte(text))
	return fmt.Sprintf("own-%016x", sum.Sum64())
}

// remove takes away a topic: its author may, and keepers.
func remove(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 1 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	err := a.Update(func(tx *store.Tx) error {
		t, ok, err := own.Get(tx, a.Key(a.With[0]))
		if err != nil || !ok {
			return err
		}
		if t.By != a.From.ID && !a.From.Keeper {
			return bot.Sorryf("tea.topic.others")
		}
		return own.Delete(tx, a.Key(a.With[0]))
	})
	return bot.Reply{Card: &bot.Card{Lines: []words.Text{a.Say("tea.topic.removed")}}, Update: true}, err
}

func topicsOf(s *bot.Scene, tx *store.Tx, id bot.MemberID) ([]store.Key, error) {
	var keys []store.Key
	for row, err := range own.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		if row.Value.By == id {
			keys = append(keys, row.Key)
		}
	}
	return slices.Clip(keys), nil
}

func kept(a *bot.Ask, tx *store.Tx, id bot.MemberID) ([]words.Text, error) {
	keys, err := topicsOf(a.Scene, tx, id)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return []words.Text{a.Say("tea.privacy", words.Count("n", len(keys)))}, nil
}

func forgetMember(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	keys, err := topicsOf(s, tx, id)
	for _, key := range keys {
		if err := own.Delete(tx, key); err != nil {
			return err
		}
	}
	return err
}
