package meeting

import (
	"slices"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
)

// idea offers the Problems that a draft may be for.
func (f feature) idea(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(p.rest) == 2 {
		return linkCard(a, p, kpt.NoteID(p.rest[0]), number(p.rest[1])) // another page of it
	}
	return linkCard(a, p, chosen(a), 0)
}

// linkCard is a page of the Problems that a draft may be for.
func linkCard(a *bot.Ask, p pressed, id kpt.NoteID, page int) (bot.Reply, error) {
	v, err := viewFor(a, p)
	if err != nil {
		return bot.Reply{}, err
	}
	draft, err := draftOn(v, id)
	if err != nil {
		return bot.Reply{}, err
	}
	pages := offered(v)
	if len(pages) == 0 {
		return a.Tell("meeting.link.none")
	}
	at := max(0, min(page, len(pages)-1))
	var options []bot.Option
	for _, i := range pages[at] {
		options = append(options, optionOf(i))
	}
	var linked []string
	for _, id := range draft.Problems {
		linked = append(linked, string(id))
	}
	return bot.Reply{Update: len(p.rest) > 0, Card: &bot.Card{
		Lines: []words.Text{a.Say("meeting.link", words.Quote("idea", cut(draft.Notes[0].Text)))},
		Selects: []bot.Select{{
			Pick: bot.PickOption, Hint: a.Say("meeting.link.hint"), Do: "meeting link", With: p.with(string(id), strconv.Itoa(at)),
			Options: options, Chosen: linked, Max: len(options),
		}},
		Buttons: turns(at, len(pages), func(key string, to int) bot.Button {
			return bot.Button{Label: a.Say(key), Do: "meeting idea", With: p.with(string(id), strconv.Itoa(to))}
		}),
	}}, nil
}

// link says which Problems of a page a draft is for; those of other pages stay.
func (f feature) link(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	v, err := viewOf(a, p, rules.InTry)
	if err != nil {
		return bot.Reply{}, err
	}
	draft, err := draftOn(v, kpt.NoteID(p.rest[0]))
	if err != nil {
		return bot.Reply{}, err
	}
	ids := noteIDs(a.Chosen)
	for n, page := range offered(v) {
		for _, i := range page {
			if n != number(p.rest[1]) && slices.Contains(draft.Problems, i.ID) {
				ids = append(ids, i.ID)
			}
		}
	}
	if _, err := f.act(a, p, rules.Link{Draft: draft.ID, Problems: ids}); err != nil {
		return bot.Reply{}, err
	}
	if len(ids) == 0 {
		return a.Tell("meeting.unlinked")
	}
	return a.Tell("meeting.linked")
}

// offered are the pages of Problems to choose from.
func offered(v rules.View) [][]rules.Item {
	problems := slices.DeleteFunc(slices.Clone(v.Page.Items), func(i rules.Item) bool { return i.Kind != rules.ItemTopic })
	return slices.Collect(slices.Chunk(problems, mostPicks))
}
