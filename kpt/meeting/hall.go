package meeting

import (
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var meetings = store.NewTable[Meeting]("meetings")

// Hall is where a team holds its meetings. Its methods work in the caller's
// transaction.
type Hall struct {
	team string
	book kpt.Book
	plan Steps
	sure Persons
}

// Persons says how many people some members are for sure: one may have two accounts.
type Persons func(tx *store.Tx, members []MemberID) (int, error)

// Of is the Hall of a team whose meetings follow a plan; an empty one is
// DefaultSteps. A meeting keeps the plan that it was started with.
func Of(team string, plan Steps) Hall {
	if len(plan) == 0 {
		plan = DefaultSteps()
	}
	return Hall{team: team, book: kpt.Of(team), plan: plan}
}

// Nameless is the Hall with the word that stands for a name in lines that have
// none: see kpt.Book.Nameless.
func (h Hall) Nameless(word string) Hall {
	h.book = h.book.Nameless(word)
	return h
}

// OfTries is the Hall with the word for notes that came of Tries: see kpt.Book.OfTries.
func (h Hall) OfTries(word string) Hall {
	h.book = h.book.OfTries(word)
	return h
}

// Counts is the Hall with another way to tell how many people some members are; without
// it each is one.
func (h Hall) Counts(sure Persons) Hall {
	h.sure = sure
	return h
}

// persons is how many people some members are for sure.
func (h Hall) persons(tx *store.Tx, members []MemberID) (int, error) {
	if h.sure == nil {
		return len(members), nil
	}
	return h.sure(tx, members)
}

// Company is how many people have held a meeting so far: were there at one time, or
// answered, voted, spoke or ticked.
func (h Hall) Company(tx *store.Tx, m Meeting) (int, error) {
	if m.People.Most == 0 {
		return h.persons(tx, m.People.Order) // of a store of before
	}
	took, err := h.persons(tx, m.took())
	return max(m.People.Most, took), err
}

func (h Hall) key(parts ...string) store.Key { return store.KeyOf(h.team, parts...) }

// Act does a deed: it reads the meeting, changes it and the Book, and keeps
// both. The meeting of a retro comes into being with the first deed. The error
// may be a *Refusal, a *kpt.InputError, or from AddNote a *kpt.Refusal (the ID is
// another's) or kpt.ErrNoRetro. After an error the transaction must be given up.
func (h Hall) Act(tx *store.Tx, p Press, d Deed) (Meeting, Outcome, error) {
	retro, ok, err := h.book.Retro(tx, p.Retro)
	if err != nil {
		return Meeting{}, Outcome{}, err
	}
	if !ok {
		return Meeting{}, Outcome{}, refuse(NoRetro)
	}
	m, err := h.Meeting(tx, p.Retro)
	if err != nil {
		return Meeting{}, Outcome{}, err
	}
	p.At = p.At.UTC()
	a := &act{Press: p, hall: h, tx: tx, m: &m, retro: retro}
	a.goneHome()
	if err := a.allow(d.rule()); err != nil {
		return Meeting{}, Outcome{}, err
	}
	a.stir(d.rule())
	if err := d.do(a); err != nil {
		return Meeting{}, Outcome{}, err
	}
	if !a.out.Changed {
		return m, a.out, nil
	}
	if a.retro.Stirred.Equal(a.At) {
		if err := h.book.Stir(tx, p.Retro, a.At); err != nil {
			return Meeting{}, Outcome{}, err
		}
	}
	if err := a.joined(); err != nil {
		return Meeting{}, Outcome{}, err
	}
	m.Version++
	return m, a.out, h.put(tx, m)
}

// joined keeps that a second person is in the meeting.
func (a *act) joined() error {
	if !a.retro.Alone {
		return nil
	}
	n, err := a.hall.Company(a.tx, *a.m)
	if err != nil || n < 2 {
		return err
	}
	return a.hall.book.Joined(a.tx, a.Retro)
}

func (h Hall) put(tx *store.Tx, m Meeting) error {
	return meetings.Put(tx, h.key(m.Retro.String()), m)
}

// Meeting reads the meeting of a retro; before the first deed it is Waiting, and so is one
// that was put off because of the time: see kpt.Schedule.Turn.
func (h Hall) Meeting(tx *store.Tx, date schedule.Date) (Meeting, error) {
	m, _, err := h.unsettled(tx, date)
	return m, err
}

// unsettled is Meeting, and says whether it was put off and that is not kept yet.
func (h Hall) unsettled(tx *store.Tx, date schedule.Date) (m Meeting, is bool, err error) {
	m, _, err = meetings.Get(tx, h.key(date.String()))
	m.Retro = date
	if err != nil || m.phase() != running {
		return m, false, err
	}
	r, _, err := h.book.Retro(tx, date)
	if err != nil || !r.Begun.IsZero() {
		return m, false, err
	}
	m.People, m.Rounds = People{}, nil // nobody leads what was no meeting
	m.Place = Place{Stage: Waiting, Since: m.Place.Since, Moves: m.Place.Moves + 1}
	return m, true, nil
}

// Settle keeps of the meeting of a retro that it was put off, if the time has done so.
func (h Hall) Settle(tx *store.Tx, date schedule.Date, at time.Time) error {
	m, is, err := h.unsettled(tx, date)
	if err != nil || !is {
		return err
	}
	m.Place.Since = at.UTC()
	m.Version++
	return h.put(tx, m)
}

func (h Hall) all(tx *store.Tx) ([]Meeting, error) {
	var all []Meeting
	for row, err := range meetings.Scan(tx, h.key()) {
		if err != nil {
			return nil, err
		}
		all = append(all, row.Value)
	}
	return all, nil
}

// putAway drops what earlier meetings kept of single people.
func (h Hall) putAway(tx *store.Tx, until schedule.Date) error {
	all, err := h.all(tx)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.Retro.Before(until) || m.People.Order == nil && m.Rounds == nil && m.Ballot.Votes == nil {
			continue
		}
		if err := h.settle(tx, &m); err != nil {
			return err
		}
		m.putAway()
		if err := h.put(tx, m); err != nil {
			return err
		}
	}
	return nil
}

// Forget takes a member out of all meetings; kpt.Book.Forget does so for what
// they wrote. Their votes count on, as nobody's.
func (h Hall) Forget(tx *store.Tx, member MemberID) error {
	all, err := h.all(tx)
	for _, m := range all {
		err = errors.Join(err, h.settle(tx, &m, member))
		m.forget(member)
		m.Version++
		err = errors.Join(err, h.put(tx, m))
	}
	return err
}

// settle lets go of the votes of some members, or with none of all, that do not count:
// as nobody's they would.
func (h Hall) settle(tx *store.Tx, m *Meeting, who ...MemberID) error {
	shown, err := h.book.Notes(tx, m.Retro, kpt.Viewer{})
	if err != nil {
		return err
	}
	topics := m.topics(shown.Notes)
	for id := range m.Ballot.Votes {
		if len(who) == 0 || slices.Contains(who, id) {
			m.Ballot.settle(id, topics, m.Ballot.budget(len(topics)+shown.Hidden.Problems))
		}
	}
	return nil
}
