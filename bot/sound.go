package bot

import (
	"time"

	"github.com/engawa-bot/engawa/store"
)

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
