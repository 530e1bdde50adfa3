package meeting

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// verdict says how a Try went, and offers its presser to say more.
func (f feature) verdict(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	outcome, id := kpt.Outcome(p.rest[0]), kpt.NoteID(p.rest[1])
	out, err := f.act(a, p, rules.Verdict{Try: id, Outcome: outcome})
	if err != nil {
		return bot.Reply{}, err
	}
	said := words.Nest("outcome", a.Say("verdict."+string(outcome)))
	c := &bot.Card{Lines: []words.Text{a.Say("meeting.said", said, words.Quote("text", bot.OneLine(out.Try.Text)))}}
	if out.By != "" && out.Was.Outcome != "" {
		var who words.Arg
		err := a.View(func(tx *store.Tx) (err error) {
			who, err = a.Calls(tx, "who", bot.MemberID(out.By))
			return err
		})
		if err != nil {
			return bot.Reply{}, err
		}
		c.Lines = append(c.Lines, a.Say("meeting.said.before", who, words.Nest("outcome", a.Say("verdict."+string(out.Was.Outcome)))))
	}
	c.Buttons = []bot.Button{{Label: a.Say("meeting.word"), Do: "meeting word", With: a.With}}
	if outcome == kpt.Worked {
		c.Buttons = append(c.Buttons, bot.Button{Label: a.Say("meeting.promote"), Do: "meeting practice", With: p.with(string(id))})
		f.offered(a, c, out.Try)
	}
	return bot.Reply{Card: c}, nil
}

func wordForm(a *bot.Ask) (bot.Reply, error) {
	if _, err := on(a, 2); err != nil {
		return bot.Reply{}, err
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("meeting.word"), Do: "meeting word", With: a.With, Fields: []bot.Field{
		{Key: "word", Label: a.Say("meeting.word.label"), Kind: bot.FieldText, Max: kpt.MaxText},
	}}}, nil
}

// word keeps what somebody says about how a Try went.
func (f feature) word(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	_, err = f.act(a, p, rules.Verdict{Try: kpt.NoteID(p.rest[1]), Outcome: kpt.Outcome(p.rest[0]), Word: a.Values["word"]})
	if err != nil {
		return bot.Reply{}, err
	}
	return a.Tell("meeting.word.kept")
}

