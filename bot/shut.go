package bot

import (
	"context"
	"encoding/json"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Shut is a channel of Slack's, or all of it, that is closed to us: what is for
// the team goes to Discord meanwhile, what is for the window waits.
type Shut struct {
	Since time.Time `json:"since"`
}

var shuts = store.NewTable[Shut]("shut")

// everywhere is the place that is shut when nobody at all can be reached.
const everywhere ChannelID = "slack"

// shutLine is how long the line about it is worth something.
const shutLine = 24 * time.Hour

func shutKey(team TeamID, place ChannelID) store.Key { return store.KeyOf(string(team), string(place)) }

// shut tells whether one of the places is.
func shut(tx *store.Tx, team TeamID, places ...ChannelID) (bool, error) {
	for _, place := range places {
		if _, is, err := shuts.Get(tx, shutKey(team, place)); is || err != nil {
			return is, err
		}
	}
	return false, nil
}

// Closed notes that a face was closed to something of a team's: owed under key,
// or to be shown in place. The team reads one line about it on Discord. It says
// whether what was owed has found another way, so that nobody need try again.
func (b *Bot) Closed(ctx context.Context, key store.Key, place ChannelID, why *Refusal) (moved bool, err error) {
	if place == "" || why.Whole {
		place = everywhere
	}
	err = b.Visit(ctx, teamOf(key), func(s *Scene) error {
		return s.Update(func(tx *store.Tx) error {
			moved = false
			if parts := key.Parts(); len(parts) == 4 && parts[1] == wishPart {
				return s.unheard(tx, ChannelID(parts[2]), parts[3], why)
			}
			if err := s.shut(tx, place, why); err != nil {
				return err
			}
			o, owed, err := store.Find(tx, key)
			if err != nil || !owed || o.Kind != KindPost {
				return err
			}
			moved, err = s.again(tx, o)
			return err
		})
	})
	return moved, err
}

// shut notes that a place is, and tells the team if that is new.
func (s *Scene) shut(tx *store.Tx, place ChannelID, why *Refusal) error {
	is, err := shut(tx, s.Team.ID, place)
	if err != nil || is {
		return err
	}
	if err := shuts.Put(tx, shutKey(s.Team.ID, place), Shut{Since: s.Now.UTC()}); err != nil || why.Say == nil {
		return err
	}
	card := Card{Tone: Amiss, Silent: true, Lines: []words.Text{why.Say.Say(s.Team.Lang)}}
	key := s.Key("shut", string(place), s.Today().String())
	return Owe(tx, key, KindPost, string(s.Team.Text.Main), Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(shutLine))
}

// again owes a post anew, if that makes it go another way.
func (s *Scene) again(tx *store.Tx, o store.Owed) (moved bool, err error) {
	var p Post
	if err := json.Unmarshal(o.Body, &p); err != nil {
		return false, err
	}
	if p.To, err = s.whose(tx, p.To); err != nil {
		return false, err
	}
	to, err := route(tx, s.Team.ID, p)
	if err != nil || OnSlack(to.To) || OnSlack(to.Channel) {
		return false, err
	}
	if err := store.Settle(tx, o.Key); err != nil {
		return false, err
	}
	lane := o.Lane
	if to.To == "" {
		lane = string(to.Channel) // in order with what is said there
	}
	return true, Owe(tx, o.Key, o.Kind, lane, p, o.Born, o.Until)
}

// whose is the person to whom an account belongs.
func (s *Scene) whose(tx *store.Tx, account MemberID) (MemberID, error) {
	if !OnSlack(account) {
		return account, nil
	}
	m, err := s.Member(tx, account)
	if m.Is != "" {
		return m.Is, err
	}
	return account, err
}

// elsewhere owes what a person's Slack account does not take to their Discord
// account.
func (s *Scene) elsewhere(tx *store.Tx, o store.Owed) (moved bool, err error) {
	if o.Face != Slack || o.Kind != KindPost {
		return false, nil
	}
	var p Post
	if err := json.Unmarshal(o.Body, &p); err != nil {
		return false, err
	}
	account := p.To
	if p.To, err = s.whose(tx, account); err != nil || p.To == account {
		return false, err
	}
	if err := store.Settle(tx, o.Key); err != nil {
		return false, err
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	o.Face, o.Body = Discord, raw
	return true, store.Owe(tx, o)
}

// IsShut lists the team's channels of Slack that are closed to us.
func (s *Scene) IsShut(tx *store.Tx) (places []ChannelID, err error) {
	for row, err := range shuts.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		places = append(places, ChannelID(idOf(row.Key)))
	}
	return places, nil
}

// Reopen notes that all of the team's channels can be reached again.
func (s *Scene) Reopen(tx *store.Tx) error {
	return shuts.Clear(tx, s.Key())
}
