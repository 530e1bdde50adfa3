package people

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// question is that an account was asked by the bot whether it is the same
// person's as another, or that it said that it is not. As long as it is kept it is
// not asked again about that one.
type question struct {
	At time.Time `json:"at"`
	No bool      `json:"no,omitzero"` // the answer; a yes is a proposal
}

var questions = store.NewTable[question]("questions")

const (
	keepQuestion = 30 * 24 * time.Hour
	answerWithin = 7 * 24 * time.Hour // how long it is tried to put a question
	tellWithin   = 48 * time.Hour
)

func questionKey(s *bot.Scene, asked, about bot.MemberID) store.Key {
	return s.Key(string(asked), string(about))
}

// askPart is the third part of the keys of owed questions.
const askPart = "ask"

func owedKey(s *bot.Scene, asked, about bot.MemberID, q question) store.Key {
	return s.Key("roster", askPart, string(asked), string(about), q.At.Format(time.RFC3339Nano))
}

// asking is a question as it is put: to an account elsewhere, about one on the
// server.
type asking struct {
	way          way
	asked, about bot.MemberID
	lang         words.Lang
	on           bot.Platform // where it is put
}

// ask puts a question privately, not before an instant.
func ask(s *bot.Scene, tx *store.Tx, q asking, after time.Time) error {
	about, err := s.Member(tx, q.about)
	if err != nil {
		return err
	}
	kept := question{At: s.Now.UTC()}
	if err := questions.Put(tx, questionKey(s, q.asked, q.about), kept); err != nil {
		return err
	}
	with := []string{string(q.about)}
	card := bot.Card{
		Tone:  bot.Calm,
		Lines: []words.Text{words.Say(q.lang, q.way.ask, words.Quote("name", about.Name), words.Quote("team", s.Team.Name), s.Traits(s.Team.Home).Arg())},
		Buttons: []bot.Button{
			{Label: words.Say(q.lang, "roster.yes"), Do: q.way.do, With: with, Look: bot.Main},
			{Label: words.Say(q.lang, "roster.no"), Do: "link no", With: with},
			{Label: words.Say(q.lang, "roster.alone", s.Traits(q.on).Arg()), Do: "link alone"},
		},
	}
	return bot.OweLater(tx, owedKey(s, q.asked, q.about, kept), bot.Post{To: q.asked, Card: card}, after, after.Add(answerWithin))
}

// drop ends what is open between an account and others: suggestions are gone, also
// those that are still to be put, and numbers are good no more. That somebody said
// no, or was asked today, stays until tidy takes it: it is theirs, not the
// account's.
func drop(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	of := func(key store.Key) bool { return account(key, 1) == id || account(key, 2) == id }
	err := dropQuestions(s, tx, func(row store.Row[question]) bool { return of(row.Key) && !row.Value.No })
	if err != nil {
		return err
	}
	open, err := rows(s, tx, proposals, func(row store.Row[proposal]) bool { return of(row.Key) && row.Value.Number != "" })
	if err != nil {
		return err
	}
	for _, row := range open {
		if err := end(s, tx, account(row.Key, 1), account(row.Key, 2), row.Value); err != nil {
			return err
		}
	}
	return nil
}

// rows lists the rows of the team's that are meant.
func rows[V any](s *bot.Scene, tx *store.Tx, t store.Table[V], meant func(store.Row[V]) bool) ([]store.Row[V], error) {
	var found []store.Row[V]
	for row, err := range t.Scan(tx, s.Key()) {
		if err != nil {
			return nil, err
		}
		if meant(row) {
			found = append(found, row)
		}
	}
	return found, nil
}

func dropQuestions(s *bot.Scene, tx *store.Tx, meant func(store.Row[question]) bool) error {
	gone, err := rows(s, tx, questions, meant)
	if err != nil {
		return err
	}
	for _, row := range gone {
		if err := questions.Delete(tx, row.Key); err != nil {
			return err
		}
		if err := store.Settle(tx, owedKey(s, account(row.Key, 1), account(row.Key, 2), row.Value)); err != nil {
			return err
		}
	}
	return nil
}

// refused tells who proposed that the other account takes no messages.
func refused(s *bot.Scene, tx *store.Tx, o store.Owed, _ *bot.Refusal) error {
	parts := o.Key.Parts()
	if len(parts) != 6 || parts[1] != "roster" || parts[2] != claimPart {
		return nil
	}
	asked, from := bot.MemberID(parts[3]), bot.MemberID(parts[4])
	p, ok, err := proposals.Get(tx, proposalKey(s, asked, from))
	if err != nil || !ok || claimKey(s, asked, from, p) != o.Key || p.Number == "" {
		return err
	}
	if err := proposals.Delete(tx, proposalKey(s, asked, from)); err != nil {
		return err
	}
	lang, err := s.LangOf(tx, from)
	if err != nil {
		return err
	}
	return tell(s, tx, from, "unasked", words.Say(lang, "roster.unasked"))
}

// tell owes a sentence to an account, which has just done something.
func tell(s *bot.Scene, tx *store.Tx, to bot.MemberID, what string, line words.Text) error {
	post := bot.Post{To: to, Card: bot.Card{Tone: bot.Calm, Lines: []words.Text{line}}}
	key := s.Key("roster", what, string(to), s.Now.UTC().Format(time.RFC3339Nano))
	return bot.OweLater(tx, key, post, s.Now, s.Now.Add(tellWithin))
}

// The hours in which people hear of what is no answer to themselves.
const (
	firstHour = 9
	lastHour  = 18
)

// hours is the first instant from now on that is within the working hours of
// somebody whose clocks show a zone; "" is the team's.
func hours(s *bot.Scene, name string) time.Time {
	at := s.Now
	if zone, err := schedule.Zone(name); err == nil && name != "" {
		at = at.In(zone)
	}
	on := func(hour int) time.Time {
		return time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, at.Location())
	}
	for range longestBreak {
		if s.Team.Days.Works(schedule.DateOf(at)) && at.Before(on(lastHour)) {
			if at.Before(on(firstHour)) {
				return on(firstHour)
			}
			return at
		}
		at = on(24)
	}
	return at
}

// longestBreak is for how many days a working day is looked for.
const longestBreak = 30
