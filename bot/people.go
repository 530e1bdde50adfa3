package bot

import (
	"cmp"
	"errors"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Member is what is kept of a person, for the features they use: shown and
// deleted by '/engawa privacy', and forgotten 90 days after they were last
// seen. A person has the id of their Discord account, and that of their Slack
// account as long as nobody has said whose it is.
type Member struct {
	Name   string        `json:"name"`
	Hidden bool          `json:"hidden,omitzero"` // '1 person' wherever the team can read
	Away   schedule.Date `json:"away,omitzero"`   // the last day away
	Seen   schedule.Date `json:"seen"`            // to the week, so as not to watch
	Zone   string        `json:"zone,omitzero"`   // where their clocks differ from the team's
	Slack  MemberID      `json:"slack,omitzero"`  // their Slack account, linked to this one

	// Of a Slack account.
	Is    MemberID `json:"is,omitzero"`    // whose it is, on Discord
	Alone bool     `json:"alone,omitzero"` // they said that they are on Slack only
	Asked bool     `json:"asked,omitzero"` // whether they are who they seem to be
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
	m, err := s.Member(tx, id)
	if err != nil {
		return err
	}
	change(&m)
	if m.Seen == (schedule.Date{}) {
		m.Seen = s.Today()
	}
	return people.Put(tx, s.Key(string(id)), m)
}

// ForgetEverywhere deletes what is kept of a person, here and by every feature.
func (s *Scene) ForgetEverywhere(tx *store.Tx, id MemberID) error {
	for _, f := range s.bot.features {
		if f.Forget == nil {
			continue
		}
		if err := f.Forget(s, tx, id); err != nil {
			return err
		}
	}
	m, err := s.Member(tx, id)
	if err == nil && m.Slack != "" {
		err = people.Delete(tx, s.Key(string(m.Slack)))
	}
	return errors.Join(err, people.Delete(tx, s.Key(string(id))))
}

// KeptOf says what is kept of the asker, one sentence each.
func (a *Ask) KeptOf(tx *store.Tx) ([]words.Text, error) {
	m, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	lines := []words.Text{a.Say("privacy.nothing")}
	if m.Name != "" {
		lines = []words.Text{a.Say("privacy.member", words.Quote("name", m.Name), Day("seen", a.From.Lang, m.Seen))}
	}
	if m.Slack != "" {
		lines = append(lines, a.Say("privacy.slack"))
	}
	if m.Away != (schedule.Date{}) {
		lines = append(lines, a.Say("privacy.away", Day("day", a.From.Lang, m.Away)))
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

// Today is the team's own date.
func (s *Scene) Today() schedule.Date { return schedule.DateOf(s.Now) }

// Expected counts the members known to the team and those of them who are not
// away today.
func (s *Scene) Expected(tx *store.Tx) (known, here int, err error) {
	today := s.Today()
	for row, err := range people.Scan(tx, s.Key()) {
		if err != nil {
			return 0, 0, err
		}
		if !row.Value.counts(idOf(row.Key)) {
			continue
		}
		known++
		if row.Value.Away.Compare(today) < 0 {
			here++
		}
	}
	return known, here, nil
}

// Calls is how the team may read of a person: by name, or as 'someone' if they
// chose that.
func (s *Scene) Calls(tx *store.Tx, name string, id MemberID) (words.Arg, error) {
	m, err := s.Member(tx, id)
	if m.Hidden {
		return words.Nest(name, s.Words("someone")), err
	}
	return words.Person(name, string(id)), err
}

// met keeps the roster: who was seen, to the week; and forgets who was not for
// 90 days.
func (v *veranda) met(s *Scene, moves []Move) error {
	today := s.Today()
	var fresh []Move
	err := s.View(func(tx *store.Tx) error {
		for _, m := range moves {
			old, err := s.Member(tx, m.Member)
			if err != nil {
				return err
			}
			if m.Name = cmp.Or(m.Name, old.Name); m.Room != "" && (old.Name != m.Name || old.Seen.AddDays(seenDays).Compare(today) <= 0) {
				fresh = append(fresh, m)
			}
		}
		return nil
	})
	if err != nil || len(fresh) == 0 {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		for _, m := range fresh {
			if err := s.KeepMember(tx, m.Member, func(k *Member) { k.Name, k.Seen = m.Name, today }); err != nil {
				return err
			}
		}
		return forget(tx, s)
	})
}

func forget(tx *store.Tx, s *Scene) error {
	var gone []store.Key
	for row, err := range people.Scan(tx, s.Key()) {
		if err != nil {
			return err
		}
		if row.Value.Seen.AddDays(forgetDays).Compare(s.Today()) < 0 {
			gone = append(gone, row.Key)
		}
	}
	for _, key := range gone {
		if err := people.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}

// TimeSorry puts a fault in a time, rule, zone or date that somebody wrote into
// a sentence for them.
func TimeSorry(err error) *Sorry {
	var input *schedule.InputError
	if !errors.As(err, &input) {
		return &Sorry{"time.rule", []words.Arg{words.Quote("input", "")}}
	}
	key := "time." + input.Fault
	if input.Fault == schedule.FaultZone && len(input.Suggestions) > 0 {
		key += ".near"
	}
	return &Sorry{key, []words.Arg{
		words.Quote("input", short(input.Input)),
		words.Quote("part", short(input.Part)),
		words.Quote("near", strings.Join(input.Suggestions, ", ")),
	}}
}

func short(s string) string {
	runes := []rune(words.Clean(s))
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return string(runes)
}

// Roster is who may have written a line in a team's notebook.
func Roster(tx *store.Tx, team TeamID) (kpt.Roster, error) {
	var roster kpt.Roster
	for row, err := range people.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return nil, err
		}
		m := row.Value.seen()
		if id := idOf(row.Key); m.Name != "" && m.counts(id) {
			roster = append(roster, kpt.Person{Author: kpt.Author{Member: string(id), Name: m.Name}})
		}
	}
	return roster, nil
}
