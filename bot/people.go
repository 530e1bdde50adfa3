package bot

import (
	"maps"
	"reflect"
	"slices"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Member is what is kept of a person, for the features they use: shown and
// deleted by '/engawa privacy', and forgotten 90 days after they were last
// seen. Each account has a row of its own, as long as nobody has said whose it is.
// When accounts are linked, one row is the person's, and the others say so in Is.
type Member struct {
	Name     string        `json:"name"`
	Hidden   bool          `json:"hidden,omitzero"` // '1 person' wherever the team can read
	Away     schedule.Date `json:"away,omitzero"`   // the last day away
	Seen     schedule.Date `json:"seen"`            // to the week, so as not to watch
	Zone     string        `json:"zone,omitzero"`   // where their clocks differ from the team's
	Lang     words.Lang    `json:"lang,omitzero"`   // in which they ask, if it is not the team's
	Standing               // in the same JSON object
	Links                  // in the same JSON object

	// Of an account that is not on the server's platform.
	Alone bool `json:"alone,omitzero"` // they said that they have no other
	Asked bool `json:"asked,omitzero"` // whether they are who they seem to be
}

// Links are a person's accounts, and what ties their rows together.
type Links struct {
	Accounts Accounts   `json:"accounts,omitzero"`
	Also     []MemberID `json:"also,omitzero"` // the rows of linked accounts, which are theirs too
	Is       MemberID   `json:"is,omitzero"`   // whose row this one belongs to
}

// Linked tells whether somebody has linked accounts, and this is their row.
func (m Member) Linked() bool { return len(m.Also) > 0 }

// Known tells whether anything is kept under the id that was asked about.
func (m Member) Known() bool { return len(m.Accounts) > 0 }

// Same tells whether two rows say the same.
func (m Member) Same(other Member) bool { return reflect.DeepEqual(m, other) }

// Clone is a copy whose maps and lists may be changed too.
func (m Member) Clone() Member {
	m.Accounts, m.Also = maps.Clone(m.Accounts), slices.Clone(m.Also)
	return m
}

// Standing is how somebody stands to the team.
type Standing struct {
	Out     bool `json:"out,omitzero"`     // not in the team now, as far as is known
	Deleted bool `json:"deleted,omitzero"` // they had all deleted; what is left protects them for a while
}

var people = store.NewTable[Member]("people")

const (
	forgetDays = 90 // what is kept of a person who is not seen any more
	seenDays   = 7  // how coarsely it is kept when somebody was seen
)

// Member reads what is kept of a person; the zero Member where nothing is.
func (s *Scene) Member(tx *store.Tx, id MemberID) (Member, error) {
	m, _, err := people.Get(tx, s.Key(string(id)))
	return m.seen(), err
}

// KeepMember changes what is kept of a person.
func (s *Scene) KeepMember(tx *store.Tx, id MemberID, change func(*Member)) error {
	m, known, err := people.Get(tx, s.Key(string(id)))
	if err != nil {
		return err
	}
	if change(&m); !m.Known() {
		a := s.Team.accountOf(id)
		m.Accounts = Accounts{a.On: a.ID}
	}
	if !known && s.visits(m.Own(id)) {
		m.Out = true
	}
	m.Deleted = false // something new is kept of them, which does not go with the rest
	if m.Seen == (schedule.Date{}) {
		m.Seen = s.Today()
	}
	return people.Put(tx, s.Key(string(id)), m)
}

// KeepMember changes what is kept of a person; of the asker under the account that
// they use.
func (a *Ask) KeepMember(tx *store.Tx, id MemberID, change func(*Member)) error {
	return a.Scene.KeepMember(tx, id, func(m *Member) {
		if id == a.From.ID && !m.Known() && a.From.Account.ID != "" {
			m.Accounts = Accounts{a.From.Account.On: a.From.Account.ID}
		}
		change(m)
	})
}

// Meet has the team know the asker by name, as entering a room does. Who had all deleted is
// not known again by it, and nothing is written while the disk is full.
func (a *Ask) Meet() error {
	var m Member
	err := a.View(func(tx *store.Tx) (err error) {
		m, err = a.Member(tx, a.From.ID)
		return err
	})
	if err != nil || m.Name != "" || m.Deleted || a.From.Name == "" {
		return err
	}
	err = a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *Member) { m.Name = a.From.Name })
	})
	if AilOf(err) != "" {
		return nil
	}
	return err
}

