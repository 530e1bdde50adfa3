package meeting

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// grouping is a meeting at its grouping stage, with some Problems.
func grouping(t *testing.T, problems ...string) *running {
	t.Helper()
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.note("2", "problem", problems...)
	o.reaches("Grouping")
	return o
}

// groups are the groups of Problems, by their texts.
func (o *running) groups() (list []string) {
	o.Helper()
	o.View(func(tx *store.Tx) error {
		v, err := rules.Of(string(o.Team().ID), nil).View(tx, date(o.T, "2026-11-27"), rules.Look{Stage: rules.InGroup})
		for _, i := range v.Page.Items {
			var texts []string
			for _, n := range i.Notes {
				texts = append(texts, n.Text)
			}
			if slices.Sort(texts); i.Group != 0 {
				list = append(list, strings.Join(texts, "+"))
			}
		}
		return err
	})
	slices.Sort(list)
	return list
}

// chooses picks options of a select of a card, by their labels.
func (o *running) chooses(c *bot.Card, do string, labels ...string) bot.Reply {
	o.Helper()
	i := slices.IndexFunc(c.Selects, func(s bot.Select) bool { return s.Do == do })
	if i < 0 {
		o.Fatalf("no select %q on:\n%s", do, text(c))
	}
	in := bot.Input{With: c.Selects[i].With}
	for _, label := range labels {
		n := slices.IndexFunc(c.Selects[i].Options, func(option bot.Option) bool { return option.Label.String() == label })
		if n < 0 {
			o.Fatalf("no option %q in %q", label, do)
		}
		in.Chosen = append(in.Chosen, c.Selects[i].Options[n].Value)
	}
	return o.asks("1", bot.Press, do, in)
}

// delete takes a note of somebody's away.
func (o *running) delete(who bot.MemberID, what string) {
	o.Helper()
	o.Update(func(tx *store.Tx) error {
		book := kpt.Of(string(o.Team().ID))
		viewer, err := book.Viewer(tx, string(who))
		if err != nil {
			return err
		}
		shown, err := book.Notes(tx, date(o.T, "2026-11-27"), viewer)
		for _, n := range shown.Notes {
			if n.Text == what {
				err = book.Delete(tx, n.ID, viewer, o.now())
			}
		}
		return err
	})
	o.Must(o.Bot.Visit(o.Context(), o.Team().ID, o.follow))
}

func (o *running) wantGroups(want ...string) {
	o.Helper()
	if got := o.groups(); !slices.Equal(got, want) {
		o.Errorf("got groups %q, want %q", got, want)
	}
}

func TestAProblemJoinsTheGroupThatItIsPutTogetherWith(t *testing.T) {
	o := grouping(t, "aa", "bb", "cc", "dd", "ee")
	o.chooses(o.card(), "meeting group", "aa", "bb")
	o.wantGroups("aa+bb")
	o.chooses(o.card(), "meeting group", "aa (2)", "cc")
	o.wantGroups("aa+bb+cc")
	o.chooses(o.card(), "meeting group", "dd", "ee")
	o.wantGroups("aa+bb+cc", "dd+ee")
	o.chooses(o.card(), "meeting group", "aa (3)", "dd (2)")
	o.wantGroups("aa+bb+cc+dd+ee")
	o.chooses(o.card(), "meeting ungroup", "cc") // any of them, not only the first
	o.wantGroups("aa+bb+dd+ee")
	o.press("1", "meeting undo")
	o.wantGroups("aa+bb+cc+dd+ee")
}

func TestProblemsOfDifferentPagesArePutTogether(t *testing.T) {
	var all []string
	for i := range 60 {
		all = append(all, fmt.Sprintf("problem %d", i))
	}
	o := grouping(t, all...)
	r := o.chooses(o.card(), "meeting group", "problem 0")
	for turned := 0; !slices.ContainsFunc(r.Card.Selects[0].Options, func(option bot.Option) bool { return option.Label.String() == "problem 59" }); turned++ {
		if turned > 3 {
			t.Fatal("the last Problem is on no page")
		}
		last := len(r.Card.Buttons) - 1
		r = o.asks("1", bot.Press, "meeting group", bot.Input{With: r.Card.Buttons[last].With})
	}
	if got := said(o.chooses(r.Card, "meeting group", "problem 59", "problem 58")); !strings.HasPrefix(got, "Put together") {
		t.Errorf("it was answered %q", got)
	}
	o.wantGroups("problem 0+problem 58+problem 59")
}

func TestOneProblemAloneIsNotPutTogether(t *testing.T) {
	o := grouping(t, "alone", "soon alone")
	o.delete("2", "soon alone")
	if i := slices.IndexFunc(o.card().Selects, func(s bot.Select) bool { return s.Do == "meeting group" }); i >= 0 {
		t.Error("one Problem alone may be put together")
	}
	got := said(o.asks("1", bot.Press, "meeting group", bot.Input{With: []string{"2026-11-27", "3"}, Chosen: []string{"none"}}))
	if !strings.HasPrefix(got, "This note is not there any more") {
		t.Errorf("a Problem that is gone was answered %q", got)
	}
}
