package apptest

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// attendee is somebody in a meeting.
type attendee struct {
	*fake.Member
	t       *testing.T
	dice    *rand.Rand
	words   *lexicon
	room    *fake.Channel
	minutes *minutes
	again   func(context.Context) bool // sends a form that was not answered once more
}

// control is a button or a select of a card: what it does, and what it brings
// along besides the meeting's date and how far the card has come.
type control struct {
	id      string
	do      string
	retro   string
	rest    []string
	options []string // values
	most    int
}

// controls are those of a card.
func controls(m fake.Message) (all []control) {
	for _, list := range found(m.Components, "components") {
		parts, _ := list.([]any)
		for _, part := range parts {
			raw, err := json.Marshal(part)
			var c struct {
				ID      string `json:"custom_id"`
				Options []struct{ Value string }
				Most    int `json:"max_values"`
			}
			if err != nil || json.Unmarshal(raw, &c) != nil || c.ID == "" {
				continue
			}
			b := brought(c.ID)
			b.most = c.Most
			for _, o := range c.Options {
				b.options = append(b.options, o.Value)
			}
			all = append(all, b)
		}
	}
	return all
}

// brought takes a custom_id apart; see bot/discord/customid.go.
func brought(id string) control {
	parts := strings.Split(id, "|")
	c := control{id: id, do: parts[0]}
	if len(parts) > 3 {
		c.retro, c.rest = parts[2], parts[4:]
	}
	return c
}

// attend has somebody do one thing after another.
func (w *attendee) attend(ctx context.Context) {
	for ctx.Err() == nil {
		m, there := meetingCard(w.room)
		switch n := w.dice.IntN(20); {
		case w.again != nil:
			if w.again(ctx) {
				w.again = nil
			}
		case n == 0:
			w.Leave()
		case n == 1 || w.Room() == nil:
			w.Join(w.room)
		case n == 2:
			w.writes(ctx)
		case !there || !strings.Contains(m.Text(), "["):
			w.begins(ctx)
		default:
			w.presses(ctx, m)
		}
		pause(ctx, time.Duration(w.dice.IntN(60))*time.Millisecond)
	}
}

// begins begins a meeting, in the place of another if need be.
func (w *attendee) begins(ctx context.Context) {
	a := w.Run("kpt start", nil)
	if answered(ctx, a) != "" && has(a.Message, "Begin now") {
		a = w.Press(a.Message, "Begin now")
	}
	if answered(ctx, a) != "" && has(a.Message, "I lead now") {
		w.hears(answered(ctx, w.Press(a.Message, "I lead now")))
	}
}

// writes gives a note by a command.
func (w *attendee) writes(ctx context.Context) {
	kind := []string{"keep", "problem", "try"}[w.dice.IntN(3)]
	text := w.words.word("n") + chat(w.dice)
	told := w.minutes.note(text, kind)
	if says := answered(ctx, w.Run(kind, map[string]any{"text": text})); w.hears(says) {
		told(strings.Contains(says, "Noted as a "), says)
	}
}

// presses presses something on the card.
func (w *attendee) presses(ctx context.Context, m fake.Message) {
	all := controls(m)
	if len(all) == 0 {
		return
	}
	c := all[w.dice.IntN(len(all))]
	if strings.Contains(m.Text(), "@"+w.Name()+" leads") && w.dice.IntN(2) == 0 { // it is to get somewhere
		for _, on := range all {
			if on.do == "meeting next" || on.do == "meeting close" {
				c = on
			}
		}
	}
	rare := map[string]int{"meeting note": 4, "meeting commit": 4, "meeting close": 2, "meeting reopen": 3, "meeting back": 2, "meeting putoff": 4, "meeting skip": 2, "meeting take over": 3}
	if n := rare[c.do]; n > 0 && w.dice.IntN(n) > 0 {
		return
	}
	w.minutes.presses.Add(1)
	switch c.do {
	case "meeting verdict":
		w.judges(ctx, m, c)
	case "meeting note":
		w.notes(ctx, m, c)
	case "meeting commit":
		w.commits(ctx, w.touch(m, c), c)
	case "meeting vote":
		w.votes(ctx, m, c)
	default:
		w.hears(answered(ctx, w.touch(m, c)))
	}
}

