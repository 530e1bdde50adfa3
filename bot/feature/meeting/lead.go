package meeting

import (
	"slices"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// whoLeads is who is named already for the KPT of a retro, or else who led longest ago,
// of those who are not away on its day, and in one that runs are there; "" if nobody is.
func (feature) whoLeads(s *bot.Scene, tx *store.Tx, r kpt.Retro) (rules.MemberID, error) {
	past, err := hall(s).Led(tx)
	if err != nil {
		return "", err
	}
	roster, err := bot.Roster(tx, s.Team.ID)
	if err != nil {
		return "", err
	}
	m, err := hall(s).Meeting(tx, r.Date)
	if err != nil {
		return "", err
	}
	var available []rules.MemberID
	for _, p := range roster {
		id := rules.MemberID(p.Author.Member)
		who, err := s.Member(tx, bot.MemberID(id))
		if err != nil {
			return "", err
		}
		here := who.Away.Before(r.For())
		if r.Happened() {
			here = slices.Contains(m.People.Present, id)
		}
		if here && !who.Hidden {
			available = append(available, id)
		}
	}
	if slices.Contains(available, m.People.Lead) {
		return m.People.Lead, err
	}
	return rules.Facilitator(past, available), err
}

// Why who was named does not lead a KPT.
const (
	hasLeft = "left" // the team
	isAway  = "away" // on its day
)

// passOn gives a KPT whose facilitator has left the team, or is away on its day, to the
// next of the rota. If nobody is, nobody leads, and everybody may. One that runs stays with
// who leads it.
func (f feature) passOn(s *bot.Scene, tx *store.Tx, r kpt.Retro) error {
	if r.Opened.IsZero() {
		return nil
	}
	m, err := hall(s).Meeting(tx, r.Date)
	if err != nil {
		return err
	}
	if err := gone(s, tx, m); err != nil || m.People.Lead == "" {
		return err
	}
	was := m.People.Lead
	member, err := s.Member(tx, bot.MemberID(was))
	if err != nil {
		return err
	}
	why := hasLeft
	if !member.Left() {
		if why = isAway; r.Happened() || member.Away.Before(r.For()) {
			return nil
		}
	}
	lead, err := f.whoLeads(s, tx, r)
	if err != nil {
		return err
	}
	press := rules.Press{Retro: r.Date, By: kpt.Author{Member: string(lead)}, At: s.Now}
	told := r.Named == r.For() && s.Now.Before(r.Starts) && !r.Happened()
	if m, _, err = hall(s).Act(tx, press, rules.TakeOver{From: was}); err != nil || !told {
		return err
	}
	return tellPassed(s, tx, r, m, was, why)
}

// tellPassed tells the team, which has read who was to lead, who leads instead, and why.
func tellPassed(s *bot.Scene, tx *store.Tx, r kpt.Retro, m rules.Meeting, was rules.MemberID, why string) error {
	before, err := s.Calls(tx, "was", bot.MemberID(was))
	if err != nil {
		return err
	}
	day := bot.Day("day", s.Team.Lang, r.For())
	line := s.Words("meeting.named."+why+".nobody", before, day)
	if m.People.Lead != "" {
		who, err := s.Calls(tx, "who", bot.MemberID(m.People.Lead))
		if err != nil {
			return err
		}
		line = s.Words("meeting.named."+why, before, who, day)
	}
	first := s.Key("meeting", r.For().String(), "named")
	edit := bot.Edit{Of: first, Channel: s.Team.Text.Main, Card: bot.Card{Lines: []words.Text{line}}}
	key := first + store.Key("/"+why+"/"+string(was)+"/"+strconv.Itoa(m.Version))
	if err := bot.Owe(tx, key+"/first", bot.KindEdit, string(s.Team.Text.Main), edit, s.Now, r.Starts); err != nil {
		return err
	}
	return oweNamed(s, tx, r, m, key, line)
}
