package notebook_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

// A heading that may be a section is named once, also over restarts; notes for it wait, and
// come when a person has said what it is.
func TestAHeadingThatIsNotUnderstoodIsNamedOnceAndNotesForItWait(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# KPT 2026-11-27\n## Keep calm, @everyone\n- tea\n## Problem\n- CI is slow\n## Try\n## Old Tries\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		for range 3 {
			time.Sleep(time.Hour)
			s.restart()
		}
		posts := s.posts(team)
		if len(posts) != 1 || !strings.Contains(posts[0], "Keep calm, @everyone") || !strings.Contains(posts[0], "just Keep, Problem or Try") {
			t.Errorf("the team was told %q, want once of the heading", posts)
		}
		if f := s.scribe.Check(t.Context(), team, true); f.OK || f.Key != "notebook.not_clear" {
			t.Errorf("the doctor finds %+v, want the heading", f)
		}
		if got := doc.Text(); strings.Contains(got, "cake") || strings.Count(got, "Keep") != 1 {
			t.Errorf("it was written into, or beside, what is not understood:\n%s", got)
		}
		must(t, doc.Line("Keep calm, @everyone").Cut(" calm, @everyone"))
		time.Sleep(10 * time.Minute)
		if got := doc.Text(); !strings.Contains(got, "- tea\n- Ana: cake\n") {
			t.Errorf("the note did not follow:\n%s", got)
		}
		if f := s.scribe.Check(t.Context(), team, true); !f.OK {
			t.Errorf("the doctor finds %+v, want all well", f)
		}
		if again := s.posts(team); len(again) != 1 {
			t.Errorf("the team was told %q, want nothing more", again)
		}
	})
}

// All headings are named together; what is understood by then is not said again.
func TestAllHeadingsThatAreNotUnderstoodAreNamedInOneMessage(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# KPT 2026-11-27\n## Good\n- tea\n## Bad\n- CI is slow\n## Action items\n- a cache\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		time.Sleep(time.Hour)
		posts := s.posts(team)
		if len(posts) != 1 || !strings.Contains(posts[0], "Good · Bad · Action items") {
			t.Errorf("the team was told %q, want once of all headings", posts)
		}
		must(t, doc.Line("Good").Cut("Good"))
		time.Sleep(time.Hour)
		if again := s.posts(team); len(again) != 1 {
			t.Errorf("the team was told %q, want nothing more", again)
		}
		if f := s.scribe.Check(t.Context(), team, true); f.OK || !strings.Contains(fmt.Sprint(f.Args), "Bad · Action items") {
			t.Errorf("the doctor finds %+v, want what is left", f)
		}
		if got := doc.Text(); strings.Contains(got, "# Problem") || strings.Contains(got, "# Try") {
			t.Errorf("a second section was made:\n%s", got)
		}
	})
}

func TestLinesWithoutABulletAreNamedOnceAndNotMoreThanOnceADay(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# KPT 2026-11-27\n## Keep\n- tea\n\n朝会が短い @everyone\n## Problem\n- CI is slow\n## Try\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		time.Sleep(time.Hour)
		s.restart()
		must(t, doc.Line("CI is slow").Append("\n\nThe build broke twice"))
		must(t, doc.Line("The build broke twice").Unbullet())
		time.Sleep(time.Hour)
		if posts := s.posts(team); len(posts) != 1 || !strings.Contains(posts[0], "朝会が短い") || !strings.Contains(posts[0], "put a bullet in front") {
			t.Errorf("the team was told %q, want once of the line", posts)
		}
		if f := s.scribe.Check(t.Context(), team, true); !f.OK {
			t.Errorf("the doctor finds %+v, want all well", f)
		}
	})
}

func TestALineThatSaysItIsOfAnotherSectionIsNamedOnceAndNotRead(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# KPT 2026-11-27\n## Keep\n- tea\n- Problem: loud\n- Ana: pairing\n## Problem\n- CI is slow\n## Try\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		time.Sleep(time.Hour)
		s.restart()
		time.Sleep(time.Hour)
		if posts := s.posts(team); len(posts) != 1 || !strings.Contains(posts[0], "meant by: Problem: loud.") {
			t.Errorf("the team was told %q, want once of the line", posts)
		}
		must(t, doc.Line("Problem: loud").Cut("Problem: "))
		time.Sleep(time.Hour)
		if f := s.scribe.Check(t.Context(), team, true); !f.OK {
			t.Errorf("the doctor finds %+v, want all well", f)
		}
	})
}

// Lists too: what is written there is not lost without a word.
func TestLinesBelowANameThatIsNobodysAreSaidOnce(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# KPT 2026-11-27\n【Keep】\n・tea\n【Zoe】\n・the plants\n【Problem】\n・CI is slow\n【Try】\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		time.Sleep(time.Hour)
		s.restart()
		time.Sleep(time.Hour)
		if posts := s.posts(team); len(posts) != 1 || !strings.Contains(posts[0], "nothing is read below Zoe: nobody in the team has that name.") {
			t.Errorf("the team was told %q, want once of the name", posts)
		}
		must(t, doc.Line("【Zoe】").Cut("【Zoe】"))
		time.Sleep(time.Hour)
		if f := s.scribe.Check(t.Context(), team, true); !f.OK {
			t.Errorf("the doctor finds %+v, want all well", f)
		}
	})
}

// What stood in the Doc when it was first read is history.
func TestASheetWithoutADayIsNamedOnceUnlessItStoodThereBefore(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		doc := s.google.NewDoc("KPT")
		must(t, doc.Write("# Sprint 12 KPT\n## Keep\n- old\n## Problem\n- older\n"))
		team := s.found("sakura", doc, kpt.Retro{Date: thisWeek})
		s.keep(team, "cake")
		time.Sleep(time.Hour)
		if posts := s.posts(team); len(posts) > 0 {
			t.Fatalf("the team was told %q, want nothing of what was there before", posts)
		}
		must(t, doc.Write("# Next week's KPT\n## Keep\n- lunch\n"))
		time.Sleep(time.Hour)
		s.restart()
		time.Sleep(time.Hour)
		posts := s.posts(team)
		if len(posts) != 1 || !strings.Contains(posts[0], "Next week's KPT.") || !strings.Contains(posts[0], "like KPT 2026-11-27") || strings.Contains(posts[0], "Sprint") {
			t.Errorf("the team was told %q, want once of the new heading", posts)
		}
	})
}
