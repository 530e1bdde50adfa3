package meeting

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// mostOwners is how many people a form offers to choose from.
const mostOwners = 10

// owners asks for one owner: who is in the meeting, beginning with the present
// owner, unless they have left the team; by name if it is too few to choose from.
func owners(a *bot.Ask, v rules.View, now kpt.Author) (bot.Field, error) {
	field := bot.Field{Key: "owner", Label: a.Say("meeting.commit.owner"), Kind: bot.FieldRadio}
	ids := []string{}
	add := func(id string) {
		if id != "" && !slices.Contains(ids, id) && len(ids) < mostOwners {
			ids = append(ids, id)
		}
	}
	add(now.Member)
	add(string(a.From.ID))
	for _, who := range v.People.Present {
		add(string(who))
	}
	err := a.View(func(tx *store.Tx) error {
		for _, id := range ids {
			m, err := a.Member(tx, bot.MemberID(id))
			if err != nil {
				return err
			}
			if m.Left() && id != string(a.From.ID) {
				continue
			}
			name := m.Name
			if id == string(a.From.ID) {
				name = a.From.Name
			}
			field.Options = append(field.Options, bot.Option{Value: id, Label: words.Text{{Kind: words.Quoted, Text: cmp.Or(name, now.Name, id)}}})
		}
		return nil
	})
	if err != nil {
		return field, err
	}
	if field.Value = field.Options[0].Value; len(field.Options) < 2 {
		field.Kind, field.Options, field.Value = bot.FieldLine, nil, a.From.Name
		if now.Member == "" {
			field.Value = cmp.Or(now.Name, a.From.Name)
		}
	}
	return field, nil
}

// ownersLeft are the Tries of a view whose owners have left the team.
func ownersLeft(s *bot.Scene, tx *store.Tx, v rules.View) (map[kpt.NoteID]bool, error) {
	gone := map[kpt.NoteID]bool{}
	for _, i := range v.Page.Items {
		left, err := s.OwnerLeft(tx, kpt.Try{State: i.Try.State, Owner: i.Try.Owner})
		if err != nil {
			return nil, err
		}
		gone[i.ID] = left
	}
	return gone, nil
}
