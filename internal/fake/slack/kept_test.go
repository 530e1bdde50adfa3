package slack_test

import (
	"slices"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestNoAppGetsACommandThatSlackKeepsForItself(t *testing.T) {
	if got := len(fake.Kept()); got != 19 {
		t.Errorf("Slack keeps %d names; want 19", got)
	}
	for _, name := range fake.Kept() {
		if _, err := fake.Start(fake.Options{App: fake.App{Commands: []string{"/keep", name}}}); err == nil {
			t.Errorf("an app with %s was made", name)
		}
	}
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		for _, name := range []string{"away", "/status", "/who"} {
			if got := s.Member("ana").Run(name, ""); got.Err == nil {
				t.Errorf("%s reached the app", name)
			}
		}
		if !slices.Contains(fake.Kept(), "/away") {
			t.Error("/away is not kept")
		}
	})
}
