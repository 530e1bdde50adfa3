package bot

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// met keeps the roster: who of the team was seen in its rooms, to the week; and
// forgets who was not for 90 days. A visitor is on the board only.
func met(s *Scene, moves, newcomers []Move) error {
	anew := make(map[MemberID]bool, len(newcomers))
	for _, m := range newcomers {
		anew[m.Member] = true
	}
	var news []Move
	err := s.View(func(tx *store.Tx) error {
		news = nil
		for _, m := range moves {
			is, err := fresh(s, tx, m, anew[m.Member])
			if err != nil {
				return err
			}
			if is {
				news = append(news, m)
			}
		}
		return nil
	})
	if err != nil || len(news) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		for _, m := range news {
			if err := meets(s, tx, m); err != nil {
				return err
			}
		}
		return forget(tx, s)
	})
}

// fresh tells whether a move says something of a person that is not kept. Of who
// had all deleted nothing new is kept before they come again: see leftOf.
func fresh(s *Scene, tx *store.Tx, m Move, newcomer bool) (bool, error) {
	old, known, err := people.Get(tx, s.Key(string(m.Member)))
	if err != nil || m.Room == "" {
		return false, err
	}
	switch {
	case old.Deleted:
		return newcomer, nil
	case !known:
		return !m.visitor, nil
	}
	return !m.visitor && cmp.Or(m.Name, old.Name) != old.Name || old.Out != m.visitor || old.Seen.AddDays(seenDays).Compare(s.Today()) <= 0, nil
}

func meets(s *Scene, tx *store.Tx, m Move) error {
	old, err := s.Member(tx, m.Member)
	if err != nil {
		return err
	}
	unknown := !old.Known() && !m.visitor
	if old.Deleted { // they come anew
		if err := s.dropTwins(tx, old); err != nil {
			return err
		}
		if old = (Member{Away: old.Away}); m.visitor {
			return people.Delete(tx, s.Key(string(m.Member)))
		}
	}
	if !old.Known() {
		a := m.Account
		if a.ID == "" {
			a = s.Team.accountOf(m.Member)
		}
		old.Accounts = Accounts{a.On: a.ID}
	}
	if old.Seen, old.Out = s.Today(), m.visitor; !m.visitor {
		old.Name = cmp.Or(m.Name, old.Name)
	}
	if err := people.Put(tx, s.Key(string(m.Member)), old); err != nil || !unknown {
		return err
	}
	for _, f := range s.bot.features {
		if f.Met != nil {
			if err := f.Met(s, tx, m.Member); err != nil {
				return err
			}
		}
	}
	return nil
}

func forget(tx *store.Tx, s *Scene) error {
	var gone []Member
	_, err := people.Sweep(tx, s.Key(), func(row store.Row[Member]) bool {
		m := row.Value
		_, protected := s.leftOf(idOf(row.Key), m)
		old := m.Seen.AddDays(forgetDays).Compare(s.Today()) < 0 || m.Deleted && m.Name == "" && m.Is == "" && !protected
		if old {
			gone = append(gone, m)
		}
		return old
	})
	for _, m := range gone {
		err = errors.Join(err, s.dropTwins(tx, m))
	}
	return err
}

// dropTwins forgets, of who had all deleted, which other accounts are theirs.
func (s *Scene) dropTwins(tx *store.Tx, m Member) error {
	if !m.Deleted {
		return nil
	}
	return s.dropAlso(tx, m)
}

func (s *Scene) dropAlso(tx *store.Tx, m Member) error {
	for _, id := range m.Also {
		if err := people.Delete(tx, s.Key(string(id))); err != nil {
			return err
		}
	}
	return nil
}

