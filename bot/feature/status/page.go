package status

import (
	"context"
	"errors"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// page shows whether the asker's status follows them, what that means and what is
// kept for it.
func (m *Mood) page(a *bot.Ask) (bot.Reply, error) {
	card, err := m.card(a)
	return bot.Reply{Card: card}, err
}

func (m *Mood) card(a *bot.Ask) (*bot.Card, error) {
	var mine []store.Row[consent]
	err := a.View(func(tx *store.Tx) (err error) {
		mine, err = rows(tx, a.Scene, a.From.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	c := &bot.Card{Tone: bot.Calm, Title: a.Say("mood.title", m.arg(a.Scene))}
	_, err = m.ready(a)
	var missing *bot.Sorry
	switch state := m.state(mine); {
	case err != nil && (len(mine) == 0 || !errors.As(err, &missing)):
		return nil, err
	case missing != nil:
		c.Lines = []words.Text{missing.Say(a.From.Lang)}
	default:
		c.Lines = []words.Text{a.Say("mood.is." + state), a.Say("mood.what")}
		if state != stateOn {
			c.Lines = append(c.Lines, a.Say(m.way.How, words.URL("address", m.way.Where), m.arg(a.Scene)))
			c.Buttons = []bot.Button{{Label: a.Say("mood.on"), Do: "status on", Look: bot.Main}}
		}
	}
	if len(mine) == 0 {
		c.Lines = append(c.Lines, a.Say("mood.keeps.nothing"))
		return c, nil
	}
	c.Lines = append(c.Lines, a.Say("mood.keeps", m.arg(a.Scene)))
	c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("mood.off"), Do: "status off", Look: bot.Danger})
	return c, nil
}

// What a member's token is; in the catalogue under 'mood.is.'.
const (
	stateOff     = "off"
	stateOn      = "on"
	stateLeaving = "leaving" // taken back, not yet deleted
	stateLocked  = "locked"  // sealed with another key than the keeper's now
)

func (m *Mood) state(mine []store.Row[consent]) string {
	state := stateOff
	for _, row := range mine {
		if row.Value.leaves() {
			state = stateLeaving
			continue
		}
		if _, opens := open(m.key, row.Key, row.Value.Sealed); opens {
			return stateOn
		}
		return stateLocked
	}
	return state
}

// ready gives the account whose status can follow the asker, or says what is
// missing for that.
func (m *Mood) ready(a *bot.Ask) (account string, err error) {
	if len(m.key) == 0 {
		return "", m.sorry(a.Scene, "mood.keyless")
	}
	if m.way.Tokens == nil {
		return "", m.sorry(a.Scene, "mood.unconnected")
	}
	err = a.View(func(tx *store.Tx) error {
		who, err := a.Member(tx, a.From.ID)
		if who.Linked() {
			account = who.Accounts[m.way.On]
		}
		return err
	})
	if err == nil && account == "" {
		err = m.sorry(a.Scene, "mood.unlinked")
	}
	return account, err
}

// ask asks for the token.
func (m *Mood) ask(a *bot.Ask) (bot.Reply, error) {
	if _, err := m.ready(a); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("mood.title", m.arg(a.Scene)), Do: "status on", Fields: []bot.Field{
		{Key: "token", Label: a.Say("mood.token"), Hint: a.Say("mood.token.hint"), Kind: bot.FieldLine, Max: mostToken},
	}}}, nil
}

const mostToken = 250 // characters

// given takes the token that came with the form, if the platform says that it is the
// asker's own.
func (m *Mood) given(a *bot.Ask) (bot.Reply, error) {
	account, err := m.ready(a)
	if err != nil {
		return bot.Reply{}, err
	}
	o := offer{a.From.ID, account, strings.TrimSpace(a.Values["token"])}
	if !m.way.Shape(o.token) || len(o.token) > mostToken {
		return bot.Reply{}, bot.Sorryf("mood.shape")
	}
	reply := bot.Tell(a.Say("mood.looking", m.arg(a.Scene)))
	reply.Update = true
	reply.Then = func(ctx context.Context) bot.Reply { return m.told(a, m.take(ctx, a.Scene, o)) }
	return reply, nil
}

func againButton(lang words.Lang) bot.Button {
	return bot.Button{Label: words.Say(lang, "form.again"), Do: "status on"}
}

// take keeps a token if it is of the account that it is offered for.
func (m *Mood) take(ctx context.Context, scene *bot.Scene, o offer) error {
	owner, err := m.way.Tokens.Owner(ctx, o.token)
	refusal, refused := bot.Refused(err)
	switch {
	case refused && refusal.Reason == bot.NoRight:
		return m.sorry(scene, "mood.scopes")
	case refused:
		return m.sorry(scene, "mood.unknown")
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		m.log.Warn("cannot ask whose a token is", "team", scene.Team.ID, "err", strings.ReplaceAll(err.Error(), o.token, "[token]"))
		return m.sorry(scene, "mood.down")
	case owner != o.account:
		return m.sorry(scene, "mood.other")
	}
	return scene.Again(ctx, func(s *bot.Scene) error { return m.keep(s, o) })
}

// told says what became of a token.
func (m *Mood) told(a *bot.Ask, err error) bot.Reply {
	lang := a.From.Lang
	card := &bot.Card{Tone: bot.Amiss, Buttons: []bot.Button{againButton(lang)}}
	var why *bot.Sorry
	switch {
	case err == nil:
		card.Tone, card.Lines = bot.Calm, []words.Text{a.Say("mood.kept", m.arg(a.Scene))}
		card.Buttons = []bot.Button{{Label: words.Say(lang, "mood.off"), Do: "status off"}}
	case errors.As(err, &why):
		card.Lines = []words.Text{why.Say(lang)}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		card.Lines = []words.Text{words.Say(lang, "ask.stopping")}
	default:
		m.log.Error("cannot keep a token", "team", a.Team.ID, "err", err)
		card.Lines = []words.Text{bot.Undone(lang, err)}
	}
	return bot.Reply{Card: card, Update: true}
}

// off takes the asker's token back.
func (m *Mood) off(a *bot.Ask) (bot.Reply, error) {
	err := a.Update(func(tx *store.Tx) error { return takeBack(a.Scene, tx, a.From.ID) })
	return bot.Reply{Card: &bot.Card{Tone: bot.Calm, Lines: []words.Text{a.Say("mood.taken")}}, Update: true}, err
}
