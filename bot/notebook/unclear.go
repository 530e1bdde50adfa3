package notebook

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// nameAll tells the team of all that is not read, or not as it stands.
func (w *worker) nameAll(tx *store.Tx, team bot.Team, book kpt.Book, roster kpt.Roster, reading kpt.Reading, now time.Time) error {
	if err := w.puzzled(tx, team, book, roster, reading, now); err != nil {
		return err
	}
	if err := w.strangers(tx, team, book, roster, reading, now); err != nil {
		return err
	}
	if err := w.undated(tx, team, reading, now); err != nil {
		return err
	}
	for _, tell := range []func(*store.Tx, bot.Team, kpt.Book, kpt.Reading, time.Time) error{w.headless, w.unread} {
		if err := tell(tx, team, book, reading, now); err != nil {
			return err
		}
	}
	return nil
}

// puzzled tells the team, once, of the headings, tables and lines of an open sheet of which it
// is not clear what section they are. When they are gone, what was told is forgotten; when there
// is another, all are told.
func (w *worker) puzzled(tx *store.Tx, team bot.Team, book kpt.Book, roster kpt.Roster, reading kpt.Reading, now time.Time) error {
	all, err := unclear(tx, book, roster, reading)
	if err != nil {
		return err
	}
	return w.name(tx, team, kpt.NotClear, all, now)
}

// headless tells the team, once, of the headings of an open sheet that are gone, while lines of
// theirs stand there.
func (w *worker) headless(tx *store.Tx, team bot.Team, book kpt.Book, reading kpt.Reading, now time.Time) error {
	sheet, err := openSheet(tx, book, reading, func(s kpt.Sheet) bool { return len(s.Lacks) > 0 })
	if err != nil {
		return err
	}
	gone, err := book.Headless(tx, sheet)
	var all []string
	for _, section := range gone {
		all = append(all, bot.Titles(team.Lang).Sections[section])
	}
	if err != nil {
		return err
	}
	return w.name(tx, team, kpt.NoHeading, all, now)
}

// strangers tells the team, once, of the names on an open sheet that are nobody's.
func (w *worker) strangers(tx *store.Tx, team bot.Team, book kpt.Book, roster kpt.Roster, reading kpt.Reading, now time.Time) error {
	sheet, err := openSheet(tx, book, reading, func(s kpt.Sheet) bool { return len(roster.Strangers(s)) > 0 })
	if err != nil {
		return err
	}
	return w.name(tx, team, kpt.NoName, said(roster.Strangers(sheet)), now)
}

// puzzles are the troubles of which a team is told what it is that is not understood, each
// with the key of what was told.
var puzzles = map[kpt.Reason]string{kpt.NotClear: "unclear", kpt.NoHeading: "headless", kpt.NoName: "strangers"}

// name tells the team what is not understood, if it was not told of all of it.
func (w *worker) name(tx *store.Tx, team bot.Team, why kpt.Reason, all []string, now time.Time) error {
	text := strings.Join(all, between)
	key := store.KeyOf(string(w.team), puzzles[why])
	before, known, err := tolds.Get(tx, key)
	switch {
	case err != nil:
		return err
	case text == "" && !known, known && before.What == text:
		return nil
	case text == "":
		return tolds.Delete(tx, key)
	}
	if err := tolds.Put(tx, key, told{Reason: why, At: now, What: text}); err != nil {
		return err
	}
	was := strings.Split(before.What, between)
	if !slices.ContainsFunc(all, func(u string) bool { return !slices.Contains(was, u) }) {
		return nil // some are understood by now
	}
	return w.owe(tx, team, &kpt.Trouble{Reason: why, Help: text}, now)
}

// unread tells the team of lines that may be notes and have no bullet: of each once, and on
// one day once.
func (w *worker) unread(tx *store.Tx, team bot.Team, book kpt.Book, reading kpt.Reading, now time.Time) error {
	sheet, err := openSheet(tx, book, reading, func(s kpt.Sheet) bool { return len(s.Unread) > 0 })
	if err != nil || len(sheet.Unread) == 0 {
		return err
	}
	key := store.KeyOf(string(w.team), "unread")
	before, _, err := tolds.Get(tx, key)
	if err != nil || now.Sub(before.At) < unreadEvery {
		return err
	}
	all := said(sheet.Unread)
	was := strings.Split(before.What, between)
	if !slices.ContainsFunc(all, func(text string) bool { return !slices.Contains(was, text) }) {
		return nil
	}
	text := strings.Join(all, between)
	if err := tolds.Put(tx, key, told{Reason: kpt.NoBullet, At: now, What: text}); err != nil {
		return err
	}
	return w.owe(tx, team, &kpt.Trouble{Reason: kpt.NoBullet, Help: text}, now)
}

// unreadEvery is how long after one message about lines without a bullet there is no other.
const unreadEvery = 20 * time.Hour

// between stands between several texts that are not understood.
const between = " · "

// unclear are the texts that are not understood on the sheet of a retro that has not ended:
// what may be a section, and lines of sections that are left alone.
func unclear(tx *store.Tx, book kpt.Book, roster kpt.Roster, reading kpt.Reading) ([]string, error) {
	sheet, err := openSheet(tx, book, reading, func(s kpt.Sheet) bool {
		return len(roster.Unclear(s)) > 0 || len(roster.LeftAlone(s)) > 0
	})
	return said(append(texts(roster.Unclear(sheet)), roster.LeftAlone(sheet)...)), err
}

// openSheet is the first sheet of a retro that has not ended of which something is so; a zero
// Sheet if there is none.
func openSheet(tx *store.Tx, book kpt.Book, reading kpt.Reading, is func(kpt.Sheet) bool) (kpt.Sheet, error) {
	retros, err := book.Retros(tx)
	if err != nil {
		return kpt.Sheet{}, err
	}
	for _, s := range reading.Sheets {
		open := slices.ContainsFunc(retros, func(r kpt.Retro) bool {
			return r.Closed.IsZero() && (r.Date == s.Retro || s.Names(r.Day()))
		})
		if open && is(s) {
			return s, nil
		}
	}
	return kpt.Sheet{}, nil
}

// texts are those of what is not understood, each once. Of lines that say their section
// themselves one of each is enough.
func texts(all []kpt.Unclear) []string {
	var list []string
	lines := map[kpt.Section]bool{}
	for _, u := range all {
		section, ok := kpt.LineSection(u.Text)
		if ok && lines[section] {
			continue
		}
		lines[section] = ok
		list = append(list, u.Text)
	}
	return said(list)
}

// said are texts as they are said of what is not read: the first few, each once and short.
func said(all []string) (list []string) {
	const most = 6
	for _, text := range all {
		if text := short(text); !slices.Contains(list, text) && len(list) < most {
			list = append(list, text)
		}
	}
	return list
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
		for _, why := range []kpt.Reason{kpt.NotClear, kpt.NoHeading, kpt.NoName} {
			last, known, err := tolds.Get(tx, store.KeyOf(string(id), puzzles[why]))
			if err != nil {
				return err
			}
			if known && trouble == nil {
				trouble = &kpt.Trouble{Reason: why, Help: last.What}
			}
		}
		return nil
	})
	return trouble, err
}
