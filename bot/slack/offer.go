package slack

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
)

// openOffered is the press that opens a form which could not be opened before. It
// is the face's own: the bot is not asked again.
const openOffered = "form open"

const (
	offerLasts = time.Hour
	offerFresh = 10 * time.Minute // in which its owner most likely presses
	formEvery  = time.Minute / 70 // a little slower than web opens views in a row
	soonEnough = 5 * time.Second
	mostOffers = 2000 // forms in memory; the oldest go first
)

// offer is a form that waits for its owner to press a button. A restart forgets it.
type offer struct {
	id    string
	who   string
	view  slack.ModalViewRequest
	until time.Time
}

// offers are the forms that wait.
type offers struct {
	mu  sync.Mutex
	all []offer // as they came
}

// add keeps a form and gives what its button brings.
func (o *offers) add(who string, view slack.ModalViewRequest, now time.Time) (id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	old := 0
	for old < len(o.all) && (now.After(o.all[old].until) || len(o.all)-old >= mostOffers) {
		old++
	}
	id = rand.Text()
	o.all = append(o.all[old:], offer{id, who, view, now.Add(offerLasts)})
	return id
}

// wait is in how many seconds the form's turn is, when all press in their order.
func (o *offers) wait(id string, now time.Time) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	var before time.Duration
	for _, x := range o.all {
		if x.id == id {
			break
		}
		if x.until.Sub(now) > offerLasts-offerFresh {
			before += formEvery
		}
	}
	return int(before.Round(soonEnough) / time.Second)
}

// opened forgets a form.
func (o *offers) opened(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = slices.DeleteFunc(o.all, func(x offer) bool { return x.id == id })
}

// find gives the form that one person's button opens.
func (o *offers) find(id string, who string, now time.Time) (offer, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, x := range o.all {
		if x.id == id && x.who == who && !now.After(x.until) {
			return x, true
		}
	}
	return offer{}, false
}

// open opens a form of its own, or says that it is ready and gives a button to it:
// when the trigger is dead or would be by its turn, or Slack does not say whether
// the form is open.
func (t *talk) open(ctx context.Context, view slack.ModalViewRequest) error {
	trigger := t.heard.Trigger
	t.heard.Trigger = web.Trigger{}
	err := t.face.api.OpenView(ctx, trigger, view)
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case !web.Late(err) && !web.Unknown(err):
		return errors.Join(err, t.show(ctx, bot.Reply{Card: t.tell("ask.internal")}))
	}
	id := t.face.offers.add(t.heard.Request.From.Account.ID, view, time.Now())
	return t.show(ctx, bot.Reply{Card: t.offered("slack.form.ready", id), Team: t.heard.State.Team})
}

// offered is what is said instead of a form: when to press, if not at once.
func (t *talk) offered(key, id string) *bot.Card {
	card := t.tell(key)
	if n := t.face.offers.wait(id, time.Now()); n > 0 {
		card.Lines = []words.Text{words.Say(t.lang, "slack.form.many", words.Count("n", n))}
	}
	card.Buttons = []bot.Button{{Label: words.Say(t.lang, "slack.form.open"), Do: openOffered, With: []string{id}, Look: bot.Main}}
	return card
}

// asksForOffered tells whether somebody presses the button to a form.
func (h heard) asksForOffered() bool {
	return h.Request.Way == bot.Press && h.Request.Do == openOffered && h.Sorry == nil
}

// offerID is what the button to a form brings.
func (h heard) offerID() string {
	if len(h.Request.With) == 0 {
		return ""
	}
	return h.Request.With[0]
}

// take opens the form that was offered, before forms that are asked for now, and
// takes its message away; when there are still too many, the message says so.
func (t *talk) take(ctx context.Context) error {
	ctx, cancel := outlasting(ctx)
	defer cancel()
	id := t.heard.offerID()
	form, ok := t.face.offers.find(id, t.heard.Request.From.Account.ID, time.Now())
	if !ok {
		return t.show(ctx, bot.Reply{Card: t.tell("slack.form.gone"), Update: true})
	}
	trigger := t.heard.Trigger
	trigger.Urgency, t.heard.Trigger = web.Urgent, web.Trigger{}
	err := t.face.api.OpenView(ctx, trigger, form.view)
	if err == nil {
		t.face.offers.opened(id)
	}
	switch {
	case err == nil && t.card() != "":
		return t.face.api.Respond(ctx, t.card(), web.Response{Delete: true})
	case err == nil || web.Unknown(err):
		return err
	case web.Late(err):
		return t.notYet(ctx)
	}
	return errors.Join(err, t.show(ctx, bot.Reply{Card: t.tell("ask.internal")}))
}

// notYet says on the message with the button that it is too early.
func (t *talk) notYet(ctx context.Context) error {
	return t.show(ctx, bot.Reply{Card: t.offered("slack.form.again", t.heard.offerID()), Update: true})
}
