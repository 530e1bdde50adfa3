package bot

import (
	"context"
	"time"
)

// NextDue gives the instant of what comes due next, over all teams; also of what is past
// and not dealt with yet. false: nothing is planned.
func (b *Bot) NextDue() (time.Time, bool) { return b.loop.Next() }

// Stepped says that the wall clock was set: it is looked at now.
func (b *Bot) Stepped() { b.loop.Stepped() }

// Settled tells whether the teams have dealt with all that came due and that was told
// them before. It waits for its turn with each of them.
func (b *Bot) Settled(ctx context.Context) bool {
	settled := true
	for _, t := range b.Teams() {
		v := b.veranda(t.ID)
		if v == nil {
			continue
		}
		err := v.do(ctx, func() error {
			l := v.later
			settled = settled && len(l.held) == 0 && len(l.failed) == 0 && l.asked.IsZero()
			return nil
		})
		settled = settled && err == nil
	}
	return settled
}
