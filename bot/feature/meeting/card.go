package meeting

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// drawing is a meeting's card being drawn.
type drawing struct {
	*bot.Scene
	view rules.View
	st   stand
	p    pressed
	list
	lead, speaker words.Arg // as the team may read of them
	measured      map[kpt.NoteID]words.Text
	above         []words.Text // what stands above the stage's own part, beside what the view tells
	card          bot.Card
}

// list is the items of a page, and under which heading each stands.
type list struct {
	page  []piece
	parts map[kpt.NoteID]string

	ownerless map[kpt.NoteID]bool // Tries whose owners have left the team
}

func (d *drawing) say(key string, args ...words.Arg) {
	d.card.Lines = append(d.card.Lines, d.Words(key, args...))
}

// button puts a button on the card; what it brings along comes after the
// meeting's date and how far the card has come.
func (d *drawing) button(key string, look bot.Look, do string, rest ...string) {
	d.card.Buttons = append(d.card.Buttons, bot.Button{
		Label: d.Words(key), Do: "meeting " + do, Look: look, With: d.p.with(rest...),
	})
}

// measure looks up the figures of the Tries that have a measure, since the KPT
// that decided them.
func (d *drawing) measure(tx *store.Tx, gauge Gauge) (err error) {
	d.measured = map[kpt.NoteID]words.Text{}
	for _, i := range d.view.Page.Items {
		if m := i.Try.Terms.Measure; m != "" && i.Kind == rules.ItemTry {
			if d.measured[i.ID], err = gauge(d.Scene, tx, m, i.Try.Born); err != nil {
				return err
			}
		}
	}
	return nil
}

// card is a meeting as everyone sees it.
func (f feature) card(s *bot.Scene, tx *store.Tx, date schedule.Date, st stand) (bot.Card, error) {
	v, err := hall(s).View(tx, date, rules.Look{})
	if err != nil {
		return bot.Card{}, err
	}
	d := &drawing{Scene: s, view: v, st: st, p: pressed{retro: date, seen: v.Seen}, list: list{parts: parts(v)}}
	if d.lead, err = d.called(tx, "lead", v.People.Lead); err != nil {
		return bot.Card{}, err
	}
	if d.speaker, err = d.called(tx, "who", v.People.Speaker); err != nil {
		return bot.Card{}, err
	}
	if err := d.measure(tx, f.gauge); err != nil {
		return bot.Card{}, err
	}
	if err := d.look(tx, f.week); err != nil {
		return bot.Card{}, err
	}
	if d.ownerless, err = ownersLeft(s, tx, v); err != nil {
		return bot.Card{}, err
	}
	d.card.Tone = bot.Calm
	pages := paged(v.Page.Items, pageItems, d.lines)
	at := pageOf(pages, func(i rules.Item) bool { return i.ID == v.Page.Table })
	if st.Stage == v.Step.Stage {
		at = max(0, min(st.Page, len(pages)-1))
	}
	d.page = pages[at]
	d.head()
	switch v.Step.Stage {
	case rules.Waiting:
		d.say("meeting.waiting")
		d.button("meeting.start", bot.Main, "start")
		return d.card, nil
	case rules.Ended:
		d.ended()
	default:
		d.stage()
	}
	if len(pages) > 1 {
		d.say("meeting.page", words.Count("page", at+1), words.Count("pages", len(pages)))
		d.card.Buttons = append(d.card.Buttons, turns(at, len(pages), func(key string, page int) bot.Button {
			return bot.Button{Label: d.Words(key), Do: "meeting page", With: d.p.with(strconv.Itoa(page))}
		})...)
	}
	return d.card, nil
}

// head is what stands above every stage.
func (d *drawing) head() {
	stage := d.view.Step.Stage
	at := 0
	for i, step := range d.view.Plan {
		if step.Stage == stage {
			at = i + 1
		}
	}
	day := bot.Day("day", d.Team.Lang, d.view.Day)
	name := words.Nest("stage", d.Words("stage."+stageKey(stage)))
	if at == 0 {
		d.card.Title = d.Words("meeting.title", day, name)
		return
	}
	d.card.Title = d.Words("meeting.title.step", day, name, words.Count("n", at), words.Count("of", len(d.view.Plan)))
	people := d.view.People
	line := "meeting.people"
	if people.Finished > 0 {
		line = "meeting.people.finished"
	}
	d.say(line, d.lead, words.Count("n", len(people.Present)), words.Count("finished", people.Finished))
	until := d.view.Since.Add(time.Duration(d.view.Step.Minutes) * time.Minute).In(d.Now.Location())
	if d.view.Step.Minutes > 0 && !schedule.DateOf(until).Before(d.Today()) { // one left open overnight is in no hurry
		d.say("meeting.timer", words.Count("minutes", d.view.Step.Minutes), words.At("until", until))
	}
	if people.Speaker != "" {
		d.say("meeting.turn", d.speaker)
	}
	d.card.Lines = append(d.card.Lines, d.above...)
}

