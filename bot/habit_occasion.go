package bot

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Occasion is an occurrence of a habit that was announced: the record that
// makes it once. Table 'occasions', key team/habit/date/HH:MM.
type Occasion struct {
	Habit  HabitName     `json:"habit"`
	Date   schedule.Date `json:"date"`
	Start  time.Time     `json:"start"`
	Until  time.Time     `json:"until"`
	Rooms  []RoomID      `json:"rooms,omitzero"`  // where it was called
	Few    bool          `json:"few,omitzero"`    // not held: fewer than two were expected
	Closed bool          `json:"closed,omitzero"` // its end was dealt with
	Key    store.Key     `json:"-"`
}

// Room is where people are asked to come: where the habit is held, or the
// lounge when nobody sat in a room; empty: they stay where they are.
func (o Occasion) Room(s *Scene, h Habit) RoomID {
	place := s.Place(h)
	if place == "" && h.Link == "" && len(o.Rooms) == 0 {
		return s.Lounge()
	}
	return place
}

var occasions = store.NewTable[Occasion]("occasions")

// keepOccasions is how long the records stay: far longer than any clock steps
// back.
const keepOccasions = 14

// OccasionKey is the key of an occurrence.
func (s *Scene) OccasionKey(habit HabitName, o schedule.Occurrence) store.Key {
	return s.Key(string(habit), o.Date.String(), o.Clock.String())
}

// Announced tells whether an occasion is recorded.
func (s *Scene) Announced(tx *store.Tx, key store.Key) (bool, error) {
	_, ok, err := occasions.Get(tx, key)
	return ok, err
}

// KeepOccasion records an occasion, and forgets those of two weeks ago.
func (s *Scene) KeepOccasion(tx *store.Tx, o Occasion) error {
	_, err := occasions.Sweep(tx, s.Key(string(o.Habit)), func(row store.Row[Occasion]) bool {
		return row.Value.Date.AddDays(keepOccasions).Compare(o.Date) < 0
	})
	if err != nil {
		return err
	}
	return occasions.Put(tx, o.Key, o)
}

// ForgetOccasions forgets all that is recorded of a habit that the team has no more.
func (s *Scene) ForgetOccasions(tx *store.Tx, habit HabitName) error {
	list, err := s.Occasions(tx, habit)
	for _, o := range list {
		if err := occasions.Delete(tx, o.Key); err != nil {
			return err
		}
	}
	return err
}

// Occasions lists what is recorded of a habit, oldest first; of all habits if
// habit is empty.
func (s *Scene) Occasions(tx *store.Tx, habit HabitName) ([]Occasion, error) {
	prefix := s.Key()
	if habit != "" {
		prefix = s.Key(string(habit))
	}
	var list []Occasion
	for row, err := range occasions.Scan(tx, prefix) {
		if err != nil {
			return nil, err
		}
		row.Value.Key = row.Key
		list = append(list, row.Value)
	}
	slices.SortStableFunc(list, func(a, b Occasion) int { return a.Start.Compare(b.Start) })
	return list, nil
}

// Running finds the occasion of a habit that is being held now.
func (s *Scene) Running(tx *store.Tx, habit HabitName) (Occasion, bool, error) {
	list, err := s.Occasions(tx, habit)
	for _, o := range slices.Backward(list) {
		if !o.Closed && !o.Few && !s.Now.Before(o.Start) && s.Now.Before(o.Until) {
			return o, true, err
		}
	}
	return Occasion{}, false, err
}
