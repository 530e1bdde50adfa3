package dialogue

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/fake/slack"
)

// sight is a surface of Slack that was shown.
type sight struct {
	key     string        // which it is
	who     *slack.Member // who alone sees it; nil: everybody
	channel string
	home    bool
	text    string
	message slack.Message // or none
	surface slack.Surface
}

// see remembers a surface, so that it can be pressed.
func (p *Play) see(s sight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = slices.DeleteFunc(p.seen, func(old sight) bool { return old.key == s.key })
	p.seen = append(p.seen, s)
}

// sights lists what a person can press: the modal before them, then what was
// shown, the newest first.
func (p *Play) sights(m *slack.Member) []sight {
	var list []sight
	if form := m.Modal(); form.ID != "" {
		list = append(list, sight{surface: form})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range slices.Backward(p.seen) {
		if s.who == nil || s.who == m {
			list = append(list, s)
		}
	}
	return list
}

// ShowSlack is Show for what happens in Slack.
func (p *Play) ShowSlack(e slack.Event) string {
	switch e.Kind {
	case slack.MessagePosted, slack.MessageEdited, slack.MessageDeleted:
		return p.showSlackMessage(e)
	case slack.ModalOpened, slack.ModalUpdated:
		return line("Slack form for "+e.Member.Name(), formText(e.Text))
	case slack.ModalClosed:
		return line("Slack form for "+e.Member.Name()+" (closed)", e.View.Title)
	case slack.HomePublished:
		p.see(sight{key: e.View.ID, who: e.Member, home: true, surface: e.View})
		return line("Slack home of "+e.Member.Name(), e.Text)
	case slack.StatusChanged:
		return line("Slack status of "+e.Member.Name(), cmp.Or(e.Text, "(none)"))
	}
	return ""
}

func (p *Play) showSlackMessage(e slack.Event) string {
	m := e.Message
	p.see(sight{key: e.Channel.ID() + m.TS, who: e.Member, channel: e.Channel.Name(), text: e.Text, message: m, surface: m})
	if m.From != p.stage.Slack.BotUser() {
		return "" // others see what people say in their line
	}
	where, text := slackPlace(e), e.Text
	title, rest, _ := strings.Cut(text, "\n")
	if e.Member == nil && isWindow(title) {
		where, text = slackBoard, strings.ReplaceAll(rest, "\n", " | ")
	}
	switch {
	case e.Kind == slack.MessageDeleted:
		return line(where+" (deleted)", title)
	case e.Kind == slack.MessageEdited && where != slackBoard:
		where += " (edited)"
	}
	if len(m.Pings) > 0 && e.Member == nil {
		where += " (pings " + strings.Join(m.Pings, ", ") + ")"
	}
	return line(where, text)
}

const slackBoard = "Slack board"

// isWindow tells whether a title is that of a team's board for the other teams.
func isWindow(title string) bool {
	return slices.ContainsFunc(words.Langs(), func(l words.Lang) bool {
		before, after, _ := strings.Cut(words.Say(l, "rooms.window", words.Quote("team", "TEAM")).String(), "TEAM")
		return strings.HasPrefix(title, before) && strings.HasSuffix(title, after)
	})
}

func slackPlace(e slack.Event) string {
	switch to := e.Channel.With(); {
	case e.Message.Only != nil:
		return "(Slack, " + e.Message.Only.Name() + " only)"
	case to != nil:
		return "(Slack, to " + to.Name() + ")"
	}
	return "Slack #" + e.Channel.Name()
}
