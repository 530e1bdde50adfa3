package meeting

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	rules "github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

func TestAButtonOfAnotherVersionIsRefusedInASentence(t *testing.T) {
	for _, with := range [][]string{
		nil, {"2026-11-27"}, {"tomorrow", "1"}, {"2026-11-27", "one"}, {"2026-11-27", "1", "x"}, {"2026-02-30", "1", "x", "y"},
	} {
		_, err := on(&bot.Ask{Request: bot.Request{Input: bot.Input{With: with}}}, 2)
		var sorry *bot.Sorry
		if !errors.As(err, &sorry) {
			t.Errorf("%q: got %v, want a sentence", with, err)
		}
	}
	p, err := on(&bot.Ask{Request: bot.Request{Input: bot.Input{With: []string{"2026-11-27", "12", "x"}}}}, 1)
	if err != nil || p.retro.String() != "2026-11-27" || p.seen != 12 || len(p.rest) != 1 {
		t.Errorf("got %+v, %v", p, err)
	}
}

// Every command of the meeting, pressed as an older version's button or none of
// ours would, answers with a sentence.
func TestNothingThatAButtonBringsAlongBreaksAMeeting(t *testing.T) {
	need.Unraced(t)
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.note("1", "keep", "tea")
	o.note("1", "problem", "slow", "slow too")
	o.note("1", "try", "faster")
	for _, w := range ways()[:8] {
		for _, c := range (feature{}).commands() {
			switch c.Name {
			case "meeting next", "meeting skip", "meeting back", "meeting close", "meeting take over", "meeting lead", "meeting putoff":
				continue // they lead away
			case "notebook stages":
				continue // it is not the meeting's card that has it
			}
			for _, rest := range [][]string{nil, {"x", "y", "z"}, {"for", "none"}, {"now", "none"}, {"of"}, {"-1", "-1"}, {"999", "999"}} {
				for _, chosen := range [][]string{nil, {"none"}} {
					for _, date := range []string{"2026-11-27", "2026-11-20"} {
						in := bot.Input{With: append([]string{date, "1"}, rest...), Chosen: chosen, Values: map[string]string{}}
						got := said(o.asks("1", c.Way, c.Name, in))
						if strings.Contains(got, words.Say(words.English, "ask.internal").String()) {
							t.Errorf("%s: %s %q %q on %s was answered %q", w.title, c.Name, rest, chosen, date, got)
						}
					}
				}
			}
		}
		o.press("1", w.on)
	}
}

func TestWhoIsLateToDecideAnIdeaIsToldSo(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.note("2", "try", "faster")
	o.reaches("Commit")
	pick := o.card().Selects[0]
	chosen := bot.Input{With: pick.With, Chosen: []string{pick.Options[0].Value}}
	first := o.asks("1", bot.Press, pick.Do, chosen)
	second := o.asks("2", bot.Press, pick.Do, chosen) // both have the form open
	decide := map[string]string{"text": "much faster", "owner": "2"}
	if got := said(o.submits("1", first.Form, decide)); !strings.HasPrefix(got, "Decided: much faster (m2)") {
		t.Errorf("the first was answered %q", got)
	}
	if got := said(o.submits("2", second.Form, map[string]string{"text": "a bit faster", "owner": "2"})); !strings.HasPrefix(got, "It is decided already") {
		t.Errorf("the second was answered %q", got)
	}
	for _, do := range []string{pick.Do, "meeting idea"} {
		chosen.With = chosen.With[:2:2]
		if do == pick.Do {
			chosen.With = append(chosen.With, ofDraft)
		}
		if got := said(o.asks("2", bot.Press, do, chosen)); !strings.HasPrefix(got, "It is decided already") {
			t.Errorf("%s of what is decided was answered %q", do, got)
		}
	}
}

// most is what a button may bring along with its command; see bot.Button.
const most = 67

func TestWhatAButtonBringsAlongFitsForTeamsWithTheLongestName(t *testing.T) {
	o := begin(t, func(team *bot.Team) { team.ID = bot.TeamID(strings.Repeat("s", 32)) })
	id := string(kpt.NewID())
	o.wentOnTwice(kpt.NoteID(id))
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	check := func(what, do string, with []string) {
		t.Helper()
		if len(with) > 1 && strings.HasPrefix(do, "meeting") {
			with = append([]string{with[0], "999"}, with[2:]...) // a meeting that went back and forth
		}
		if n := len(strings.Join(append([]string{do}, with...), "|")); n > most {
			t.Errorf("%s: %s %q are %d bytes, want at most %d", what, do, with, n, most)
		}
	}
	all := func(what string, r bot.Reply) {
		t.Helper()
		if r.Form != nil {
			check(what, r.Form.Do, r.Form.With)
		}
		if r.Card == nil {
			return
		}
		for _, b := range r.Card.Buttons {
			check(what, b.Do, b.With)
		}
		for _, s := range r.Card.Selects {
			check(what, s.Do, s.With)
		}
	}
	o.note("1", "problem", "slow reviews", "slow reviews again", "other")
	o.note("1", "try", "faster")
	for _, w := range ways() {
		card := o.card()
		all(w.title, bot.Reply{Card: card})
		for _, b := range card.Buttons {
			switch b.Do {
			case "meeting note", "meeting commit", "meeting vote":
				all(w.title, o.asks("1", bot.Press, b.Do, bot.Input{With: b.With}))
			}
		}
		for _, s := range card.Selects {
			if s.Do == "meeting commit" || s.Do == "meeting idea" || s.Do == "meeting commitment" {
				for _, option := range s.Options {
					all(w.title, o.asks("1", bot.Press, s.Do, bot.Input{With: s.With, Chosen: []string{option.Value}}))
				}
			}
		}
		if strings.HasPrefix(w.title, "Last Tries") {
			if b := fixture.Button(card, "meeting commit"); len(b.With) < 4 || b.With[3] != id {
				t.Fatalf("there is no button to rewrite: %s", text(card))
			}
			all("outcome", o.press("1", "meeting verdict"))
		}
		o.press("1", w.on)
	}
}

