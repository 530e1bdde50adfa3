package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Owe adds a thing to the list of owed things in tx, in the lane of place, from
// born until it is of no use any more. key is what it is, once, and begins with
// the team.
//
// What is owed to a channel goes where the channel is. What is owed to a person goes
// to the first of the team's platforms on which they have an account and that is
// open, and to the server's else. An Edit follows what it edits.
func Owe(tx *store.Tx, key store.Key, kind, place string, body any, born, until time.Time) error {
	o := store.Owed{Key: key, Lane: kindLane(kind, place), Kind: kind, Born: born, Until: until}
	if err := address(tx, &o, body); err != nil {
		return err
	}
	return store.Owe(tx, o)
}

// OweLater is Owe for a post that is not to be delivered before after.
func OweLater(tx *store.Tx, key store.Key, post Post, after, until time.Time) error {
	o := store.Owed{Key: key, Lane: "later/" + string(key), Kind: KindPost, After: after, Born: after, Until: until}
	if err := address(tx, &o, post); err != nil {
		return err
	}
	return store.Owe(tx, o)
}

// address fills in the face and the body.
func address(tx *store.Tx, o *store.Owed, body any) error {
	team, _, err := teams.Get(tx, store.KeyOf(string(teamOf(o.Key))))
	if err != nil {
		return err
	}
	team.ID = teamOf(o.Key)
	o.Face = string(team.Home)
	switch b := body.(type) {
	case Post:
		if b, err = route(tx, team, b); err != nil {
			return err
		}
		o.Face = string(b.On)
		body = b
	case Edit:
		first, waiting, err := store.Find(tx, b.Of)
		if err != nil {
			return err
		}
		if waiting {
			o.Face, o.Lane = first.Face, first.Lane
		}
	}
	if o.Body, err = json.Marshal(body); err != nil {
		return fmt.Errorf("owe %s: %w", o.Key, err)
	}
	return nil
}

func teamOf(key store.Key) TeamID { return TeamID(key.Parts()[0]) }

// route says where a post goes.
func route(tx *store.Tx, team Team, p Post) (Post, error) {
	if p.To == "" {
		if p.On == "" {
			p.On = team.Home
		}
		own := team.At(p.On).Channel
		if own == "" || p.Channel != own || p.Stays {
			return p, nil
		}
		if closed, err := isClosed(tx, team.ID, p.On, p.Channel, everywhere(p.On)); err != nil || !closed {
			return p, err
		}
		p.On, p.Channel = team.Home, team.Text.Main // what is for the team reaches it there
		return p, nil
	}
	to, err := reach(tx, team, p.To)
	p.On, p.Account = to.On, to.ID
	return p, err
}

// reach is the account by which a person is reached: the first that is on a platform
// where the team has a channel of its own, and that is open; else that on the server's
// platform, else any.
func reach(tx *store.Tx, team Team, id MemberID) (Account, error) {
	m, known, err := people.Get(tx, store.KeyOf(string(team.ID), string(id)))
	if err != nil || !known || len(m.Accounts) == 0 {
		return team.accountOf(id), err
	}
	if len(m.Accounts) == 1 {
		return m.Accounts.all()[0], nil
	}
	for _, e := range team.Elsewhere {
		if e.Channel == "" || m.Accounts[e.On] == "" {
			continue
		}
		if closed, err := isClosed(tx, team.ID, e.On, everywhere(e.On)); err != nil || !closed {
			return m.Accounts.On(e.On), err
		}
	}
	if m.Accounts[team.Home] != "" {
		return m.Accounts.On(team.Home), nil
	}
	return m.Own(id), nil
}

// Reach is the account by which somebody is reached now.
func (s *Scene) Reach(tx *store.Tx, id MemberID) (Account, error) { return reach(tx, s.Team, id) }

// kindLane keeps cards in order with each other and sounds out of their way.
func kindLane(kind, place string) string {
	if kind == KindChime {
		return "chime/" + place
	}
	return place
}

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
