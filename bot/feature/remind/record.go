package remind

import (
	"errors"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var (
	threads   = store.NewTable[thread]("reminders")
	held      = store.NewTable[time.Time]("snoozed")
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
	Born time.Time `json:"born"` // when it was first to come
	At   time.Time `json:"at"`   // when it was last to come, unless it was put off
	Back bool      `json:"back,omitzero"`
	Done bool      `json:"done,omitzero"` // none was owed, for they had done it

	// To put it off, as long as that is possible.
	Card  *bot.Card `json:"card,omitzero"`
	Last  time.Time `json:"last,omitzero"`  // it is of no use after it
	Later time.Time `json:"later,omitzero"` // until when it was put off
}

// wish is what a member wants of reminders. Closed is the last day on which they
// are thought to take no private messages.
type wish struct {
	Muted  bool          `json:"muted,omitzero"`
	Closed schedule.Date `json:"closed,omitzero"`
	// Until is how long it is kept that somebody of whom nothing else is kept wants
	// no reminders; zero: as long as the team knows them.
	Until schedule.Date `json:"until,omitzero"`
}

// or joins what a person wished with two accounts.
func (w wish) or(other wish) wish {
	w.Muted = w.Muted || other.Muted
	if w.Closed.Before(other.Closed) {
		w.Closed = other.Closed
	}
	return w
}

func (t thread) find(kind string) (sent, bool) {
	i := slices.IndexFunc(t.Sent, func(s sent) bool { return s.Kind == kind })
	if i < 0 {
		return sent{}, false
	}
	return t.Sent[i], true
}

// keep puts a reminder in the place of that of its kind.
func (t *thread) keep(one sent, today schedule.Date) {
	t.Last = today
	i := slices.IndexFunc(t.Sent, func(s sent) bool { return s.Kind == one.Kind })
	if i < 0 {
		t.Sent = append(t.Sent, one)
		return
	}
	t.Sent[i] = one
}

func (t thread) has(kind string) bool {
	_, has := t.find(kind)
	return has
}

func (t thread) told(kind string) bool {
	return slices.ContainsFunc(t.Sent, func(s sent) bool { return s.Kind == kind && !s.Back && !s.Done })
}

// others counts the kinds that were sent besides one. What was taken back counts
// too: nobody knows for sure that it did not arrive.
func (t thread) others(kind string) (n int) {
	for _, s := range t.Sent {
		if s.Kind != kind && !s.Done {
			n++
		}
	}
	return n
}

// on counts the kinds that come on a date, besides one. What was put off to
// another day comes on both.
func (t thread) on(date schedule.Date, zone *time.Location, besides string) (n int) {
	for _, s := range t.Sent {
		later := !s.Later.IsZero() && schedule.DateOf(s.Later.In(zone)) == date
		if s.Kind != besides && !s.Done && (later || schedule.DateOf(s.At.In(zone)) == date) {
			n++
		}
	}
	return n
}

// with adds what was sent to another account of the same person.
func (t thread) with(other thread) thread {
	t.Sent = append(t.Sent[:len(t.Sent):len(t.Sent)], other.Sent...)
	t.Stopped = t.Stopped || other.Stopped
	return t
}

// tell notes that a kind is owed for an instant.
func (t *thread) tell(kind string, at time.Time, today schedule.Date) sent {
	one, has := t.find(kind)
	if !has || one.Born.After(at) { // or the clock was put back
		one.Born = at
	}
	one = sent{Kind: kind, Born: one.Born, At: at}
	t.keep(one, today)
	return one
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
func note(s *bot.Scene, tx *store.Tx, r Reminder, why Why, later time.Time) error {
	if why != "" && why != Snoozed {
		if same, err := noted(s, tx, r, why); same || err != nil {
			return err
		}
	}
	list, err := Decisions(tx, s.Team.ID, r.To, s.Today())
	if err != nil {
		return err
	}
	d := Decision{At: s.Now.UTC(), Event: r.Event, Kind: r.Kind, Why: why}
	if later.After(s.Now) {
		d.Later = later.UTC()
	}
	return decisions.Put(tx, s.Key(string(r.To), s.Today().String()), append(list, d))
}

// tidy forgets what is old. Wishes go with what the team knows of a person.
func tidy(s *bot.Scene, tx *store.Tx) error {
	today := s.Today()
	_, err := decisions.Sweep(tx, s.Key(), func(row store.Row[[]Decision]) bool {
		date, err := schedule.ParseDate(row.Key.Parts()[2])
		return err != nil || date.AddDays(keepDecisions).Before(today)
	})
	if err != nil {
		return err
	}
	_, err = threads.Sweep(tx, s.Key(), func(row store.Row[thread]) bool {
		return row.Value.Last.AddDays(keepThreads).Before(today)
	})
	if err == nil {
		err = tidyCards(s, tx)
	}
	if err != nil {
		return err
	}
	var unread error
	_, err = wishes.Sweep(tx, s.Key(), func(row store.Row[wish]) bool {
		who, err := s.Member(tx, bot.MemberID(row.Key.Parts()[1]))
		unread = errors.Join(unread, err)
		unknown := err == nil && !who.Known() && row.Value.Until.Before(today)
		return unknown || !row.Value.Muted && row.Value.Closed.Before(today)
	})
	return errors.Join(unread, err)
}
