package people

import (
	"encoding/json"

	"github.com/engawa-bot/engawa/store"
)

// Raw is a table as it is on disk, for rows of an older program.
func Raw(name string) store.Table[json.RawMessage] { return store.NewTable[json.RawMessage](name) }

// Way is a row of the table of ways, for the test that plays each.
type Way struct {
	Name, Do  string
	Home      bool // the first yes is given on the server's platform
	Suggested bool
}

// Ways lists the table.
func Ways() (all []Way) {
	for _, w := range ways() {
		all = append(all, Way{w.name, w.do, w.home, w.alike != nil})
	}
	return all
}
