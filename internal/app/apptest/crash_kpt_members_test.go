package apptest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// Each line begins with a word that is nobody else's, n12 of a member's note or
// h12 of a person's line, and each change adds one, e12 by its author or h12 by a
// person. By these words it is told what became of what.
type lexicon struct{ last atomic.Int64 }

func (l *lexicon) word(of string) string { return fmt.Sprint(of, l.last.Add(1)) }

var (
	ownWord   = regexp.MustCompile(`\b[neh]\d+\b`)
	firstWord = regexp.MustCompile(`\b[nh]\d+\b`)
)

func chat(dice *rand.Rand) string {
	all := []string{"pairing", "朝会が長い", "🍵", "CI is slow", "レビューが遅い", "docs", "more tests", "👩‍👩‍👧"}
	text := ""
	for range dice.IntN(4) {
		text += " " + all[dice.IntN(len(all))]
	}
	return text
}

// writer is a member who writes in chat.
type writer struct {
	*fake.Member
	t       *testing.T
	dice    *rand.Rand
	words   *lexicon
	notes   map[string]*jotting // by its first word
	again   *filledForm         // a form that was sent and not answered
	changes int
}

// jotting is a note as its author knows it.
type jotting struct {
	section   string
	anonymous bool
	texts     []wording // as it was written and changed
	deletes   outcome
}

type wording struct {
	text string
	told outcome
}

// filledForm is a form that a member has filled in.
type filledForm struct {
	form   fake.Form
	values map[string]any
	note   *jotting
}

// outcome is what a member knows of what they asked for.
type outcome int

const (
	unasked outcome = iota
	unknown         // there was no answer
	done
)

// write has a member do one thing after another.
func (w *writer) write(ctx context.Context) {
	for ctx.Err() == nil {
		switch n := w.dice.IntN(10); {
		case w.again != nil:
			w.submits(ctx, w.again)
		case n < 3:
			w.says(ctx)
		case n < 5:
			w.fillsIn(ctx)
		case n < 8:
			w.looks(ctx, w.edits)
		default:
			w.looks(ctx, w.deletes)
		}
		pause(ctx, time.Duration(w.dice.IntN(120))*time.Millisecond)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// note notes what a member is about to give.
func (w *writer) note(section, text string) *jotting {
	j := &jotting{section: section, texts: []wording{{text, unknown}}}
	w.notes[firstWord.FindString(text)] = j
	return j
}

// says gives a note by a command.
func (w *writer) says(ctx context.Context) {
	section := []string{"Keep", "Problem", "Try"}[w.dice.IntN(3)]
	text := w.words.word("n") + chat(w.dice)
	j := w.note(section, text)
	a := w.Run(strings.ToLower(section), map[string]any{"text": text})
	w.kept(j, a, answered(ctx, a))
}

// kept takes in what a member was told of a note.
func (w *writer) kept(j *jotting, a *fake.Answer, says string) {
	switch {
	case strings.Contains(says, "Noted as a "), w.again != nil && refusal(says): // it is there already
		j.texts[0].told = done
	case says != "" || a.Err != nil && !errors.Is(a.Err, fake.ErrNoAnswer):
		w.t.Errorf("%s was answered %q %v", w.Name(), says, a.Err)
	}
}

// fillsIn gives a note by the form.
func (w *writer) fillsIn(ctx context.Context) {
	a := w.Run("kpt write", nil)
	if answered(ctx, a) == "" || a.Form.Title == "" {
		return
	}
	section := []string{"Keep", "Problem", "Try"}[w.dice.IntN(3)]
	text := w.words.word("n") + chat(w.dice)
	if w.dice.IntN(3) == 0 {
		text += "\nsecond line"
	}
	values := map[string]any{"kind": strings.ToLower(section), "text": text, "name": []string{"named", "anonymous"}[w.dice.IntN(2)]}
	j := w.note(section, text)
	j.anonymous = values["name"] == "anonymous"
	w.submits(ctx, &filledForm{a.Form, values, j})
}

// submits sends a form; one that is not answered is sent again.
func (w *writer) submits(ctx context.Context, s *filledForm) {
	a := w.Submit(s.form, s.values)
	says := answered(ctx, a)
	w.kept(s.note, a, says)
	if w.again = s; says != "" {
		w.again = nil
	}
}

// looks picks one of the member's own notes from '/kpt mine', and does something
// with it.
func (w *writer) looks(ctx context.Context, do func(context.Context, fake.Message, *jotting)) {
	a := w.Run("kpt mine", nil)
	if answered(ctx, a) == "" {
		return
	}
	options := found(a.Message.Components, "options")
	if len(options) == 0 {
		return
	}
	list, _ := options[0].([]any)
	option, _ := list[w.dice.IntN(len(list))].(map[string]any)
	a = w.Choose(a.Message, "Change or delete one", fmt.Sprint(option["value"]))
	says := answered(ctx, a)
	if j := w.notes[firstWord.FindString(says)]; j != nil && strings.Contains(says, "[Change]") {
		do(ctx, a.Message, j)
	}
}

// edits adds a word to a note, as it stands in the form.
func (w *writer) edits(ctx context.Context, m fake.Message, j *jotting) {
	a := w.Press(m, "Change")
	if answered(ctx, a) == "" {
		return
	}
	values := found(a.Form.Components, "value")
	if len(values) == 0 {
		return // somebody was quicker
	}
	text := fmt.Sprint(values[0]) + " " + w.words.word("e")
	if w.dice.IntN(4) == 0 {
		pause(ctx, 300*time.Millisecond) // thinks
	}
	j.texts = append(j.texts, wording{text, unknown})
	last := &j.texts[len(j.texts)-1]
	says := answered(ctx, w.Submit(a.Form, map[string]any{"text": text}))
	switch {
	case strings.Contains(says, "Changed."):
		last.told = done
		w.changes++
	case says != "":
		j.texts = j.texts[:len(j.texts)-1]
		w.refused(says)
	}
}

func (w *writer) deletes(ctx context.Context, m fake.Message, j *jotting) {
	was := j.deletes
	j.deletes = unknown
	says := answered(ctx, w.Press(m, "Delete"))
	switch {
	case strings.Contains(says, "Deleted: "):
		j.deletes = done
		w.changes++
	case says != "":
		j.deletes = was
		w.refused(says)
	}
}

func (w *writer) refused(says string) {
	if !refusal(says) {
		w.t.Errorf("%s was answered %q", w.Name(), says)
	}
}

// refusal knows what may come between a look at a note and its change.
func refusal(says string) bool {
	return slices.ContainsFunc([]string{
		"This note is not there any more", "This note has changed meanwhile",
		"Someone wrote or changed this line in the notebook", "The meeting of this note is over",
	}, func(why string) bool { return strings.Contains(says, why) })
}

// found lists what is called by a name anywhere in some JSON.
func found(data json.RawMessage, name string) (values []any) {
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for k, e := range v {
				if k == name && e != nil {
					values = append(values, e)
				}
				walk(e)
			}
		}
	}
	var v any
	if json.Unmarshal(data, &v) == nil {
		walk(v)
	}
	return values
}
