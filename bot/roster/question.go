package roster

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// question is whether two accounts are the same person's, as one of them was
// asked. As long as it is kept that one is not asked it again.
type question struct {
	At  time.Time `json:"at"`
	Own bool      `json:"own,omitzero"` // the other account asks it; otherwise their names do
	No  bool      `json:"no,omitzero"`  // it was answered: they are not
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

// asking is a question as it is put.
type asking struct {
	asked, about bot.MemberID
	own          bool
	lang         words.Lang
	key          string // of the sentence
}

// ask puts a question privately, not before an instant.
func ask(s *bot.Scene, tx *store.Tx, q asking, after time.Time) error {
	about, err := s.Member(tx, q.about)
	if err != nil {
		return err
	}
	kept := question{At: s.Now.UTC(), Own: q.own}
	if err := questions.Put(tx, questionKey(s, q.asked, q.about), kept); err != nil {
		return err
	}
	with := []string{string(q.about)}
	card := bot.Card{
		Tone:  bot.Calm,
		Lines: []words.Text{words.Say(q.lang, q.key, words.Quote("name", about.Name), words.Quote("team", s.Team.Name))},
		Buttons: []bot.Button{
			{Label: words.Say(q.lang, "roster.yes"), Do: "link yes", With: with, Look: bot.Main},
			{Label: words.Say(q.lang, "roster.no"), Do: "link no", With: with},
		},
	}
	if bot.OnSlack(q.asked) {
		card.Buttons = append(card.Buttons, bot.Button{Label: words.Say(q.lang, "roster.alone"), Do: "link alone"})
	}
	post := bot.Post{To: q.asked, Card: card}
	return bot.OweLater(tx, owedKey(s, q.asked, q.about, kept), post, after, after.Add(answerWithin))
}

// drop forgets all questions to and about an account, also those that are still
// to be put.
func drop(s *bot.Scene, tx *store.Tx, id bot.MemberID) error {
	return dropIf(s, tx, func(asked, about bot.MemberID, _ question) bool { return asked == id || about == id })
}

func dropIf(s *bot.Scene, tx *store.Tx, is func(asked, about bot.MemberID, q question) bool) error {
	var gone []store.Row[question]
	for row, err := range questions.Scan(tx, s.Key()) {
		if err != nil {
			return err
		}
		if is(account(row.Key, 1), account(row.Key, 2), row.Value) {
			gone = append(gone, row)
		}
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

// refused tells who asked that the other account takes no messages.
func refused(s *bot.Scene, tx *store.Tx, o store.Owed, _ *bot.Refusal) error {
	parts := o.Key.Parts()
	if len(parts) != 6 || parts[1] != "roster" || parts[2] != askPart {
		return nil
	}
	asked, about := bot.MemberID(parts[3]), bot.MemberID(parts[4])
	q, ok, err := questions.Get(tx, questionKey(s, asked, about))
	if err != nil || !ok || !q.Own {
		return err
	}
	if err := questions.Delete(tx, questionKey(s, asked, about)); err != nil {
		return err
	}
	return tell(s, tx, about, "unasked", s.Words("roster.unasked"), s.Now)
}

// tell owes a sentence to an account, not before an instant.
func tell(s *bot.Scene, tx *store.Tx, to bot.MemberID, what string, line words.Text, after time.Time) error {
	post := bot.Post{To: to, Card: bot.Card{Tone: bot.Calm, Lines: []words.Text{line}}}
	key := s.Key("roster", what, string(to), s.Now.UTC().Format(time.RFC3339Nano))
	return bot.OweLater(tx, key, post, after, after.Add(tellWithin))
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
