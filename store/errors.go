package store

import (
	"errors"
	"fmt"

	"github.com/engawa-bot/engawa/store/engine"
)

var (
	// ErrNewer means that the store was written by a newer version of Engawa.
	ErrNewer = errors.New("written by a newer version")

	// ErrUnreadable means that a value is not what its table keeps: the store was
	// damaged, or something else wrote into it.
	ErrUnreadable = errors.New("a value cannot be read")

	// ErrInUse is the engine's [engine.ErrInUse].
	ErrInUse = engine.ErrInUse
	// ErrDamaged is the engine's [engine.ErrDamaged].
	ErrDamaged = engine.ErrDamaged
	// ErrNoRoom is the engine's [engine.ErrNoRoom].
	ErrNoRoom = engine.ErrNoRoom
	// ErrDisk is the engine's [engine.ErrDisk].
	ErrDisk = engine.ErrDisk
	// ErrUncertain is the engine's [engine.ErrUncertain].
	ErrUncertain = engine.ErrUncertain
)

func newerError(address string, found, known int) error {
	return fmt.Errorf("store: %s is %w (format %d; this version knows up to %d): run the newer version, or restore an older backup",
		address, ErrNewer, found, known)
}
