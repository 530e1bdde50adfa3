package demo

import (
	"slices"
	"testing"
)

func TestWhatSeveralPeopleReadEachForThemselvesIsOneLine(t *testing.T) {
	got := together([]string{"< (to ana) x\n  y", "< #general: x", "< (to bo) x\n  y", "< (Slack, to bo) x\n  y", "< (to ana) z", "< (Slack, to dan) x\n  y"})
	want := []string{"< (to ana, bo) x\n  y", "< #general: x", "< (Slack, to bo, dan) x\n  y", "< (to ana) z"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
