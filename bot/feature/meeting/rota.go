package meeting

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// The facilitator is named in the morning of the last working day before a KPT.
const (
	names     = "retro/names"
	nameRule  = "daily 10:00"
	nameGrace = 4 * time.Hour
)

func (f feature) namePlan(t bot.Team) (bot.Plan, bool) {
	rule, err := schedule.ParseRule(nameRule)
	plan := schedule.Plan{Rule: rule, Zone: t.Location(), Works: t.Days.Works, Grace: nameGrace}
	return bot.Plan{ID: names, Plan: plan, Due: f.name}, err == nil
}

// name names the facilitator of the next KPT, once, if it is tomorrow.
func (f feature) name(s *bot.Scene, _ schedule.Due) error {
	return s.Update(func(tx *store.Tx) error {
		r, _, err := s.Turn(tx)
		if err != nil || r.Opened.IsZero() || !r.Begun.IsZero() {
			return err
		}
		day := schedule.DateOf(r.Starts.In(s.Now.Location()))
		if rules.NameOn(day, s.Team.Days.Works) != s.Today() {
			return nil
		}
		lead, err := f.whoLeads(s, tx, day)
		if err != nil || lead == "" {
			return err
		}
		m, out, err := hall(s).Act(tx, rules.Press{Retro: r.Date, By: kpt.Author{}, At: s.Now}, rules.Call{Lead: lead})
		if err != nil || !out.Changed && r.Missed == (schedule.Date{}) {
			return err
		}
		lead = m.People.Lead
		card := bot.Card{Silent: true, Lines: []words.Text{s.Words("meeting.named",
			words.Person("who", string(lead)), bot.Day("day", s.Team.Lang, day))}}
		p := pressed{retro: r.Date, seen: m.Place.Moves}
		card.Buttons = []bot.Button{{Label: s.Words("meeting.lead"), Do: "meeting swap", With: p.with(string(lead))}}
		key := s.Key("meeting", day.String(), "named")
		post := bot.Post{Channel: s.Team.Text.Main, Card: card}
		return bot.Owe(tx, key, bot.KindPost, string(s.Team.Text.Main), post, s.Now, r.Starts)
	})
}

// whoLeads is who led longest ago of those who are not away that day.
func (feature) whoLeads(s *bot.Scene, tx *store.Tx, day schedule.Date) (rules.MemberID, error) {
	past, err := hall(s).Led(tx)
	if err != nil {
		return "", err
	}
	roster, err := bot.Roster(tx, s.Team.ID)
	if err != nil {
		return "", err
	}
	var available []rules.MemberID
	for _, p := range roster {
		m, err := s.Member(tx, bot.MemberID(p.Author.Member))
		if err != nil {
			return "", err
		}
		if m.Away.Before(day) && !m.Hidden {
			available = append(available, rules.MemberID(p.Author.Member))
		}
	}
	return rules.Facilitator(past, available), nil
}

// swap makes the presser the facilitator of a KPT that has not begun, and says so
// in the place of the first line.
func (f feature) swap(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	if _, err := f.act(a, p, rules.TakeOver{From: rules.MemberID(p.rest[0])}); err != nil {
		return bot.Reply{}, err
	}
	var me words.Arg
	var r kpt.Retro
	err = a.View(func(tx *store.Tx) (err error) {
		if r, _, err = a.Book().Retro(tx, p.retro); err != nil {
			return err
		}
		me, err = a.Calls(tx, "who", a.From.ID)
		return err
	})
	return bot.Reply{Update: true, Card: &bot.Card{
		Lines:   []words.Text{a.Words("meeting.named", me, bot.Day("day", a.Team.Lang, r.Day()))},
		Buttons: []bot.Button{{Label: a.Words("meeting.lead"), Do: "meeting swap", With: p.with(string(a.From.ID))}},
	}}, err
}