// ForgetEverywhere deletes what is kept of a person, here and by every feature,
// but for what protects them.
func (s *Scene) ForgetEverywhere(tx *store.Tx, id MemberID) error {
	if err := s.noteDeleted(tx, id); err != nil {
		return err
	}
	for _, f := range s.bot.features {
		if f.Forget == nil {
			continue
		}
		if err := f.Forget(s, tx, id); err != nil {
			return err
		}
	}
	m, err := s.Member(tx, id)
	if err != nil {
		return err
	}
	left, protected := s.leftOf(id, m)
	if !protected {
		return errors.Join(s.dropAlso(tx, m), people.Delete(tx, s.Key(string(id))))
	}
	for _, other := range left.Also {
		was, err := s.Member(tx, other)
		if err != nil {
			return err
		}
		twin := Member{Links: Links{Accounts: was.Accounts, Is: id}, Seen: s.Today(), Asked: true, Standing: Standing{Deleted: true}}
		if err := people.Put(tx, s.Key(string(other)), twin); err != nil {
			return err
		}
	}
	return people.Put(tx, s.Key(string(id)), left)
}

// leftOf is what outlives the wish to have all deleted, because it protects the
// person: who is hidden stays so until they leave the rooms, and who is away is
// away until that day has passed; also with another account, as long as it is known
// that they are the same person there. Not ok: there is nothing to protect.
func (s *Scene) leftOf(id MemberID, m Member) (left Member, ok bool) {
	if _, sits := s.Seats[id]; sits && m.Hidden {
		left.Hidden = true
	}
	if !m.Away.Before(s.Today()) {
		left.Away = m.Away
	}
	if ok = left.Hidden || left.Away != (schedule.Date{}); ok {
		left.Seen, left.Standing, left.Links = s.Today(), Standing{Out: m.Out, Deleted: true}, m.Links
	}
	return left, ok
}

// newcomers are those of the moves who come into a room of the team's, and were
// in none a moment ago.
func (p *picture) newcomers(moves []Move, team Team, now time.Time) []Move {
	return slices.DeleteFunc(slices.Clone(moves), func(m Move) bool {
		_, ours := team.Room(m.Room)
		_, sits := p.seats[m.Member]
		left, moved := p.left[m.Member]
		return !ours || sits || moved && now.Sub(left.at) <= returnWithin
	})
}

// named says of each move which member it is of, as the team knows the account.
func (v *veranda) named(moves []Move) []Move {
	moves = slices.Clone(moves)
	err := v.bot.view(func(tx *store.Tx) error {
		for i, m := range moves {
			if m.Account.ID == "" {
				continue
			}
			id, _, err := memberOf(tx, v.team, m.Account)
			if err != nil {
				return err
			}
			moves[i].Member = id
		}
		return nil
	})
	if err != nil {
		v.bot.log.Error("cannot read whose accounts are seen", "team", v.id, "err", err)
	}
	for i, m := range moves {
		if m.Member == "" {
			moves[i].Member = v.team.newID(m.Account)
		}
	}
	return moves
}

// judged says of each move whether it is a visitor's: of somebody who is in no
// room, nobody says.
func (v *veranda) judged(moves []Move) []Move {
	moves = v.named(moves)
	for i, m := range moves {
		_, ours := v.team.Room(m.Room)
		who := Person{ID: m.Member, Account: m.Account, Roles: m.Roles}
		moves[i].visitor = ours && !v.bot.admits(v.team, who) && !v.linked(m.Member)
	}
	return moves
}

// seatOf lets who sits in a room be one of the team's from now on, or a visitor.
func (v *veranda) seatOf(id MemberID, in bool) {
	seat, sits := v.seats[id]
	if !sits || seat.Visitor != in {
		return
	}
	in = in || v.linked(id)
	if seat.Visitor = !in; seat == v.seats[id] {
		return
	}
	v.seats[id] = seat
	now := []Move{{Member: id, Name: seat.Name, Room: seat.Room, Screen: seat.Screen, Camera: seat.Camera, visitor: !in}}
	v.tell("moved", func(f Feature) error {
		if f.Moved == nil {
			return nil
		}
		return f.Moved(v.scene(), now)
	})
}

// linked tells whether somebody has an account elsewhere too: as long as they have,
// it is in the team's channel there.
func (v *veranda) linked(id MemberID) (is bool) {
	err := v.scene().View(func(tx *store.Tx) error {
		m, err := v.scene().Member(tx, id)
		is = m.Linked()
		return err
	})
	if err != nil {
		v.bot.log.Error("cannot read who is in the team", "team", v.id, "err", err)
	}
	return is
}
