// Package spread lets many wait for different times, each always for the same one:
// so they do not all come at once, and what is played again goes as before.
package spread

import (
	"fmt"
	"hash/fnv"
	"time"
)

const parts = 1000

// Of is a part of most, less than all of it, that depends on most and on what it is
// for.
func Of(what string, most time.Duration) time.Duration {
	h := fnv.New32a()
	_, _ = fmt.Fprint(h, what, " ", most)
	return most * time.Duration(h.Sum32()%parts) / parts
}
