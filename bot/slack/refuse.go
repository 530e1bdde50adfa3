package slack

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

const (
	refusalsAtOnce = 16
	mostRefusals   = 10_000
)

// refusals are those who are asked to try again, since too many ask at once. The
// mutex of answerer guards it.
type refusals struct {
	waiting []heard // as they came
	working int
}

// refuse asks somebody to try again and gives back what they typed. A form stays
// open with what stands in it. Not taken means that even for this there are too
// many: Slack itself tells who waits that nobody answered. a.mu is held.
func (a *answerer) refuse(ctx context.Context, h heard) (taken bool) {
	if h.Answer != nil && a.keepOpen(h) {
		return true
	}
	if len(a.refusals.waiting) >= mostRefusals {
		a.face.log.Error("too many are asking at once; Slack tells one that nobody answers", "do", h.Request.Do)
		return false
	}
	a.refusals.waiting = append(a.refusals.waiting, h)
	if a.refusals.working < refusalsAtOnce {
		a.refusals.working++
		a.all.Go(func() { a.refuseAll(ctx) })
	}
	return true
}

// keepOpen answers a form with a word below its first field.
func (a *answerer) keepOpen(h heard) bool {
	fields := slices.Sorted(maps.Keys(h.Request.Values))
	if len(fields) == 0 {
		return false
	}
	why := words.Say(a.face.known(h.Request.From.Account.ID), "ask.busy").String()
	err := h.Answer(slack.NewErrorsViewSubmissionResponse(map[string]string{fields[0]: why}))
	return err == nil
}

func (a *answerer) refuseAll(ctx context.Context) {
	for {
		a.mu.Lock()
		left := len(a.refusals.waiting)
		if left == 0 || ctx.Err() != nil {
			a.refusals.waiting = nil
			a.refusals.working--
			a.mu.Unlock()
			if left > 0 {
				a.face.log.Warn("stopped before all were told that too many ask", "left", left)
			}
			return
		}
		h := a.refusals.waiting[0]
		a.refusals.waiting = a.refusals.waiting[1:]
		a.mu.Unlock()
		t := &talk{face: a.face, heard: h, lang: a.face.known(h.Request.From.Account.ID)}
		if h.asksForOffered() {
			a.said(t, t.notYet(ctx))
			continue
		}
		a.said(t, t.say(ctx, bot.Reply{Card: t.busy()}))
	}
}

// busy says that too many ask, and what the asker typed.
func (t *talk) busy() *bot.Card {
	card := t.tell("ask.busy")
	r := t.heard.Request
	text := strings.TrimSpace(strings.Join(slices.Collect(maps.Values(r.Values)), "\n"))
	if r.Way == bot.Slash && text != "" {
		card.Lines = append(card.Lines, words.Say(t.lang, "ask.typed", words.Quote("text", text)))
	}
	return card
}

// known is the language that somebody reads, as far as it is remembered: to ask
// Slack would take too long.
func (f *Face) known(who string) words.Lang {
	u, ok := f.api.Remembered(string(who))
	if !ok {
		return words.English
	}
	return words.Of(u.Locale)
}
