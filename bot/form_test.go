package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// A feature learns here, and not from a member who was not asked something, that
// its form is more than faces show.
func TestAFormOfMoreThanFacesShowIsNotShown(t *testing.T) {
	field := func(i int) bot.Field { return bot.Field{Key: fmt.Sprint("f", i), Kind: bot.FieldLine} }
	radio := func(n int) bot.Field {
		return bot.Field{Key: "radio", Kind: bot.FieldRadio, Options: make([]bot.Option, n)}
	}
	fields := func(n int) (list []bot.Field) {
		for i := range n {
			list = append(list, field(i))
		}
		return list
	}
	forms := map[string]struct {
		fields []bot.Field
		shown  bool
	}{
		"none": {nil, false}, "one": {fields(1), true}, "five": {fields(5), true}, "six": {fields(6), false},
		"one choice": {[]bot.Field{radio(1)}, false}, "ten choices": {[]bot.Field{radio(10)}, true}, "eleven choices": {[]bot.Field{radio(11)}, false},
		"twice": {[]bot.Field{field(1), field(1)}, false},
	}
	var asked bot.Form
	feature := bot.Feature{Name: "forms", Commands: []bot.Command{{
		Name: "form", Way: bot.Slash, Who: bot.Anyone,
		Run: func(*bot.Ask) (bot.Reply, error) { return bot.Reply{Form: &asked}, nil },
	}}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		for name, c := range forms {
			asked = bot.Form{Do: "x", Fields: c.fields}
			r := b.Ask(t.Context(), bot.Request{Way: bot.Slash, Do: "form", From: bot.Person{ID: "1", Lang: words.English}, Server: bot.Server{ID: server}})
			if got := r.Form != nil; got != c.shown {
				t.Errorf("%s: got shown %v, want %v", name, got, c.shown)
			}
			if !c.shown && (r.Card == nil || !strings.Contains(r.Card.Lines[0].String(), "went wrong")) {
				t.Errorf("%s: got %+v, want a word about it", name, r.Card)
			}
		}
	}, feature)
}
