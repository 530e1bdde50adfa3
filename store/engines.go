package store

import (
	"fmt"
	"strings"

	"github.com/engawa-bot/engawa/store/bolt"
	"github.com/engawa-bot/engawa/store/engine"
)

// kindOf finds the engine that an address is for: a path is a file of bolt. Another
// engine gets a line of its own here, for what its addresses begin with.
func kindOf(address string) (engine.Kind, error) {
	scheme, _, ok := strings.Cut(address, "://")
	if !ok {
		return bolt.Files{}, nil
	}
	return nil, fmt.Errorf("store: %s: there is no engine for %s: name the path of a file", address, scheme)
}
