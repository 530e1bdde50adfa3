package slack

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/rivo/uniseg"
	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

const (
	// ellipsis stands for what was left out: a card has no language of its own.
	ellipsis = "…"
	// divisible is how long a paragraph must be to be cut in the middle: lists
	// lose whole lines, a long text that somebody wrote keeps its beginning.
	divisible = 300
	mostURL   = 3000
)

// span is a stretch of text as Slack is to show it: as text, or as one of the
// things that follow, for which text then stands in notifications.
type span struct {
	text       string
	user       string    // to mention
	channel    string    // of Slack, to name
	url        string    // to follow
	at         time.Time // to show in the reader's zone,
	format     string    // in this way
	bold, code bool
}

// scribe turns a team's texts into spans.
type scribe struct {
	guide bot.Guide
	id    bot.TeamID
	team  bot.Team
	ping  []bot.MemberID
}

func (f *Face) scribe(id bot.TeamID, ping []bot.MemberID) scribe {
	team, _ := f.cfg.Guide.Team(id)
	return scribe{guide: f.cfg.Guide, id: id, team: team, ping: ping}
}

// spans is a text with ** and ` turned into styles: only the catalogue's own words
// have them.
func (s scribe) spans(t words.Text) []span {
	var out []span
	var bold, code bool
	add := func(p span) {
		if p.text != "" {
			p.bold, p.code = bold, code
			out = append(out, p)
		}
	}
	for _, r := range t {
		if r.Kind != words.Plain {
			add(s.span(r))
			continue
		}
		for i, part := range strings.Split(r.Text, "**") {
			bold = bold != (i > 0)
			for j, piece := range strings.Split(part, "`") {
				code = code != (j > 0)
				add(span{text: piece})
			}
		}
	}
	return out
}

func (s scribe) span(r words.Run) span {
	switch r.Kind {
	case words.Member:
		return s.person(bot.MemberID(r.Text))
	case words.Place:
		return s.place(r.Text)
	case words.Group:
		return span{text: s.word("place.team")}
	case words.Moment:
		return moment(r, "{time}")
	case words.Since:
		return moment(r, "{ago}")
	case words.Link:
		return link(r.Text)
	default:
		return span{text: plain.Piece(r.Text)}
	}
}

// person is mentioned only if the card pings them, and named otherwise.
func (s scribe) person(id bot.MemberID) span {
	user, name := s.guide.Called(s.id, id, Platform)
	if name == "" {
		name = s.word("someone")
	}
	p := span{text: plain.Piece(name)}
	if slices.Contains(s.ping, id) {
		p.user = user
	}
	return p
}

// place is a link into a voice room of the team's, or a channel of Slack's.
func (s scribe) place(id string) span {
	if ownShape.MatchString(id) {
		return span{text: s.word("place.room"), channel: id}
	}
	url := s.guide.LinkTo(s.team, bot.ChannelID(id))
	room, ok := s.team.Room(bot.RoomID(id))
	switch {
	case id == string(s.team.Text.Main):
		return span{text: s.word("slack.text"), url: url}
	case !ok || room.Name == "":
		return span{text: s.word("place.room")}
	}
	return span{text: plain.Piece(room.Name), url: url}
}

func (s scribe) word(key string) string { return words.Say(s.team.Lang, key).String() }

func moment(r words.Run, format string) span {
	if r.At.IsZero() {
		return span{text: plain.Piece(r.Text)}
	}
	return span{text: r.Text, at: r.At, format: format}
}

func link(typed string) span {
	p := span{text: plain.Piece(typed)}
	if u, ok := webAddress(typed); ok {
		p.url = u
	}
	return p
}

// webAddress is typed as an address of the web.
func webAddress(typed string) (string, bool) {
	u, err := url.Parse(typed)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(u.String()) > mostURL {
		return "", false
	}
	return u.String(), true
}

// section draws spans in one section of rich text.
func section(spans []span) *slack.RichTextSection {
	var all []slack.RichTextSectionElement
	var last *slack.RichTextSectionTextElement
	for i, p := range spans {
		if last != nil && p.isText() && p.style() == spans[i-1].style() {
			last.Text += p.text
			continue
		}
		e := p.element()
		last, _ = e.(*slack.RichTextSectionTextElement)
		all = append(all, e)
	}
	return slack.NewRichTextSection(all...)
}

// isText tells whether the span is no more than its text.
func (p span) isText() bool {
	return p.user == "" && p.channel == "" && p.url == "" && p.at.IsZero()
}

func (p span) style() slack.RichTextSectionTextStyle {
	return slack.RichTextSectionTextStyle{Bold: p.bold, Code: p.code}
}

func (p span) element() slack.RichTextSectionElement {
	var style *slack.RichTextSectionTextStyle
	if p.bold || p.code {
		own := p.style()
		style = &own
	}
	switch {
	case p.user != "":
		return slack.NewRichTextSectionUserElement(p.user, style)
	case p.channel != "":
		return slack.NewRichTextSectionChannelElement(p.channel, style)
	case p.url != "":
		return slack.NewRichTextSectionLinkElement(p.url, p.text, style)
	case !p.at.IsZero():
		date := slack.NewRichTextSectionDateElement(p.at.Unix(), p.format, nil, &p.text)
		date.Style = style
		return date
	}
	return slack.NewRichTextSectionTextElement(p.text, style)
}

// unstyled is what notifications and labels say.
func unstyled(spans []span) string {
	var b strings.Builder
	for _, p := range spans {
		b.WriteString(p.text)
	}
	return b.String()
}

// units is the length of s in UTF-16 units, the strictest way to count characters:
// Slack does not say which is its own.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// shorten cuts s between grapheme clusters to at most most units, ellipsis
// included.
func shorten(s string, most int) string {
	if units(s) <= most {
		return s
	}
	return begin(s, most-units(ellipsis)) + ellipsis
}

// begin is as much of s as fits into most units, cut between grapheme clusters.
func begin(s string, most int) string {
	end := 0
	for rest, state := s, -1; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if most -= units(cluster); most < 0 {
			break
		}
		end += len(cluster)
	}
	return strings.TrimRight(s[:end], " \n")
}

// fit keeps as many paragraphs as most units hold, and ends with ending where some
// are left out.
func fit(paragraphs [][]span, most int, ending string) [][]span {
	for i, p := range paragraphs {
		n := units(unstyled(p)) + len("\n")
		reserve := units(ending)
		if i == len(paragraphs)-1 {
			reserve = 0
		}
		if n+reserve <= most {
			most -= n
			continue
		}
		if n > divisible {
			p = cut(p, most-units(ending))
		} else {
			p = nil
		}
		return append(paragraphs[:i:i], append(p, span{text: ending}))
	}
	return paragraphs
}

// cut is as much of a paragraph's beginning as fits into most units.
func cut(p []span, most int) []span {
	for i, part := range p {
		n := units(part.text)
		if n <= most {
			most -= n
			continue
		}
		kept := p[:i:i]
		if part.isText() {
			part.text = begin(part.text, most)
			kept = append(kept, part)
		}
		return kept
	}
	return p
}
