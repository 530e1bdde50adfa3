package retro

import (
	"errors"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// hall is where the team meets, with its plan.
func hall(s *bot.Scene) meeting.Hall {
	plan, err := meeting.ParseSteps(s.Team.KPT.Stages)
	if err != nil {
		plan = nil // Team.Check does not let it in
	}
	return meeting.Of(string(s.Team.ID), plan).Nameless(bot.Nameless(s.Team.Lang))
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
func on(a *bot.Ask, least int) (pressed, error) {
	if len(a.With) < 2+least {
		return pressed{}, bot.Sorryf("ask.unknown")
	}
	date, err := schedule.ParseDate(a.With[0])
	seen, wrong := strconv.Atoi(a.With[1])
	if err != nil || wrong != nil {
		return pressed{}, bot.Sorryf("ask.unknown")
	}
	return pressed{retro: date, seen: seen, rest: a.With[2:]}, nil
}

// meetingCommands are the rows of the meeting in the table of commands.
func (f feature) meetingCommands() []bot.Command {
	commands := []bot.Command{
		{Name: "kpt start", Way: bot.Slash, Who: bot.Teammate, Told: bot.Told{Help: "help.meeting"}, Run: f.begin},
		{Name: "kpt vote", Way: bot.Slash, Who: bot.Teammate, Looks: true, Run: f.voteAhead},
		{Name: "meeting start", Way: bot.Press, Who: bot.Teammate, Run: f.begin},
		{Name: "meeting lead", Way: bot.Press, Who: bot.Teammate, Run: f.lead},
		{Name: "meeting close", Way: bot.Press, Who: bot.Teammate, Run: f.end},
		{Name: "meeting swap", Way: bot.Press, Who: bot.Teammate, Run: f.swap},
		{Name: "meeting page", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.turnCard},
		{Name: "meeting finished", Way: bot.Press, Who: bot.Teammate, Run: f.finished},
		{Name: "meeting verdict", Way: bot.Press, Who: bot.Teammate, Run: f.verdict},
		{Name: "meeting word", Way: bot.Press, Who: bot.Teammate, Run: wordForm},
		{Name: "meeting word", Way: bot.Submit, Who: bot.Teammate, Run: f.word},
		{Name: "meeting note", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: noteForm},
		{Name: "meeting group", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.group},
		{Name: "meeting similar", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.similar},
		{Name: "meeting vote", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.ballot},
		{Name: "meeting dot", Way: bot.Press, Who: bot.Teammate, Run: f.dot},
		{Name: "meeting idea", Way: bot.Press, Who: bot.Teammate, Run: f.idea},
		{Name: "meeting link", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.link},
		{Name: "meeting commit", Way: bot.Press, Who: bot.Teammate, Looks: true, Run: f.commitForm},
		{Name: "meeting commit", Way: bot.Submit, Who: bot.Teammate, Run: f.commit},
		{Name: "meeting commitment", Way: bot.Press, Who: bot.Teammate, Run: f.commitment},
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
func (f feature) act(a *bot.Ask, p pressed, d meeting.Deed) (meeting.Outcome, error) {
	var out meeting.Outcome
	err := a.Update(func(tx *store.Tx) error {
		by, err := signed(a, tx)
		if err != nil {
			return err
		}
		_, out, err = hall(a.Scene).Act(tx, meeting.Press{Retro: p.retro, By: by, At: a.Now, Seen: p.seen}, d)
		return err
	})
	if err != nil {
		return out, f.refused(a, err)
	}
	if !out.Changed {
		return out, nil
	}
	f.notebooks.Wake(a.Team.ID)
	return out, f.showMeeting(a.Scene, p.retro)
}

// refused puts what a meeting refuses into a sentence for the presser.
func (f feature) refused(a *bot.Ask, err error) error {
	var r *meeting.Refusal
	if !errors.As(err, &r) {
		return sorry(err)
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
	return bot.Sorryf("meeting.refused."+string(r.Why),
		who, words.Nest("stage", a.Say("stage."+stageKey(r.Stage))), words.Count("most", r.Most),
		words.Nest("choices", words.Join(choices, a.Say("list.and").String())))
}

func stageKey(s meeting.Stage) string {
	if s == meeting.Waiting {
		return "waiting"
	}
	return string(s)
}

// Begin is the button that begins the meeting.
func Begin(s *bot.Scene) bot.Button {
	return bot.Button{Label: s.Words("meeting.start"), Do: "meeting start", Look: bot.Main}
}

// begin begins the meeting of the retro that takes notes, in the asker's room.
func (f feature) begin(a *bot.Ask) (bot.Reply, error) {
	var r kpt.Retro
	var st stand
	err := a.Update(func(tx *store.Tx) error {
		by, err := signed(a, tx)
		if err != nil {
			return err
		}
		if r, _, err = turn(a.Scene, tx); err != nil {
			return err
		}
		if r.Opened.IsZero() {
			return kpt.ErrNoRetro
		}
		if st, err = standIn(a, tx, r.Date); err != nil {
			return err
		}
		if _, _, err := hall(a.Scene).Act(tx, meeting.Press{Retro: r.Date, By: by, At: a.Now}, meeting.Start{}); err != nil {
			return err
		}
		return f.gather(a.Scene, tx, r.Date, st.Room)
	})
	var refused *meeting.Refusal
	if errors.As(err, &refused) && refused.Why == meeting.HasBegun {
		return bot.Tell(a.Say("meeting.begun", words.Room("room", string(st.Room)))), f.showMeeting(a.Scene, r.Date)
	}
	if errors.As(err, &refused) && refused.Why == meeting.NotLead {
		p := pressed{retro: r.Date}
		instead := bot.Button{Label: a.Say("meeting.lead"), Do: "meeting lead", With: p.with(string(refused.Who))}
		return bot.Reply{Card: &bot.Card{Buttons: []bot.Button{instead}}}, f.refused(a, err)
	}
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	f.notebooks.Wake(a.Team.ID)
	return bot.Tell(a.Say("meeting.begun", words.Room("room", string(st.Room)))), f.showMeeting(a.Scene, r.Date)
}

// lead makes the asker the facilitator and begins.
func (f feature) lead(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	if _, err := f.act(a, p, meeting.TakeOver{From: meeting.MemberID(p.rest[0])}); err != nil {
		return bot.Reply{}, err
	}
	return f.begin(a)
}

// end closes the meeting, opens the next retro, and tells the team what it has
// decided.
func (f feature) end(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	err = a.Update(func(tx *store.Tx) error {
		by, err := signed(a, tx)
		if err != nil {
			return err
		}
		following, err := following(a.Scene, tx, p.retro)
		if err != nil {
			return err
		}
		m, out, err := hall(a.Scene).Act(tx, meeting.Press{Retro: p.retro, By: by, At: a.Now, Seen: p.seen}, meeting.Close{Next: following})
		if err != nil || !out.Changed {
			return err
		}
		return f.announceCommitments(a.Scene, tx, m)
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	f.notebooks.Wake(a.Team.ID)
	return bot.Reply{}, f.showMeeting(a.Scene, p.retro)
}

// following is the retro that comes after one. It is there already if that one's
// meeting was closed before.
func following(s *bot.Scene, tx *store.Tx, after schedule.Date) (kpt.Retro, error) {
	all, err := book(s).Retros(tx)
	if err != nil {
		return kpt.Retro{}, err
	}
	for _, r := range all {
		if after.Before(r.Date) && r.Closed.IsZero() {
			return r, nil
		}
	}
	h, _ := s.Team.Habit(bot.KPT)
	plan, err := h.Plan(s.Team)
	if err != nil {
		return kpt.Retro{}, err
	}
	r, ok := next(all, s, h, plan)
	if !ok {
		return kpt.Retro{}, kpt.ErrNoRetro
	}
	return r, nil
}

// finished ticks the asker off, or takes the tick back.
func (f feature) finished(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	v, err := viewFor(a, p)
	if err != nil {
		return bot.Reply{}, err
	}
	_, err = f.act(a, p, meeting.Finish{Done: !v.People.Done})
	return bot.Reply{}, err
}

// viewFor is what the asker may see of the present stage.
func viewFor(a *bot.Ask, p pressed) (meeting.View, error) { return viewOf(a, p, meeting.Waiting) }

// viewOf is what the asker may see of a stage, whatever the present one is.
func viewOf(a *bot.Ask, p pressed, stage meeting.Stage) (v meeting.View, err error) {
	err = a.View(func(tx *store.Tx) error {
		v, err = hall(a.Scene).View(tx, p.retro, meeting.Look{Viewer: meeting.MemberID(a.From.ID), Stage: stage})
		return err
	})
	return v, err
}
