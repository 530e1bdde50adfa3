package bolt

import (
	"go.etcd.io/bbolt"

	"github.com/engawa-bot/engawa/store/engine"
)

// SetDisk puts others in place of what reaches the disk of an open store.
func SetDisk(d engine.DB, commit func(*bbolt.Tx) error, sync func() error) (back func()) {
	open := d.(*db)
	before := open.disk
	open.disk = disk{commit, sync}
	return func() { open.disk = before }
}
