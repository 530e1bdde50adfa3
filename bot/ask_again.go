package bot

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/engawa-bot/engawa/bot/words"
)

// againDo is the press that opens a form anew which was refused, with all that was written.
const againDo = "form again"

// mostForms is how many open forms are remembered, one a person; the oldest goes first.
const mostForms = 4096

// openForms are the forms that people have before them, as long as this process runs. After
// that, what was written is in the refusal, to be copied.
type openForms struct {
	mu    sync.Mutex
	of    map[Account]openForm
	order []Account // the oldest first
}

type openForm struct {
	team TeamID
	form Form
}

func (o *openForms) put(who Account, f openForm) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, there := o.of[who]; there {
		o.order = slices.DeleteFunc(o.order, func(other Account) bool { return other == who })
	} else if len(o.order) == mostForms {
		delete(o.of, o.order[0])
		o.order = o.order[1:]
	}
	if o.of == nil {
		o.of = map[Account]openForm{}
	}
	o.of[who], o.order = f, append(o.order, who)
}

func (o *openForms) get(who Account) (openForm, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f, ok := o.of[who]
	return f, ok
}

// refusedForm is the form that a request has sent, with what was written in it; false if that
// is not remembered. What is secret is left out.
func (b *Bot) refusedForm(r Request) (openForm, bool) {
	f, ok := b.forms.get(r.From.Account)
	if !ok || r.Way != Submit || f.form.Do != r.Do || !slices.Equal(f.form.With, r.With) {
		return openForm{}, false
	}
	if b.commands[commandKey{r.Way, r.Do}].Secret {
		return f, true
	}
	values := maps.Clone(r.Values)
	f.form.Fields = slices.Clone(f.form.Fields)
	for i, field := range f.form.Fields {
		if v, ok := values[field.Key]; ok {
			f.form.Fields[i].Value = v
		}
	}
	return f, true
}

// offerAgain puts the button into a refusal that opens the form anew; not where a feature has
// given a card without a button, for it is of no use there.
func (b *Bot) offerAgain(r Request, given, refusal *Card) {
	f, ok := b.refusedForm(r)
	if !ok || given != nil && len(given.Buttons) == 0 {
		return
	}
	b.forms.put(r.From.Account, f)
	again := Button{Label: words.Say(r.From.Lang, "form.again"), Do: againDo, Look: Main}
	refusal.Buttons = append([]Button{again}, refusal.Buttons...)
}

// again opens the form that somebody has before them anew.
func (b *Bot) again(r *Request) (Reply, error) {
	f, ok := b.forms.get(r.From.Account)
	if !ok {
		return Reply{}, Sorryf("form.gone")
	}
	r.Whose = f.team
	return Reply{Form: &f.form}, nil
}

// inField says what is wrong with a field of a form by its label, where there are several.
func (b *Bot) inField(r Request, fault Fault) words.Text {
	said := fault.Sorry.Say(r.From.Lang)
	f, ok := b.refusedForm(r)
	if !ok || len(f.form.Fields) < 2 {
		return said
	}
	for _, part := range slices.Backward(strings.Split(fault.Field, ".")) {
		if i := slices.IndexFunc(f.form.Fields, func(field Field) bool { return field.Key == part }); i >= 0 {
			return words.Say(r.From.Lang, "form.fault", words.Nest("field", f.form.Fields[i].Label), words.Nest("fault", said))
		}
	}
	return said
}
