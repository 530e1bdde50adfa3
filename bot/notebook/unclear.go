package notebook

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// puzzled tells the team, once, of the headings and tables of an open sheet that may be
// sections and are not understood. When they are gone, what was told is forgotten; when there
// is another, all are told.
func (w *worker) puzzled(tx *store.Tx, team bot.Team, book kpt.Book, reading kpt.Reading, now time.Time) error {
	all, err := unclear(tx, book, reading)
	if err != nil {
		return err
	}
	text := strings.Join(all, between)
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
	was := strings.Split(before.What, between)
	if !slices.ContainsFunc(all, func(u string) bool { return !slices.Contains(was, u) }) {
		return nil // some are understood by now
	}
	return w.owe(tx, team, &kpt.Trouble{Reason: kpt.NotClear, Help: text}, now)
}

// between stands between several texts that are not understood.
const between = " · "

// unclear are the texts that are not understood on the sheet of a retro that has not ended.
func unclear(tx *store.Tx, book kpt.Book, reading kpt.Reading) ([]string, error) {
	retros, err := book.Retros(tx)
	if err != nil {
		return nil, err
	}
	for _, s := range reading.Sheets {
		open := slices.ContainsFunc(retros, func(r kpt.Retro) bool {
			return r.Closed.IsZero() && (r.Date == s.Retro || s.Names(r.Day()))
		})
		if open && len(s.Unclear) > 0 {
			return texts(s.Unclear), nil
		}
	}
	return nil, nil
}

// texts are those of what is not understood, each once. Of lines that say their section
// themselves one of each is enough.
func texts(all []kpt.Unclear) (said []string) {
	const most = 6
	lines := map[kpt.Section]bool{}
	for _, u := range all {
		if section, ok := kpt.LineSection(u.Text); ok {
			if lines[section] {
				continue
			}
			lines[section] = true
		}
		if text := short(u.Text); !slices.Contains(said, text) && len(said) < most {
			said = append(said, text)
		}
	}
	return said
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
