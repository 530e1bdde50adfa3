package bot

import (
	"errors"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// Deletion is what somebody had deleted: what is kept of a member, or a whole team.
type Deletion struct {
	Team   TeamID
	Member MemberID // "": all of the team
	At     time.Time
}

// DeletionsIn lists what was deleted in the last 90 days from the store at an address, which
// nobody uses; the errors are those of [store.Table.In].
func DeletionsIn(address string) (list []Deletion, err error) {
	rows, err := deletions.In(address)
	for _, row := range rows {
		d := Deletion{Team: teamOf(row.Key), At: row.Value}
		if parts := row.Key.Parts(); len(parts) > 1 {
			d.Member = MemberID(parts[1])
		}
		list = append(list, d)
	}
	return list, err
}

// noteDeleted keeps that what is kept of a member was deleted.
func (s *Scene) noteDeleted(tx *store.Tx, id MemberID) error {
	now := s.Now.UTC()
	_, err := deletions.Sweep(tx, s.Key(), func(row store.Row[time.Time]) bool { return now.Sub(row.Value) > deletedFor })
	return errors.Join(err, deletions.Put(tx, s.Key(string(id)), now))
}

// DeleteAgain deletes what was deleted before, from a store that is of an earlier time: a copy
// that is about to be restored. It gives those of which the store still had something.
// The bot must not run.
func (b *Bot) DeleteAgain(all []Deletion) (again []Deletion, err error) {
	for _, d := range all {
		t, there := b.Team(d.Team)
		if rests := b.find(d.Team); !there {
			t, there = rests, rests.ID != ""
		}
		if !there {
			continue
		}
		was, err := b.deletedAt(d)
		if err != nil {
			return again, err
		}
		if !was.Before(d.At) {
			continue // it was deleted before the copy was made
		}
		if err := b.deleteAgain(t, d); err != nil {
			return again, err
		}
		again = append(again, d)
	}
	return again, nil
}

func (b *Bot) find(id TeamID) Team {
	b.home.mu.RLock()
	defer b.home.mu.RUnlock()
	return b.home.find(id)
}

func (b *Bot) deletedAt(d Deletion) (at time.Time, err error) {
	err = b.view(func(tx *store.Tx) error {
		at, _, err = deletions.Get(tx, d.key())
		return err
	})
	return at, err
}

func (d Deletion) key() store.Key {
	if d.Member == "" {
		return store.KeyOf(string(d.Team))
	}
	return store.KeyOf(string(d.Team), string(d.Member))
}

func (b *Bot) deleteAgain(t Team, d Deletion) error {
	if d.Member != "" {
		s := &Scene{Team: t, Now: b.now().In(t.Location()), bot: b}
		return b.update(func(tx *store.Tx) error { return s.ForgetEverywhere(tx, d.Member) })
	}
	if err := b.gone(t, func(*store.Tx) error { return nil }); err != nil {
		return err
	}
	for more := true; more; {
		var err error
		if more, err = b.eraseSome(t.ID); err != nil {
			return err
		}
	}
	return nil
}
