package tries

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// weeks are the retros of five weeks before the bubble begins.
func weeks() []schedule.Date {
	var dates []schedule.Date
	for i := range 5 {
		dates = append(dates, january(7).AddDays(7*i-35))
	}
	return dates
}

// lived gives the team five retros: of a Problem came a Try that went on twice,
// was rewritten, worked and became a practice.
func (w running) lived() {
	w.Helper()
	dates := weeks()
	at := func(i, hour int) time.Time {
		return time.Date(dates[i].Year, dates[i].Month, dates[i].Day, hour, 0, 0, 0, time.UTC)
	}
	w.keep(func(tx *store.Tx, k kpt.Book) error {
		for i, d := range dates {
			r := kpt.Retro{Date: d, Opened: at(i, 9), Begun: at(i, 15)}
			if err := k.PutRetro(tx, r); err != nil {
				return err
			}
			var err error
			switch i {
			case 0:
				err = begins(tx, k, d, at(i, 10))
			case 1:
				_, err = k.Answer(tx, "first", kpt.Verdict{Retro: d, Outcome: kpt.Continue, Word: "half of the week"}, at(i, 15))
			case 2:
				_, err = k.Answer(tx, "first", kpt.Verdict{Retro: d, Outcome: kpt.Continue}, at(i, 15))
			case 3:
				err = rewritten(tx, k, d, at(i, 15))
			case 4:
				if _, err = k.Answer(tx, "second", kpt.Verdict{Retro: d, Outcome: kpt.Worked, Word: "nobody waits"}, at(i, 15)); err == nil {
					_, err = k.Promote(tx, "second", d)
				}
			}
			if err != nil {
				return fmt.Errorf("week %d: %w", i, err)
			}
			r.Closed = at(i, 16)
			if err := k.PutRetro(tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func begins(tx *store.Tx, k kpt.Book, d schedule.Date, at time.Time) error {
	n := kpt.Note{ID: "problem", Kind: kpt.Problem, Text: "review takes days", Author: kpt.Author{Member: string(ana), Name: "Ana"}, Written: at}
	if _, err := k.Add(tx, n, false); err != nil {
		return err
	}
	return decided(tx, k, kpt.Try{ID: "first", Text: "review within a day", Owner: kpt.Author{Member: string(bo)}, Born: d, Answers: []kpt.NoteID{"problem"}}, at)
}

func rewritten(tx *store.Tx, k kpt.Book, d schedule.Date, at time.Time) error {
	terms := kpt.Terms{When: "the laptop opens", Rewrites: "first"}
	if err := decided(tx, k, kpt.Try{ID: "second", Text: "two reviews before lunch", Born: d, Terms: terms, Answers: []kpt.NoteID{"problem"}}, at); err != nil {
		return err
	}
	_, err := k.Answer(tx, "first", kpt.Verdict{Retro: d, Outcome: kpt.Rewrite}, at)
	return err
}

func decided(tx *store.Tx, k kpt.Book, t kpt.Try, at time.Time) error {
	if _, err := k.Add(tx, kpt.Note{ID: t.ID, Kind: kpt.Draft, Text: t.Text, Written: at}, false); err != nil {
		return err
	}
	t.State = kpt.Open
	_, err := k.Decide(tx, t)
	return err
}

func TestTheStoryOfATryGoesFromItsProblemToItsPractice(t *testing.T) {
	play(t, func(w running) {
		w.lived()
		for _, c := range []struct {
			lang words.Lang
			do   string
			with string
			want []string
		}{
			{words.English, "tries show", "second", []string{
				"two reviews before lunch\nwhen: the laptop opens",
				"For the Problem of 1999-12-03: review takes days (Ana)",
				"1999-12-03: decided · Bo · review within a day",
				"1999-12-10: Keep trying. half of the week", "1999-12-17: Keep trying", "1999-12-24: Rewrite",
				"1999-12-24: decided · no owner", "1999-12-31: Worked. nobody waits", "🌱 A practice since 1999-12-31",
			}},
			{words.English, "tries show", "first", []string{
				"review within a day", "1999-12-03: decided · Bo", "1999-12-24: Rewrite",
				"1999-12-24: decided · no owner · two reviews before lunch", "🌱 A practice since 1999-12-31",
			}},
			{words.Japanese, "tries show", "second", []string{
				"もとのProblem（1999-12-03）：review takes days", "1999-12-10：続ける（half of the week）", "🌱 1999-12-31から習慣",
			}},
			{words.English, "practices", "0", []string{
				"Practices: 1", "🌱 two reviews before lunch · since 1999-12-31",
				"For the Problem of 1999-12-03: review takes days", "Try of 1999-12-03: review within a day",
				"Try of 1999-12-24: two reviews before lunch",
			}},
			{words.Japanese, "practices", "0", []string{
				"習慣：1件", "1999-12-31から", "もとのProblem（1999-12-03）：review takes days", "1999-12-03のTry: review within a day",
			}},
		} {
			got := read(w.Ask(bot.Request{
				Way: bot.Press, Do: c.do, Whose: "sakura", From: person(dan, c.lang), Server: bot.Server{ID: fixture.Server}, Input: bot.Input{With: []string{c.with}},
			}))
			rest := got
			for _, want := range c.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					w.Errorf("%s %s (%s): want %q, in this order, in\n%s", c.do, c.with, c.lang, want, got)
					break
				}
				rest = after
			}
			if strings.Contains(got, "[Done]") {
				w.Errorf("%s %s: got %q, want nothing to say about what is over", c.do, c.with, got)
			}
		}
	})
}

func TestEveryTryIsOnSomePageAndEachPageFitsAMessage(t *testing.T) {
	play(t, func(w running) {
		const tries = 33
		long := strings.Repeat("あ*", kpt.MaxText/2-2)
		for i := range tries {
			w.try(kpt.Try{ID: kpt.NoteID(fmt.Sprintf("t%d", i)), Text: fmt.Sprintf("n%02d %s", i, long), Owner: kpt.Author{Member: string(bo)}})
		}
		for _, do := range []string{"tries list", "tries mine"} {
			seen := map[string]bool{}
			next := []string{"0"}
			for page := 0; next != nil; page++ {
				reply := w.Press(bo, do, next...)
				next = nil
				if n := weight(reply.Card.Lines...); n > longestOnPage || page > tries {
					w.Fatalf("%s, page %d: got a weight of %d, want at most %d", do, page, n, longestOnPage)
				}
				for _, o := range reply.Card.Selects[0].Options {
					seen[o.Value] = true
				}
				for _, b := range reply.Card.Buttons {
					if b.Label.String() == "More →" {
						next = b.With
					}
				}
			}
			if len(seen) != tries {
				w.Errorf("%s: got %d Tries on all pages, want %d", do, len(seen), tries)
			}
		}
		found := w.Do(bo, bot.Slash, "tries find", bot.Input{Values: map[string]string{"text": "あ"}})
		if got := read(found); !strings.Contains(got, "23 more have these words") || weight(found.Card.Lines...) > 3900 {
			w.Errorf("got %q, want ten and that there are more", got)
		}
	})
}

func TestALongHistoryIsPaged(t *testing.T) {
	play(t, func(w running) {
		word := strings.Repeat("い", kpt.MaxText)
		try := kpt.Try{ID: "a", Text: strings.Repeat("あ", kpt.MaxText)}
		for i, d := range weeks() {
			try.Verdicts = append(try.Verdicts, kpt.Verdict{Retro: d, Outcome: kpt.Continue, Word: fmt.Sprint(i, word[3:])})
		}
		w.try(try)
		seen := ""
		for _, page := range []string{"0", "1", "2", "9"} {
			reply := w.Press(bo, "tries show", "a", page)
			if n := weight(reply.Card.Lines...); n > longestOnPage {
				w.Errorf("page %s: got a weight of %d, want at most %d", page, n, longestOnPage)
			}
			seen += read(reply)
		}
		for i := range weeks() {
			if want := fmt.Sprintf("Keep trying. %d", i); !strings.Contains(seen, want) {
				w.Errorf("want %q on some page", want)
			}
		}
	})
}
