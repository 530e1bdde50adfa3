package bot

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// A platform need not say who leaves a server or loses a role. So those whom a team knows
// are asked about once an hour, and who leaves the rooms is asked about then: whoever is
// gone leads no meeting, is not waited for, and is called by name.
const (
	lookoutTick  = 10 * time.Minute
	lookoutEvery = time.Hour              // for each team
	lookoutPause = 200 * time.Millisecond // between two people, to leave room for what is urgent
	mostParted   = 256                    // who wait to be asked about; the others are asked about within the hour
)

// parted is somebody who has left the rooms of a team.
type parted struct {
	team    TeamID
	account Account
}

// lookout asks about the people of each team, until ctx ends.
func (b *Bot) lookout(ctx context.Context) {
	if len(b.around.Doors) == 0 {
		return
	}
	tick := time.NewTicker(lookoutTick)
	defer tick.Stop()
	looked := map[TeamID]time.Time{}
	for {
		select {
		case who := <-b.home.circle.parted:
			if t, there := b.Team(who.team); there {
				b.asksAbout(ctx, t, who.account)
			}
			continue
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		for _, t := range b.Teams() {
			if now := b.now(); now.Sub(looked[t.ID]) >= lookoutEvery || now.Before(looked[t.ID]) {
				looked[t.ID] = now
				b.lookAt(ctx, t)
			}
		}
	}
}

// partings has those asked about who have just left the rooms. It never waits.
func (v *veranda) partings(moves []Move) {
	for _, m := range moves {
		_, sits := v.seats[m.Member]
		if sits || m.Account.On != v.team.Home || v.bot.around.Doors[v.team.Home] == nil {
			continue
		}
		select {
		case v.bot.home.circle.parted <- parted{v.id, m.Account}:
		default:
		}
	}
}

// lookAt asks about those of a team's people on its server of whom it is believed
// that they belong. Who cannot be asked about is asked about another time.
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
		b.asksAbout(ctx, t, a)
		select {
		case <-time.After(lookoutPause):
		case <-ctx.Done():
			return
		}
	}
}

func (b *Bot) asksAbout(ctx context.Context, t Team, a Account) {
	if _, err := b.Belongs(ctx, t, a); err != nil {
		b.log.Debug("cannot see whether somebody is in the team", "team", t.ID, "err", err)
	}
}
