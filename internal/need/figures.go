package need

import (
	"os"
	"time"
)

// Limit returns how long something may take by the wall clock. On a machine with
// nothing else to do, as 'make figures' says it is, that is the figure itself.
// Everywhere else others may use the machine, the race detector may slow it down,
// and only what takes far too long is a fault.
func Limit(figure time.Duration) time.Duration {
	if os.Getenv("ENGAWA_FIGURES") == "true" {
		return figure
	}
	return max(20*figure, 10*time.Second)
}
