// Package meeting is the KPT meeting in chat: when it is, who leads it, and one card
// in the room where it is held, from its first stage to what the team has decided.
// What its buttons do is the rule of kpt/meeting, which is called rules here; the
// card is compared with it, like a board, so everyone sees the same and a restart
// loses nothing.
//
// It also sees to it that a retro is open, and planned for the team's next meeting
// (kpt.Schedule). One that was not held when it was planned closes nothing and shows
// nothing: the team reads so once, and its notes wait for the next.
//
// The package must not know how notes are written and changed: the form for one is
// handed in, and that there are others is told to a function that it hands out.
//
// A meeting is where the people are: its card comes to the room of whoever types
// '/kpt start', and to another where its own is gone. Behind a link it stands in the
// text channel, and presence is a press.
//
// Its table in the store: 'stands' (team/retro → where the meeting's card stands and
// which page it shows).
package meeting

import (
	"errors"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Notebooks are told that a team's Book has changed, and say where people find a team's; ""
// is nowhere.
type Notebooks interface {
	Wake(team bot.TeamID)
	Address(bot.Team) string
}

// Gauge says the figure of a measure since a day, in the team's language.
type Gauge func(*bot.Scene, *store.Tx, kpt.Measure, schedule.Date) (words.Text, error)

// Week says what the team did together in the seven days up to one, in the team's
// language; empty if there is nothing to tell, or it would tell of one person alone.
type Week func(*bot.Scene, *store.Tx, schedule.Date) (words.Text, error)

// Form asks for a note of a kind.
type Form func(*bot.Ask, kpt.Kind) bot.Reply

// Offer offers to put a Try that is a setting of a habit on the schedule; nothing if it is
// none.
type Offer func(*bot.Ask, kpt.Try) (words.Text, []bot.Button)

// Hooks are what other features know and do for the meeting.
type Hooks struct {
	Gauge Gauge
	Week  Week
	Form  Form
	Offer Offer
}

type feature struct {
	notebooks Notebooks
	gauge     Gauge
	week      Week
	form      Form
	offer     Offer
}

// Feature is the meeting's commands and the times of retros. follow brings a meeting
// that is running up to date, for when the team's notes have changed.
func Feature(notebooks Notebooks, h Hooks) (of bot.Feature, follow func(*bot.Scene) error) {
	f := feature{notebooks, h.Gauge, h.Week, h.Form, h.Offer}
	return bot.Feature{
		Name:     "retro", // as in the names of its plans, which the store has
		Commands: f.commands(), Plans: f.plans, Opened: f.opened, Moved: f.moved,
	}, f.resume
}

// hall is where the team meets, with its plan.
func hall(s *bot.Scene) rules.Hall {
	plan, err := rules.ParseSteps(s.Team.KPT.Stages)
	if err != nil {
		plan = nil // Team.Check does not let it in
	}
	return rules.Of(string(s.Team.ID), plan).Counts(persons(s)).Nameless(bot.Nameless(s.Team.Lang)).OfTries(s.Words("kpt.oftry").String())
}

// pressed is what a button of a meeting's card brings along: whose card it is,
// how far the card had come, and what else its deed needs.
type pressed struct {
	retro schedule.Date
	seen  int
	rest  []string
}

func (p pressed) with(rest ...string) []string {
	return append([]string{p.retro.String(), strconv.Itoa(p.seen)}, rest...)
}

// on reads what a button brought along; at least so many strings besides.
func on(a *bot.Ask, least int) (pressed, error) { return onWith(a.With, least) }

func onWith(with []string, least int) (pressed, error) {
	if len(with) < 2+least {
		return pressed{}, bot.Sorryf("ask.unknown")
	}
	date, err := schedule.ParseDate(with[0])
	seen, wrong := strconv.Atoi(with[1])
	if err != nil || wrong != nil {
		return pressed{}, bot.Sorryf("ask.unknown")
	}
	return pressed{retro: date, seen: seen, rest: with[2:]}, nil
}

func (f feature) commands() []bot.Command {
	commands := []bot.Command{
		{Name: "kpt start", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.meeting"}, Run: f.begin},
		{Name: "kpt vote", Way: bot.Slash, Who: bot.Teammate, Looks: true, Run: f.voteAhead},
		{Name: "kpt here", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Typed: []string{"/kpt here"}}, Run: f.hereTyped},
		{Name: "meeting start", Way: bot.Press, Who: bot.Teammate, Run: f.begin},
		{Name: "meeting without", Way: bot.Press, Who: bot.Teammate, Run: f.without},
		{Name: "meeting without back", Way: bot.Press, Who: bot.Teammate, Run: f.withoutBack},
		{Name: "meeting bring", Way: bot.Press, Who: bot.Teammate, Run: f.fetch},
		{Name: "meeting instead", Way: bot.Press, Who: bot.Teammate, Run: f.instead},
		{Name: "meeting here", Way: bot.Press, Who: bot.Teammate, Run: f.here},
		{Name: "meeting go", Way: bot.Press, Who: bot.Teammate, Run: f.goes},
		{Name: "meeting lead", Way: bot.Press, Who: bot.Teammate, Run: f.lead},
		{Name: "meeting close", Way: bot.Press, Who: bot.Teammate, Run: f.end},
		{Name: "meeting swap", Way: bot.Press, Who: bot.Teammate, Run: f.swap},
		{Name: "meeting page", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.turnCard},
		{Name: "meeting finished", Way: bot.Press, Who: bot.Teammate, Run: f.finished},
		{Name: "kpt hide", Way: bot.Slash, Who: bot.Teammate, Looks: true, Told: bot.Told{Typed: []string{"/kpt hide"}}, Run: f.hideable},
		{Name: "meeting hideable", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.turnHideable},
		{Name: "meeting hide", Way: bot.Press, Who: bot.Teammate, Run: f.hide},
		{Name: "meeting hand", Way: bot.Press, Who: bot.Teammate, Run: f.raise},
		{Name: "meeting verdict", Way: bot.Press, Who: bot.Teammate, Run: f.verdict},
		{Name: "meeting word", Way: bot.Press, Who: bot.Teammate, Run: wordForm},
		{Name: "meeting word", Way: bot.Submit, Who: bot.Teammate, Run: f.word},
		{Name: "meeting note", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.noteForm},
		{Name: "meeting group", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.group},
		{Name: "meeting similar", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.similar},
		{Name: "meeting vote", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.ballot},
		{Name: "meeting dot", Way: bot.Press, Who: bot.Teammate, Run: f.dot},
		{Name: "meeting idea", Way: bot.Press, Who: bot.Teammate, Run: f.idea},
		{Name: "meeting link", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.link},
		{Name: "meeting commit", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.commitForm},
		{Name: "meeting commit", Way: bot.Submit, Who: bot.Teammate, Run: f.commit},
		{Name: "meeting commitment", Way: bot.Press, Who: bot.Teammate, Run: f.commitment},
		{Name: "notebook stages", Way: bot.Press, Who: bot.Keeper, Looks: true, Run: stagesForm},
		{Name: "notebook stages", Way: bot.Submit, Who: bot.Keeper, Run: f.saveStages},
	}
	for _, d := range deeds() {
		commands = append(commands, bot.Command{Name: "meeting " + d.name, Way: bot.Press, Who: bot.Teammate, Run: f.press(d)})
	}
	return commands
}

// press does a deed. The card shows what it did.
func (f feature) press(d deed) func(*bot.Ask) (bot.Reply, error) {
	return func(a *bot.Ask) (bot.Reply, error) {
		p, err := on(a, d.needs)
		if err != nil {
			return bot.Reply{}, err
		}
		if _, err = f.act(a, p, d.of(p, a)); err != nil || d.said == "" {
			return bot.Reply{}, err
		}
		return a.Tell(d.said)
	}
}

// act does a deed of the asker's, and has the card and the notebook follow.
func (f feature) act(a *bot.Ask, p pressed, d rules.Deed) (rules.Outcome, error) {
	var out rules.Outcome
	turned := false // when it is held has changed
	err := f.catchUp(a.Scene, p.retro)
	if err != nil {
		return out, err
	}
	err = a.Update(func(tx *store.Tx) error {
		by, err := a.Author(tx)
		if err != nil {
			return err
		}
		m, did, err := hall(a.Scene).Act(tx, rules.Press{Retro: p.retro, By: by, At: a.Now, Seen: p.seen}, d)
		if out = did; err != nil {
			return err
		}
		_, again := d.(rules.Reopen)
		if turned = m.Place.Stage == rules.Waiting || again; turned {
			if _, _, err = a.Turn(tx); err != nil { // one that was put off may wait for another day
				return err
			}
			if !m.Place.Since.Equal(a.Now) {
				return nil // it was so before
			}
			return retellMissed(a.Scene, tx, p.retro)
		}
		return f.tellAgain(a.Scene, tx, m, out)
	})
	if err != nil {
		return out, f.refused(a, err)
	}
	if !out.Changed {
		return out, nil
	}
	f.notebooks.Wake(a.Team.ID)
	if turned {
		a.Compare()
	}
	return out, f.showMeeting(a.Scene, p.retro)
}

// tellAgain tells the team again what was decided, where a practice was made of it since.
func (f feature) tellAgain(s *bot.Scene, tx *store.Tx, m rules.Meeting, out rules.Outcome) error {
	if out.Practice.ID == "" {
		return nil
	}
	if again, err := told(s, tx, m); !again || err != nil {
		return err
	}
	return f.announceCommitments(s, tx, m)
}

// refused puts what a meeting refuses into a sentence for the presser.
func (f feature) refused(a *bot.Ask, err error) error {
	var r *rules.Refusal
	if !errors.As(err, &r) {
		return bot.NoteSorry(err)
	}
	who := words.Nest("who", a.Say("someone"))
	if r.Who != "" {
		wrong := a.View(func(tx *store.Tx) (err error) {
			who, err = a.Calls(tx, "who", bot.MemberID(r.Who))
			return err
		})
		if wrong != nil {
			return wrong
		}
	}
	var choices []words.Text
	for _, c := range r.Choices {
		choices = append(choices, a.Say("verdict."+string(c)))
	}
	key := "meeting.refused." + string(r.Why)
	if r.Why == rules.Late && r.Who != "" {
		key = "meeting.refused.late.turn"
	}
	return bot.Sorryf(key,
		who, words.Nest("stage", a.Say("stage."+stageKey(r.Stage))), words.Count("most", r.Most),
		words.Nest("choices", words.Join(choices, a.Say("list.and").String())))
}

func stageKey(s rules.Stage) string {
	if s == rules.Waiting {
		return "waiting"
	}
	return string(s)
}

// finished ticks the asker off, or takes the tick back.
func (f feature) finished(a *bot.Ask) (bot.Reply, error) {
	p, v, err := shown(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	_, err = f.act(a, p, rules.Finish{Done: !v.People.Done})
	return bot.Reply{}, err
}

// shown is what a button brought along, as on, and what the asker may see
// of the present stage.
func shown(a *bot.Ask, least int) (pressed, rules.View, error) {
	p, err := on(a, least)
	if err != nil {
		return pressed{}, rules.View{}, err
	}
	v, err := viewFor(a, p)
	return p, v, err
}

// viewFor is what the asker may see of the present stage.
func viewFor(a *bot.Ask, p pressed) (rules.View, error) { return viewOf(a, p, rules.Waiting) }

// viewOf is what the asker may see of a stage, whatever the present one is.
func viewOf(a *bot.Ask, p pressed, stage rules.Stage) (v rules.View, err error) {
	err = a.View(func(tx *store.Tx) error {
		v, err = hall(a.Scene).View(tx, p.retro, rules.Look{Viewer: rules.MemberID(a.From.ID), Stage: stage})
		return err
	})
	return v, err
}
