package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/engawa-bot/engawa/store/engine"
)

func folderError(path string) error {
	return fmt.Errorf("store: %s is a folder: name a file in it", path)
}

// explain gives an error of bbolt or of the system the sentence that says what
// to do about it.
func explain(path string, err error) error {
	switch {
	case err == nil, errors.Is(err, engine.ErrDamaged):
		return err
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("store: %s is %w: stop that one, or use another file", path, engine.ErrInUse)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return engine.Damaged(path, err)
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return fmt.Errorf("store: %s is closed", path)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("store: %w for %s: free some space on its disk: %w", engine.ErrNoRoom, path, err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("store: %s is on a read-only disk: use a writable folder: %w", path, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("store: no permission for %s: give the file and its folder to the user that runs Engawa: %w", path, err)
	default:
		return fmt.Errorf("store: %s: %w", path, err)
	}
}