// look reads what stands above the stage's own part: hands, and at Keep the team's week.
func (d *drawing) look(tx *store.Tx, week Week) error {
	line, err := d.handsUp(tx)
	if !line.Empty() {
		d.above = append(d.above, line)
	}
	if err != nil || d.view.Step.Stage != rules.InKeep {
		return err
	}
	line, err = week(d.Scene, tx, d.view.Day)
	if !line.Empty() {
		d.above = append(d.above, line)
	}
	return err
}

// called is a member as the team may read of them; 'someone' if nobody is.
func (d *drawing) called(tx *store.Tx, name string, id rules.MemberID) (words.Arg, error) {
	if id == "" {
		return words.Nest(name, d.Words("someone")), nil
	}
	return d.Calls(tx, name, bot.MemberID(id))
}

// stage draws the stage's own part, and the ways on and back.
func (d *drawing) stage() {
	stage := d.view.Step.Stage
	if d.st.Room == "" {
		d.say("meeting.here.hint")
	}
	d.say("stage." + stageKey(stage) + ".do")
	if d.view.Hidden != (kpt.Totals{}) {
		key := "meeting.hidden"
		if stage := d.view.Step.Stage; stage != rules.Waiting && stage != rules.InTries {
			if key = "meeting.hidden.alone"; d.st.Room == "" {
				key = "meeting.hidden.here"
			}
		}
		d.say(key, words.Count("n", d.view.Hidden.Keeps+d.view.Hidden.Problems+d.view.Hidden.Drafts))
	}
	d.items()
	if stage == rules.InClose {
		d.left()
		d.button("meeting.close", bot.Main, "close")
	} else {
		d.button("meeting.next", bot.Main, "next")
	}
	switch stage {
	case rules.InTries:
		d.tries()
	case rules.InKeep, rules.InProblem:
		if speaker := d.view.People.Speaker; speaker != "" {
			d.button("meeting.spoken", "", "spoken", string(speaker))
		}
	case rules.InGroup:
		d.groups()
	case rules.InVote:
		d.votes()
	case rules.InTry:
		d.ideas()
	case rules.InCommit:
		d.commits()
	}
	if d.st.Room == "" {
		d.button("meeting.here", "", "here")
		d.button("meeting.go", "", "go")
	}
	d.button("meeting.note", "", "note")
	d.button("meeting.finished", "", "finished")
	d.hands()
	d.ways()
}

// ways are the ways back and past a stage, and to lead. From the first stage none leads back,
// but there the meeting can be put off.
func (d *drawing) ways() {
	stage := d.view.Step.Stage
	if len(d.view.Plan) > 0 && d.view.Plan[0].Stage == stage {
		d.button("meeting.later", "", "putoff")
	} else {
		d.button("meeting.back", "", "back")
	}
	if stage != rules.InClose {
		d.button("meeting.skip", "", "skip")
	}
	if lead := d.view.People.Lead; lead != "" {
		d.button("meeting.lead", "", "take over", string(lead))
	}
}

// ended is the card of a meeting that is over.
func (d *drawing) ended() {
	d.items()
	d.left()
	for _, i := range d.view.Page.Items {
		if i.Try.Verdict.Outcome == kpt.Worked && !i.Try.Practice && len(d.card.Buttons) < 5 {
			d.card.Buttons = append(d.card.Buttons, bot.Button{
				Label: d.Words("meeting.practice", words.Quote("try", short(i.Try.Text, 25))),
				Do:    "meeting practice", With: d.p.with(string(i.ID)),
			})
		}
	}
	d.say("meeting.ended")
	d.button("meeting.reopen", "", "reopen")
	if lead := d.view.People.Lead; lead != "" {
		d.button("meeting.lead", "", "take over", string(lead))
	}
}
