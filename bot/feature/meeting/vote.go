package meeting

import (
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// ballot shows the asker their own votes, which nobody else sees.
func (f feature) ballot(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 0)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(p.rest) == 0 {
		return f.ballotCard(a, p, 0, false)
	}
	return f.ballotCard(a, p, number(p.rest[0]), true) // another page of it
}

// voteAhead lets members vote who will not be in the meeting.
func (f feature) voteAhead(a *bot.Ask) (bot.Reply, error) {
	var p pressed
	err := a.View(func(tx *store.Tx) error {
		r, err := a.Taking(tx)
		if err == nil && r.Opened.IsZero() {
			err = kpt.ErrNoRetro
		}
		p.retro = r.Date
		return err
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	plan, err := rules.ParseSteps(a.Team.KPT.Stages)
	votes := func(s rules.Step) bool { return s.Stage == rules.InVote }
	if err != nil || !slices.ContainsFunc(plan, votes) {
		return a.Tell("meeting.ballot.never")
	}
	return f.ballotCard(a, p, 0, false)
}

func (feature) ballotCard(a *bot.Ask, p pressed, page int, update bool) (bot.Reply, error) {
	v, err := viewOf(a, p, rules.InVote)
	if err != nil {
		return bot.Reply{}, err
	}
	var topics []rules.Item
	for _, i := range v.Page.Items {
		if i.Kind == rules.ItemTopic {
			topics = append(topics, i)
		}
	}
	c := &bot.Card{Tone: bot.Calm, Title: a.Say("meeting.ballot"), Lines: ballotHead(a, v, len(topics))}
	if len(topics) == 0 {
		return bot.Reply{Card: c, Update: update}, nil
	}
	pages := paged(topics, ballotItems, func(i rules.Item) []words.Text {
		return []words.Text{a.Say("meeting.ballot.line", words.Quote("dots", dots(i.Mine)), words.Nest("topic", optionOf(i).Label))}
	})
	page = max(0, min(page, len(pages)-1))
	var give, take []bot.Option
	for _, p := range pages[page] {
		c.Lines = append(c.Lines, p.lines...)
		give = append(give, optionOf(p.Item))
		if p.Mine > 0 {
			take = append(take, optionOf(p.Item))
		}
	}
	add := func(key, sign string, options []bot.Option) {
		if len(options) > 0 {
			c.Selects = append(c.Selects, bot.Select{
				Pick: bot.PickOption, Hint: a.Say(key), Do: "meeting dot", With: p.with(sign, strconv.Itoa(page)), Options: options, Min: 1,
			})
		}
	}
	add("meeting.ballot.give", "+", give)
	add("meeting.ballot.take", "-", take)
	c.Buttons = turns(page, len(pages), func(key string, to int) bot.Button {
		return bot.Button{Label: a.Say(key), Do: "meeting vote", With: p.with(strconv.Itoa(to))}
	})
	return bot.Reply{Card: c, Update: update}, nil
}

// ballotHead says how many votes the asker has, or why there is nothing to vote on; and
// what became of votes that are too many since Problems were put together.
func ballotHead(a *bot.Ask, v rules.View, topics int) []words.Text {
	hidden := v.Hidden.Problems
	switch {
	case topics == 0 && hidden > 0:
		return []words.Text{a.Say("meeting.ballot.hidden", words.Count("n", hidden))}
	case topics == 0:
		return []words.Text{a.Say("meeting.ballot.none")}
	}
	lines := []words.Text{a.Say("meeting.ballot.left", words.Count("left", v.Vote.Left))}
	if v.Vote.Resting > 0 && !v.Vote.Closed {
		lines = append(lines, a.Say("meeting.ballot.resting", words.Count("n", v.Vote.Resting)))
	}
	if hidden > 0 {
		lines = append(lines, a.Say("meeting.ballot.more", words.Count("n", hidden)))
	}
	return lines
}

// ballotItems are the topics on a page of the ballot.
const ballotItems = 15

// dots are some votes, as they are drawn.
func dots(n int) string {
	if n == 0 {
		return "○"
	}
	return strings.Repeat("●", n)
}

// dot gives a topic one vote more or less.
func (f feature) dot(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 2)
	if err != nil {
		return bot.Reply{}, err
	}
	v, err := viewOf(a, p, rules.InVote)
	if err != nil {
		return bot.Reply{}, err
	}
	topic := item(v, chosen(a))
	if topic.ID == "" {
		return bot.Reply{}, bot.Sorryf("meeting.refused.unknown_note")
	}
	n := topic.Mine + 1
	if p.rest[0] == "-" {
		n = topic.Mine - 1
	}
	if _, err := f.act(a, p, rules.Vote{Topic: kpt.NoteID(topic.ID), Dots: n}); err != nil {
		return bot.Reply{}, err
	}
	return f.ballotCard(a, p, number(p.rest[1]), true)
}
