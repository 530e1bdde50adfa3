package bot

import (
	"context"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Guest is somebody as Slack knows them.
type Guest struct {
	ID    MemberID
	Name  string
	Email string // "" where it may not be seen
	Zone  string // IANA name
	Lang  words.Lang
}

// OnSlack tells whether an id is one of Slack's, which begin with a capital
// letter: those of Discord are numbers.
func OnSlack[ID ~string](id ID) bool { return id != "" && 'A' <= id[0] && id[0] <= 'Z' }

// FaceOf is the face on which a channel or person is.
func FaceOf[ID ~string](id ID) string {
	if OnSlack(id) {
		return Slack
	}
	return Discord
}

func idOf(key store.Key) MemberID {
	parts := key.Parts()
	return MemberID(parts[len(parts)-1])
}

// counts tells whether a row of 'people' is one of the team's people. A Slack
// account of which it is not known whose it is may be somebody who is counted
// already. Who has left on Discord and is in the channel in Slack still belongs.
func (m Member) counts(id MemberID) bool {
	if OnSlack(id) {
		return m.Alone && m.Is == "" && !m.Out
	}
	return (!m.Out || m.Slack != "") && m.Name != ""
}

// Link notes that a Discord account and a Slack account are the same person's,
// who takes along what they wrote under the latter. What either was linked with
// before, it is no more.
func (s *Scene) Link(tx *store.Tx, discord, slack MemberID) error {
	for _, id := range []MemberID{discord, slack} {
		if err := s.Unlink(tx, id); err != nil {
			return err
		}
	}
	if err := s.KeepMember(tx, discord, func(m *Member) { m.Slack = slack }); err != nil {
		return err
	}
	if err := kpt.Of(string(s.Team.ID)).Join(tx, string(slack), string(discord)); err != nil {
		return err
	}
	if err := s.KeepMember(tx, slack, func(m *Member) { m.Is, m.Alone, m.Asked = discord, false, true }); err != nil || s.bot == nil {
		return err
	}
	for _, f := range s.bot.features {
		if f.Linked == nil {
			continue
		}
		if err := f.Linked(s, tx, discord, slack); err != nil {
			return err
		}
	}
	return nil
}

// Unlink parts an account from the one it is linked with, if it is.
func (s *Scene) Unlink(tx *store.Tx, id MemberID) error {
	m, err := s.Member(tx, id)
	if err != nil || m.Slack == "" && m.Is == "" {
		return err
	}
	here := id
	if m.Is != "" {
		here = m.Is
	}
	own, err := s.Member(tx, here)
	if err != nil {
		return err
	}
	for _, id := range []MemberID{id, m.Slack, m.Is} {
		if id == "" {
			continue
		}
		change := func(m *Member) {
			m.Slack, m.Is = "", ""
			m.Hidden, m.Away = own.Hidden, own.Away // which protect them with either account
		}
		if err := s.KeepMember(tx, id, change); err != nil {
			return err
		}
	}
	return nil
}

// People lists all that is kept of the team's people, by id: Slack accounts
// too, also those that are linked.
func (s *Scene) People(tx *store.Tx) (map[MemberID]Member, error) {
	all := map[MemberID]Member{}
	for row, err := range people.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		all[idOf(row.Key)] = row.Value.seen()
	}
	return all, nil
}

// DropMember deletes a row that the team has no more use for.
func (s *Scene) DropMember(tx *store.Tx, id MemberID) error {
	return people.Delete(tx, s.Key(string(id)))
}

// Called tells faces beside Discord how a person is called there: by their
// account, if it is known, and by name.
func (n Names) Called(team TeamID, id MemberID) (account, name string) {
	err := n.db.View(func(tx *store.Tx) error {
		m, _, err := people.Get(tx, store.KeyOf(string(team), string(id)))
		account, name = string(m.Slack), m.seen().Name
		return err
	})
	if err != nil {
		n.log.Error("cannot read how somebody is called", "team", team, "err", err)
	}
	if OnSlack(id) {
		account = string(id)
	}
	return account, name
}

// Visit runs fn in a team's own goroutine, for those who have looked at
// something outside: fn must not use the network. Nothing is done for a team
// that is gone.
func (b *Bot) Visit(ctx context.Context, team TeamID, fn func(*Scene) error) error {
	v := b.veranda(team)
	if v == nil {
		return nil
	}
	return v.do(ctx, func() error { return fn(v.scene()) })
}
