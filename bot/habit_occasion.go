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
	Text   ChannelID     `json:"text,omitzero"`   // the text channel of then
	Few    bool          `json:"few,omitzero"`    // not held: fewer than two were expected, or it was before its time
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

// Lounge is the room where the team meets when no room is named: of those that are
// on the server now, for a room may have been deleted, or have become the AFK
// channel, since the team was set up.
func (s *Scene) Lounge() RoomID {
	team := s.Team
	team.Rooms = nil
	for _, r := range s.Team.Rooms {
		if s.there(r.ID) {
			team.Rooms = append(team.Rooms, r)
		}
	}
	if len(team.Rooms) == 0 {
		return s.Team.Lounge()
	}
	return team.Lounge()
}

// Place is the room where a habit is held; empty if it is held anywhere, or the
// room is not on the server any more.
func (s *Scene) Place(h Habit) RoomID {
	if h.Place == "" || !s.there(h.Place) {
		return ""
	}
	return h.Place
}

// Online tells whether a habit is held behind its link, and in no room.
func (s *Scene) Online(h Habit) bool { return h.Link != "" && s.Place(h) == "" }

// Has tells whether a room is one of the team's, and still on its server.
func (s *Scene) Has(room RoomID) bool {
	_, ours := s.Team.Room(room)
	return ours && s.there(room)
}

// For is the role that a habit is for; empty if it is for everybody, or the role is
// not on the server any more.
func (s *Scene) For(h Habit) RoleID {
	if s.bot == nil || s.bot.around.Atlas == nil {
		return h.For
	}
	if server, known := s.bot.around.Atlas.Server(s.Team.Server); known && !server.hasRole(string(h.For)) {
		return ""
	}
	return h.For
}

// there says whether a room is on the team's server, as far as that is known.
func (s *Scene) there(id RoomID) bool {
	if s.bot == nil || s.bot.around.Atlas == nil {
		return true
	}
	server, known := s.bot.around.Atlas.Server(s.Team.Server)
	return !known || len(server.Places) == 0 || server.hasRoom(string(id))
}

// soundless is kept of a team whose sounds were refused: table 'sound'. Its
// people are mentioned instead, until then or until a sound was heard.
type soundless struct {
	Until time.Time `json:"until"`
}

var sound = store.NewTable[soundless]("sound")

// soundAgain is after how long sounds are tried again by themselves.
const soundAgain = 7 * 24 * time.Hour

// Soundless tells whether the team's people are to be called by mention.
func (s *Scene) Soundless(tx *store.Tx) (bool, error) {
	w, ok, err := sound.Get(tx, s.Key())
	return ok && s.Now.Before(w.Until), err
}

// SoundFailed notes that a sound was refused: mentions serve for a week.
func (s *Scene) SoundFailed(tx *store.Tx) error {
	return sound.Put(tx, s.Key(), soundless{s.Now.Add(soundAgain).UTC()})
}

// SoundHeard notes that a sound was heard, so that mentions are not needed.
func (s *Scene) SoundHeard(tx *store.Tx) error { return sound.Delete(tx, s.Key()) }