// KeptOf says what is kept of the asker, one sentence each.
func (a *Ask) KeptOf(tx *store.Tx) ([]words.Text, error) {
	m, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	lines := []words.Text{a.Say("privacy.nothing")}
	if m.Deleted && m.Name == "" {
		m, _ = a.leftOf(a.From.ID, m)
	}
	if m.Deleted && m.Hidden {
		lines = append(lines, a.Say("privacy.still.hidden"))
	}
	if m.Name != "" {
		key := "privacy.member"
		if m.Out {
			key = "privacy.visitor"
		}
		lines = []words.Text{a.Say(key, words.Quote("name", m.Name), Day("seen", a.From.Lang, m.Seen))}
	}
	for _, other := range m.others(a.Team.Home) {
		if m.Linked() {
			lines = append(lines, a.Say("privacy.linked", a.Traits(other.On).Arg()))
		}
	}
	if m.Away != (schedule.Date{}) {
		lines = append(lines, a.Say("privacy.away", Day("day", a.From.Lang, m.Away)))
	}
	if m.Lang != "" {
		lines = append(lines, a.Say("privacy.lang", words.Nest("lang", a.Say("lang."+string(m.Lang)))))
	}
	if seat, in := a.Seats[a.From.ID]; in {
		lines = append(lines, a.Say("privacy.seat", words.Room("room", string(seat.Room))))
	}
	for _, f := range a.bot.features {
		if f.Kept == nil {
			continue
		}
		more, err := f.Kept(a, tx, a.From.ID)
		if err != nil {
			return nil, err
		}
		lines = append(lines, more...)
	}
	return lines, nil
}

// left tells whether somebody of whom the name is known has left the team.
func (m Member) left() bool { return m.Out && m.Name != "" }

// Left tells whether somebody has left the team, with every account of theirs.
func (m Member) Left() bool { return m.left() && !m.Linked() }

// Calls is how the team may read of a person: by name, or as 'someone' if they
// chose that. Who has left has the name by which they were last known.
func (s *Scene) Calls(tx *store.Tx, name string, id MemberID) (words.Arg, error) {
	m, err := s.Member(tx, id)
	switch {
	case m.Hidden:
		return words.Nest(name, s.Words("someone")), err
	case m.left():
		return words.Quote(name, m.Name), err
	}
	return words.Person(name, string(id)), err
}

// Roster is who may have written a line in a team's notebook: its people.
func Roster(tx *store.Tx, team TeamID) (kpt.Roster, error) {
	home, err := homeOf(tx, team)
	if err != nil {
		return nil, err
	}
	return roster(tx, team, func(m Member) bool { return m.Name != "" && m.counts(home) })
}

// Everybody is all whom a team knows by name, those who have left too.
func Everybody(tx *store.Tx, team TeamID) (kpt.Roster, error) {
	return roster(tx, team, func(m Member) bool { return m.Name != "" && m.Is == "" })
}

func roster(tx *store.Tx, team TeamID, is func(Member) bool) (kpt.Roster, error) {
	var roster kpt.Roster
	for row, err := range people.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return nil, err
		}
		m := row.Value.seen()
		if is(m) {
			roster = append(roster, kpt.Person{Author: kpt.Author{Member: string(idOf(row.Key)), Name: m.Name}})
		}
	}
	return roster, nil
}

func idOf(key store.Key) MemberID {
	parts := key.Parts()
	return MemberID(parts[len(parts)-1])
}

// counts tells whether a row of 'people' is one of the team's people. An account
// elsewhere than on the server's platform, of which it is not known whose it is, may
// be somebody who is counted already. Who has left the server and is in the team's
// channel elsewhere still belongs.
func (m Member) counts(home Platform) bool {
	if m.Accounts[home] == "" {
		return m.Alone && m.Is == "" && !m.Out
	}
	return (!m.Out || m.Linked()) && m.Name != ""
}

// People lists all that is kept of the team's people, by id: the rows of linked
// accounts too.
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

// Expected counts the members known to the team and those of them who are not
// away today.
func (s *Scene) Expected(tx *store.Tx) (known, here int, err error) {
	today := s.Today()
	for row, err := range people.Scan(tx, s.Key()) {
		if err != nil {
			return 0, 0, err
		}
		if !row.Value.counts(s.Team.Home) {
			continue
		}
		known++
		if row.Value.Away.Compare(today) < 0 {
			here++
		}
	}
	return known, here, nil
}
