package meeting

import (
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// mostHands is how many hands the card names; the others are a number.
const mostHands = 5

// raise raises the asker's hand, or takes it down.
func (f feature) raise(a *bot.Ask) (bot.Reply, error) {
	p, v, err := shown(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	up := slices.Contains(v.People.Hands, rules.MemberID(a.From.ID))
	_, err = f.act(a, p, rules.Raise{Up: !up})
	return bot.Reply{}, err
}

// handsUp is the line of who has raised their hand, the first first; empty if nobody has.
func (d *drawing) handsUp(tx *store.Tx) (words.Text, error) {
	hands := d.view.People.Hands
	if len(hands) == 0 {
		return nil, nil
	}
	var names []words.Text
	for _, id := range hands[:min(len(hands), mostHands)] {
		name, err := d.called(tx, "who", id)
		if err != nil {
			return nil, err
		}
		names = append(names, name.Text)
	}
	who := words.Nest("who", words.Join(names, d.Words("list.and").String()))
	if more := len(hands) - len(names); more > 0 {
		return d.Words("meeting.hands.more", who, words.Count("n", more)), nil
	}
	return d.Words("meeting.hands", who), nil
}

// hands are the buttons to raise a hand, and to go on to the next one.
func (d *drawing) hands() {
	d.button("meeting.hand", "", "hand")
	if up := d.view.People.Hands; len(up) > 0 {
		d.button("meeting.hand.next", "", "hand next", string(up[0]))
	}
}
