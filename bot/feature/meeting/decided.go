package meeting

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

const (
	decidedText = 3500                   // what fits into one message, as weight counts
	tellWithin  = 48 * time.Hour         // how late the team is told
	editWithin  = tellWithin - time.Hour // as long as the courier knows where the message stands
)

// announceCommitments tells the team, and who looks through its window, what a
// meeting has decided, and nothing else: once, in a message that changes when the meeting is closed again.
func (feature) announceCommitments(s *bot.Scene, tx *store.Tx, m rules.Meeting) error {
	v, err := hall(s).View(tx, m.Retro, rules.Look{Stage: rules.InClose})
	if err != nil {
		return err
	}
	row := s.Key(m.Retro.String())
	st, _, err := stands.Get(tx, row)
	if err != nil {
		return err
	}
	again := s.Now.Sub(st.Told) < editWithin
	if !again {
		st.Told = s.Now.UTC()
		if err := stands.Put(tx, row, st); err != nil {
			return err
		}
	}
	say := telling{key: s.Key("meeting", m.Retro.String(), "decided"), card: decided(s, v), again: again, moves: m.Place.Moves}
	if err := say.owe(s, tx, s.Team.Main()); err != nil || len(commitments(v)) == 0 {
		return err
	}
	say.card.Title = s.Words("meeting.decided.window", words.Quote("team", s.Team.Name), bot.Day("day", s.Team.Lang, v.Day))
	for i, w := range s.Windows() {
		through := say
		through.key += "/window"
		if i > 0 {
			through.key += store.Key("/" + string(w.On))
		}
		if w.ID == "" {
			continue
		}
		if err := through.owe(s, tx, w.Spot); err != nil {
			return err
		}
	}
	return nil
}

// telling is a message about a meeting that is over, or over again after so many
// moves.
type telling struct {
	key   store.Key
	card  bot.Card
	again bool
	moves int
}

func (t telling) owe(s *bot.Scene, tx *store.Tx, place bot.Spot) error {
	until, lane := s.Now.Add(tellWithin), string(place.ID)
	if !t.again {
		return bot.Owe(tx, t.key, bot.KindPost, lane, bot.Post{On: place.On, Channel: place.ID, Card: t.card}, s.Now, until)
	}
	key := t.key + store.Key("/"+strconv.Itoa(t.moves))
	return bot.Owe(tx, key, bot.KindEdit, lane, bot.Edit{Of: t.key, Channel: place.ID, Card: t.card}, s.Now, until)
}

func commitments(v rules.View) (all []rules.TryView) {
	for _, i := range v.Page.Items {
		if i.Kind == rules.ItemCommitment {
			all = append(all, i.Try)
		}
	}
	return all
}

// decided lists the commitments of a meeting; long ones are cut so that all fit.
func decided(s *bot.Scene, v rules.View) bot.Card {
	card := bot.Card{Title: s.Words("meeting.decided", bot.Day("day", s.Team.Lang, v.Day)), Tone: bot.Warm}
	all := commitments(v)
	for most := itemText; ; most /= 2 {
		total := 0
		card.Lines = nil
		for _, t := range all {
			if len([]rune(t.Text)) > most {
				t.Text = short(t.Text, most)
			}
			line := s.Words("meeting.item", words.Nest("item", tryLine(s.Team.Lang, t)))
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
