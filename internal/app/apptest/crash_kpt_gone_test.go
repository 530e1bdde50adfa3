package apptest

import (
	"context"
	"strings"
	"time"
)

// agree has a member of each team say that what is gone from its notebook was deleted on
// purpose: the persons at the notebooks do, and do more than a team expects while the
// program is dead.
func (q *kptStage) agree() {
	const button = "Deleted on purpose"
	for _, c := range q.teams {
		for _, m := range c.text.Messages() {
			if has(m, button) {
				ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
				answered(ctx, c.members[0].Press(m, button))
				cancel()
			}
		}
	}
}

// deletes tells whether a line that is there again is one that the person deleted: where
// nobody answers, it is written back.
func (p *person) deletes(b bullet) bool {
	_, theirs := p.left[b.first()]
	return !theirs && strings.HasPrefix(b.first(), "h") && p.taken[b.first()]
}
