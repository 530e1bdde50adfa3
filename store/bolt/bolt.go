package bolt

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/engawa-bot/engawa/store/engine"
)

const (
	lockWait = time.Second // bbolt would wait for ever at 0
	firstMap = 256 << 20   // bytes of address space, so that growing rarely waits for readers
	growBy   = 1 << 20     // bytes; bbolt's own 16 MB is much for a small team
)

// db is a bbolt file that is open.
type db struct {
	path     string
	bolt     *bbolt.DB
	file     *os.File // that of bolt
	disk     disk
	line     *line
	health   health
	warnings []string
}

// disk is what reaches the disk; for the tests that have it fail.
type disk struct {
	commit func(*bbolt.Tx) error
	sync   func() error
}

func open(path string) (*db, error) {
	bolt, file, err := openFile(path, bbolt.Options{InitialMmapSize: firstMap})
	if err != nil {
		return nil, err
	}
	bolt.AllocSize = growBy
	// Restore may have put another file in place while this one waited for the
	// lock; what is written to the old one would be lost.
	held, err := file.Stat()
	if err == nil {
		var there os.FileInfo
		if there, err = os.Stat(path); err == nil && !os.SameFile(held, there) {
			err = errors.New("the file was replaced meanwhile: try again")
		}
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		_ = bolt.Close()
		return nil, explain(path, err)
	}
	d := &db{path: path, bolt: bolt, file: file, disk: disk{(*bbolt.Tx).Commit, bolt.Sync}}
	d.line = newLine(d.commit)
	return d, nil
}

// openFile opens a bbolt file, with the sentence that its failure deserves. A
// damaged file can make bbolt panic; then its memory map, and with that its
// lock, remain until the process ends.
func openFile(path string, options bbolt.Options) (bolt *bbolt.DB, file *os.File, err error) {
	options.Timeout = lockWait
	options.FreelistType = bbolt.FreelistMapType
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := os.OpenFile(name, flag, mode)
		file = f
		return f, err
	}
	err = guarded(path, func() error {
		bolt, err = bbolt.Open(path, 0o600, &options)
		return err
	})
	if err != nil {
		if file != nil {
			_ = file.Close()
		}
		return nil, nil, explain(path, err)
	}
	return bolt, file, nil
}

func (d *db) Update(fn func(engine.Writer) error) error { return d.line.join(fn) }

func (d *db) Copy(w io.Writer) (n int64, err error) {
	tx, err := d.begin(false)
	if err != nil {
		return 0, err
	}
	defer d.end(tx)
	err = guarded(d.path, func() error {
		n, err = tx.WriteTo(w)
		return err
	})
	return n, err
}

func (d *db) Warnings() []string { return slices.Clone(d.warnings) }

// Walk reads the file itself: nobody writes to the pages that a transaction
// sees while it lasts.
func (d *db) Walk(see engine.Visitor) ([]engine.Fault, error) {
	if err := d.inPlace(); err != nil {
		return nil, err
	}
	tx, err := d.begin(false)
	if err != nil {
		return nil, err
	}
	defer d.end(tx)
	h, err := headOf(tx)
	if err != nil {
		return nil, explain(d.path, err)
	}
	v := volume{r: d.file, size: tx.Size(), page: h.pageSize}
	if info, err := d.file.Stat(); err == nil {
		v.size = info.Size()
	}
	return state{volume: v, head: h}.Walk(see)
}

// headOf is the meta page that a transaction began with, from which a writer's
// differs by the number only until its commit.
func headOf(tx *bbolt.Tx) (head, error) {
	var first firstPage
	if _, err := tx.WriteTo(&first); !errors.Is(err, errEnough) && len(first) == 0 {
		return head{}, err
	}
	return readHead(first[pageHeader:]), nil
}

// firstPage keeps what is written first: the meta page of a transaction.
type firstPage []byte

var errEnough = errors.New("enough")

func (f *firstPage) Write(p []byte) (int, error) {
	*f = bytes.Clone(p)
	return 0, errEnough
}

func (d *db) Close() error {
	if d.health.broken.Load() != nil {
		return nil // bbolt would wait for ever for its lock, which goes with the process
	}
	return explain(d.path, d.bolt.Close())
}
