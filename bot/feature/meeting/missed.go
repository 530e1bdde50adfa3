package meeting

import (
	"slices"
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Held tells whether nobody is to be called for an occurrence: the retro that takes
// notes is for a later one, as the KPT of this one was held already, be it the day
// before. One that is running and not closed is called for.
func Held(s *bot.Scene, tx *store.Tx, o schedule.Occurrence) (bool, error) {
	r, err := s.Retro(tx)
	return !r.Opened.IsZero() && o.Date.Before(r.For()), err
}

// tellMissed tells the team, once, that a KPT was not held here, and what becomes of its
// notes. It gives the retro as it is then.
func tellMissed(s *bot.Scene, tx *store.Tx, r kpt.Retro) (kpt.Retro, error) {
	if r.Missed == (schedule.Date{}) || r.Told == r.Missed || r.Happened() {
		return r, nil
	}
	if few, err := skipped(s, tx, r.Missed); few || err != nil {
		return r, err // the team has read that already
	}
	r.Told = r.Missed
	if err := s.Book().PutRetro(tx, r); err != nil {
		return r, err
	}
	card := missedCard(s, r)
	return r, bot.Owe(tx, missedKey(s, r), bot.KindPost, string(s.Team.Text.Main), bot.Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(tellWithin))
}

// skipped tells whether the team was told that a KPT is skipped, for too few were expected.
func skipped(s *bot.Scene, tx *store.Tx, day schedule.Date) (bool, error) {
	all, err := s.Occasions(tx, bot.KPT)
	return slices.ContainsFunc(all, func(o bot.Occasion) bool { return o.Date == day && o.Few }), err
}

// missedKey is the key of the message that the last KPT of a retro was not held here.
func missedKey(s *bot.Scene, r kpt.Retro) store.Key {
	return s.Key("retro", r.Missed.String(), "missed")
}

// missedCard says how it stands with a KPT that was not held in its time.
func missedCard(s *bot.Scene, r kpt.Retro) bot.Card {
	day, next := bot.Day("day", s.Team.Lang, r.Missed), bot.Day("next", s.Team.Lang, r.For())
	c := bot.Card{Silent: true}
	switch late := r.Happened() && r.For() == r.Missed; {
	case late && r.Held == r.Missed:
		c.Lines = []words.Text{s.Words("retro.missed.late.day", day, words.Clock("clock", r.Begun.In(s.Now.Location())))}
	case late:
		c.Lines = []words.Text{s.Words("retro.missed.late", day, bot.Day("held", s.Team.Lang, r.Held))}
	case !s.Dated(r):
		c.Lines = []words.Text{s.Words("retro.missed.none", day)}
	case r.Noted:
		c.Lines = []words.Text{s.Words("retro.missed", day, next)}
	default:
		c.Lines = []words.Text{s.Words("retro.missed.empty", day, next)}
	}
	if !r.Happened() {
		c.Buttons = []bot.Button{
			Begin(s),
			{Label: s.Words("retro.without"), Do: "meeting without", With: []string{r.Date.String(), r.Missed.String()}},
		}
	}
	return c
}

// retellMissed has the message that a KPT was not held here say how it stands now: it was
// held late, or its notes wait for another day.
func retellMissed(s *bot.Scene, tx *store.Tx, date schedule.Date) error {
	t, err := s.OpenRetros(tx)
	i := slices.IndexFunc(t, func(r kpt.Retro) bool { return r.Date == date })
	if err != nil || i < 0 || t[i].Missed == (schedule.Date{}) || t[i].Told != t[i].Missed {
		return err
	}
	of := missedKey(s, t[i])
	edit := bot.Edit{Of: of, Channel: s.Team.Text.Main, Card: missedCard(s, t[i])}
	key := of + store.Key("/"+strconv.FormatInt(s.Now.UnixMilli(), 10))
	return bot.Owe(tx, key, bot.KindEdit, string(s.Team.Text.Main), edit, s.Now, s.Now.Add(tellWithin))
}

// early is how long before its time a KPT begins without a question.
const early = 2 * time.Hour

// unsure asks which KPT is to begin, where that is not plain: long before its time, or
// after one that was missed. chosen is what was answered. nil: it is plain.
func unsure(a *bot.Ask, r kpt.Retro, chosen schedule.Date) *bot.Card {
	if !a.Dated(r) || r.Happened() || !a.Now.Before(r.Starts.Add(-early)) || chosen == r.For() {
		return nil
	}
	starts := r.Starts.In(a.Now.Location())
	day := bot.Day("day", a.From.Lang, r.For())
	if r.Missed == (schedule.Date{}) {
		return &bot.Card{
			Lines:   []words.Text{a.Say("meeting.early", day, words.Clock("clock", starts))},
			Buttons: []bot.Button{{Label: a.Say("meeting.early.yes"), Do: "meeting start", With: []string{r.For().String()}, Look: bot.Main}},
		}
	}
	if chosen == r.Missed {
		return nil
	}
	missed := bot.Button{Label: a.Say("meeting.which.missed", bot.Day("day", a.From.Lang, r.Missed)), Do: "meeting start", With: []string{r.Missed.String()}, Look: bot.Main}
	next := bot.Button{Label: a.Say("meeting.which.next", day), Do: "meeting start", With: []string{r.For().String()}}
	buttons := []bot.Button{missed, next}
	if today := a.Today(); daysBetween(today, r.For()) < daysBetween(r.Missed, today) {
		buttons[0], buttons[1] = next, missed
	}
	return &bot.Card{Lines: []words.Text{a.Say("meeting.which")}, Buttons: buttons}
}

func daysBetween(from, to schedule.Date) (n int) {
	for ; from.Before(to); from = from.AddDays(1) {
		n++
	}
	return n
}
