package engine

import (
	"errors"
	"fmt"
)

var (
	// ErrInUse means that another process has the store open.
	ErrInUse = errors.New("in use by another process")

	// ErrDamaged means that the store is broken, or was never one.
	ErrDamaged = errors.New("damaged, or not a store")

	// ErrNoRoom means that the disk is full: nothing of the Update remains, and
	// reading goes on.
	ErrNoRoom = errors.New("no room left")

	// ErrDisk means that the disk refused to write, for another reason than that it
	// is full (ErrNoRoom is none of these): nothing of the Update remains.
	ErrDisk = errors.New("the disk does not write")

	// ErrUncertain means that the disk failed while an Update was committed, and that
	// what it did is seen by now but may not outlive a power cut. Who is told so must
	// not do it again.
	ErrUncertain = errors.New("kept, but perhaps not for good")
)

// Damaged is ErrDamaged with what to do about it.
func Damaged(address string, cause any) error {
	return fmt.Errorf("store: %s is %w: restore a backup with 'engawa restore', or save what can be read with 'engawa salvage' (%v)", address, ErrDamaged, cause)
}

// Fault is a place that is damaged: the keys from Key on, up to Until.
type Fault struct {
	Table string // empty: it is not known
	Key   string // empty: from the table's first on
	Until string // the first that is not touched; empty: up to the table's end
	What  string
}
