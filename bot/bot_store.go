package bot

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Ail is what ails a store that does not do what it was asked.
type Ail string

// What may ail a store.
const (
	Full      Ail = "full"      // its disk is full
	Broken    Ail = "disk"      // its disk does not write
	Damaged   Ail = "damaged"   // what is in it cannot be read
	Uncertain Ail = "uncertain" // what was written is there, but perhaps not for good
)

// Ails lists all that may ail a store.
func Ails() []Ail { return []Ail{Full, Broken, Damaged, Uncertain} }

// AilOf tells what ails the store, by an error that it gave; "" for any other
// error, and for none.
func AilOf(err error) Ail {
	switch {
	case errors.Is(err, store.ErrUncertain):
		return Uncertain
	case errors.Is(err, store.ErrNoRoom):
		return Full
	case errors.Is(err, store.ErrDisk):
		return Broken
	case errors.Is(err, store.ErrDamaged), errors.Is(err, store.ErrUnreadable):
		return Damaged
	}
	return ""
}

// Undone is what a member reads of an error that is not theirs to mend.
func Undone(lang words.Lang, err error) words.Text {
	if ail := AilOf(err); ail != "" {
		return words.Say(lang, "ask.store."+string(ail))
	}
	return words.Say(lang, "ask.internal")
}

// ailFor is how long the store is said to ail after it last failed, if nothing
// was kept since.
const ailFor = 10 * time.Minute

// memory is the store, and what ails it.
type memory struct {
	Names
	health health
	forms  openForms
}

// health is what was seen of the store since the start.
type health struct {
	mu     sync.Mutex
	ail    Ail
	last   time.Time
	failed map[Ail]int
}

// saw takes note of how an Update ended. The log is told when something begins
// to ail, and when it is over.
func (h *health) saw(err error, now time.Time, log *slog.Logger) {
	ail := AilOf(err)
	if err != nil && ail == "" {
		return // the store is not to blame
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if ail != "" {
		h.failed[ail]++
		h.last = now
	}
	if ail == h.ail {
		return
	}
	h.ail = ail
	if ail == "" {
		log.Info("the store keeps things again")
		return
	}
	log.Error("the store does not keep things: see to its disk", "what", string(ail), "err", err)
}

// update is the store's Update, and notes what ails it.
func (b *Bot) update(fn func(*store.Tx) error) error {
	err := b.db.Update(fn)
	b.health.saw(err, b.now(), b.log)
	return err
}

// view is the store's View, and notes what cannot be read.
func (b *Bot) view(fn func(*store.Tx) error) error {
	err := b.db.View(fn)
	if err != nil {
		b.health.saw(err, b.now(), b.log)
	}
	return err
}

// Ails tells what ails the store now; "" if it is well. If nothing has failed
// lately, it tries to write a little.
func (b *Bot) Ails() Ail {
	b.health.mu.Lock()
	ail, recent := b.health.ail, b.now().Sub(b.health.last) < ailFor
	b.health.mu.Unlock()
	if ail != "" && recent {
		return ail
	}
	err := b.db.Writable()
	b.health.saw(err, b.now(), b.log)
	return AilOf(err)
}

// Failed tells how often the store has failed in a way.
func (b *Bot) Failed(ail Ail) int {
	b.health.mu.Lock()
	defer b.health.mu.Unlock()
	return b.health.failed[ail]
}

// Names tells what ids mean, by the store alone: so that a face that writes names
// can be made before the bot, which asks that face who belongs to a team.
type Names struct {
	db    *store.Store
	log   *slog.Logger
	known Platforms
}

// NewNames reads names in a store, of accounts on the platforms that there are.
func NewNames(db *store.Store, log *slog.Logger, known Platforms) Names {
	return Names{db, log, known}
}

// Team finds a team by id, also one that rests.
func (n Names) Team(id TeamID) (team Team, ok bool) {
	err := n.db.View(func(tx *store.Tx) (err error) {
		team, ok, err = teams.Get(tx, store.KeyOf(string(id)))
		return err
	})
	if err != nil {
		n.log.Error("cannot read a team", "team", id, "err", err)
	}
	return team.seen(), ok
}

// Called tells faces how a person is called: by their account on a platform, ""
// if they have none that is known, and by name. Who has left has no account on the
// server's platform: there it would be shown as nobody's.
func (n Names) Called(team TeamID, id MemberID, on Platform) (account, name string) {
	err := n.db.View(func(tx *store.Tx) error {
		t, _, err := teams.Get(tx, store.KeyOf(string(team)))
		if err != nil {
			return err
		}
		m, known, err := people.Get(tx, store.KeyOf(string(team), string(id)))
		account, name = m.Accounts[on], m.seen().Name
		switch a := t.accountOf(id); {
		case !known && a.On == on:
			account = a.ID
		case m.left() && on == t.Home:
			account = ""
		}
		return err
	})
	if err != nil {
		n.log.Error("cannot read how somebody is called", "team", team, "err", err)
	}
	return account, name
}

// LinkTo is an address that leads into a room or channel of a team's server; "" if
// its platform has none.
func (n Names) LinkTo(t Team, place ChannelID) string {
	link := n.known.Of(t.Home).Link
	if link == nil {
		return ""
	}
	return link(t.Server, place)
}
