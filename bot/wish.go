package bot

import (
	"cmp"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// A channel of Slack is a team's only when somebody in it has said yes: who is
// in it would belong to the team, or read of it. Until then the team wishes for
// it, and a question stands in the channel.

// Wish is a channel of Slack that a team would like to have.
type Wish struct {
	Place ChannelID `json:"place"`
	At    time.Time `json:"at"` // the question is put once for a place and an instant
}

// Wishes are the channels that a team would like to have in the place of those
// of its SlackSet.
type Wishes struct {
	Channel Wish `json:"channel,omitzero"`
	Window  Wish `json:"window,omitzero"`
}

const (
	wishLasts = 7 * 24 * time.Hour // then it is dropped
	askEvery  = 24 * time.Hour     // a team puts one question to a channel
)

// over tells whether there is no wish, or it was too long ago.
func (w Wish) over(now time.Time) bool { return w.Place == "" || now.Sub(w.At) >= wishLasts }

// Mark is what the answers to a wish's question carry, beside its place.
func (w Wish) Mark() string { return w.At.UTC().Format(time.RFC3339Nano) }

// Pending lists the wishes that wait for a yes, one a channel.
func (s SlackSet) Pending(now time.Time) (list []Wish) {
	for _, w := range []Wish{s.Wishes.Channel, s.Wishes.Window} {
		if !w.over(now) && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	return list
}

// Wished is the set with the channels that the team would like to have: what its
// keepers have chosen.
func (s SlackSet) Wished(now time.Time) SlackSet {
	wished := SlackSet{Channel: s.Channel, Window: s.Window}
	if w := s.Wishes.Channel; !w.over(now) {
		wished.Channel = w.Place
	}
	if w := s.Wishes.Window; !w.over(now) {
		wished.Window = w.Place
	}
	return wished
}

// ask makes wishes of the channels that the team did not have before.
func (s SlackSet) ask(before SlackSet, now time.Time) SlackSet {
	settle := func(want, had *ChannelID, wish *Wish, old Wish) {
		if *want == *had || *want == "" {
			if *wish != old || old.over(now) {
				*wish = Wish{} // taken back
			}
			return
		}
		if old.Place != *want || old.over(now) {
			old = Wish{Place: *want, At: now.UTC().Round(0)}
		}
		*want, *wish = *had, old
	}
	settle(&s.Channel, &before.Channel, &s.Wishes.Channel, before.Wishes.Channel)
	if s.Window != "" && s.Window == before.Channel {
		s.Wishes.Window = Wish{} // the yes to the team's own channel was for more
		return s
	}
	settle(&s.Window, &before.Window, &s.Wishes.Window, before.Wishes.Window)
	return s
}

// grant takes the channel that the team wished for. A yes to the team's own
// channel is one to a window there as well, not the other way round.
func (s SlackSet) grant(w Wish) SlackSet {
	own := s.Wishes.Channel == w
	if own {
		s.Channel, s.Wishes.Channel = w.Place, Wish{}
	}
	if s.Wishes.Window == w || own && s.Wishes.Window.Place == w.Place {
		s.Window, s.Wishes.Window = w.Place, Wish{}
	}
	return s
}

// deny drops a wish.
func (s SlackSet) deny(wish Wish) SlackSet {
	for _, w := range []*Wish{&s.Wishes.Channel, &s.Wishes.Window} {
		if *w == wish {
			*w = Wish{}
		}
	}
	return s
}

// WishFor finds the team's wish for a channel; mark is of the question that was
// answered. Not ok means that the question is over.
func (s *Scene) WishFor(place ChannelID, mark string) (Wish, bool) {
	for _, w := range s.Team.Slack.Pending(s.Now) {
		if w.Place == place && w.Mark() == mark {
			return w, true
		}
	}
	return Wish{}, false
}

// SaidYes gives the team a channel that it wished for, after somebody in it has
// said yes: the caller has made sure of that.
func (s *Scene) SaidYes(w Wish) error {
	return s.keep(func(t *Team) error {
		t.Slack = t.Slack.grant(w)
		return nil
	}, hand{yes: true})
}

// SaidNo drops a wish of the team's.
func (s *Scene) SaidNo(w Wish) error {
	return s.keep(func(t *Team) error {
		t.Slack = t.Slack.deny(w)
		return nil
	}, hand{})
}

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

func wishKey(team TeamID, w Wish) store.Key {
	return store.KeyOf(string(team), wishPart, string(w.Place), w.Mark())
}

// question puts the inquiries of new wishes, and takes back those that are not
// asked any more.
func (b *Bot) question(tx *store.Tx, before, t Team, by hand) error {
	now := b.now()
	old, wishes := before.Slack.Pending(now), t.Slack.Pending(now)
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
	return nil
}

// unask takes back a question. If it was still to be put, the channel was not
// asked.
func unask(tx *store.Tx, team TeamID, w Wish) error {
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

// putQuestion owes the card with the question, a day after the last one at the
// earliest.
func (b *Bot) putQuestion(tx *store.Tx, t Team, w Wish, by hand) error {
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
	key := "slack.wish.window"
	if t.Slack.Wishes.Channel == w {
		key = "slack.wish.channel"
	}
	if by.name == "" {
		key += ".file"
	}
	with := []string{string(w.Place), w.Mark()}
	card := Card{
		Tone: Calm,
		Lines: []words.Text{words.Say(t.Lang, key, words.Quote("name", by.name), words.Quote("team", t.Name),
			words.Quote("server", cmp.Or(b.serverName(t.Server, by), string(t.Server))))},
		Buttons: []Button{
			{Label: words.Say(t.Lang, "slack.wish.yes"), Do: "slack yes", With: with, Look: Main},
			{Label: words.Say(t.Lang, "slack.wish.no"), Do: "slack no", With: with},
		},
	}
	return OweLater(tx, wishKey(t.ID, w), Post{Channel: w.Place, Card: card}, after, w.At.Add(wishLasts))
}

// serverName is how people know a server, where that is known.
func (b *Bot) serverName(id ServerID, by hand) string {
	if b.Atlas != nil {
		if s, ok := b.Atlas.Server(id); ok && s.Name != "" {
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
	return Owe(tx, owed, KindPost, string(s.Team.Text.Main), Post{Channel: s.Team.Text.Main, Card: card}, s.Now, s.Now.Add(shutLine))
}
