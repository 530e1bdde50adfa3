package bot

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// believeBlindly is how long it is believed what a platform said of somebody,
// while it cannot be asked.
const believeBlindly = time.Hour

// circle is what the platforms said of who belongs to the teams.
type circle struct {
	mu   sync.Mutex
	said map[standingKey]standing

	parted chan parted     // who is to be asked about
	waits  map[parted]bool // those in it
}

type standingKey struct {
	team    TeamID
	account Account
}

// standing is whether an account belonged to a team, and when that was.
type standing struct {
	in bool
	at time.Time
}

func (c *circle) get(team TeamID, a Account) (standing, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, known := c.said[standingKey{team, a}]
	return s, known
}

// note keeps what was said, and tells whether that is news. What is older than
// anybody believes is forgotten with it.
func (c *circle) note(team TeamID, a Account, now standing) (news bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := standingKey{team, a}
	was, known := c.said[key]
	if !known && len(c.said)%256 == 255 {
		for old, s := range c.said {
			if now.at.Sub(s.at) > believeBlindly {
				delete(c.said, old)
			}
		}
	}
	c.said[key] = now
	return !known || was.in != now.in
}

// forget forgets what was said of a team, whose set-up says otherwise now who
// belongs to it.
func (c *circle) forget(team TeamID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.said, func(key standingKey, _ standing) bool { return key.team == team })
}

// within tells whether it was said so lately.
func (s standing) within(most time.Duration, now time.Time) bool {
	age := now.Sub(s.at)
	return age >= 0 && age < most
}

// admits tells by their request on a server whether somebody belongs to a team.
func (b *Bot) admits(t Team, p Person) bool {
	if p.Account.ID == "" {
		p.Account = t.accountOf(p.ID)
	}
	door := b.around.Doors[p.Account.On]
	if door == nil {
		return t.Role == "" || p.Keeper || slices.Contains(p.Roles, t.Role)
	}
	return door.Admits(t, p)
}

// Belongs tells whether an account belongs to a team now: it asks the platform.
// While that cannot be asked, who belonged within the hour does. It must not be called in a team's goroutine. Where there
// is no such platform, nobody's belonging can change.
func (b *Bot) Belongs(ctx context.Context, t Team, a Account) (bool, error) {
	t = b.home.served(t) // a channel that is another team's opens nothing
	now := b.now()
	door := b.around.Doors[a.On]
	if door == nil {
		return true, nil
	}
	in, err := door.Belongs(ctx, t, a.ID)
	if err != nil {
		if known, told := b.home.circle.get(t.ID, a); told && known.within(believeBlindly, now) && known.in {
			return true, nil
		}
		counted, wrong := b.counted(t, a)
		if counted && wrong == nil {
			return true, nil
		}
		return false, errors.Join(err, wrong)
	}
	b.stands(ctx, t.ID, a, in)
	return in, nil
}

// MayHave tells whether what is owed may be had by the person it is for: by who
// belongs to the team now. What everybody reads is not asked about. It is for the
// courier, outside the teams' goroutines.
func (b *Bot) MayHave(ctx context.Context, o store.Owed) (bool, error) {
	var p Post
	if o.Kind != KindPost {
		return true, nil
	}
	if err := json.Unmarshal(o.Body, &p); err != nil || p.Account == "" {
		return true, nil // which the face judges
	}
	t, there := b.Team(teamOf(o.Key))
	if !there {
		return false, nil
	}
	return b.Belongs(ctx, t, Account{Platform(o.Face), p.Account})
}

// counted tells whether an account was among those in the team's channel when
// that was looked at last, within the hour: what is known after a restart.
func (b *Bot) counted(t Team, a Account) (is bool, err error) {
	if a.On == t.Home {
		return false, nil
	}
	err = b.db.View(func(tx *store.Tx) error {
		at, _, err := looked.Get(tx, store.KeyOf(string(t.ID), string(a.On)))
		if age := b.now().Sub(at); err != nil || age < 0 || age > believeBlindly {
			return err
		}
		_, m, known, err := rowOf(tx, t, a)
		is = known && !m.Out
		return err
	})
	return is, err
}

// looked is when it was last seen who is in the team's own channel on a platform.
var looked = store.NewTable[time.Time]("looked")

// Looked notes that somebody has just seen who is in the team's channel on a platform.
func (s *Scene) Looked(tx *store.Tx, on Platform) error {
	return looked.Put(tx, s.Key(string(on)), s.Now.UTC())
}

// stands notes whether an account belongs to a team, and has the team know it.
func (b *Bot) stands(ctx context.Context, team TeamID, a Account, in bool) {
	if !b.home.circle.note(team, a, standing{in, b.now()}) {
		return
	}
	v := b.veranda(team)
	if v == nil {
		return
	}
	v.post(ctx, func() {
		id, changed, err := v.scene().keepStanding(a, in)
		if err != nil {
			b.log.Error("cannot keep who is in the team", "team", team, "err", err)
		}
		v.compare = v.compare || changed // what names them
		v.seatOf(id, in)
	})
}

// keepStanding keeps whether somebody belongs to the team, if the team knows
// them, without writing what is kept already.
func (s *Scene) keepStanding(a Account, in bool) (id MemberID, changed bool, err error) {
	var m Member
	var known bool
	err = s.View(func(tx *store.Tx) (err error) {
		id, m, known, err = rowOf(tx, s.Team, a)
		return err
	})
	if err != nil || !known || m.Out != in {
		return id, false, err
	}
	m.Out = !in
	return id, true, s.Update(func(tx *store.Tx) error { return people.Put(tx, s.Key(string(id)), m) })
}

// Stands notes what somebody who has just looked saw: whether an account belongs
// to the team.
func (s *Scene) Stands(a Account, in bool) {
	s.bot.home.circle.note(s.Team.ID, a, standing{in, s.Now})
}

// visits tells whether somebody was seen not to belong to the team: being known
// does not bring a visitor into it.
func (s *Scene) visits(a Account) bool {
	if s.bot == nil {
		return false
	}
	said, told := s.bot.home.circle.get(s.Team.ID, a)
	return told && !said.in
}
