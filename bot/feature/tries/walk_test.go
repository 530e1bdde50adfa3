package tries

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Words that nobody but their author may read before the meeting, and the author
// of an anonymous note, whom nobody may read ever.
const (
	hiddenProblem    = "PROBLEM-OF-BO"
	anonymousProblem = "PROBLEM-OF-SOMEBODY"
	hiddenWord       = "WORD-OF-BO"
	anonymousAuthor  = "200000000000000009"
	anonymousName    = "Hanako"
)

// hides gives the team what is not to be seen yet, all of it linked with Tries.
func (w running) hides() {
	w.Helper()
	bos := kpt.Author{Member: string(bo), Name: "Bo"}
	w.keep(func(tx *store.Tx, k kpt.Book) error {
		r, _, err := k.Retro(tx, january(7))
		if err != nil {
			return err
		}
		r.Reveal = kpt.RevealMeeting
		if err := k.PutRetro(tx, r); err != nil {
			return err
		}
		now := time.Now().UTC()
		for _, n := range []kpt.Note{
			{ID: "hidden", Kind: kpt.Problem, Text: hiddenProblem, Author: bos, Written: now},
			{ID: "anonymous", Kind: kpt.Problem, Text: anonymousProblem, Author: kpt.Author{Member: anonymousAuthor, Name: anonymousName}, Written: now},
		} {
			if _, err := k.Add(tx, n, n.ID == "anonymous"); err != nil {
				return err
			}
		}
		for _, t := range []kpt.Try{
			{ID: "worded", Text: "pair", Owner: bos, Answers: []kpt.NoteID{"hidden", "anonymous"}},
			{ID: "noted", Text: "pair more", Owner: bos},
			{ID: "free", Text: "pair freely"},
			{ID: "practised", Text: "pair always", State: kpt.Done, Answers: []kpt.NoteID{"hidden", "anonymous"}},
		} {
			if t.Born, t.Trace.Retro = january(7), january(7); t.State == "" {
				t.State = kpt.Open
			}
			if err := k.PutTry(tx, t); err != nil {
				return err
			}
		}
		if _, err := k.Promote(tx, "practised", january(7)); err != nil {
			return err
		}
		for id, s := range map[kpt.NoteID]kpt.Said{
			"worded": {What: kpt.SaysStuck, Word: hiddenWord}, "noted": {What: kpt.SaysStuck, Note: "hidden"},
		} {
			s.By, s.At = bos, now
			if _, err := k.Say(tx, id, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// everything is every request that a person can make of the feature.
func everything() (all []bot.Request) {
	inputs := []bot.Input{{}}
	for _, id := range []string{"worded", "noted", "free", "practised", "hidden", "anonymous", "none"} {
		for _, more := range []string{"", "0", "1", "stuck", "n"} {
			inputs = append(inputs, bot.Input{With: []string{id, more}, Values: map[string]string{"word": "w", "way": "w", "as": note}})
		}
		inputs = append(inputs, bot.Input{Chosen: []string{id}}, bot.Input{With: []string{id}})
	}
	for _, text := range []string{"pair", "always", hiddenProblem, anonymousProblem, hiddenWord, anonymousName} {
		inputs = append(inputs, bot.Input{Values: map[string]string{"text": text}})
	}
	for _, c := range Feature(nowhere{}).Commands {
		for _, in := range inputs {
			all = append(all, bot.Request{Way: c.Way, Do: c.Name, Whose: "sakura", Input: in})
		}
	}
	return all
}

func TestNothingHiddenOrAnonymousLeavesByAnyWay(t *testing.T) {
	need.Unraced(t)
	play(t, func(w running) {
		w.hides()
		leaks := func(what string, shown any, secrets ...string) {
			raw, err := json.Marshal(shown)
			if err != nil {
				w.Fatal(err)
			}
			for _, secret := range secrets {
				if strings.Contains(string(raw), secret) {
					w.Errorf("%s shows %s: %s", what, secret, raw)
				}
			}
		}
		owed := func(secrets ...string) {
			for key, p := range w.Posts() {
				leaks("what is owed at "+string(key), p, secrets...)
			}
		}
		asked := 0
		for _, who := range []bot.MemberID{dan, ana} {
			for _, lang := range words.Langs() {
				for _, in := range []bot.ServerID{fixture.Server, ""} {
					for _, r := range everything() {
						r.From, r.Server.ID = person(who, lang), in
						reply := w.Ask(r)
						leaks(fmt.Sprintf("%s %q %+v to %s", r.Way, r.Do, r.Input, who), []any{reply.Card, reply.Form, reply.File},
							hiddenProblem, anonymousProblem, hiddenWord, anonymousAuthor, anonymousName)
						asked++
					}
				}
			}
		}
		owed(hiddenProblem, anonymousProblem, hiddenWord, anonymousAuthor, anonymousName)
		w.toWednesday()
		owed(hiddenProblem, anonymousProblem, hiddenWord, anonymousAuthor, anonymousName)
		w.Logf("%d requests", asked)

		if got := read(w.Press(bo, "tries show", "worded")); !strings.Contains(got, hiddenWord) || !strings.Contains(got, hiddenProblem) {
			w.Errorf("got %q for their author, want both that are theirs", got)
		}
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			r, _, err := k.Retro(tx, january(7))
			if err != nil {
				return err
			}
			r.Begun, r.Revealed = time.Now().UTC(), time.Now().UTC()
			return k.PutRetro(tx, r)
		})
		got := w.Press(dan, "tries show", "worded")
		leaks("once notes are shown, the story", got.Card, anonymousAuthor, anonymousName)
		for _, want := range []string{hiddenProblem, anonymousProblem, hiddenWord} {
			if !strings.Contains(read(got), want) {
				w.Errorf("once notes are shown: got %q, want %s in it", read(got), want)
			}
		}
	})
}
