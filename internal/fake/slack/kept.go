package slack

import (
	"fmt"
	"slices"
	"strings"
)

// Kept are the commands that Slack keeps for itself: an app whose manifest has one is refused as a whole.
func Kept() []string {
	names := "me status away dnd shrug remind msg feed who collapse expand leave join open search topic mute pro shortcuts"
	all := strings.Fields(names)
	for i := range all {
		all[i] = "/" + all[i]
	}
	return all
}

// judge says why Slack would not make this app.
func (a App) judge() error {
	for _, c := range a.Commands {
		if slices.Contains(Kept(), c) {
			return fmt.Errorf("fake slack: invalid_manifest: %s is a command of Slack's own", c)
		}
	}
	return nil
}
