package apptest

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// tricky is a name that moves the cursor, turns the direction and hides.
const tricky = "an\x1b[2Ja\u202e\u200b\u3164x"

func hidden(s string) bool { return strings.ContainsAny(s, "\x1b\x07\u202e\u200b\u3164") }

// What an older program has stored is as it was typed then.
func TestWhatKeepersAskForShowsNothingThatIsHiddenInAName(t *testing.T) {
	together(t)
	q, end := newInquiry(t)
	end()
	db := openAlone(t, q.path)
	team := q.team
	team.Name, team.Rooms[0].Name = tricky, tricky
	err := errors.Join(db.Update(func(tx *store.Tx) error {
		people, bo := store.NewTable[bot.Member]("people"), store.KeyOf("sakura", string(q.ids["bo"]))
		m, _, err := people.Get(tx, bo)
		m.Name = tricky
		return errors.Join(err, people.Put(tx, bo, m), store.NewTable[bot.Team]("teams").Put(tx, store.KeyOf("sakura"), team))
	}), db.Close())
	if err != nil {
		t.Fatal(err)
	}
	why, errWhy := q.keeper("why", "--member", string(q.ids["bo"]), "--date", "2026-11-26")
	_, errNobody := q.keeper("why", "--member", "nobody", "--date", "2026-11-26")
	show, errShow := q.keeper("team", "show")
	if errWhy != nil || errNobody == nil || errShow != nil {
		t.Fatal(errWhy, errNobody, errShow)
	}
	if got := why + show + errNobody.Error(); hidden(got) || strings.Contains(got, `\u202e`) || strings.Count(got, "an[2Ja x") != 4 {
		t.Errorf("got %q", got)
	}
}
