package meeting

import (
	"slices"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// What becomes of a note that hurts.
const (
	away  = "away"  // it is hidden
	again = "again" // it is shown again
)

// hideable offers the notes that the asker may hide, and those that they may show again:
// whoever leads, of the running meeting; a keeper, of that which is next, too, and of the
// last one as long as its summary can be mended.
func (f feature) hideable(a *bot.Ask) (bot.Reply, error) {
	var r kpt.Retro
	err := a.View(func(tx *store.Tx) (err error) {
		r, err = a.Retro(tx)
		return err
	})
	if err == nil && r.Opened.IsZero() {
		err = kpt.ErrNoRetro
	}
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	return f.hideCard(a, pressed{retro: r.Date}, 0, nil)
}

// turnHideable turns to another page, or to another KPT.
func (f feature) turnHideable(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	reply, err := f.hideCard(a, p, number(p.rest[0]), nil)
	reply.Update = true
	return reply, err
}

// hideCard is a page of notes to hide, below a line of news.
func (f feature) hideCard(a *bot.Ask, p pressed, page int, news []words.Text) (bot.Reply, error) {
	var shown, hidden []kpt.Note
	var all []kpt.Retro
	err := a.View(func(tx *store.Tx) (err error) {
		shown, hidden, err = hall(a.Scene).Hideable(tx, p.retro, rules.MemberID(a.From.ID), a.From.Keeper)
		if err == nil {
			all, err = mendable(a, tx)
		}
		return err
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	pages := slices.Collect(slices.Chunk(shown, mostPicks))
	c := &bot.Card{Tone: bot.Calm, Lines: news}
	if len(news) == 0 {
		c.Lines = []words.Text{a.Say("meeting.hide", a.Called(a.From.Lang, retroOf(all, p.retro)))}
	}
	if len(pages) == 0 {
		c.Lines = append(c.Lines, a.Say("meeting.hide.none"))
	} else {
		page = max(0, min(page, len(pages)-1))
		pickNote(a, c, p, away, pages[page])
	}
	pickNote(a, c, p, again, hidden[:min(len(hidden), mostPicks)])
	c.Buttons = turns(page, len(pages), func(key string, to int) bot.Button {
		return bot.Button{Label: a.Say(key), Do: "meeting hideable", With: p.with(strconv.Itoa(to))}
	})
	for _, r := range all {
		if r.Date != p.retro {
			other := pressed{retro: r.Date}
			c.Buttons = append(c.Buttons, bot.Button{Label: toOther(a, r, all), Do: "meeting hideable", With: other.with("0")})
		}
	}
	return bot.Reply{Card: c}, nil
}

// toOther is the label of the button to another KPT; two of one day are told apart by when
// they began.
func toOther(a *bot.Ask, r kpt.Retro, all []kpt.Retro) words.Text {
	called := a.Called(a.From.Lang, r)
	alike := func(o kpt.Retro) bool { return o.Date != r.Date && o.Day() == r.Day() }
	if !r.Begun.IsZero() && slices.ContainsFunc(all, alike) {
		return a.Say("meeting.hide.other.begun", called, words.Clock("clock", r.Begun.In(a.Now.Location())))
	}
	return a.Say("meeting.hide.other", called)
}

// mendable are the KPTs of which a keeper may hide notes.
func mendable(a *bot.Ask, tx *store.Tx) ([]kpt.Retro, error) {
	all, err := a.Book().Retros(tx)
	return slices.DeleteFunc(all, func(r kpt.Retro) bool {
		return !r.Closed.IsZero() && (!a.From.Keeper || a.Now.Sub(r.Closed) >= editWithin)
	}), err
}

// retroOf is the retro of a name.
func retroOf(all []kpt.Retro, date schedule.Date) kpt.Retro {
	for _, r := range all {
		if r.Date == date {
			return r
		}
	}
	return kpt.Retro{Date: date}
}

func pickNote(a *bot.Ask, c *bot.Card, p pressed, what string, notes []kpt.Note) {
	if len(notes) == 0 {
		return
	}
	var options []bot.Option
	for _, n := range notes {
		options = append(options, optionOf(rules.Item{ID: n.ID, Notes: []kpt.Note{n}}))
	}
	c.Selects = append(c.Selects, bot.Select{
		Pick: bot.PickOption, Hint: a.Say("meeting.hide." + what), Do: "meeting hide", With: p.with(what), Options: options, Min: 1,
	})
}

// hide hides the note that was chosen, or shows it again, and tells its author.
func (f feature) hide(a *bot.Ask) (bot.Reply, error) {
	p, err := on(a, 1)
	if err != nil {
		return bot.Reply{}, err
	}
	d := rules.Hide{Note: chosen(a), Off: p.rest[0] == again, Keeper: a.From.Keeper}
	var out rules.Outcome
	var stands bool
	var author bot.Member
	err = a.Update(func(tx *store.Tx) error {
		by, err := a.Author(tx)
		if err != nil {
			return err
		}
		m, done, err := hall(a.Scene).Act(tx, rules.Press{Retro: p.retro, By: by, At: a.Now}, d)
		if out = done; err != nil || !out.Changed {
			return err
		}
		if stands, err = a.Book().Stands(tx, p.retro, out.Note.ID); err != nil {
			return err
		}
		if author, err = a.Member(tx, bot.MemberID(out.Note.Author.Member)); err != nil {
			return err
		}
		if err := tellHidden(a, tx, m, out.Note, d.Off); err != nil {
			return err
		}
		if is, err := told(a.Scene, tx, m); !is || err != nil {
			return err
		}
		return f.announceCommitments(a.Scene, tx, m) // what the team has read of it
	})
	if err != nil {
		return bot.Reply{}, f.refused(a, err)
	}
	f.notebooks.Wake(a.Team.ID)
	reply, err := f.hideCard(a, p, 0, hiddenNews(a, out.Note, d.Off, stands, author.Left()))
	if err != nil {
		return bot.Reply{}, err
	}
	reply.Update = true
	return reply, f.showMeeting(a.Scene, p.retro)
}

// hiddenNews says what was done with a note, and what is left to do.
func hiddenNews(a *bot.Ask, n kpt.Note, off, stands, left bool) []words.Text {
	text := words.Quote("text", short(alone(n), longestLabel))
	if off {
		return []words.Text{a.Say("meeting.hide.again.done", text)}
	}
	news := []words.Text{a.Say("meeting.hide.away.done", text)}
	switch {
	case n.Author.Member == "":
		news = append(news, a.Say("meeting.hide.nobody"))
	case n.Author.Member == string(a.From.ID), left: // who is told nothing
	default:
		news = append(news, a.Say("meeting.hide.told"))
	}
	if stands {
		news = append(news, a.Say("meeting.hide.notebook"))
	}
	return news
}

// tellHidden tells the author of a note, and nobody else, that it was hidden or is shown
// again. Of a note without a name nobody knows whose it is; a message at that moment, in
// a room full of people, would tell.
func tellHidden(a *bot.Ask, tx *store.Tx, m rules.Meeting, n kpt.Note, off bool) error {
	author := n.Author.Member
	if author == "" || author == string(a.From.ID) {
		return nil
	}
	who, err := a.Calls(tx, "who", a.From.ID)
	if err != nil {
		return err
	}
	lang, err := a.LangOf(tx, bot.MemberID(author))
	if err != nil {
		return err
	}
	key, over := "meeting.hide.author", m.Place.Stage == rules.Ended
	switch {
	case off:
		key = "meeting.hide.author.again"
	case over:
		key = "meeting.hide.author.over"
	}
	card := bot.Card{Silent: true, Lines: []words.Text{words.Say(lang, key, who, words.Quote("text", n.Text))}}
	if !off && !over {
		card.Buttons = []bot.Button{{Label: words.Say(lang, "kpt.edit"), Do: "kpt edit", With: []string{string(n.ID)}}}
	}
	post := bot.Post{To: bot.MemberID(author), Card: card}
	once := a.Key("meeting", m.Retro.String(), "hidden", string(n.ID), strconv.Itoa(m.Version))
	return bot.Owe(tx, once, bot.KindPost, "to/"+author, post, a.Now, a.Now.Add(tellWithin))
}
