package bot

import (
	"encoding/json"
	"fmt"
	"time"

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
		if own == "" || p.Channel != own {
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
