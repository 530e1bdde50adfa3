// Package sounds holds Engawa's chimes, ready to be put on a Discord server's
// soundboard. It must not know who plays them or when.
//
// The files are Ogg Vorbis, mono, 48 kHz, equally loud (-20 LUFS in their loudest
// 0.4 s). They are made by tools/chimes/make.sh; change them there, never by hand.
package sounds

import (
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// What Discord takes on a soundboard.
// Source: Discord's documentation of Create Guild Soundboard Sound.
const (
	MaxBytes  = 512 * 1024
	MaxLength = 5200 * time.Millisecond
)

// Name is how a team's settings name a chime. It is also a permitted soundboard
// name (2 to 32 characters) and must never change: settings keep it.
type Name string

// The chimes there are.
const (
	Bell Name = "bell" // the school bell, kin kon kan kon: standup
	Tea  Name = "tea"  // two cups and a spoon: tea time
	Ding Name = "ding" // one soft bar: handovers, tests
	Gong Name = "gong" // one low stroke: the weekly meeting
)

// Sound is one chime. File is a whole Ogg Vorbis file, shared by all callers:
// do not write to it.
type Sound struct {
	Name Name
	File []byte
}

var (
	//go:embed bell.ogg
	bell []byte
	//go:embed tea.ogg
	tea []byte
	//go:embed ding.ogg
	ding []byte
	//go:embed gong.ogg
	gong []byte
)

// All returns every chime, always in the same order.
func All() []Sound {
	return []Sound{{Bell, bell}, {Tea, tea}, {Ding, ding}, {Gong, gong}}
}

// Get returns the chime of that name, and whether there is one.
func Get(name Name) (Sound, bool) {
	for _, s := range All() {
		if s.Name == name {
			return s, true
		}
	}
	return Sound{}, false
}

// DataURI is the form in which Discord takes a new sound.
func (s Sound) DataURI() string {
	return "data:audio/ogg;base64," + base64.StdEncoding.EncodeToString(s.File)
}

// Check reports every chime that Discord would refuse. Call it once at start, so
// that a damaged build says so there and not at 16:00.
func Check() error {
	var faults []error
	for _, s := range All() {
		if err := s.check(); err != nil {
			faults = append(faults, fmt.Errorf("sounds: %s: %w", s.Name, err))
		}
	}
	return errors.Join(faults...)
}

func (s Sound) check() error {
	if len(s.File) > MaxBytes {
		return fmt.Errorf("%d bytes, Discord takes %d", len(s.File), MaxBytes)
	}
	length, err := Length(s.File)
	if err != nil {
		return err
	}
	if length <= 0 || length > MaxLength {
		return fmt.Errorf("%v long, Discord takes up to %v", length, MaxLength)
	}
	return nil
}
