package meeting

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

const (
	decidedText = 3500                // what fits into one message, as weight counts
	tellWithin  = 48 * time.Hour      // how late the team is told
	editWithin  = 12 * 24 * time.Hour // as long as the courier surely knows where the message stands
)

// announceCommitments tells the team how a meeting went, where it reads, and who looks
// through its window what was decided, and nothing else: once, in messages that change when
// the meeting is closed again and has come to something else.
func (f feature) announceCommitments(s *bot.Scene, tx *store.Tx, m rules.Meeting) error {
	v, err := hall(s).View(tx, m.Retro, rules.Look{Stage: rules.InClose})
	if err != nil {
		return err
	}
	row := s.Key(m.Retro.String())
	st, _, err := stands.Get(tx, row)
	if err != nil {
		return err
	}
	say := telling{key: s.Key("meeting", m.Retro.String(), "decided"), card: throughWindow(s, v), version: m.Version}
	ours := say
	if ours.card, err = f.summary(s, tx, v); err != nil {
		return err
	}
	sum, err := sumOf(ours.card, say.card)
	if err != nil || sum == st.Sum {
		return err
	}
	st.Sum = sum
	ours.again, st.Told = since(s, st.Told)
	if err := ours.toTeam(s, tx); err != nil {
		return err
	}
	if !st.Seen.IsZero() || len(commitments(v)) > 0 {
		say.again, st.Seen = since(s, st.Seen)
		err = say.toWindows(s, tx)
	}
	return errors.Join(err, stands.Put(tx, row, st))
}

// since says whether a message of some time ago can still be changed, and since when there
// is the one that tells it.
func since(s *bot.Scene, at time.Time) (again bool, from time.Time) {
	if s.Now.Sub(at) < editWithin {
		return true, at
	}
	return false, s.Now.UTC()
}

// throughWindow is what those read who look through a window of the team.
func throughWindow(s *bot.Scene, v rules.View) bot.Card {
	card := decided(s, v)
	card.Title = s.Words("meeting.decided.window", words.Quote("team", s.Team.Name), bot.Day("day", s.Team.Lang, v.Day))
	if len(card.Lines) == 0 {
		card.Lines = []words.Text{s.Words("meeting.decided.window.none")}
	}
	return card
}

// sumOf names what stands on some cards.
func sumOf(cards ...bot.Card) (string, error) {
	data, err := json.Marshal(cards)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8]), err
}

// toTeam tells it in all of the team's own channels.
func (t telling) toTeam(s *bot.Scene, tx *store.Tx) error {
	if err := t.owe(s, tx, s.Team.Main()); err != nil {
		return err
	}
	t.stays = true
	key := t.key
	for _, e := range s.Team.Elsewhere {
		if e.Channel == "" {
			continue
		}
		t.key = key + store.Key("/on/"+string(e.On))
		if err := t.owe(s, tx, bot.Spot{On: e.On, ID: e.Channel}); err != nil {
			return err
		}
	}
	return nil
}

// toWindows tells it in the windows for other teams, but where the team's own channel is
// one.
func (t telling) toWindows(s *bot.Scene, tx *store.Tx) error {
	for i, w := range s.Windows() {
		through := t
		through.key += "/window"
		if i > 0 {
			through.key += store.Key("/" + string(w.On))
		}
		if w.ID == "" || w.ID == s.Team.At(w.On).Channel {
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
	again, _ := since(s, st.Told)
	return m.Place.Stage == rules.Ended && again, err
}

// ideas says of the ideas of a meeting that are no Try, what say says; empty if there are
// none.
func ideas(s *bot.Scene, v rules.View, say string) words.Text {
	var lines []words.Text
	for _, i := range v.Page.Items {
		if i.Kind == rules.ItemNote {
			n := i.Notes[0]
			n.Text = short(n.Text, ideaText)
			lines = append(lines, noteLine(s.Team.Lang, n, nil))
		}
	}
	n := len(lines)
	if n == 0 {
		return nil
	}
	if n > mostIdeas {
		lines = append(lines[:mostIdeas:mostIdeas], words.Text{{Text: "…"}})
	}
	return s.Words(say, words.Count("n", n), words.Nest("ideas", words.Join(lines, " · ")))
}

// What the team reads of ideas that nobody took up.
const (
	mostIdeas = 3
	ideaText  = 40
)

// telling is a message about a meeting that is over, or over again in another version.
type telling struct {
	key     store.Key
	card    bot.Card
	again   bool
	version int
	stays   bool // see bot.Post
}

func (t telling) owe(s *bot.Scene, tx *store.Tx, place bot.Spot) error {
	until, lane := s.Now.Add(tellWithin), string(place.ID)
	if !t.again {
		return bot.Owe(tx, t.key, bot.KindPost, lane, bot.Post{On: place.On, Channel: place.ID, Card: t.card, Stays: t.stays}, s.Now, until)
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