// wentOnTwice puts a Try into the Book of which two retros said that it goes on.
func (o *running) wentOnTwice(id kpt.NoteID) {
	o.Helper()
	o.Update(func(tx *store.Tx) error {
		first := date(o.T, "2026-11-06")
		try, err := kpt.NewTry(id, "review within a day", kpt.Author{Member: "1", Name: "m1"}, kpt.Terms{}, first)
		if err != nil {
			return err
		}
		try.State, try.Trace = kpt.Open, kpt.Trace{Retro: date(o.T, "2026-11-20"), Section: kpt.Tries, Want: try.Text}
		for _, d := range []string{"2026-11-13", "2026-11-20"} {
			try.Verdicts = append(try.Verdicts, kpt.Verdict{Retro: date(o.T, d), Outcome: kpt.Continue, Word: "a word"})
		}
		return kpt.Of(string(o.Team().ID)).PutTry(tx, try)
	})
}

func TestAnOwnerIsFoundByChoiceByNameAndAsWritten(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.reaches("Commit")
	for i, c := range []struct{ typed, member, name string }{
		{"2", "2", "m2"}, {"m2", "2", "m2"}, {"m1", "1", "m1"}, {" M2 ", "2", "m2"}, {"somebody", "", "somebody"},
	} {
		what := fmt.Sprintf("number %d for %q", i, c.typed)
		f := o.press("1", "meeting commit").Form
		got := said(o.submits("1", f, map[string]string{"text": what, "owner": c.typed}))
		if want := "Decided: " + what + " (" + c.name + ")"; !strings.HasPrefix(got, want) {
			t.Errorf("%q was answered %q, want %q", c.typed, got, want)
		}
		if owner := o.try(what).Owner; owner.Member != c.member {
			t.Errorf("%q belongs to %+v, want member %q", what, owner, c.member)
		}
	}
	f := o.press("1", "meeting commit").Form
	for values, want := range map[[3]string]string{
		{"", "1", ""}:                        "",
		{"x", "", ""}:                        "A Try needs one owner",
		{"x", "1", "2026-11-20"}:             "has passed",
		{"x", "1", "when it rains"}:          "",
		{strings.Repeat("x", 1001), "1", ""}: "1000",
	} {
		got := said(o.submits("1", f, map[string]string{"text": values[0], "owner": values[1], "check": values[2]}))
		if strings.HasPrefix(got, "Decided") || !strings.Contains(got, want) {
			t.Errorf("%.20q was answered %q, want %q", values, got, want)
		}
	}
	got := said(o.submits("1", f, map[string]string{"text": "dated", "owner": "1", "check": "until sat", "when": " it rains "}))
	try := o.try("dated")
	if !strings.HasPrefix(got, "Decided") || try.Terms.When != "it rains" || try.Terms.Check.String() != "2026-11-28" {
		t.Errorf("got %q and %+v", got, try)
	}
}

// try finds a Try by its text.
func (o *running) try(what string) (found kpt.Try) {
	o.Helper()
	err := o.DB.View(func(tx *store.Tx) error {
		all, err := kpt.Of(string(o.Team().ID)).Tries(tx)
		for _, t := range all {
			if t.Text == what {
				found = t
			}
		}
		return err
	})
	if err != nil || found.ID == "" {
		o.Fatalf("there is no Try %q (%v)", what, err)
	}
	return found
}

func TestAnIdeaIsLinkedPageByPageAndNoLinkIsLost(t *testing.T) {
	need.Unraced(t)
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.note("1", "try", "faster")
	for i := range 60 {
		o.note("2", "problem", fmt.Sprintf("problem %d", i))
	}
	o.reaches("Try (")
	var idea bot.Select
	for page := 0; idea.Do == ""; page++ {
		for _, s := range o.card().Selects {
			if s.Do == "meeting idea" {
				idea = s
			}
		}
		if idea.Do == "" {
			turn := o.card().Buttons
			o.asks("1", bot.Press, "meeting page", bot.Input{With: turn[len(turn)-1].With})
		}
	}
	draft := idea.Options[0].Value
	pages, offered := 0, map[string]bool{}
	r := o.asks("1", bot.Press, idea.Do, bot.Input{With: idea.With, Chosen: []string{draft}})
	for {
		pages++
		s := r.Card.Selects[0]
		for _, option := range s.Options {
			offered[option.Value] = true
		}
		if got := said(o.asks("1", bot.Press, s.Do, bot.Input{With: s.With, Chosen: []string{s.Options[0].Value, s.Options[1].Value}})); !strings.HasPrefix(got, "Linked") {
			t.Fatalf("page %d was answered %q", pages, got)
		}
		last := len(r.Card.Buttons) - 1
		if last < 0 || pages > 1 && last == 0 {
			break
		}
		r = o.asks("1", bot.Press, "meeting idea", bot.Input{With: r.Card.Buttons[last].With})
	}
	var linked int
	err := o.DB.View(func(tx *store.Tx) error {
		m, err := rules.Of(string(o.Team().ID), nil).Meeting(tx, date(t, "2026-11-27"))
		linked = len(m.Work.Links[kpt.NoteID(draft)])
		return err
	})
	if err != nil || pages != 3 || len(offered) != 60 || linked != 6 {
		t.Errorf("%d Problems on %d pages, %d linked, want 60, 3 and 6 (%v)", len(offered), pages, linked, err)
	}
}
