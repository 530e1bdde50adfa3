package notebook

import (
	"slices"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// mostUndated is how many headings without a day are known of a notebook.
const mostUndated = 1000

// undated tells the team, once, of headings that say no day and have sections below them. Those
// that stood in the notebook when it was first read are history: they are never named.
func (w *worker) undated(tx *store.Tx, team bot.Team, reading kpt.Reading, now time.Time) error {
	key := store.KeyOf(string(w.team), "undated", w.place.Name)
	before, known, err := tolds.Get(tx, key)
	if err != nil || known && len(reading.Undated) == 0 {
		return err
	}
	was := strings.Split(before.What, "\n")
	var fresh []string
	for _, text := range reading.Undated {
		if text = short(strings.ReplaceAll(text, "\n", " ")); !slices.Contains(was, text) && len(was) < mostUndated {
			fresh, was = append(fresh, text), append(was, text)
		}
	}
	if known && len(fresh) == 0 {
		return nil
	}
	if err := tolds.Put(tx, key, told{Reason: kpt.NoDay, At: now, What: strings.Join(was, "\n")}); err != nil || !known {
		return err
	}
	return w.owe(tx, team, &kpt.Trouble{Reason: kpt.NoDay, Help: strings.Join(said(fresh), between)}, now)
}
