package slack

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// Limits of a message. Sources: Slack's reference of blocks and of block elements;
// that of all text in the blocks of one message is what people have measured.
const (
	mostText        = 13000
	mostControls    = 9000 // of mostText, for buttons and selects
	mostNotice      = 300  // ours: of the text for notifications
	mostLabel       = 75
	mostPlaceholder = 150
	mostOption      = 75 // of an option's label, value and description each
	briefOption     = 20 // of a label, where there are very many
	mostOptions     = 100
	mostValue       = 2000
	mostActionID    = 255
	mostButtons     = 20 // as many as bot.Card may have
	mostSelects     = 20
	rowOfButtons    = 5 // as many as are seen at once on a narrow screen; Slack takes 25
)

// drawn is a card as Slack takes it.
type drawn struct {
	Blocks []slack.Block
	Text   string // for notifications; & < > escaped
}

// draw makes blocks of a card of a team's. What does not fit is shortened.
func (f *Face) draw(card bot.Card, team bot.TeamID) drawn { return f.drawIn(card, team, 0) }

// drawIn draws a card that Slack tells with so many bytes more.
func (f *Face) drawIn(card bot.Card, team bot.TeamID, more int) drawn {
	s := f.scribe(team, card.Ping)
	c := controls{scribe: s}
	buttons := c.buttons(card.Buttons)
	below := append(c.selects(card.Selects), buttons...)
	var title []span
	paragraphs := s.paragraphs(card.Lines)
	if !card.Title.Empty() {
		title = s.spans(card.Title)
		for i := range title {
			title[i].bold = true
		}
		paragraphs = slices.Insert(paragraphs, 0, title)
	}
	if len(paragraphs) == 0 {
		paragraphs = [][]span{{{text: ellipsis}}}
	}
	if len(below) == 0 {
		return written(fit(paragraphs, mostText, ellipsis), title != nil)
	}
	ending := ellipsis + " " + s.word("slack.more")
	if c.press.cut {
		paragraphs = append(paragraphs, []span{{text: ending}})
	}
	d := lighten(mostText-c.used, mostWeight-c.press.used-more, func(units int) drawn {
		return written(fit(paragraphs, units, ending), title != nil)
	})
	d.Blocks = append(d.Blocks, below...)
	return d
}

// written draws text, the first paragraph apart if it is a title.
func written(paragraphs [][]span, titled bool) drawn {
	d := drawn{Text: notice(paragraphs)}
	if titled {
		d.Blocks = append(d.Blocks, slack.NewRichTextBlock("", section(paragraphs[0])))
		paragraphs = paragraphs[1:]
	}
	if len(paragraphs) > 0 {
		d.Blocks = append(d.Blocks, slack.NewRichTextBlock("", section(joined(paragraphs))))
	}
	return d
}

func (s scribe) paragraphs(lines []words.Text) [][]span {
	var all [][]span
	for _, line := range lines {
		if spans := s.spans(line); strings.TrimSpace(unstyled(spans)) != "" {
			all = append(all, spans)
		}
	}
	return all
}

func joined(paragraphs [][]span) []span {
	var all []span
	for i, p := range paragraphs {
		if i > 0 {
			all = append(all, span{text: "\n"})
		}
		all = append(all, p...)
	}
	return all
}

// notice is what a notification says.
func notice(paragraphs [][]span) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(shorten(unstyled(joined(paragraphs)), mostNotice))
}

// pressed is what a button or a select carries. A button has it in its value; a
// select, which has no value of its own, in its action_id.
type pressed struct {
	Do   string     `json:"d"`
	Team bot.TeamID `json:"t,omitzero"`
	With []string   `json:"w,omitzero"`
}

// pack writes p down; not ok means that it is longer than most bytes.
func (p pressed) pack(most int) (s string, ok bool) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(p); err != nil {
		return "", false
	}
	s = strings.TrimSuffix(b.String(), "\n")
	return s, len(s) <= most
}

// pressedBy reads what was pressed; not ok means that it is a link's button, or not
// ours.
func pressedBy(a slack.BlockAction) (p pressed, ok bool) {
	packed := a.ActionID
	if a.Type == "button" {
		packed = a.Value
	}
	return p, json.Unmarshal([]byte(packed), &p) == nil && p.Do != ""
}

// controls draws what can be pressed and counts its text.
type controls struct {
	scribe
	used  int
	press room
}

