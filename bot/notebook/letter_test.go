package notebook_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
)

func TestWhoChangedSevenNotesThatChangedInTheDocGetsOneLetter(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		ids := map[int]kpt.NoteID{}
		for i := range 7 {
			ids[i] = s.keep(team, fmt.Sprintf("thing %d", i))
		}
		time.Sleep(2 * notebook.Poll)
		for i := range 7 {
			must(t, doc.Line(fmt.Sprintf("Ana: thing %d", i)).Append(", by hand"))
		}
		for i := range 7 {
			s.edit(team, ids[i], fmt.Sprintf("mine %d", i))
		}
		time.Sleep(time.Hour)
		posts := s.posts(team)
		if len(posts) != 1 {
			t.Fatalf("Ana was told %q, want one letter", posts)
		}
		if n := strings.Count(posts[0], "The notebook has"); n != 5 || !strings.Contains(posts[0], "2 more of your notes read otherwise") {
			t.Errorf("the letter tells of %d in full, want 5, and that there are 2 more: %q", n, posts[0])
		}
		if n := len(s.conflicts(team, false)); n != 7 {
			t.Errorf("%d conflicts wait for Ana, want all 7", n)
		}
	})
}
