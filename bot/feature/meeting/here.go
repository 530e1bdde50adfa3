package meeting

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// here has the asker take part in a meeting that is in no room, or whose room they are not
// in. Pressed again it changes nothing: to leave is another button.
func (f feature) here(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	return f.joins(a, p)
}

// hereTyped is here for who has no card with the button before them.
func (f feature) hereTyped(a *bot.Ask) (bot.Reply, error) {
	var p pressed
	err := a.View(func(tx *store.Tx) error {
		r, err := a.Retro(tx)
		if p.retro = r.Date; err == nil && r.Begun.IsZero() {
			err = bot.Sorryf("meeting.refused.not_begun")
		}
		return err
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	return f.joins(a, p)
}

func (f feature) joins(a *bot.Ask, p pressed) (bot.Reply, error) {
	st, m, err := ongoing(a, p.retro)
	if err != nil {
		return bot.Reply{}, err
	}
	if st.Room != "" && a.Seats[a.From.ID].Room == st.Room {
		return a.Tell("meeting.go.room", words.Room("room", string(st.Room)))
	}
	key := "meeting.here.in"
	if slices.Contains(m.People.Present, rules.MemberID(a.From.ID)) {
		key = "meeting.here.already"
	}
	if err := a.Update(func(tx *store.Tx) error { return known(a, tx) }); err != nil {
		return bot.Reply{}, err
	}
	if _, err := f.act(a, p, rules.Join{Apart: true}); err != nil {
		return bot.Reply{}, err
	}
	lines := []words.Text{a.Say(key)}
	if twin, err := maybeTwin(a, p.retro); err != nil {
		return bot.Reply{}, err
	} else if twin {
		lines = append(lines, a.Say("meeting.here.unlinked"))
	}
	p.seen = m.Place.Moves
	leave := bot.Button{Label: a.Say("meeting.go"), Do: "meeting go", With: p.with()}
	return bot.Reply{Card: &bot.Card{Lines: lines, Buttons: []bot.Button{leave}}}, nil
}

// persons tells how many people of the team some members are for sure.
func persons(s *bot.Scene) rules.Persons {
	return func(tx *store.Tx, members []rules.MemberID) (int, error) {
		var ids []bot.MemberID
		for _, m := range members {
			ids = append(ids, bot.MemberID(m))
		}
		return s.Persons(tx, ids)
	}
}

// maybeTwin tells whether notes stay hidden because those who are there may be one person,
// with an account on each platform.
func maybeTwin(a *bot.Ask, retro schedule.Date) (is bool, err error) {
	err = a.View(func(tx *store.Tx) error {
		r, _, err := a.Book().Retro(tx, retro)
		if err != nil || r.Shows() {
			return err
		}
		m, err := hall(a.Scene).Meeting(tx, retro)
		if err != nil {
			return err
		}
		n, err := persons(a.Scene)(tx, m.People.Present)
		is = n < 2 && len(m.People.Present) > 1
		return err
	})
	return is, err
}

// known has the team know who takes part, so that they may lead the next time.
func known(a *bot.Ask, tx *store.Tx) error {
	m, err := a.Member(tx, a.From.ID)
	if err != nil || m.Name != "" {
		return err
	}
	return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Name = cmp.Or(m.Name, a.From.Name) })
}

// goes has the asker take part no more. Who sits in the room of a meeting leaves that.
func (f feature) goes(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	st, m, err := ongoing(a, p.retro)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case st.Room != "" && a.Seats[a.From.ID].Room == st.Room:
		return bot.Reply{}, bot.Sorryf("meeting.go.room", words.Room("room", string(st.Room)))
	case !slices.Contains(m.People.Present, rules.MemberID(a.From.ID)):
		return a.Tell("meeting.go.already")
	}
	if _, err := f.act(a, p, rules.Leave{}); err != nil {
		return bot.Reply{}, err
	}
	return a.Tell("meeting.here.left")
}

// ongoing is a meeting that runs, and where its card stands.
func ongoing(a *bot.Ask, retro schedule.Date) (st stand, m rules.Meeting, err error) {
	err = a.View(func(tx *store.Tx) error {
		if st, _, err = stands.Get(tx, a.Key(retro.String())); err != nil {
			return err
		}
		if m, err = hall(a.Scene).Meeting(tx, retro); err != nil {
			return err
		}
		if m.Place.Stage == rules.Waiting || m.Place.Stage == rules.Ended {
			return bot.Sorryf("meeting.changed")
		}
		return nil
	})
	return st, m, err
}

// gone has those take part no more in a meeting who have left the team.
func gone(s *bot.Scene, tx *store.Tx, m rules.Meeting) error {
	for _, who := range m.People.Present {
		member, err := s.Member(tx, bot.MemberID(who))
		if err != nil {
			return err
		}
		if _, sits := s.Seats[bot.MemberID(who)]; sits || !member.Left() {
			continue
		}
		press := rules.Press{Retro: m.Retro, By: kpt.Author{Member: string(who)}, At: s.Now}
		if _, _, err := hall(s).Act(tx, press, rules.Leave{}); err != nil {
			return err
		}
	}
	return nil
}
