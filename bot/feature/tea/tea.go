// Package tea is what is particular to tea time: a topic to begin with, a line
// when the first to come sits there alone, a word of thanks at the end, and one
// question when tea has been lonely for a week. When tea is called is the
// announcer's business.
//
// Its tables: 'topics' (team/id → a topic of the team's own), 'asked'
// (team/topic → the day it was last offered), 'cups' (team/date/HH:MM → how
// many sat together at the most) and 'lonely' (team → the day the team was
// asked for another time).
package tea

import (
	"hash/fnv"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/tea/topics"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// topic is one that a member added.
type topic struct {
	Text string       `json:"text"`
	By   bot.MemberID `json:"by"`
}

var (
	own   = store.NewTable[topic]("topics")
	asked = store.NewTable[schedule.Date]("asked")
)

// notAgain is for how many days a topic is not offered again.
const notAgain = 60

// Feature is tea's commands and its eye for who came first.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "tea",
		Commands: []bot.Command{
			{Name: "tea topic", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.topic", Typed: []string{"/tea topic"}}, Run: add, Args: []bot.Param{
				{Name: "text", Kind: bot.ParamText, Required: true, Max: topicMax, Words: true},
			}},
			{Name: "tea another", Way: bot.Press, Who: bot.Teammate, Run: another},
			{Name: "tea remove", Way: bot.Press, Who: bot.Teammate, Run: remove},
		},
		Moved: moved,
		Of:    bot.Of{Kept: kept, Forget: forgetMember},
	}
}

// Invite makes the card of a tea time, with a topic.
func Invite(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion) (bot.Card, error) {
	if now, _ := together(s); now > 0 {
		if err := cups.Put(tx, cupKey(s, o), cup{Most: now}); err != nil {
			return bot.Card{}, err
		}
	}
	return card(s, tx, h, o, "")
}

func card(s *bot.Scene, tx *store.Tx, h bot.Habit, o bot.Occasion, instead string) (bot.Card, error) {
	id, text, err := choose(s, tx, string(o.Key)+instead)
	if err != nil {
		return bot.Card{}, err
	}
	c := bot.Card{
		Tone:  bot.Warm,
		Title: s.Words("tea.open", s.Title(h), words.At("until", o.Until.In(s.Now.Location()))),
		Lines: []words.Text{s.Words("tea.topic", words.Nest("topic", text))},
		Buttons: []bot.Button{{
			Label: s.Words("tea.another"), Do: "tea another", With: []string{o.Date.String(), clockOf(o), id},
		}},
	}
	if room := o.Room(s, h); room != "" {
		c.Lines = append([]words.Text{s.Words("announce.come", words.Room("place", string(room)))}, c.Lines...)
	}
	if h.Link != "" {
		c.Buttons = append(c.Buttons, bot.Button{Label: s.Words("announce.join"), URL: h.Link})
	}
	return c, nil
}

func clockOf(o bot.Occasion) string {
	parts := o.Key.Parts()
	return parts[len(parts)-1]
}

// choose picks a topic that was not offered for 60 days, by lot, and notes the
// day. When all were, the one that was offered longest ago comes again.
func choose(s *bot.Scene, tx *store.Tx, lot string) (string, words.Text, error) {
	all, err := candidates(s, tx)
	if err != nil {
		return "", nil, err
	}
	last := map[topics.ID]schedule.Date{}
	for row, err := range asked.Scan(tx, s.Key()) {
		if err != nil {
			return "", nil, err
		}
		parts := row.Key.Parts()
		last[topics.ID(parts[len(parts)-1])] = row.Value
	}
	today := s.Today()
	fresh := slices.DeleteFunc(slices.Clone(all), func(t topics.Topic) bool {
		day, was := last[t.ID]
		return was && today.Compare(day.AddDays(notAgain)) < 0
	})
	var chosen topics.Topic
	if len(fresh) > 0 {
		sum := fnv.New64a()
		sum.Write([]byte(lot))
		chosen = fresh[sum.Sum64()%uint64(len(fresh))]
	} else {
		chosen = slices.MinFunc(all, func(a, b topics.Topic) int { return last[a.ID].Compare(last[b.ID]) })
	}
	text := words.Text{{Kind: words.Quoted, Text: chosen.Text}}
	return string(chosen.ID), text, asked.Put(tx, s.Key(string(chosen.ID)), today)
}

// candidates is our topics in the team's language and the team's own.
func candidates(s *bot.Scene, tx *store.Tx) ([]topics.Topic, error) {
	all := slices.Clone(topics.All(string(s.Team.Lang)))
	for row, err := range own.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		parts := row.Key.Parts()
		all = append(all, topics.Topic{ID: topics.ID(parts[len(parts)-1]), Text: row.Value.Text})
	}
	return all, nil
}

// another offers another topic in the same card.
func another(a *bot.Ask) (bot.Reply, error) {
	h, ok := a.Team.Habit(bot.Tea)
	var c bot.Card
	err := a.Update(func(tx *store.Tx) error {
		o, on, err := a.Running(tx, bot.Tea)
		if err != nil {
			return err
		}
		if !ok || !on || len(a.With) < 2 || o.Date.String() != a.With[0] || clockOf(o) != a.With[1] {
			return bot.Sorryf("tea.over")
		}
		c, err = card(a.Scene, tx, h, o, a.With[len(a.With)-1])
		return err
	})
	return bot.Reply{Card: &c, Update: true, Public: true}, err
}
