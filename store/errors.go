package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"
)

var (
	// ErrInUse means that another process has the file open.
	ErrInUse = errors.New("in use by another process")

	// ErrNewer means that the file was written by a newer version of Engawa.
	ErrNewer = errors.New("written by a newer version")

	// ErrUnreadable means that a value is not what its table keeps: the file was
	// damaged, or something else wrote into it.
	ErrUnreadable = errors.New("a value cannot be read")

	// ErrDamaged means that the file is broken, or was never a store.
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

func newerError(path string, found, known int) error {
	return fmt.Errorf("store: %s is %w (format %d; this version knows up to %d): run the newer version, or restore an older backup",
		path, ErrNewer, found, known)
}

func damagedError(path string, cause any) error {
	return fmt.Errorf("store: %s is %w: restore a backup with 'engawa restore', or save what can be read with 'engawa salvage' (%v)", path, ErrDamaged, cause)
}

func folderError(path string) error {
	return fmt.Errorf("store: %s is a folder: name a file in it", path)
}

// explain gives an error of bbolt or of the system the sentence that says what
// to do about it.
func explain(path string, err error) error {
	switch {
	case err == nil, errors.Is(err, ErrDamaged):
		return err
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("store: %s is %w: stop that one, or use another file", path, ErrInUse)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return damagedError(path, err)
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return fmt.Errorf("store: %s is closed", path)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("store: %w for %s: free some space on its disk: %w", ErrNoRoom, path, err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("store: %s is on a read-only disk: use a writable folder: %w", path, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("store: no permission for %s: give the file and its folder to the user that runs Engawa: %w", path, err)
	default:
		return fmt.Errorf("store: %s: %w", path, err)
	}
}
