package teamfile

import "fmt"

// quote shortens what somebody wrote to 40 characters.
func quote(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
