package discord

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// mostMenu is how long the name of a message command may be.
const mostMenu = 32

// menu gives the command for each name in the menu of a message. Discord tells
// the English one, whatever the member reads.
type menu map[string]string

func menuOf(commands []bot.Command) menu {
	m := menu{}
	for _, c := range commands {
		if c.Way == bot.Menu {
			m[inMenu(words.English, c.Name)] = c.Name
		}
	}
	return m
}

// inMenu is what the menu of a message calls a command.
func inMenu(lang words.Lang, name string) string {
	return label(words.Say(lang, "menu."+strings.ReplaceAll(name, " ", ".")), mostMenu)
}

// wireMessage is a message as far as a command on it reads it. Discord shows the
// application its content although it has not the intent for that.
type wireMessage struct {
	Channel    bot.ChannelID `json:"channel_id"`
	Content    string        `json:"content"`
	Mentions   []wireUser    `json:"mentions"`
	Components []wireText    `json:"components"`
	Embeds     []struct {
		Title       string `json:"title"`
		Description string `json:"description"`
	} `json:"embeds"`
}

// wireText is a component that is text or has texts in it.
type wireText struct {
	Content    string     `json:"content"`
	Components []wireText `json:"components"`
}

// about is the message that a command was given on.
func (w wireInteraction) about() bot.Message {
	m := w.Data.Resolved.Messages[w.Data.Target]
	return bot.Message{
		Text: m.text(),
		Link: "https://discord.com/channels/" + string(w.Guild) + "/" + string(cmp.Or(m.Channel, w.Channel)) + "/" + w.Data.Target,
	}
}

var (
	userMark  = regexp.MustCompile(`<@!?[0-9]{1,20}>`)
	emojiMark = regexp.MustCompile(`<a?(:\w+:)[0-9]{1,20}>`)
)

// text is what people read in a message, with names where they see names.
func (m wireMessage) text() string {
	parts := []string{m.Content}
	if m.Content == "" {
		parts = texts(m.Components)
		for _, e := range m.Embeds {
			parts = append(parts, strings.TrimSpace(e.Title+"\n"+e.Description))
		}
	}
	text := strings.Join(parts, "\n")
	text = userMark.ReplaceAllStringFunc(text, func(mark string) string {
		for _, u := range m.Mentions {
			if strings.Trim(mark, "<@!>") == string(u.ID) {
				return "@" + u.name()
			}
		}
		return mark
	})
	return strings.TrimSpace(emojiMark.ReplaceAllString(text, "$1"))
}

func texts(components []wireText) []string {
	var list []string
	for _, c := range components {
		if c.Content != "" {
			list = append(list, c.Content)
		}
		list = append(list, texts(c.Components)...)
	}
	return list
}