// buttons draws rows of buttons. One that carries more than Slack takes is left
// out: it could not be pressed.
func (c *controls) buttons(all []bot.Button) []slack.Block {
	var elements []slack.BlockElement
	for i, b := range all[:min(len(all), mostButtons)] {
		before := c.used
		if e, ok := c.button(i, b); !ok || !c.press.takes(weight(e)+aroundButton) {
			c.used, c.press.cut = before, c.press.cut || ok
		} else {
			elements = append(elements, e)
		}
	}
	var blocks []slack.Block
	for row := range slices.Chunk(elements, rowOfButtons) {
		blocks = append(blocks, slack.NewActionBlock("", row...))
	}
	return blocks
}

func (c *controls) button(i int, b bot.Button) (*slack.ButtonBlockElement, bool) {
	e := slack.NewButtonBlockElement(fmt.Sprintf("%s#%d", b.Do, i), "", nil)
	switch b.Look {
	case bot.Main:
		e.Style = slack.StylePrimary
	case bot.Danger:
		e.Style = slack.StyleDanger
	}
	ok := true
	if address, web := webAddress(b.URL); web {
		e.URL = address
	} else {
		e.Value, ok = pressed{b.Do, c.id, b.With}.pack(mostValue)
	}
	if !ok || len(e.ActionID) > mostActionID {
		return nil, false
	}
	e.Text = c.label(b.Label, mostLabel)
	return e, true
}

// selects draws each select in a block of its own. Those of rooms, text channels
// and roles are Discord's, and are left out.
func (c *controls) selects(all []bot.Select) []slack.Block {
	var blocks []slack.Block
	for _, s := range all[:min(len(all), mostSelects)] {
		if s.Pick != bot.PickOption || len(s.Options) == 0 {
			continue
		}
		if block, ok := c.fitting(s); ok {
			blocks = append(blocks, block)
		}
	}
	return blocks
}

// fitting draws a select, if need be with less said of its options.
func (c *controls) fitting(s bot.Select) (slack.Block, bool) {
	before := c.used
	for _, most := range [][2]int{{mostOption, mostOption}, {mostOption, 0}, {briefOption, 0}} {
		block, n, ok := c.menu(s, most[0], most[1])
		if ok && c.used <= mostControls && c.press.takes(n) {
			return block, true
		}
		if c.used = before; !ok {
			return nil, false
		}
	}
	c.press.cut = true
	return nil, false
}

// menu draws a select and weighs it; Slack knows none without options, and takes
// one of several choices beside a text only.
func (c *controls) menu(s bot.Select, label, hint int) (block slack.Block, weight int, ok bool) {
	id, ok := pressed{s.Do, c.id, s.With}.pack(mostActionID)
	options := c.options(s.Options, label, hint)
	if !ok || len(options) == 0 {
		return nil, 0, false
	}
	var chosen []*slack.OptionBlockObject
	for _, o := range options {
		if slices.Contains(s.Chosen, o.Value) && len(chosen) < max(s.Max, 1) {
			chosen = append(chosen, o)
		}
	}
	what := c.label(s.Hint, mostPlaceholder)
	if s.Max <= 1 {
		one := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, what, id, options...)
		if len(chosen) > 0 {
			one.InitialOption = chosen[0]
		}
		block = slack.NewActionBlock("", one)
		return block, selectWeight(block, options, 1), true
	}
	many := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, what, id, options...)
	most := min(s.Max, len(options))
	many.InitialOptions, many.MaxSelectedItems = chosen, &most
	block = slack.NewSectionBlock(what, nil, slack.NewAccessory(many))
	return block, selectWeight(block, options, most), true
}

// options draws the options, with labels and hints of so many units at most. A value
// that Slack cannot carry back as it is, is left out.
func (c *controls) options(list []bot.Option, label, hint int) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	for _, o := range list {
		same := func(d *slack.OptionBlockObject) bool { return d.Value == o.Value }
		if o.Value == "" || units(o.Value) > mostOption || len(all) == mostOptions || slices.ContainsFunc(all, same) {
			continue
		}
		var about *slack.TextBlockObject
		if !o.Hint.Empty() && hint > 0 {
			about = c.label(o.Hint, hint)
		}
		all = append(all, slack.NewOptionBlockObject(o.Value, c.label(o.Label, label), about))
	}
	return all
}

// label is a text on one line, never empty, in which nothing is formatted.
func (c *controls) label(t words.Text, most int) *slack.TextBlockObject {
	s := shorten(words.Clean(unstyled(c.spans(t))), most)
	if s == "" {
		s = ellipsis
	}
	c.used += units(s)
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}
