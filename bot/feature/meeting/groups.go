package meeting

import (
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// groups is the stage that puts Problems together.
func (d *drawing) groups() {
	topic := func(i rules.Item) bool { return i.Kind == rules.ItemTopic }
	for n, ids := range d.view.Vote.Similar {
		if n == 3 {
			break
		}
		var names []string
		for _, id := range ids {
			for _, i := range d.view.Page.Items {
				if i.ID == id {
					names = append(names, short(alone(i.Notes[0]), 18))
				}
			}
		}
		d.card.Buttons = append(d.card.Buttons, bot.Button{
			Label: d.Words("meeting.similar", words.Quote("names", short(strings.Join(names, " + "), 50))),
			Do:    "meeting similar", With: d.p.with(strconv.Itoa(n), strconv.Itoa(d.view.Vote.Changes)),
		})
	}
	if len(d.view.Page.Items) > 1 {
		d.choose("meeting.group.choose", "group", d.options(topic), 1, mostPicks)
	}
	d.choose("meeting.ungroup.choose", "ungroup", d.grouped(), 1, 1)
	if d.view.Vote.Undo {
		d.button("meeting.undo", "", "undo", strconv.Itoa(d.view.Vote.Changes))
	}
}

// grouped are the Problems in the groups of the page.
func (d *drawing) grouped() (options []bot.Option) {
	for _, p := range d.page {
		for _, n := range p.Notes {
			if p.Group != 0 && len(options) < mostPicks {
				options = append(options, optionOf(rules.Item{ID: n.ID, Notes: []kpt.Note{n}}))
			}
		}
	}
	return options
}

// group puts the chosen topics together; a Problem joins the group that it is
// chosen with. Of one alone it is asked what belongs to it, which may be on
// another page.
func (f feature) group(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	ids := noteIDs(a.Chosen)
	switch {
	case len(p.rest) == 2:
		return groupCard(a, p, kpt.NoteID(p.rest[0]), number(p.rest[1]))
	case len(p.rest) == 1:
		ids = append(ids, kpt.NoteID(p.rest[0]))
	case len(ids) == 1:
		return groupCard(a, p, ids[0], 0)
	}
	v, err := viewFor(a, p)
	if err != nil {
		return bot.Reply{}, err
	}
	var d rules.Group
	for _, id := range ids {
		i := item(v, id)
		for _, n := range i.Notes {
			d.Notes = append(d.Notes, n.ID)
		}
		if d.Into == 0 {
			d.Into = i.Group
		}
	}
	if _, err := f.act(a, p, d); err != nil || len(p.rest) == 0 {
		return bot.Reply{}, err
	}
	return a.Tell("meeting.grouped")
}

// groupCard is a page of what may be put together with a topic.
func groupCard(a *bot.Ask, p pressed, id kpt.NoteID, page int) (bot.Reply, error) {
	v, err := viewFor(a, p)
	if err != nil {
		return bot.Reply{}, err
	}
	topic := item(v, id)
	if topic.Kind != rules.ItemTopic {
		return bot.Reply{}, bot.Sorryf("meeting.refused.unknown_note")
	}
	pages := offered(v)
	at := max(0, min(page, len(pages)-1))
	var options []bot.Option
	for _, i := range pages[at] {
		if i.ID != id {
			options = append(options, optionOf(i))
		}
	}
	if len(v.Page.Items) < 2 {
		return bot.Reply{}, bot.Sorryf("meeting.refused.too_few")
	}
	return bot.Reply{Update: len(p.rest) > 0, Card: &bot.Card{
		Lines: []words.Text{a.Say("meeting.group.choose"), optionOf(topic).Label},
		Selects: []bot.Select{{
			Pick: bot.PickOption, Hint: a.Say("meeting.link.hint"), Do: "meeting group", With: p.with(string(id)),
			Options: options, Min: 1, Max: len(options),
		}},
		Buttons: turns(at, len(pages), func(key string, to int) bot.Button {
			return bot.Button{Label: a.Say(key), Do: "meeting group", With: p.with(string(id), strconv.Itoa(to))}
		}),
	}}, nil
}

// similar puts together the Problems of a proposal.
func (f feature) similar(a *bot.Ask) (bot.Reply, error) {
	p, v, err := shown(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	i, wrong := strconv.Atoi(p.rest[0])
	if wrong != nil || i < 0 || i >= len(v.Vote.Similar) || strconv.Itoa(v.Vote.Changes) != p.rest[1] {
		return bot.Reply{}, bot.Sorryf("meeting.refused.late", words.Nest("stage", a.Say("stage."+stageKey(v.Step.Stage))))
	}
	_, err = f.act(a, p, rules.Group{Notes: v.Vote.Similar[i]})
	return bot.Reply{}, err
}
