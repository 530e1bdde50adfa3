package bot

import (
	"context"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// A platform need not say who leaves a server or loses a role. So those whom a team knows
// are asked about once a day, in its early morning; who is in no room, of whom nothing else is
// heard, once an hour; and who leaves the rooms then. Whoever is gone leads no meeting, is not
// waited for, and is called by name.
const (
	lookoutTick  = 10 * time.Minute
	lookoutEvery = time.Hour              // for each team
	lookoutFrom  = 6                      // o'clock of the team's own: about everybody
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
	looked, all := map[TeamID]time.Time{}, map[TeamID]schedule.Date{}
	for {
		select {
		case who := <-b.home.circle.parted:
			b.home.circle.taken(who)
			if t, there := b.Team(who.team); there {
				b.asksAbout(ctx, t, who.account)
			}
			if !pauses(ctx) {
				return
			}
			continue
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		for _, t := range b.Teams() {
			now := b.now().In(t.Location())
			today := schedule.DateOf(now)
			everybody := now.Hour() >= lookoutFrom && all[t.ID] != today
			if age := now.Sub(looked[t.ID]); !everybody && age >= 0 && age < lookoutEvery {
				continue
			}
			if looked[t.ID] = now; everybody {
				all[t.ID] = today
			}
			b.lookAt(ctx, t, everybody)
		}
	}
}

// leaves has somebody asked about, once however often they come and go until then.
// It never waits.
func (c *circle) leaves(who parted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waits[who] {
		return
	}
	select {
	case c.parted <- who:
		c.waits[who] = true
	default:
	}
}

// taken is said before somebody is asked about who has left.
func (c *circle) taken(who parted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waits, who)
}

// partings has those asked about who have just left the rooms. It never waits.
func (v *veranda) partings(moves []Move) {
	for _, m := range moves {
		_, sits := v.seats[m.Member]
		if sits || m.Account.On != v.team.Home || v.bot.around.Doors[v.team.Home] == nil {
			continue
		}
		v.bot.home.circle.leaves(parted{v.id, m.Account})
	}
}

// lookAt asks about those of a team's people on its server of whom it is believed
// that they belong: everybody, or those who sit nowhere. Who cannot be asked about is asked about another time.
func (b *Bot) lookAt(ctx context.Context, t Team, everybody bool) {
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
	sits := map[Account]bool{}
	if present, told := b.home.voices.present(t.Server); told && !everybody {
		for _, m := range present {
			sits[m.Account] = m.Room != ""
		}
	}
	for _, a := range list {
		if sits[a] {
			continue
		}
		if b.asksAbout(ctx, t, a); !pauses(ctx) {
			return
		}
	}
}

// pauses waits until the next may be asked about; false: ctx has ended.
func pauses(ctx context.Context) bool {
	select {
	case <-time.After(lookoutPause):
		return true
	case <-ctx.Done():
		return false
	}
}

func (b *Bot) asksAbout(ctx context.Context, t Team, a Account) {
	if _, err := b.Belongs(ctx, t, a); err != nil {
		b.log.Debug("cannot see whether somebody is in the team", "team", t.ID, "err", err)
	}
}
