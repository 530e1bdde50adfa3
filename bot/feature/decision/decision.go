// Package decision writes down what was settled by voice: '/decision' tells it,
// with the room and who was there, to those who were not: in the team's window on
// another platform, its channel there, or its text channel.
//
// Its table in the store: 'decided' (team/member/hash of the text → when), which
// is looked at for an hour.
package decision

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

const (
	longest   = 1000 // characters
	goodUntil = 48 * time.Hour

	// Who is told that a decision could not be kept writes it again, though it may
	// have been: for so long the same words of one person are the same decision.
	sameWithin = time.Hour
)

var decisions = store.NewTable[time.Time]("decided")

// Feature is '/decision'.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "decision",
		Of:   bot.Of{Forget: forget},
		Commands: []bot.Command{
			{Name: "decision", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.decision", Typed: []string{"/decision"}}, Run: decided, Args: []bot.Param{
				{Name: "text", Kind: bot.ParamText, Required: true, Max: longest, Words: true},
			}},
		},
	}
}

// decided shows a decision to those around, and owes it to those who are not.
func decided(a *bot.Ask) (bot.Reply, error) {
	text := words.Clean(a.Values["text"])
	if text == "" {
		return bot.Reply{}, bot.Sorryf("decision.empty")
	}
	place := cmp.Or(a.Team.Window(), a.Team.Own(), a.Team.Main())
	var card bot.Card
	told := false
	err := a.Update(func(tx *store.Tx) error {
		who, err := present(a, tx)
		if err != nil {
			return err
		}
		card = bot.Card{
			Tone: bot.Calm, Title: a.Words("decision.title", words.Quote("team", a.Team.Name)),
			Lines: []words.Text{{{Kind: words.Quoted, Text: text}}, who},
		}
		if place == (bot.Spot{On: a.On, ID: a.Channel}) {
			return nil // the reply is there
		}
		if told, err = again(a, tx, text); told || err != nil {
			return err
		}
		key := a.Key("decision", string(kpt.IDFor(a.Once)))
		post := bot.Post{On: place.On, Channel: place.ID, Card: card}
		return bot.Owe(tx, key, bot.KindPost, string(place.ID), post, a.Now, a.Now.Add(goodUntil))
	})
	if told {
		return a.Tell("decision.already")
	}
	return bot.Reply{Card: &card, Public: true}, err
}

// again tells whether the asker has written the same down a moment ago, and
// forgets what was written earlier. One request that comes twice is for Owe.
func again(a *bot.Ask, tx *store.Tx, text string) (bool, error) {
	_, err := decisions.Sweep(tx, a.Key(), func(row store.Row[time.Time]) bool { return a.Now.Sub(row.Value) >= sameWithin })
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256([]byte(text))
	key := a.Key(string(a.From.ID), hex.EncodeToString(sum[:]))
	at, told, err := decisions.Get(tx, key)
	if told = told && a.Now.Sub(at) < sameWithin; told || err != nil {
		return told, err
	}
	return false, decisions.Put(tx, key, a.Now.UTC())
}

// present says where it was decided, and with whom. Those who chose to be '1
// person' are only counted.
func present(a *bot.Ask, tx *store.Tx) (words.Text, error) {
	in := a.Seats.Ours().In(a.Room)
	room, ours := a.Team.Room(a.Room)
	if !ours || len(in) < 2 {
		by, err := a.Calls(tx, "name", a.From.ID)
		return a.Words("decision.by", by), err
	}
	var names []words.Text
	unnamed := 0
	for _, seat := range in {
		m, err := a.Member(tx, seat.Member)
		if err != nil {
			return nil, err
		}
		if m.Hidden {
			unnamed++
			continue
		}
		names = append(names, words.Text{{Kind: words.Member, Text: string(seat.Member)}})
	}
	if unnamed > 0 {
		names = append(names, a.Words("rooms.unnamed", words.Count("n", unnamed)))
	}
	people := words.Join(names, a.Words("list.and").String())
	return a.Words("decision.in", words.Room("room", string(room.ID)), words.Nest("people", people)), nil
}

func forget(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	return decisions.Clear(tx, s.Key(string(id)))
}
