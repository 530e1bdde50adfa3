package people

import (
	"cmp"

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

// about is the account that a press brings along. Anybody can send one: what
// follows looks for a row that names the asker too.
func about(a *bot.Ask) (bot.MemberID, error) {
	if len(a.With) != 1 {
		return "", bot.Sorryf("ask.unknown")
	}
	return bot.MemberID(a.With[0]), nil
}

// yes is the first yes where it was suggested: the asker has to have been asked
// about that account. Cards of the first version, whose yes linked, end here too.
func (f feature) yes(a *bot.Ask) (bot.Reply, error) {
	other, err := about(a)
	if err != nil {
		return bot.Reply{}, err
	}
	return f.first(a, other, func(tx *store.Tx) error {
		q, known, err := questions.Get(tx, questionKey(a.Scene, a.From.ID, other))
		if err == nil && (!known || q.No) {
			err = bot.Sorryf("roster.over")
		}
		return err
	})
}

// first proposes, if the asker may, and shows the number. If the other account has
// proposed already, its number is still to be typed: two people may have chosen
// each other by their names.
func (f feature) first(a *bot.Ask, other bot.MemberID, may func(*store.Tx) error) (bot.Reply, error) {
	card := &bot.Card{}
	err := a.Update(func(tx *store.Tx) error {
		theirs, _, err := proposals.Get(tx, proposalKey(a.Scene, a.From.ID, other))
		if err != nil {
			return err
		}
		if theirs.waits(a.Now) {
			_, there, err := apart(a.Scene, tx, a.From.ID, other)
			*card = claim(a.From.Lang, other, there.Name, a.Traits(there.Own(other).On).Arg())
			return err
		}
		if err := may(tx); err != nil {
			return err
		}
		p, err := f.propose(a, tx, other)
		if err != nil {
			return err
		}
		*card, err = number(a, tx, other, p)
		return err
	})
	return bot.Reply{Card: card, Update: true}, err
}

// claimed is the proposal to the asker that a press or form is about, and whose it
// is.
func claimed(a *bot.Ask, tx *store.Tx) (p proposal, from bot.MemberID, err error) {
	if from, err = about(a); err != nil {
		return p, from, err
	}
	p, _, err = proposals.Get(tx, proposalKey(a.Scene, a.From.ID, from))
	if err == nil && !p.waits(a.Now) {
		err = bot.Sorryf("roster.over")
	}
	if err == nil {
		_, _, err = apart(a.Scene, tx, a.From.ID, from)
	}
	return p, from, err
}

// ask shows the form for the number.
func (f feature) ask(a *bot.Ask) (bot.Reply, error) {
	var theirs bot.Account
	err := a.View(func(tx *store.Tx) error {
		_, from, err := claimed(a, tx)
		if err != nil {
			return err
		}
		theirs, err = a.AccountOf(tx, from)
		return err
	})
	return bot.Reply{Form: &bot.Form{Title: a.Say("roster.home.link"), Do: "link number", With: a.With, Fields: []bot.Field{{
		Key: "number", Label: a.Say("roster.field", a.Traits(theirs.On).Arg()), Hint: a.Say("roster.field.hint"), Kind: bot.FieldLine, Max: mostTyped,
	}}}}, err
}

const mostTyped = 20 // characters, blanks included

// confirm is the second yes: the number that the other account reads. It is the
// only place where accounts are linked.
func (f feature) confirm(a *bot.Ask) (bot.Reply, error) {
	var said words.Text
	var wrong *bot.Sorry // is kept, so it is no error of the transaction
	err := a.Update(func(tx *store.Tx) error {
		said, wrong = nil, nil
		p, from, err := claimed(a, tx)
		if err != nil {
			return err
		}
		number := typed(a.Values["number"])
		switch {
		case number == "":
			wrong = &bot.Sorry{Key: "roster.shape"}
		case p.is(number):
			said, err = join(a, tx, from)
		default:
			wrong, err = mistaken(a, tx, from, p)
		}
		return err
	})
	if err == nil && wrong != nil {
		if wrong.Key == "roster.thrice" {
			return bot.Reply{Card: &bot.Card{}}, wrong
		}
		return bot.Reply{}, wrong
	}
	reply := bot.Tell(said)
	reply.Update = true
	return reply, err
}

// join links the asker with an account, tells that one, and says it.
func join(a *bot.Ask, tx *store.Tx, from bot.MemberID) (words.Text, error) {
	here, err := a.Member(tx, a.From.ID)
	if err != nil {
		return nil, err
	}
	there, err := a.Member(tx, from)
	if err != nil {
		return nil, err
	}
	mine, theirs := a.Traits(here.Own(a.From.ID).On), a.Traits(there.Own(from).On)
	// Before the link, after which the letter would go to the other one's side.
	lang, err := a.LangOf(tx, from)
	if err != nil {
		return nil, err
	}
	if err := tell(a.Scene, tx, from, "linked", linked(lang, cmp.Or(here.Name, there.Name), mine)); err != nil {
		return nil, err
	}
	stays, other := order(a.Scene, side{a.From.ID, here}, side{from, there})
	return linked(a.From.Lang, cmp.Or(there.Name, here.Name), theirs), link(a.Scene, tx, stays, other)
}

// side is a row of an account that is to be linked.
type side struct {
	id  bot.MemberID
	row bot.Member
}

// order says which of two rows is to be the person's: that with an account on the
// team's server, else that on the platform that people like better.
func order(s *bot.Scene, a, b side) (stays, other bot.MemberID) {
	for _, p := range append([]bot.Platform{s.Team.Home}, s.Platforms()...) {
		switch {
		case a.row.Accounts[p] != "":
			return a.id, b.id
		case b.row.Accounts[p] != "":
			return b.id, a.id
		}
	}
	return a.id, b.id
}

// mistaken counts a wrong number. The third ends the proposal, and tells who made
// it.
func mistaken(a *bot.Ask, tx *store.Tx, from bot.MemberID, p proposal) (*bot.Sorry, error) {
	p.Wrong++
	if p.Wrong < mostWrong {
		return &bot.Sorry{Key: "roster.wrong", Args: []words.Arg{words.Count("n", mostWrong-p.Wrong)}}, proposals.Put(tx, proposalKey(a.Scene, a.From.ID, from), p)
	}
	if err := end(a.Scene, tx, a.From.ID, from, p); err != nil {
		return nil, err
	}
	return &bot.Sorry{Key: "roster.thrice"}, tell(a.Scene, tx, from, "thrice", a.Words("roster.thrice.told"))
}

// no keeps that they are two people: neither the bot nor the other account asks it
// again. What either has begun is over, and the other one is told, if they have.
func no(a *bot.Ask) (bot.Reply, error) {
	other, err := about(a)
	if err != nil {
		return bot.Reply{}, err
	}
	err = a.Update(func(tx *store.Tx) error {
		key := questionKey(a.Scene, a.From.ID, other)
		q, known, err := questions.Get(tx, key)
		if err != nil || q.No {
			return err
		}
		theirs, err := endIfOpen(a.Scene, tx, a.From.ID, other)
		if err != nil {
			return err
		}
		if !known && !theirs {
			return bot.Sorryf("roster.over")
		}
		if _, err := endIfOpen(a.Scene, tx, other, a.From.ID); err != nil {
			return err
		}
		if theirs {
			if err := tell(a.Scene, tx, other, "declined", a.Words("roster.declined")); err != nil {
				return err
			}
		}
		return questions.Put(tx, key, question{At: a.Now.UTC(), No: true})
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.not")
}

// back takes the asker's proposal back.
func back(a *bot.Ask) (bot.Reply, error) {
	asked, err := about(a)
	if err != nil {
		return bot.Reply{}, err
	}
	err = a.Update(func(tx *store.Tx) error {
		_, err := endIfOpen(a.Scene, tx, asked, a.From.ID)
		return err
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.back")
}

// alone keeps that somebody has no account on the team's server: so they are one of
// the team's people.
func alone(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		if me, err := a.Member(tx, a.From.ID); err != nil || me.Accounts[a.Team.Home] != "" || a.On == a.Team.Home {
			return cmp.Or(err, bot.Sorryf("roster.taken"))
		}
		return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Alone, m.Asked = true, true })
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.isalone", words.Quote("team", a.Team.Name), a.Traits(a.On).Arg())
}

// part parts the asker's accounts. They are not linked again unless they ask.
func part(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error {
		me, err := a.Member(tx, a.From.ID)
		if err != nil || !me.Linked() {
			return err
		}
		return unlink(a.Scene, tx, a.From.ID)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	return done(a, "roster.parted")
}
