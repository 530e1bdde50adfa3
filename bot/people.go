package bot

import (
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
	Name     string        `json:"name"`
	Hidden   bool          `json:"hidden,omitzero"` // '1 person' wherever the team can read
	Away     schedule.Date `json:"away,omitzero"`   // the last day away
	Seen     schedule.Date `json:"seen"`            // to the week, so as not to watch
	Zone     string        `json:"zone,omitzero"`   // where their clocks differ from the team's
	Slack    MemberID      `json:"slack,omitzero"`  // their Slack account, linked to this one
	Standing               // in the same JSON object

	// Of a Slack account.
	Is    MemberID `json:"is,omitzero"`    // whose it is, on Discord
	Alone bool     `json:"alone,omitzero"` // they said that they are on Slack only
	Asked bool     `json:"asked,omitzero"` // whether they are who they seem to be
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
	if !known {
		m.Out = s.visits(id)
	}
	change(&m)
	m.Deleted = false // something new is kept of them, which does not go with the rest
	if m.Seen == (schedule.Date{}) {
		m.Seen = s.Today()
	}
	return people.Put(tx, s.Key(string(id)), m)
}

// KeptOf says what is kept of the asker, one sentence each.
func (a *Ask) KeptOf(tx *store.Tx) ([]words.Text, error) {
	m, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	lines := []words.Text{a.Say("privacy.nothing")}
	if m.Deleted && m.Name == "" {
		m = a.leftOf(a.From.ID, m)
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

// Calls is how the team may read of a person: by name, or as 'someone' if they
// chose that.
func (s *Scene) Calls(tx *store.Tx, name string, id MemberID) (words.Arg, error) {
	m, err := s.Member(tx, id)
	if m.Hidden {
		return words.Nest(name, s.Words("someone")), err
	}
	return words.Person(name, string(id)), err
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

// Roster is who may have written a line in a team's notebook: its people.
func Roster(tx *store.Tx, team TeamID) (kpt.Roster, error) {
	return roster(tx, team, func(id MemberID, m Member) bool { return m.Name != "" && m.counts(id) })
}

// Everybody is all whom a team knows by name, those who have left too.
func Everybody(tx *store.Tx, team TeamID) (kpt.Roster, error) {
	return roster(tx, team, func(_ MemberID, m Member) bool { return m.Name != "" && m.Is == "" })
}

func roster(tx *store.Tx, team TeamID, is func(MemberID, Member) bool) (kpt.Roster, error) {
	var roster kpt.Roster
	for row, err := range people.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return nil, err
		}
		m := row.Value.seen()
		if id := idOf(row.Key); is(id, m) {
			roster = append(roster, kpt.Person{Author: kpt.Author{Member: string(id), Name: m.Name}})
		}
	}
	return roster, nil
}
