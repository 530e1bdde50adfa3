package remind_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// letter is a private message, by the parts of its key. later is until when it
// was put off.
type letter struct {
	to                 bot.MemberID
	event, kind, later string
}

func letterOf(key store.Key) letter {
	p := append(key.Parts(), "")
	return letter{bot.MemberID(p[2]), p[3], p[4], p[5]}
}

// first is the letter as it was before it was put off.
func (l letter) first() letter {
	l.later = ""
	return l
}

// arrival is a letter that somebody got, and when.
type arrival struct {
	letter
	at time.Time
}

// postman brings what is owed, each key once, as platforms do that honour
// nonces. He looks before each try whether it is owed still.
type postman struct {
	mu      sync.Mutex
	trip    func() string // what goes wrong with a letter: "", "before" or "after"
	fallen  bool          // the process has crashed
	outage  bool          // nothing is brought
	shut    bool          // nothing is brought to Slack
	deaf    map[bot.MemberID]bool
	closed  map[bot.MemberID]schedule.Date // until when the deaf are left alone
	owed    map[letter]time.Time           // when each was last to come
	came    map[letter]string              // on which platform
	twice   []letter                       // that came on both
	arrived []arrival
	bell    chan struct{}
}

func newPostman() *postman {
	return &postman{
		trip: func() string { return "" }, deaf: map[bot.MemberID]bool{}, closed: map[bot.MemberID]schedule.Date{},
		owed: map[letter]time.Time{}, came: map[letter]string{}, bell: make(chan struct{}, 1),
	}
}

// told listens to the store.
func (p *postman) told(list []store.Owed) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range list {
		if o.Key.Parts()[1] == "wish" {
			continue // a question to the channel, not a letter
		}
		at := time.Now()
		if o.After.After(at) {
			at = o.After
			time.AfterFunc(time.Until(at), p.ring)
		}
		p.owed[letterOf(o.Key)] = at
	}
	p.ring()
}

func (p *postman) ring() {
	select {
	case p.bell <- struct{}{}:
	default:
	}
}

// set changes how he fares.
func (p *postman) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.ring()
}

// take gives the letters that came since it was last asked.
func (p *postman) take() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.arrived
	p.arrived = nil
	return list
}

func (p *postman) down() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fallen
}

// work brings letters until ctx ends.
func (p *postman) work(ctx context.Context, r *fixture.Running) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.bell:
		}
		for more := true; more; {
			var err error
			if more, err = p.round(ctx, r); err != nil {
				return err
			}
		}
	}
}

// round brings one letter, and tells whether there may be more.
func (p *postman) round(ctx context.Context, r *fixture.Running) (bool, error) {
	p.mu.Lock()
	idle, shut := p.outage || p.fallen, p.shut
	p.mu.Unlock()
	if idle {
		return false, nil
	}
	o, some, err := next(r.DB, shut)
	if err != nil || !some {
		return false, err
	}
	if shut && o.Face == "slack" {
		return true, p.closedTo(ctx, r, o)
	}
	switch p.bring(o, r.Team().Location()) {
	case "deaf":
		return true, r.Bot.Refused(ctx, o, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("50007")})
	case "fallen":
		return false, nil
	}
	return true, r.DB.Update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
}

// closedTo finds that Slack is closed, which moves what is for people who are on
// Discord too.
func (p *postman) closedTo(ctx context.Context, r *fixture.Running, o store.Owed) error {
	moved, err := r.Bot.Closed(ctx, o.Key, bot.Spot{On: "slack"}, &bot.Refusal{Reason: bot.Closed, Err: errors.New("account_inactive")})
	if err == nil && !moved {
		err = fmt.Errorf("%s has not moved to Discord", o.Key)
	}
	return err
}

// next is what is to be brought now. What is too late is given up; what is for
// people who are on Slack only waits while that is shut.
func next(db *store.Store, shut bool) (o store.Owed, some bool, err error) {
	err = db.Update(func(tx *store.Tx) error {
		o, some = store.Owed{}, false
		list, err := store.Pending(tx, "")
		for _, one := range list {
			now := time.Now()
			if one.Key.Parts()[1] == "wish" {
				continue // likewise
			}
			if !now.Before(one.Until) {
				if err := store.Settle(tx, one.Key); err != nil {
					return err
				}
				continue
			}
			waits := shut && one.Face == "slack" && bottest.Guest(letterOf(one.Key).to)
			if !some && !waits && !now.Before(one.After) {
				o, some = one, true
			}
		}
		return err
	})
	return o, some, err
}

func (p *postman) bring(o store.Owed, zone *time.Location) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := letterOf(o.Key)
	if p.deaf[l.to] {
		p.closed[l.to] = schedule.DateOf(time.Now().In(zone)).AddDays(29)
		return "deaf"
	}
	trip := p.trip()
	p.fallen = trip != ""
	if trip != "before" {
		switch p.came[l] {
		case "":
			p.came[l] = o.Face
			p.arrived = append(p.arrived, arrival{l, time.Now()})
		case o.Face:
		default:
			p.twice = append(p.twice, l)
		}
	}
	if p.fallen {
		return "fallen"
	}
	return ""
}
