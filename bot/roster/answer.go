package roster

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// done says in place of the pressed card what was done.
func done(a *bot.Ask, key string, args ...words.Arg) (bot.Reply, error) {
	reply, err := a.Tell(key, args...)
	reply.Update = true
	return reply, err
}

// asked is the question to the asker that a press is about, and the account that
// it was asked about. What nobody asked cannot be answered.
func asked(a *bot.Ask, tx *store.Tx) (question, bot.MemberID, error) {
	if len(a.With) != 1 {
		return question{}, "", bot.Sorryf("ask.unknown")
	}
	about := bot.MemberID(a.With[0])
	q, ok, err := questions.Get(tx, questionKey(a.Scene, a.From.ID, about))
	if err == nil && !ok {
		err = bot.Sorryf("roster.over")
	}
	return q, about, err
}

// yes links the asker with the account that they were asked about. As long as
// there is a question, neither is linked: a link drops those of both.
func yes(a *bot.Ask) (bot.Reply, error) {
	var said words.Text
	err := a.Update(func(tx *store.Tx) error {
		_, about, err := asked(a, tx)
		if err != nil {
			return err
		}
		me, err := a.Member(tx, a.From.ID)
		if err != nil {
			return err
		}
		other, err := a.Member(tx, about)
		if err != nil {
			return err
		}
		discord, slack, here, there := about, a.From.ID, other, me
		if !bot.OnSlack(a.From.ID) {
			discord, slack, here, there = a.From.ID, about, me, other
		}
		if err := tellOne(a.Scene, tx, discord, slack, about); err != nil {
			return err
		}
		said = linked(a.From.Lang, here, there, bot.OnSlack(a.From.ID))
		return link(a.Scene, tx, discord, slack)
	})
	reply := bot.Tell(said)
	reply.Update = true
	return reply, err
}

// no keeps that they are two people, and tells who asked, if somebody did.
func no(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		q, about, err := asked(a, tx)
		if err != nil || q.No {
			return err
		}
		own := q.Own
		q.No = true
		if err := questions.Put(tx, questionKey(a.Scene, a.From.ID, about), q); err != nil || !own {
			return err
		}
		return tell(a.Scene, tx, about, "declined", a.Words("roster.declined"), a.Now)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.not")
}

// alone keeps that somebody is on Slack only: so they are one of the team's
// people.
func alone(a *bot.Ask) (bot.Reply, error) {
	if !bot.OnSlack(a.From.ID) {
		return bot.Reply{}, bot.Sorryf("roster.taken")
	}
	err := a.Update(func(tx *store.Tx) error {
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Alone, m.Asked = true, true })
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.isalone", words.Quote("team", a.Team.Name))
}

// part parts the asker's accounts. They are not linked again unless they ask.
func part(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		me, err := a.Member(tx, a.From.ID)
		if err != nil || me.Slack == "" {
			return err
		}
		return unlink(a.Scene, tx, a.From.ID)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.parted")
}
