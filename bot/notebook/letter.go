package notebook

import (
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// tellWithin is how long it is tried to tell a person something.
const tellWithin = 48 * time.Hour

// mostTold is how many changes a letter tells of in full.
const mostTold = 5

// tell tells authors whose changes gave way to the notebook, each in one letter. Nobody
// knows whom to tell of an anonymous note; its author sees it among their own notes, where
// all conflicts stay until they were seen. Who may have deleted their own line reads it there only.
func (w *worker) tell(tx *store.Tx, team bot.Team, conflicts []kpt.Conflict, now time.Time) error {
	of := map[string][]kpt.Conflict{}
	for _, c := range conflicts {
		if c.Author.Member != "" && !c.Alone {
			of[c.Author.Member] = append(of[c.Author.Member], c)
		}
	}
	for _, member := range slices.Sorted(maps.Keys(of)) {
		lang, err := bot.LangOf(tx, team, bot.MemberID(member))
		if err != nil {
			return err
		}
		all, card := of[member], bot.Card{}
		for i, c := range all[:min(mostTold, len(all))] {
			line := Conflict(lang, c)
			if lost, _ := c.Words(); i > 0 && c.Purpose && all[i-1].Purpose {
				line = words.Say(lang, "notebook.conflict.purpose.too", words.Quote("lost", lost))
			}
			card.Lines = append(card.Lines, line)
		}
		if more := len(all) - mostTold; more > 0 {
			card.Lines = append(card.Lines, words.Say(lang, "notebook.conflict.more", words.Count("n", more)))
		}
		key := store.KeyOf(string(w.team), "conflict", string(all[0].Note), all[0].At.Format(time.RFC3339Nano))
		post := bot.Post{To: bot.MemberID(member), Card: card}
		if err := bot.Owe(tx, key, bot.KindPost, "to/"+member, post, now, now.Add(tellWithin)); err != nil {
			return err
		}
	}
	return nil
}

// Conflict says to an author what the notebook has kept instead of their words.
func Conflict(lang words.Lang, c kpt.Conflict) words.Text {
	mine, theirs := c.Words()
	lost, kept := words.Quote("lost", mine), words.Quote("kept", theirs)
	switch {
	case c.Purpose:
		return words.Say(lang, "notebook.conflict.purpose", lost)
	case c.Alone:
		return words.Say(lang, "notebook.conflict.alone", lost)
	case c.Before:
		return words.Say(lang, "notebook.conflict.before", lost, kept)
	case c.Lost == "":
		return words.Say(lang, "notebook.conflict.kept", kept)
	case c.Kept == "":
		return words.Say(lang, "notebook.conflict.deleted", lost)
	}
	return words.Say(lang, "notebook.conflict", lost, kept)
}
