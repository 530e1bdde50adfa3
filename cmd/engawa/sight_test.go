package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// tricky is a name that moves the cursor, turns the direction and hides.
const tricky = "an\x1b[2Ja\u202e\u200b\u3164x"

func hidden(s string) bool { return strings.ContainsAny(s, "\x1b\x07\u202e\u200b\u3164") }

func TestALogShowsAllThatItHasOfANameToKeepers(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log := config{Log: format}.logger(&out)
		log.Info("refused "+tricky, "name", tricky, "team", bot.TeamID(tricky), "err", fmt.Errorf("it is %s: %w", tricky, errors.ErrUnsupported),
			"why", bot.Sorryf("x"+tricky), slog.Group("of", "member", bot.MemberID(tricky)))
		if got := out.String(); hidden(got) || strings.Contains(got, `\u202e`) || strings.Contains(got, `\x1b`) || strings.Count(got, "an[2Ja") < 5 {
			t.Errorf("%s: got %q", format, got)
		}
	}
}

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
	w, out := q.world()
	errs := []error{
		dispatch(t.Context(), w, []string{"why", "--member", string(q.ids["bo"]), "--date", "2026-11-26"}),
		dispatch(t.Context(), w, []string{"why", "--member", "nobody", "--date", "2026-11-26"}),
		dispatch(t.Context(), w, []string{"team", "show"}),
	}
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Fatal(errs)
	}
	if got := out.String() + errs[1].Error(); hidden(got) || strings.Contains(got, `\u202e`) || strings.Count(got, "an[2Ja x") != 4 {
		t.Errorf("got %q", got)
	}
}

func TestATerminalIsGivenOnlyWhatCanBeSeen(t *testing.T) {
	var out bytes.Buffer
	s := &sight{w: &out}
	for _, b := range []byte("a  b  \n" + tricky + "\nend\x1b[0m") {
		if n, err := s.Write([]byte{b}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	if err := s.end(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "a  b  \nan[2Ja x\nend[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
