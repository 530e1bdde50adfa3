package meeting

import (
	"cmp"
	"errors"
	"strings"
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

// tellMissed tells the team, once, and gives the retro as it is then, that a KPT was not held here, and what becomes of its
// notes.
func tellMissed(s *bot.Scene, tx *store.Tx, r kpt.Retro) (kpt.Retro, error) {
	if r.Missed == (schedule.Date{}) || r.Told == r.Missed || r.Happened() {
		return r, nil
	}
	r.Told = r.Missed
	if err := s.Book().PutRetro(tx, r); err != nil {
		return r, err
	}
	day, next := bot.Day("day", s.Team.Lang, r.Missed), bot.Day("next", s.Team.Lang, r.For())
	line := s.Words("retro.missed.empty", day, next)
	if r.Noted {
		line = s.Words("retro.missed", day, next)
	}
	card := bot.Card{
		Silent: true, Lines: []words.Text{line},
		Buttons: []bot.Button{
			Begin(s),
			{Label: s.Words("retro.without"), Do: "meeting without", With: []string{r.Date.String(), r.Missed.String()}},
		},
	}
	key := s.Key("retro", r.Missed.String(), "missed")
	return r, bot.Owe(tx, key, bot.KindPost, string(s.Team.Text.Main), bot.Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(tellWithin))
}

// without takes in that a KPT was held without Engawa: what stands in the notebook is
// its retro, and what never got there goes on to the next, which its authors are told.
// What was noted since it waits for the next is that one's, as its authors know.
func (f feature) without(a *bot.Ask) (bot.Reply, error) {
	if len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	var next kpt.Retro
	var was schedule.Date
	var shown bool
	err := a.Update(func(tx *store.Tx) error {
		r, err := missedOne(a, tx)
		if err != nil {
			return err
		}
		r.Planned, r.Held = r.Missed, r.Missed
		if err := a.Book().PutRetro(tx, r); err != nil {
			return err
		}
		if next, err = following(a.Scene, tx, r.Date); err != nil {
			return err
		}
		moved, stayed, err := a.Book().HeldWithout(tx, r, next, a.Now)
		if err != nil {
			return err
		}
		if shown, err = standsAlready(a, tx, r.Date); shown {
			err = errors.Join(err, hall(a.Scene).Over(tx, r.Date, a.Now))
		}
		was = r.Date
		return errors.Join(err, tellMoved(a.Scene, tx, moved, next), tellStayed(a.Scene, tx, stayed, r), f.nameNext(a, tx))
	})
	if err != nil {
		return bot.Reply{}, bot.NoteSorry(err)
	}
	f.notebooks.Wake(a.Team.ID)
	a.Compare()
	if shown {
		err = f.showMeeting(a.Scene, was)
	}
	done := a.Words("retro.without.done.off")
	if a.Dated(next) {
		done = a.Words("retro.without.done", bot.Day("day", a.Team.Lang, next.Day()))
	}
	return bot.Reply{Update: true, Card: &bot.Card{Lines: []words.Text{done}}}, err
}

// missedOne is the retro that was not held here, of which a button is.
func missedOne(a *bot.Ask, tx *store.Tx) (kpt.Retro, error) {
	if _, _, err := a.Turn(tx); err != nil {
		return kpt.Retro{}, err
	}
	all, err := a.OpenRetros(tx)
	for _, r := range all {
		if r.Date.String() == a.With[0] && r.Missed.String() == a.With[1] && !r.Happened() {
			return r, nil
		}
	}
	return kpt.Retro{}, cmp.Or(err, bot.Sorryf("retro.without.late"))
}

// standsAlready tells whether the meeting of a retro has a card.
func standsAlready(a *bot.Ask, tx *store.Tx, retro schedule.Date) (bool, error) {
	_, there, err := stands.Get(tx, a.Key(retro.String()))
	return there, err
}

// tellMoved tells the authors of notes that these go on to the next KPT.
func tellMoved(s *bot.Scene, tx *store.Tx, moved []kpt.Note, next kpt.Retro) error {
	return tellAuthors(s, tx, moved, next, "retro.moved")
}

// tellStayed tells the authors of notes that these are of the KPT that was held, for
// somebody has changed their lines on its sheet.
func tellStayed(s *bot.Scene, tx *store.Tx, stayed []kpt.Note, r kpt.Retro) error {
	return tellAuthors(s, tx, stayed, r, "retro.stayed")
}

// tellAuthors tells each author how many of their notes are of a KPT.
func tellAuthors(s *bot.Scene, tx *store.Tx, notes []kpt.Note, r kpt.Retro, say string) error {
	count := map[string]int{}
	for _, n := range notes {
		if n.Author.Member != "" {
			count[n.Author.Member]++
		}
	}
	for member, n := range count {
		lang, err := s.LangOf(tx, bot.MemberID(member))
		if err != nil {
			return err
		}
		card := bot.Card{Lines: []words.Text{words.Say(lang, say, words.Count("n", n), bot.Day("day", lang, r.Day()), s.Called(lang, r))}}
		post := bot.Post{To: bot.MemberID(member), Card: card}
		key := s.Key("retro", r.Date.String(), strings.TrimPrefix(say, "retro."), member)
		if err := bot.Owe(tx, key, bot.KindPost, "to/"+member, post, s.Now, s.Now.Add(tellWithin)); err != nil {
			return err
		}
	}
	return nil
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
			Lines:   []words.Text{a.Say("meeting.early", day, words.At("at", starts))},
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
