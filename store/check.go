package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// probe looks at a file without changing it, and returns its format; 0 if there
// is no file, or nothing in it yet.
func probe(path string) (format int, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, explain(path, err)
	case info.IsDir():
		return 0, folderError(path)
	case info.Size() == 0:
		return 0, nil
	}
	db, _, err := openFile(path, bbolt.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	err = guarded(path, func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if tx.Size() > info.Size() {
				return damagedError(path, fmt.Sprintf("%d of %d bytes are left", info.Size(), tx.Size()))
			}
			format, err = formatOf(&boltTx{tx: tx})
			if err == nil && format == 0 {
				if name, _ := tx.Cursor().First(); name != nil {
					err = errors.New("a bbolt file of another program")
				}
			}
			if err != nil {
				return damagedError(path, err)
			}
			return nil
		})
	})
	return format, explain(path, err)
}

// check reads all of a file that is not in use.
func check(path string) error {
	format, err := probe(path)
	if err != nil {
		return err
	}
	if format == 0 {
		return damagedError(path, "it is empty")
	}
	db, _, err := openFile(path, bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	err = guarded(path, func() error {
		return db.View(func(tx *bbolt.Tx) error {
			// First the values, in this goroutine, which survives a bad page:
			// bbolt's check runs in one of its own.
			if err := checkValues(tx); err != nil {
				return damagedError(path, err)
			}
			var first error
			for err := range tx.Check() {
				if first == nil {
					first = damagedError(path, err)
				}
			}
			return first
		})
	})
	return explain(path, err)
}

func checkValues(tx *bbolt.Tx) error {
	return tx.ForEach(func(table []byte, bucket *bbolt.Bucket) error {
		return bucket.ForEach(func(key, value []byte) error {
			if !json.Valid(value) {
				return fmt.Errorf("table %q, key %q: the value is no JSON", table, key)
			}
			return nil
		})
	})
}

// guarded makes an error of the panic, or the memory fault, that a damaged page
// causes in bbolt.
func guarded(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damagedError(path, p)
		}
	}()
	return fn()
}
