package dialogue

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// Show says what a surface shows: lines that begin with '< ', or "" for what
// nobody sees. Every event must pass through it, in order, so that people can
// press what they see.
func (p *Play) Show(e fake.Event) string {
	switch e.Kind {
	case fake.MessageCreated, fake.MessageEdited, fake.MessageDeleted:
		return p.showMessage(e)
	case fake.Answered:
		return p.showAnswer(e)
	case fake.StatusChanged:
		return line(e.Channel.Name()+" status", cmp.Or(e.Text, "(none)"))
	case fake.SoundPlayed:
		return line(e.Channel.Name()+" sound", e.Text)
	case fake.EventScheduled:
		return line("calendar", p.showEvent(e))
	case fake.EventChanged:
		return line("calendar (changed)", p.showEvent(e))
	case fake.EventCancelled:
		return line("calendar (cancelled)", e.Text)
	case fake.EventMoved, fake.EventBegun, fake.EventEnded:
		return p.passing(e)
	}
	return ""
}

// passing is what the calendar shows as habits come and go: what most dialogues
// are not about.
func (p *Play) passing(e fake.Event) string {
	switch {
	case !p.Calendar:
		return ""
	case e.Kind == fake.EventMoved:
		return line("calendar (moved)", p.showEvent(e))
	case e.Kind == fake.EventBegun:
		return line("calendar (now)", e.Text)
	}
	return line("calendar (over)", e.Text)
}

// ShowAll shows events that were waited for together, in an order that does not
// depend on which of several goroutines was first: what came almost at once is
// put in the order of its surfaces, and sounds, played one room after another
// in any order, come last.
func (p *Play) ShowAll(discord []fake.Event, inSlack []slack.Event) []string {
	var list []shown
	for _, e := range discord {
		line := p.Show(e)
		list = append(list, shown{line: line, at: e.At, rank: rank(e.Kind, line)})
	}
	for _, e := range inSlack {
		line := p.ShowSlack(e)
		list = append(list, shown{line: line, at: e.At, rank: rank("", line)})
	}
	moments(list)
	list = slices.DeleteFunc(list, func(s shown) bool { return s.line == "" })
	slices.SortStableFunc(list, func(a, b shown) int {
		if a.rank == sounds || b.rank == sounds {
			return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.line, b.line))
		}
		return cmp.Or(cmp.Compare(a.moment, b.moment), cmp.Compare(a.rank, b.rank), strings.Compare(a.surface(), b.surface()))
	})
	var lines []string
	for _, s := range list {
		lines = append(lines, s.line)
	}
	return lines
}

const almostAtOnce = 300 * time.Millisecond

// shown is a line to be put in order.
type shown struct {
	line   string
	at     time.Time
	moment int
	rank   int
}

// moments puts a list in the order of time and counts the moments in it.
func moments(list []shown) {
	slices.SortStableFunc(list, func(a, b shown) int { return a.at.Compare(b.at) })
	for i := 1; i < len(list); i++ {
		list[i].moment = list[i-1].moment
		if list[i].at.Sub(list[i-1].at) > almostAtOnce {
			list[i].moment++
		}
	}
}

// Ranks of surfaces.
const (
	answers = iota
	slackAnswers
	channels
	chats
	board
	others
	slackOthers
	sounds
)

func rank(kind fake.EventKind, line string) int {
	switch {
	case kind == fake.SoundPlayed:
		return sounds
	case strings.HasPrefix(line, "< (Slack, to "):
		return slackOthers
	case strings.HasPrefix(line, "< (Slack, "), strings.HasPrefix(line, "< Slack form"):
		return slackAnswers
	case strings.HasPrefix(line, "< Slack "):
		return slackOthers
	case strings.HasPrefix(line, "< ("), strings.HasPrefix(line, "< form"):
		return answers
	case strings.HasPrefix(line, "< #"):
		return channels
	case strings.HasPrefix(line, "< board"):
		return board
	case strings.Contains(surfaceOf(line), " chat"):
		return chats
	}
	return others
}

