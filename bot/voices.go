package bot

import (
	"maps"
	"slices"
	"sync"
)

// voices is who is in the voice rooms of each server, as faces told last: for
// teams that are set up, or take in a room, while people sit there.
type voices struct {
	mu sync.Mutex
	in map[ServerID]map[Account]Move // no entry: not told yet
}

func (v *voices) arrived(server ServerID, present []Move) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.in[server] = map[Account]Move{}
	v.take(server, present)
}

func (v *voices) moved(server ServerID, moves []Move) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, told := v.in[server]; told {
		v.take(server, moves)
	}
}

func (v *voices) take(server ServerID, moves []Move) {
	for _, m := range moves {
		if m.Room == "" {
			delete(v.in[server], m.who())
			continue
		}
		v.in[server][m.who()] = m
	}
}

// present lists who is there; false: nobody has told yet.
func (v *voices) present(server ServerID) ([]Move, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	in, told := v.in[server]
	return slices.Collect(maps.Values(in)), told
}
