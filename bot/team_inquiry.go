package bot

import (
	"cmp"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// A team that wishes for a channel elsewhere puts a question there: see team_elsewhere.go.
// A channel is asked once a day, so that no keeper can spam it; one that has said
// yes may be asked again at once.

// inquiry is when a team last puts a question to a channel.
type inquiry struct {
	At     time.Time `json:"at"`
	Before time.Time `json:"before,omitzero"` // and the time before that
	Said   string    `json:"said,omitzero"`   // mark of the wish whose channel is closed to us, which the team was told
}

var inquiries = store.NewTable[inquiry]("inquiries")

func inquiryKey(team TeamID, place ChannelID) store.Key {
	return store.KeyOf(string(team), string(place))
}

// wishPart is the second part of the keys of owed inquiries.
const wishPart = "wish"

func wishKey(team TeamID, w PendingWish) store.Key {
	return store.KeyOf(string(team), wishPart, string(w.Place), w.Mark())
}

// question puts the inquiries of new wishes, and takes back those that are not
// asked any more.
func (b *Bot) question(tx *store.Tx, before, t Team, by hand) error {
	now := b.now()
	old, wishes := before.Pending(now), t.Pending(now)
	for _, w := range old {
		if slices.Contains(wishes, w) {
			continue
		}
		if err := unask(tx, t.ID, w); err != nil {
			return err
		}
	}
	for _, w := range wishes {
		if slices.Contains(old, w) {
			continue
		}
		if err := b.putQuestion(tx, t, w, by); err != nil {
			return err
		}
	}
	if by.answered == "" {
		return nil
	}
	return inquiries.Delete(tx, inquiryKey(t.ID, by.answered))
}

// unask takes back a question. If it was still to be put, the channel was not
// asked.
func unask(tx *store.Tx, team TeamID, w PendingWish) error {
	_, waiting, err := store.Find(tx, wishKey(team, w))
	if err != nil || !waiting {
		return err
	}
	last, _, err := inquiries.Get(tx, inquiryKey(team, w.Place))
	if err != nil {
		return err
	}
	if err := store.Settle(tx, wishKey(team, w)); err != nil {
		return err
	}
	return inquiries.Put(tx, inquiryKey(team, w.Place), inquiry{At: last.Before})
}

// Comes tells when the question of a team's wish comes; the zero time if it was
// put, or is on its way.
func (b *Bot) Comes(team TeamID, w PendingWish) (at time.Time) {
	err := b.db.View(func(tx *store.Tx) error {
		at = time.Time{}
		o, waiting, err := store.Find(tx, wishKey(team, w))
		if waiting && o.Born.After(b.now()) { // After is later where it was tried in vain
			at = o.Born
		}
		return err
	})
	if err != nil {
		b.log.Error("cannot read when a question comes", "team", team, "err", err)
	}
	return at
}

// Comes tells when the question of a wish comes, in the team's zone; see
// [Bot.Comes].
func (s *Scene) Comes(w PendingWish) time.Time {
	at := s.bot.Comes(s.Team.ID, w)
	if at.IsZero() {
		return at
	}
	return at.In(s.Now.Location())
}

// putQuestion owes the card with the question, a day after the last one that had
// no yes at the earliest.
func (b *Bot) putQuestion(tx *store.Tx, t Team, w PendingWish, by hand) error {
	last, _, err := inquiries.Get(tx, inquiryKey(t.ID, w.Place))
	if err != nil {
		return err
	}
	after := w.At
	if next := last.At.Add(askEvery); next.After(after) {
		after = next
	}
	if err := inquiries.Put(tx, inquiryKey(t.ID, w.Place), inquiry{At: after, Before: last.At}); err != nil {
		return err
	}
	key := "wish.window"
	if t.At(w.On).Wishes.Channel == w.Wish {
		key = "wish.channel"
	}
	if by.name == "" {
		key += ".file"
	}
	with := []string{string(w.Place), w.Mark()}
	card := Card{
		Tone: Calm,
		Lines: []words.Text{words.Say(t.Lang, key, words.Quote("name", by.name), words.Quote("team", t.Name),
			words.Quote("server", cmp.Or(b.serverName(t.Server, by), string(t.Server))), b.around.Platforms.HomeArg())},
		Buttons: []Button{
			{Label: words.Say(t.Lang, "wish.yes"), Do: "wish yes", With: with, Look: Main},
			{Label: words.Say(t.Lang, "wish.no"), Do: "wish no", With: with},
		},
	}
	return OweLater(tx, wishKey(t.ID, w), Post{On: w.On, Channel: w.Place, Card: card}, after, w.At.Add(wishLasts))
}

// serverName is how people know a server, where that is known.
func (b *Bot) serverName(id ServerID, by hand) string {
	if b.around.Atlas != nil {
		if s, ok := b.around.Atlas.Server(id); ok && s.Name != "" {
			return s.Name
		}
	}
	if by.server.ID == id {
		return by.server.Name
	}
	return ""
}

// unheard tells the team, once, that the question cannot be put.
func (s *Scene) unheard(tx *store.Tx, place ChannelID, mark string, why *Refusal) error {
	key := inquiryKey(s.Team.ID, place)
	last, _, err := inquiries.Get(tx, key)
	if err != nil || last.Said == mark || why.Say == nil {
		return err
	}
	last.Said = mark
	if err := inquiries.Put(tx, key, last); err != nil {
		return err
	}
	card := Card{Tone: Amiss, Silent: true, Lines: []words.Text{why.Say.Say(s.Team.Lang)}}
	owed := s.Key("unheard", string(place), mark)
	return Owe(tx, owed, KindPost, string(s.Team.Text.Main), Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(closedLine))
}
