package bot

import (
	"cmp"
	"context"
	"slices"

	"github.com/engawa-bot/engawa/store"
)

// A command that was given in Slack is one of the team's whose channel it was
// given in, or of the team that knows the asker. Who is in the channel belongs
// to the team, which is asked each time: see Door. Keepers are known on Discord
// only.

// guest finds the team that a request from Slack is about.
func (b *Bot) guest(ctx context.Context, r *Request) (*veranda, error) {
	if b.commands[commandKey{r.Way, r.Do}].Asked {
		if v := b.veranda(r.Whose); v != nil {
			return v, nil
		}
		return nil, Sorryf("ask.gone")
	}
	there, mine, any, err := b.teamsOf(r)
	switch {
	case err != nil:
		return nil, err
	case r.Whose != "" && (slices.Contains(there, r.Whose) || slices.Contains(mine, r.Whose)):
		return b.veranda(r.Whose), nil
	case r.Whose != "" && any:
		return nil, Sorryf("ask.slack.stranger")
	case len(there) == 1:
		return b.veranda(there[0]), nil
	}
	if len(mine) > 1 {
		mine = slices.DeleteFunc(mine, func(id TeamID) bool { return !b.still(ctx, id, r.From.ID) })
	}
	switch {
	case len(mine) == 1:
		return b.veranda(mine[0]), nil
	case len(mine) > 1 || len(there) > 1:
		return nil, Sorryf("ask.slack.which")
	case any:
		return nil, Sorryf("ask.slack.stranger")
	}
	return nil, Sorryf("ask.slack.noteam")
}

// teamsOf lists the teams whose channel a request from Slack was given in, and
// those that know the asker; any tells whether there is a team in Slack at all.
func (b *Bot) teamsOf(r *Request) (there, mine []TeamID, any bool, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		there, mine, any = nil, nil, false
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
	return there, mine, any, err
}

// still tells whether somebody whom a team knows belongs to it, also if that
// cannot be seen just now.
func (b *Bot) still(ctx context.Context, team TeamID, id MemberID) bool {
	t, _ := b.Team(team)
	in, err := b.Belongs(ctx, t, id)
	return in || err != nil
}

// recognise puts the person in the place of their Slack account, and the room they
// sit in beside them. Who belongs to the team and was not known to it is known
// from now on.
func (v *veranda) recognise(s *Scene, r *Request, ours bool) error {
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
		r.From.ID, r.From.Name = m.Is, cmp.Or(who.Name, r.From.Name)
		return err
	})
	if err != nil {
		return err
	}
	r.Room = s.Seats[r.From.ID].Room
	if r.From.ID != account || !ours {
		return nil
	}
	if err := s.meet(account, r.From.Name); AilOf(err) == "" {
		return err
	}
	return nil // they are met another time, and answered now
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
