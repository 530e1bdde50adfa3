package teamfile

import (
	"fmt"

	"github.com/engawa-bot/engawa/internal/plain"
)

// quote shortens what somebody wrote to 40 characters.
func quote(s string) string {
	return fmt.Sprintf("%q", plain.Cut(s, 41))
}
