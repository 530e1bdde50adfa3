package remind

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var (
	threads   = store.NewTable[thread]("reminders")
	wishes    = store.NewTable[wish]("wishes")
	decisions = store.NewTable[[]Decision]("decisions")
)

// How many days things are kept.
const (
	keepThreads   = 90
	keepDecisions = 14
	closedFor     = 30 // who takes no private messages is left alone
)

// thread is what was sent to one member about one event.
type thread struct {
	Sent    []sent        `json:"sent,omitzero"`
	Stopped bool          `json:"stopped,omitzero"` // they want no more of it
	Last    schedule.Date `json:"last"`             // when it last changed
}

// sent is one reminder of a thread.
type sent struct {
	Kind string    `json:"kind"`
	Born time.Time `json:"born"` // when it was first owed
	At   time.Time `json:"at"`   // when it was last owed
	Back bool      `json:"back,omitzero"`
}

// wish is what a member wants of reminders. Closed is the last day on which they
// are thought to take no private messages.
type wish struct {
	Muted  bool          `json:"muted,omitzero"`
	Closed schedule.Date `json:"closed,omitzero"`
}

func (t thread) told(kind string) bool {
	return slices.ContainsFunc(t.Sent, func(s sent) bool { return s.Kind == kind && !s.Back })
}

// others counts the kinds that were sent besides one. What was taken back counts
// too: nobody knows for sure that it did not arrive.
func (t thread) others(kind string) (n int) {
	for _, s := range t.Sent {
		if s.Kind != kind {
			n++
		}
	}
	return n
}

// on counts the kinds that were sent on a date, besides one.
func (t thread) on(date schedule.Date, zone *time.Location, besides string) (n int) {
	for _, s := range t.Sent {
		if s.Kind != besides && schedule.DateOf(s.At.In(zone)) == date {
			n++
		}
	}
	return n
}

// tell notes that a kind is owed now, and gives when it first was.
func (t *thread) tell(kind string, now time.Time) (born time.Time) {
	t.Last = schedule.DateOf(now)
	for i := range t.Sent {
		if s := &t.Sent[i]; s.Kind == kind {
			s.At, s.Back = now, false
			if s.Born.After(now) { // the clock was put back
				s.Born = now
			}
			return s.Born
		}
	}
	t.Sent = append(t.Sent, sent{Kind: kind, Born: now, At: now})
	return now
}

// unsay notes that a kind did not reach them.
func (t *thread) unsay(kind string) {
	for i := range t.Sent {
		t.Sent[i].Back = t.Sent[i].Back || t.Sent[i].Kind == kind
	}
}

func threadKey(s *bot.Scene, to bot.MemberID, event string) store.Key {
	return s.Key(string(to), event)
}

// remindPart is the second part of the keys of what is owed.
const remindPart = "remind"

func owedKey(s *bot.Scene, to bot.MemberID, event, kind string) store.Key {
	return s.Key(remindPart, string(to), event, kind)
}

// takeBack takes back what is still owed of a thread.
func takeBack(s *bot.Scene, tx *store.Tx, key store.Key, t thread) error {
	parts := key.Parts()
	to, event := bot.MemberID(parts[1]), parts[2]
	changed := false
	for _, one := range t.Sent {
		owed := owedKey(s, to, event, one.Kind)
		if one.Back || !store.IsOwed(tx, owed) {
			continue
		}
		if err := store.Settle(tx, owed); err != nil {
			return err
		}
		t.unsay(one.Kind)
		changed = true
	}
	if !changed {
		return nil
	}
	return threads.Put(tx, key, t)
}

// takeAllBack takes back what is still owed to a member about anything.
func takeAllBack(s *bot.Scene, tx *store.Tx, to bot.MemberID) error {
	for row, err := range threads.Scan(tx, s.Key(string(to))) {
		if err != nil {
			return err
		}
		if err := takeBack(s, tx, row.Key, row.Value); err != nil {
			return err
		}
	}
	return nil
}

// owedTo tells whether a member is still owed anything.
func owedTo(s *bot.Scene, tx *store.Tx, to bot.MemberID) (bool, error) {
	for row, err := range threads.Scan(tx, s.Key(string(to))) {
		if err != nil {
			return false, err
		}
		for _, one := range row.Value.Sent {
			if !one.Back && store.IsOwed(tx, owedKey(s, to, row.Key.Parts()[2], one.Kind)) {
				return true, nil
			}
		}
	}
	return false, nil
}

// noted tells whether the last decision of today about a reminder was the same.
func noted(s *bot.Scene, tx *store.Tx, r Reminder, why Why) (bool, error) {
	list, err := Decisions(tx, s.Team.ID, r.To, s.Today())
	for _, d := range slices.Backward(list) {
		if d.Event == r.Event && d.Kind == r.Kind {
			return d.Why == why, err
		}
	}
	return false, err
}

// note keeps a decision, unless it is what was decided before.
func note(s *bot.Scene, tx *store.Tx, r Reminder, why Why) error {
	if why != "" {
		if same, err := noted(s, tx, r, why); same || err != nil {
			return err
		}
	}
	list, err := Decisions(tx, s.Team.ID, r.To, s.Today())
	if err != nil {
		return err
	}
	list = append(list, Decision{At: s.Now.UTC(), Event: r.Event, Kind: r.Kind, Why: why})
	return decisions.Put(tx, s.Key(string(r.To), s.Today().String()), list)
}

// tidy forgets what is old. Wishes go with what the team knows of a person.
func tidy(s *bot.Scene, tx *store.Tx) error {
	today := s.Today()
	err := drop(tx, decisions, s.Key(), func(k store.Key, _ []Decision) (bool, error) {
		date, err := schedule.ParseDate(k.Parts()[2])
		return date.AddDays(keepDecisions).Before(today), err
	})
	if err != nil {
		return err
	}
	err = drop(tx, threads, s.Key(), func(_ store.Key, t thread) (bool, error) {
		return t.Last.AddDays(keepThreads).Before(today), nil
	})
	if err != nil {
		return err
	}
	return drop(tx, wishes, s.Key(), func(k store.Key, w wish) (bool, error) {
		who, err := s.Member(tx, bot.MemberID(k.Parts()[1]))
		return who == bot.Member{} || !w.Muted && w.Closed.Before(today), err
	})
}

// drop deletes the rows below a key for which old holds.
func drop[V any](tx *store.Tx, table store.Table[V], prefix store.Key, old func(store.Key, V) (bool, error)) error {
	var gone []store.Key
	for row, err := range table.Scan(tx, prefix) {
		if err != nil {
			return err
		}
		is, err := old(row.Key, row.Value)
		if err != nil {
			return err
		}
		if is {
			gone = append(gone, row.Key)
		}
	}
	for _, key := range gone {
		if err := table.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}
