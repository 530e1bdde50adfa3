package retro

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

const (
	decidedText = 3500                   // what fits into one message, as weight counts
	tellWithin  = 48 * time.Hour         // how late the team is told
	editWithin  = tellWithin - time.Hour // as long as the courier knows where the message stands
)

// announceCommitments tells the team what a meeting has decided, and nothing
// else: once, in a message that changes when the meeting is closed again.
func (feature) announceCommitments(s *bot.Scene, tx *store.Tx, m meeting.Meeting) error {
	v, err := hall(s).View(tx, m.Retro, meeting.Look{Stage: meeting.InClose})
	if err != nil {
		return err
	}
	row, main := s.Key(m.Retro.String()), s.Team.Text.Main
	st, _, err := stands.Get(tx, row)
	if err != nil {
		return err
	}
	key, card, until := s.Key("meeting", m.Retro.String(), "decided"), decided(s, v), s.Now.Add(tellWithin)
	if again := s.Now.Sub(st.Told) < editWithin; again {
		edit := bot.Edit{Of: key, Channel: main, Card: card}
		return bot.Owe(tx, s.Key("meeting", m.Retro.String(), "decided", strconv.Itoa(m.Place.Moves)), bot.KindEdit, string(main), edit, s.Now, until)
	}
	st.Told = s.Now.UTC()
	if err := stands.Put(tx, row, st); err != nil {
		return err
	}
	return bot.Owe(tx, key, bot.KindPost, string(main), bot.Post{Channel: main, Card: card}, s.Now, until)
}

// decided lists the commitments of a meeting; long ones are cut so that all fit.
func decided(s *bot.Scene, v meeting.View) bot.Card {
	card := bot.Card{Title: s.Words("meeting.decided", bot.Day("day", s.Team.Lang, v.Retro)), Tone: bot.Warm}
	var all []meeting.TryView
	for _, i := range v.Page.Items {
		if i.Kind == meeting.ItemCommitment {
			all = append(all, i.Try)
		}
	}
	for most := itemText; ; most /= 2 {
		total := 0
		card.Lines = nil
		for _, t := range all {
			if len([]rune(t.Text)) > most {
				t.Text = short(t.Text, most)
			}
			line := tryLine(s.Team.Lang, t)
			card.Lines = append(card.Lines, line)
			total += weight(line)
		}
		if total <= decidedText || most < 20 {
			break
		}
	}
	if len(card.Lines) == 0 {
		card.Lines = []words.Text{s.Words("meeting.decided.none")}
	}
	return card
}
