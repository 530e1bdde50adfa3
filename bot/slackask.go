package bot

import (
	"slices"

	"github.com/engawa-bot/engawa/store"
)

// A command that was given in Slack is one of the team's whose channel it was
// given in, or of the team that knows the asker. Who is in the channel belongs
// to the team; keepers are known on Discord only.

// guest finds the team that a request from Slack is about.
func (b *Bot) guest(r *Request) (*veranda, error) {
	if b.commands[commandKey{r.Way, r.Do}].Asked {
		if v := b.veranda(r.Whose); v != nil {
			return v, nil
		}
		return nil, Sorryf("ask.gone")
	}
	var there, mine []TeamID
	any := false
	err := b.db.View(func(tx *store.Tx) error {
		for _, t := range b.Teams() {
			t = b.home.served(t)
			if t.Slack.Channel == "" {
				continue
			}
			any = true
			if t.Slack.Channel == r.Channel {
				there = append(there, t.ID)
			}
			_, known, err := people.Get(tx, store.KeyOf(string(t.ID), string(r.From.ID)))
			if err != nil {
				return err
			}
			if known {
				mine = append(mine, t.ID)
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case r.Whose != "" && (slices.Contains(there, r.Whose) || slices.Contains(mine, r.Whose)):
		return b.veranda(r.Whose), nil
	case r.Whose != "" && any:
		return nil, Sorryf("ask.slack.stranger")
	case len(there) == 1:
		return b.veranda(there[0]), nil
	case len(mine) == 1:
		return b.veranda(mine[0]), nil
	case len(mine) > 1 || len(there) > 1:
		return nil, Sorryf("ask.slack.which")
	case any:
		return nil, Sorryf("ask.slack.stranger")
	}
	return nil, Sorryf("ask.slack.noteam")
}

// recognise puts the person in the place of their Slack account, and the room they
// sit in beside them. Whom the team did not know it knows from now on.
func (v *veranda) recognise(s *Scene, r *Request) error {
	r.Server = Server{ID: s.Team.Server}
	if s.bot.commands[commandKey{r.Way, r.Do}].Asked {
		return nil // they are none of the team's
	}
	account := r.From.ID
	err := s.View(func(tx *store.Tx) error {
		m, err := s.Member(tx, account)
		if err != nil || m.Is == "" {
			return err
		}
		who, err := s.Member(tx, m.Is)
		r.From.ID, r.From.Name = m.Is, who.Name
		return err
	})
	if err != nil {
		return err
	}
	r.Room = s.Seats[r.From.ID].Room
	if r.From.ID != account {
		return nil
	}
	return s.meet(account, r.From.Name)
}

// meet has the team know somebody of its channel, without writing what it knows
// already.
func (s *Scene) meet(account MemberID, name string) error {
	var m Member
	err := s.View(func(tx *store.Tx) (err error) {
		m, err = s.Member(tx, account)
		return err
	})
	if err != nil || m.Name != "" {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		return s.KeepMember(tx, account, func(m *Member) { m.Name = name })
	})
}