// surface is where it is shown. Each line of the calendar is by itself.
func (s shown) surface() string {
	if strings.HasPrefix(s.line, "< calendar") {
		return s.line
	}
	return surfaceOf(s.line)
}

// surfaceOf is a line's surface without what is said about it in brackets.
func surfaceOf(line string) string {
	surface := strings.TrimPrefix(line, "< ")
	if to, _, private := strings.Cut(surface, ")"); private && (strings.HasPrefix(to, "(to ") || strings.HasPrefix(to, "(Slack, ")) {
		return to // several may be told at once
	}
	if strings.HasPrefix(surface, "(") {
		return ""
	}
	surface, _, _ = strings.Cut(surface, ":")
	surface, _, _ = strings.Cut(surface, " (")
	return surface
}

func (p *Play) showMessage(e fake.Event) string {
	m, where := e.Message, placeOf(e.Channel)
	if m.Author != "Engawa" {
		p.note(m)
		return ""
	}
	text := m.Text()
	title, rest, _ := strings.Cut(text, "\n")
	if isBoard(title) && e.Member == nil {
		where, text = "board", strings.ReplaceAll(rest, "\n", " | ")
	}
	switch {
	case e.Kind == fake.MessageDeleted:
		text, _, _ = strings.Cut(text, "\n")
		return line(where+" (deleted)", text)
	case e.Member != nil:
		where = only(e.Member)
	case e.Kind == fake.MessageEdited && where != "board":
		where += " (edited)"
	}
	p.note(m)
	if len(m.Mentions) > 0 && e.Channel.With() == nil {
		where += " (pings " + strings.ReplaceAll(strings.Join(m.Mentions, ", "), "@", "") + ")"
	}
	return line(where, text)
}

// showAnswer shows a form or a first private answer; other answers are messages
// that were told of already.
func (p *Play) showAnswer(e fake.Event) string {
	if e.Form != nil {
		p.noteForm(e.Member, e.Form)
		return line("form for "+e.Member.Name(), formText(e.Form.Text()))
	}
	if !e.Message.Ephemeral || e.Message.Edits > 0 {
		return ""
	}
	p.note(e.Message)
	return line(only(e.Member), e.Message.Text())
}

// formText is a form without the marks of its title.
func formText(text string) string {
	return strings.Trim(strings.Replace(text, " ==\n", "\n", 1), "= ")
}

func only(m *fake.Member) string { return "(" + m.Name() + " only)" }

func placeOf(c *fake.Channel) string {
	switch to := c.With(); {
	case to != nil:
		return "(to " + to.Name() + ")"
	case c.IsVoice():
		return c.Name() + " chat"
	}
	return "#" + c.Name()
}

func isBoard(title string) bool {
	return slices.ContainsFunc(words.Langs(), func(l words.Lang) bool { return words.Say(l, "rooms.title").String() == title })
}

// showEvent says when and where an event of the calendar is.
func (p *Play) showEvent(e fake.Event) string {
	for _, s := range slices.Backward(p.stage.Guild.ScheduledEvents()) {
		if s.Name != e.Text {
			continue
		}
		text := s.Name + ", " + strings.ToLower(s.Start.In(p.stage.Zone).Format("Mon 2006-01-02 15:04")) +
			s.End.In(p.stage.Zone).Format("–15:04") + ", " + cmp.Or(s.Channel, s.Location)
		if len(s.Recurrence) > 0 && string(s.Recurrence) != "null" {
			text += ", again and again"
		}
		return text
	}
	return e.Text
}

// line is what one surface shows; further lines are indented.
func line(surface, text string) string {
	sign := ": "
	if strings.HasPrefix(surface, "(") {
		sign = " "
	}
	text = strings.ReplaceAll(text, "\r", "")
	for strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n\n", "\n")
	}
	return "< " + surface + sign + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}