// noteForm asks for a note, of the kind that the stage is about.
func (f feature) noteForm(a *bot.Ask) (bot.Reply, error) {
	_, v, err := shown(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	kind := kpt.Keep
	switch v.Step.Stage {
	case rules.InProblem, rules.InGroup, rules.InVote:
		kind = kpt.Problem
	case rules.InTry, rules.InCommit:
		kind = kpt.Draft
	}
	return f.form(a, kind), nil
}

// draftOn finds a draft. One that somebody has just decided is none any more.
func draftOn(v rules.View, id kpt.NoteID) (rules.Item, error) {
	switch i := item(v, id); i.Kind {
	case rules.ItemNote:
		return i, nil
	case rules.ItemCommitment:
		return i, bot.Sorryf("meeting.refused.already")
	}
	return rules.Item{}, bot.Sorryf("meeting.refused.unknown_note")
}

func item(v rules.View, id kpt.NoteID) rules.Item {
	i := slices.IndexFunc(v.Page.Items, func(i rules.Item) bool { return i.ID == id && id != "" })
	if i < 0 {
		return rules.Item{}
	}
	return v.Page.Items[i]
}

// What a form to commit is for. They are short, for a form that rewrites a Try
// brings two ids along.
const (
	ofDraft    = "of"  // a draft that was chosen
	ofNothing  = "new" // a new text
	ofRewrite  = "for" // a Try that went on twice, in its place
	ofDecision = "now" // a commitment of this meeting, to be changed
)

// commitForm asks what exactly the team will try. The form brings along the id
// that the Try is to have.
func (f feature) commitForm(a *bot.Ask) (bot.Reply, error) {
	p, v, err := shown(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	id, of, t := kpt.NewID(), kpt.NoteID(""), rules.TryView{}
	switch p.rest[0] {
	case ofDraft:
		draft, err := draftOn(v, chosen(a))
		if err != nil {
			return bot.Reply{}, err
		}
		id, t.Text, t.Owner = draft.ID, draft.Notes[0].Text, draft.Notes[0].Author
	case ofRewrite, ofDecision:
		if len(p.rest) < 2 {
			return bot.Reply{}, bot.Sorryf("ask.unknown")
		}
		of = kpt.NoteID(p.rest[1])
		if t = item(v, of).Try; p.rest[0] == ofDecision {
			id = of
		}
	}
	people, err := owners(a, v, t.Owner)
	if err != nil {
		return bot.Reply{}, err
	}
	check := ""
	if t.Terms.Check != (schedule.Date{}) {
		check = t.Terms.Check.String()
	}
	with := p.with(p.rest[0], string(id))
	if p.rest[0] == ofRewrite {
		with = append(with, string(of))
	}
	return bot.Reply{Form: &bot.Form{Title: a.Say("meeting.commit"), Do: "meeting commit", With: with, Fields: []bot.Field{
		{Key: "text", Label: a.Say("meeting.commit.text"), Kind: bot.FieldText, Value: kpt.Fitting(t.Text), Max: kpt.MaxText},
		people,
		{Key: "when", Label: a.Say("meeting.commit.when"), Hint: a.Say("meeting.commit.when.hint"), Kind: bot.FieldLine, Value: t.Terms.When, Optional: true, Max: 200},
		{Key: "check", Label: a.Say("meeting.commit.check"), Hint: a.Say("meeting.commit.check.hint"), Kind: bot.FieldLine, Value: check, Optional: true, Max: 40},
		measures(a, t.Terms.Measure),
	}}}, nil
}

// commit decides a Try.
func (f feature) commit(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	id, ok := kpt.ParseNoteID(p.rest[1])
	if !ok {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	d, err := decision(a)
	if err != nil {
		return bot.Reply{}, err
	}
	var deed rules.Deed = rules.Commit{ID: id, Decision: d}
	switch {
	case p.rest[0] == ofDecision:
		deed = rules.Amend{Try: id, Decision: d}
	case p.rest[0] == ofRewrite && len(p.rest) == 3:
		deed = rules.Rewrite{Try: kpt.NoteID(p.rest[2]), ID: id, Decision: d}
	}
	out, err := f.act(a, p, deed)
	if err != nil {
		return bot.Reply{}, err
	}
	c := &bot.Card{Lines: []words.Text{
		a.Say("meeting.committed", words.Quote("text", bot.OneLine(out.Try.Text)), words.Quote("owner", out.Try.Owner.Name)),
	}}
	f.offered(a, c, out.Try)
	return bot.Reply{Card: c}, nil
}

// offered puts what is offered for a Try on a card.
func (f feature) offered(a *bot.Ask, c *bot.Card, t kpt.Try) {
	line, buttons := f.offer(a, t)
	if !line.Empty() {
		c.Lines = append(c.Lines, line)
	}
	c.Buttons = append(c.Buttons, buttons...)
}

// decision reads what came with the form.
func decision(a *bot.Ask) (rules.Decision, error) {
	d := rules.Decision{Text: a.Values["text"], When: strings.TrimSpace(a.Values["when"])}
	if check := strings.TrimSpace(a.Values["check"]); check != "" {
		date, err := schedule.ParseDay(check, a.Now)
		if err != nil {
			return d, bot.TimeSorry(err)
		}
		d.Check = date
	}
	if m := kpt.Measure(a.Values["measure"]); slices.Contains(kpt.Measures(), m) {
		d.Measure = m
	}
	owner := words.Clean(a.Values["owner"])
	err := a.View(func(tx *store.Tx) error {
		m, err := a.Member(tx, bot.MemberID(owner))
		switch {
		case err != nil:
			return err
		case m.Name != "":
			d.Owner = kpt.Author{Member: owner, Name: m.Name}
		case owner == string(a.From.ID):
			d.Owner = kpt.Author{Member: string(a.From.ID), Name: a.From.Name}
		default:
			roster, err := bot.Roster(tx, a.Team.ID)
			roster = append(roster, kpt.Person{Author: kpt.Author{Member: string(a.From.ID), Name: a.From.Name}})
			if known, ok := roster.Find(owner); ok {
				d.Owner = known
				return err
			}
			d.Owner.Name = owner
			return err
		}
		return nil
	})
	return d, err
}

// commitment shows one that was made, and what can be done with it.
func (f feature) commitment(a *bot.Ask) (bot.Reply, error) {
	p, v, err := shown(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	i := item(v, chosen(a))
	if i.ID == "" {
		return bot.Reply{}, bot.Sorryf("meeting.refused.unknown_try")
	}
	return bot.Reply{Card: &bot.Card{Lines: []words.Text{tryLine(a.From.Lang, i.Try)}, Buttons: []bot.Button{
		{Label: a.Say("kpt.edit"), Do: "meeting commit", With: p.with(ofDecision, string(i.ID)), Look: bot.Main},
		{Label: a.Say("meeting.withdraw"), Do: "meeting withdraw", With: p.with(string(i.ID))},
	}}}, nil
}
