package discord

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
)

func FuzzACustomIDBringsBackWhatItWasGiven(f *testing.F) {
	f.Add("settings.room", "sakura", "a", "", 2)
	f.Add("x", "", "", "", 1)
	f.Add("a|b~!", "~~|", "|", "~", 2)
	f.Add("", "t", "", "", 0)
	f.Add("do", "t", strings.Repeat("|", 60), "", 1)
	f.Fuzz(func(t *testing.T, do, team, one, two string, n int) {
		var with []string
		if n > 0 && n < 3 {
			with = []string{one, two}[:n]
		}
		id, err := packID(do, bot.TeamID(team), with)
		if err != nil {
			if do != "" && len(do+team+one+two)*2+3 <= mostID && utf8.ValidString(strings.Join([]string{do, team, one, two}, "|")) {
				t.Fatalf("packID(%q, %q, %q): %v", do, team, with, err)
			}
			return
		}
		if len(id) > mostID {
			t.Fatalf("packID(%q, %q, %q) is %d bytes", do, team, with, len(id))
		}
		gotDo, gotTeam, gotWith, err := unpackID(id)
		if err != nil || gotDo != do || string(gotTeam) != team || !slices.Equal(gotWith, with) {
			t.Fatalf("unpackID(%q) = %q, %q, %q, %v, want %q, %q, %q", id, gotDo, gotTeam, gotWith, err, do, team, with)
		}
	})
}

func FuzzAForeignCustomIDIsAnErrorOrOneOfOurs(f *testing.F) {
	for _, id := range []string{"", "|", "x", "|0", "a|b~", "a|b~x", "a|b|~~~!", "kpt:keep"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		do, team, with, err := unpackID(id)
		if err != nil {
			return
		}
		if again, err := packID(do, team, with); err != nil || again != id {
			t.Fatalf("packID(unpackID(%q)) = %q, %v", id, again, err)
		}
	})
}
