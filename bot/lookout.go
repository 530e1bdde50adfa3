package bot

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// A platform need not say who leaves a server or loses a role. So those whom a team knows are asked about once a day, in its early
// morning: whoever is gone leads no meeting and is not waited for.
const (
	lookoutEvery = 10 * time.Minute
	lookoutFrom  = 6                      // o'clock of the team's own
	lookoutPause = 200 * time.Millisecond // between two people, to leave room for what is urgent
)

// lookout asks about the people of each team once a day, until ctx ends.
func (b *Bot) lookout(ctx context.Context) {
	if len(b.around.Doors) == 0 {
		return
	}
	tick := time.NewTicker(lookoutEvery)
	defer tick.Stop()
	looked := map[TeamID]schedule.Date{}
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		for _, t := range b.Teams() {
			now := b.now().In(t.Location())
			if today := schedule.DateOf(now); now.Hour() >= lookoutFrom && looked[t.ID] != today {
				looked[t.ID] = today
				b.lookAt(ctx, t)
			}
		}
	}
}

// lookAt asks about those of a team's people on its server of whom it is believed
// that they belong. Who cannot be asked about is asked about tomorrow.
func (b *Bot) lookAt(ctx context.Context, t Team) {
	if b.around.Doors[t.Home] == nil {
		return
	}
	var list []Account
	err := b.db.View(func(tx *store.Tx) error {
		list = nil
		for row, err := range people.Scan(tx, store.KeyOf(string(t.ID))) {
			if err != nil {
				return err
			}
			if a := row.Value.Own(idOf(row.Key)); a.On == t.Home && !row.Value.Out {
				list = append(list, a)
			}
		}
		return nil
	})
	if err != nil {
		b.log.Error("cannot read who is in the team", "team", t.ID, "err", err)
	}
	for _, a := range list {
		if _, err := b.Belongs(ctx, t, a); err != nil {
			b.log.Debug("cannot see whether somebody is in the team", "team", t.ID, "err", err)
		}
		select {
		case <-time.After(lookoutPause):
		case <-ctx.Done():
			return
		}
	}
}
