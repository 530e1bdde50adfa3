package bot

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// closedPlace is a channel on another platform than the server's, or all of that platform,
// that is closed to us: what is for the team goes to its server meanwhile, what is for
// the window waits.
type closedPlace struct {
	Since time.Time `json:"since"`
	On    Platform  `json:"on"`
}

// Its name is in stores of people, like "shut" in the keys of what is owed.
var closedPlaces = store.NewTable[closedPlace]("shut")

// everywhere is the place that is closed when nobody at all can be reached on a
// platform.
func everywhere(p Platform) ChannelID { return ChannelID(p) }

// closedLine is how long the line about it is worth something.
const closedLine = 24 * time.Hour

func closedKey(team TeamID, place ChannelID) store.Key {
	return store.KeyOf(string(team), string(place))
}

// isClosed tells whether one of the places of a platform is.
func isClosed(tx *store.Tx, team TeamID, on Platform, places ...ChannelID) (bool, error) {
	for _, place := range places {
		row, is, err := closedPlaces.Get(tx, closedKey(team, place))
		if err != nil || is && row.On == on {
			return err == nil, err
		}
	}
	return false, nil
}

// Closed notes that a face was closed to something of a team's: owed under key,
// or to be shown in place. The team reads one line about it on its server. It says
// whether what was owed has found another way, so that nobody need try again.
func (b *Bot) Closed(ctx context.Context, key store.Key, place Spot, why *Refusal) (moved bool, err error) {
	if place.ID == "" || why.Whole {
		place.ID = everywhere(place.On)
	}
	err = b.Visit(ctx, teamOf(key), func(s *Scene) error {
		return s.Update(func(tx *store.Tx) error {
			moved = false
			if parts := key.Parts(); len(parts) == 4 && parts[1] == wishPart {
				return s.unheard(tx, ChannelID(parts[2]), parts[3], why)
			}
			if err := s.noteClosed(tx, place, why); err != nil {
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

// noteClosed notes that a place is, and tells the team if that is new.
func (s *Scene) noteClosed(tx *store.Tx, place Spot, why *Refusal) error {
	is, err := isClosed(tx, s.Team.ID, place.On, place.ID)
	if err != nil || is {
		return err
	}
	if err := closedPlaces.Put(tx, closedKey(s.Team.ID, place.ID), closedPlace{Since: s.Now.UTC(), On: place.On}); err != nil || why.Say == nil {
		return err
	}
	said := words.Say(s.Team.Lang, why.Say.Key, append(slices.Clip(why.Say.Args), s.Traits(place.On).Arg())...)
	card := Card{Tone: Amiss, Silent: true, Lines: []words.Text{said}}
	key := s.Key("shut", string(place.ID), s.Today().String())
	return Owe(tx, key, KindPost, string(s.Team.Text.Main), Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(closedLine))
}

// again owes a post anew, if that makes it go another way.
func (s *Scene) again(tx *store.Tx, o store.Owed) (moved bool, err error) {
	var p Post
	if err := json.Unmarshal(o.Body, &p); err != nil {
		return false, err
	}
	if p.On = Platform(o.Face); p.Account != "" {
		if p.To, _, err = memberOf(tx, s.Team, Account{p.On, p.Account}); err != nil {
			return false, err
		}
	}
	to, err := route(tx, s.Team, p)
	if err != nil || string(to.On) == o.Face {
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

// elsewhere owes what a person's account does not take to that on the team's server,
// if they have one there.
func (s *Scene) elsewhere(tx *store.Tx, o store.Owed) (moved bool, err error) {
	home := s.Team.Home
	if o.Face == string(home) || o.Kind != KindPost {
		return false, nil
	}
	var p Post
	if err := json.Unmarshal(o.Body, &p); err != nil {
		return false, err
	}
	if p.Account == "" {
		return false, nil
	}
	_, who, err := memberOf(tx, s.Team, Account{Platform(o.Face), p.Account})
	if err != nil || who.Accounts[home] == "" {
		return false, err
	}
	p.Account = who.Accounts[home]
	if err := store.Settle(tx, o.Key); err != nil {
		return false, err
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return false, err
	}
	o.Face, o.Body = string(home), raw
	return true, store.Owe(tx, o)
}

// ClosedPlaces lists what of a platform is closed to the team: its channels; all of it is
// the one named like the platform.
func (s *Scene) ClosedPlaces(tx *store.Tx, on Platform) (places []ChannelID, err error) {
	for row, err := range closedPlaces.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		if row.Value.On == on {
			places = append(places, ChannelID(idOf(row.Key)))
		}
	}
	return places, nil
}

// Open tells whether the team reaches its own channel on a platform.
func (s *Scene) Open(tx *store.Tx, on Platform) (bool, error) {
	own := s.Team.At(on).Channel
	if own == "" {
		return false, nil
	}
	is, err := isClosed(tx, s.Team.ID, on, own, everywhere(on))
	return !is, err
}

// Reopen notes that all of the team's channels on a platform can be reached again.
func (s *Scene) Reopen(tx *store.Tx, on Platform) error {
	_, err := closedPlaces.Sweep(tx, s.Key(), func(row store.Row[closedPlace]) bool { return row.Value.On == on })
	return err
}
