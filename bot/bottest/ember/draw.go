package ember

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// Drawn is a card as it is seen. There is no limit to it, and no markup.
type Drawn struct {
	Text    string
	Buttons []Control
	Selects []Control
	Pings   []string // accounts
	Wrong   string   // what no card of ours may be like; see bottest.Wrong
}

// Control is a button or a select. A link has no id.
type Control struct {
	ID, Label string
	Values    []string // of a select
}

// brought is what a control brings back.
type brought struct {
	Team bot.TeamID `json:"t"`
	Do   string     `json:"d"`
	With []string   `json:"w,omitempty"`
}

// pack makes a control's id.
func (b brought) pack() string {
	raw, err := json.Marshal(b)
	if err != nil {
		return ""
	}
	return "ember/b/" + base64.URLEncoding.EncodeToString(raw)
}

func unpack(id string) (b brought, err error) {
	packed, ok := strings.CutPrefix(id, "ember/b/")
	if !ok {
		return b, errors.New("ember: no control has the id " + id)
	}
	raw, err := base64.URLEncoding.DecodeString(packed)
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal(raw, &b)
}

// Does is the command that a control runs; "" if it is none of ours.
func Does(id string) string {
	b, err := unpack(id)
	if err != nil {
		return ""
	}
	return b.Do
}

// draw draws a card of a team's.
func (f *Face) draw(card bot.Card, team bot.TeamID) (d Drawn) {
	p := pen{face: f, team: team, ping: card.Ping}
	var lines []string
	for _, t := range append([]words.Text{card.Title}, card.Lines...) {
		if s := p.write(t); strings.TrimSpace(s) != "" {
			lines = append(lines, s)
		}
	}
	d.Text = strings.Join(lines, "\n")
	d.Pings, d.Wrong = p.pinged, bottest.Wrong(card)
	for _, b := range card.Buttons {
		c := Control{Label: p.write(b.Label)}
		if b.URL == "" {
			c.ID = brought{team, b.Do, b.With}.pack()
		}
		d.Buttons = append(d.Buttons, c)
	}
	for _, s := range card.Selects {
		c := Control{ID: brought{team, s.Do, s.With}.pack(), Label: p.write(s.Hint)}
		for _, o := range s.Options {
			c.Values = append(c.Values, o.Value)
		}
		if f.world.traits.Roomy {
			c.Values = append(c.Values, f.world.offers(s.Pick)...)
		}
		d.Selects = append(d.Selects, c)
	}
	return d
}

// offers are the server's own lists, of which somebody chooses.
func (w *World) offers(what bot.Pick) (ids []string) {
	s, _ := w.Server(w.Home())
	for _, p := range s.Places {
		if what == bot.PickRoom && p.Voice || what == bot.PickText && !p.Voice {
			ids = append(ids, string(p.ID))
		}
	}
	return ids
}

// pen writes a team's texts.
type pen struct {
	face   *Face
	team   bot.TeamID
	ping   []bot.MemberID
	pinged []string
}

func (p *pen) write(t words.Text) string {
	var b strings.Builder
	for _, r := range t {
		switch r.Kind {
		case words.Member:
			b.WriteString(p.person(bot.MemberID(r.Text)))
		case words.Place:
			b.WriteString(p.place(bot.ChannelID(r.Text)))
		case words.Group:
			b.WriteString(p.word("place.team"))
		case words.Plain:
			b.WriteString(words.Text{r}.String())
		default:
			b.WriteString(plain.Piece(r.Text))
		}
	}
	return b.String()
}

func (p *pen) person(id bot.MemberID) string {
	account, name := p.face.guide.Called(p.team, id, p.face.Platform())
	if account != "" && slices.Contains(p.ping, id) && !slices.Contains(p.pinged, account) {
		p.pinged = append(p.pinged, account)
	}
	if name = plain.Line(name); name != "" {
		return name
	}
	return p.word("someone")
}

func (p *pen) place(id bot.ChannelID) string {
	w := p.face.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if there := w.places[string(id)]; there != nil {
		return "#" + there.name
	}
	team, _ := p.face.guide.Team(p.team)
	if room, is := team.Room(bot.RoomID(id)); is && room.Name != "" {
		return room.Name // on another platform
	}
	return p.word("place.room")
}

func (p *pen) word(key string) string {
	team, _ := p.face.guide.Team(p.team)
	return words.Say(team.Lang, key).String()
}
