package notebook

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// puzzled tells the team, once, of a heading or a table of an open sheet that may be a
// section and is not understood. When it is gone, or another, what was told is forgotten.
func (w *worker) puzzled(tx *store.Tx, team bot.Team, book kpt.Book, reading kpt.Reading, now time.Time) error {
	text, err := unclear(tx, book, reading)
	if err != nil {
		return err
	}
	key := store.KeyOf(string(w.team), "unclear")
	before, known, err := tolds.Get(tx, key)
	switch {
	case err != nil:
		return err
	case text == "" && !known, known && before.What == text:
		return nil
	case text == "":
		return tolds.Delete(tx, key)
	}
	if err := tolds.Put(tx, key, told{Reason: kpt.NotClear, At: now, What: text}); err != nil {
		return err
	}
	return w.owe(tx, team, &kpt.Trouble{Reason: kpt.NotClear, Help: text}, now)
}

// unclear is the first text that is not understood on the sheet of a retro that has not
// ended; "" if all is.
func unclear(tx *store.Tx, book kpt.Book, reading kpt.Reading) (string, error) {
	all, err := book.Retros(tx)
	if err != nil {
		return "", err
	}
	for _, s := range reading.Sheets {
		open := slices.ContainsFunc(all, func(r kpt.Retro) bool {
			return r.Closed.IsZero() && (r.Date == s.Retro || s.Names(r.Day()))
		})
		if open && len(s.Unclear) > 0 {
			return short(s.Unclear[0].Text), nil
		}
	}
	return "", nil
}

// short is a text as far as it is needed to find it.
func short(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// puzzle is what a team was told is not understood.
func (s *Scribe) puzzle(id bot.TeamID) (trouble *kpt.Trouble, err error) {
	err = s.db.View(func(tx *store.Tx) error {
		last, known, err := tolds.Get(tx, store.KeyOf(string(id), "unclear"))
		if known {
			trouble = &kpt.Trouble{Reason: kpt.NotClear, Help: last.What}
		}
		return err
	})
	return trouble, err
}
