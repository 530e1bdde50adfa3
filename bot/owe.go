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
// What is owed to a channel goes where the channel is. What is owed to a person
// who is in Slack goes there, and to Discord as long as Slack is closed. An Edit
// follows what it edits.
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
	o.Face = Discord
	switch b := body.(type) {
	case Post:
		b, err := route(tx, teamOf(o.Key), b)
		if err != nil {
			return err
		}
		if o.Face = FaceOf(b.To); b.To == "" {
			o.Face = FaceOf(b.Channel)
		}
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
	var err error
	if o.Body, err = json.Marshal(body); err != nil {
		return fmt.Errorf("owe %s: %w", o.Key, err)
	}
	return nil
}

func teamOf(key store.Key) TeamID { return TeamID(key.Parts()[0]) }

// route says where a post goes.
func route(tx *store.Tx, id TeamID, p Post) (Post, error) {
	team, _, err := teams.Get(tx, store.KeyOf(string(id)))
	if err != nil {
		return p, err
	}
	if p.To == "" {
		if p.Channel != team.Slack.Channel {
			return p, nil
		}
		if shut, err := shut(tx, id, p.Channel, everywhere); err != nil || !shut {
			return p, err
		}
		p.Channel = team.Text.Main // what is for the team reaches it there
		return p, nil
	}
	m, _, err := people.Get(tx, store.KeyOf(string(id), string(p.To)))
	if err != nil || m.Slack == "" || team.Slack.Channel == "" {
		return p, err
	}
	if shut, err := shut(tx, id, everywhere); err != nil || shut {
		return p, err
	}
	p.To = m.Slack
	return p, nil
}

// kindLane keeps cards in order with each other and sounds out of their way.
func kindLane(kind, place string) string {
	if kind == KindChime {
		return "chime/" + place
	}
	return place
}