// touch presses a button, or picks something in a select.
func (w *attendee) touch(m fake.Message, c control) *fake.Answer {
	if len(c.options) == 0 {
		return w.Press(m, c.id)
	}
	var picked []string
	for _, i := range w.dice.Perm(len(c.options))[:1+w.dice.IntN(min(max(1, c.most), len(c.options)))] {
		picked = append(picked, c.options[i])
	}
	return w.Choose(m, c.id, picked...)
}

// judges says how a Try went.
func (w *attendee) judges(ctx context.Context, m fake.Message, c control) {
	told := w.minutes.verdict(c.rest[1], c.retro, c.rest[0])
	a := w.Press(m, c.id)
	says := answered(ctx, a)
	switch {
	case a.Err != nil && says == "" && ctx.Err() == nil:
		told(a.Err == fake.ErrNoAnswer, false) //nolint:errorlint // it is never wrapped
	case w.hears(says):
		told(false, strings.Contains(says, "[Say more]"))
	}
}

// notes gives a note by the form of the card.
func (w *attendee) notes(ctx context.Context, m fake.Message, c control) {
	a := w.Press(m, c.id)
	if answered(ctx, a) == "" || a.Form.Title == "" {
		return
	}
	kind := []string{"keep", "problem", "try"}[w.dice.IntN(3)]
	text := w.words.word("n") + chat(w.dice)
	told := w.minutes.note(text, kind)
	values := map[string]any{"kind": kind, "text": text, "name": []string{"named", "anonymous"}[w.dice.IntN(2)]}
	w.sends(ctx, func(ctx context.Context) bool {
		says := answered(ctx, w.Submit(a.Form, values))
		if w.hears(says) {
			told(strings.Contains(says, "Noted as a "), says)
		}
		return says != ""
	})
}

// sends sends a form; one that was not answered is sent again.
func (w *attendee) sends(ctx context.Context, send func(context.Context) bool) {
	if !send(ctx) {
		w.again = send
	}
}

// commits fills in what the team will do.
func (w *attendee) commits(ctx context.Context, a *fake.Answer, _ control) {
	says := answered(ctx, a)
	if !w.hears(says) || a.Form.Title == "" {
		return
	}
	c := brought(a.Form.CustomID) // kind, id of the Try, and of the one it takes the place of
	text := w.words.word("t")
	if values := found(a.Form.Components, "value"); len(values) > 0 && c.rest[0] == "of" {
		text = strings.TrimSpace(firstLine(values)) + " " + text
	}
	told := w.minutes.commit(c, text)
	w.sends(ctx, func(ctx context.Context) bool {
		says := answered(ctx, w.Submit(a.Form, map[string]any{"text": text}))
		if w.hears(says) {
			told(strings.Contains(says, "Decided: "))
		}
		return says != ""
	})
}

var noteText = regexp.MustCompile(`^[nt]\d+\b.*`)

// firstLine is the first of some values that is a note's text.
func firstLine(values []any) string {
	for _, v := range values {
		if text, ok := v.(string); ok && noteText.MatchString(text) {
			return text
		}
	}
	return ""
}

// votes gives a vote.
func (w *attendee) votes(ctx context.Context, m fake.Message, c control) {
	a := w.Press(m, c.id)
	if !w.hears(answered(ctx, a)) {
		return
	}
	for _, pick := range controls(a.Message) {
		if len(pick.options) > 0 {
			w.hears(answered(ctx, w.touch(a.Message, pick)))
			return
		}
	}
}

// hears fails the test if somebody is told that something went wrong; it says
// whether they were told anything.
func (w *attendee) hears(says string) bool {
	if strings.Contains(says, "went wrong") {
		w.t.Errorf("%s was answered %q", w.Name(), says)
	}
	return says != ""
}
