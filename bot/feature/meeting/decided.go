package meeting

import (
	"slices"
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
	say := telling{key: s.Key("meeting", m.Retro.String(), "decided"), card: decided(s, v), again: again, version: m.Version}
	ours := say
	if ours.card.Lines = append(slices.Clone(say.card.Lines), besides(s, v)...); len(ours.card.Lines) == 0 {
		next, err := following(s, tx, m.Retro)
		if err != nil {
			return err
		}
		ours.card.Lines = []words.Text{s.Words("meeting.decided.none", bot.Day("day", s.Team.Lang, next.Day()))}
	}
	if err := ours.owe(s, tx, s.Team.Main()); err != nil || len(commitments(v)) == 0 {
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

// told says whether the team was told what a meeting has decided, in a message that can
// still be changed.
func told(s *bot.Scene, tx *store.Tx, m rules.Meeting) (bool, error) {
	st, _, err := stands.Get(tx, s.Key(m.Retro.String()))
	return m.Place.Stage == rules.Ended && s.Now.Sub(st.Told) < editWithin, err
}

// besides is what the team itself reads below its commitments: what became of the Tries
// that were answered, and of ideas.
func besides(s *bot.Scene, v rules.View) (lines []words.Text) {
	var answered int
	var ideas []words.Text
	for _, i := range v.Page.Items {
		switch {
		case i.Kind == rules.ItemTry && i.Try.Practice:
			lines = append(lines, s.Words("meeting.decided.practice", words.Quote("text", short(i.Try.Text, besidesText))))
		case i.Kind == rules.ItemTry && i.Try.Verdict.Outcome != "":
			answered++
		case i.Kind == rules.ItemNote:
			i.Notes[0].Text = short(i.Notes[0].Text, besidesText)
			ideas = append(ideas, noteLine(s.Team.Lang, i.Notes[0]))
		}
	}
	if answered > 0 {
		lines = append(lines, s.Words("meeting.decided.answered", words.Count("n", answered)))
	}
	if n := len(ideas); n > 0 {
		if n > mostIdeas {
			ideas = append(ideas[:mostIdeas:mostIdeas], words.Text{{Text: "…"}})
		}
		lines = append(lines, s.Words("meeting.decided.left", words.Count("n", n), words.Nest("ideas", words.Join(ideas, " · "))))
	}
	return lines
}

// What the team reads of ideas that nobody took up, and of practices.
const (
	mostIdeas   = 3
	besidesText = 80
)

// telling is a message about a meeting that is over, or over again in another version.
type telling struct {
	key     store.Key
	card    bot.Card
	again   bool
	version int
}

func (t telling) owe(s *bot.Scene, tx *store.Tx, place bot.Spot) error {
	until, lane := s.Now.Add(tellWithin), string(place.ID)
	if !t.again {
		return bot.Owe(tx, t.key, bot.KindPost, lane, bot.Post{On: place.On, Channel: place.ID, Card: t.card}, s.Now, until)
	}
	key := t.key + store.Key("/"+strconv.Itoa(t.version))
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
	return card
}
