package schedule

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Clock is a time of day, 00:00 to 23:59, in no zone.
type Clock struct{ Hour, Minute int }

// ParseClock reads "16:00", "9:30", "１６：００", "16時", "16時30分" and "16時半".
// Anything else is an *InputError with FaultTime.
func ParseClock(s string) (Clock, error) {
	fault := &InputError{Input: s, Fault: FaultTime}
	if len(s) > maxInput {
		return Clock{}, fault
	}
	hour, minute, ok := cutClock(strings.TrimSpace(norm.NFKC.String(s)))
	if !ok || !digits(hour, 1, 2) || !digits(minute, 1, 2) {
		return Clock{}, fault
	}
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if h > 23 || m > 59 {
		return Clock{}, fault
	}
	return Clock{Hour: h, Minute: m}, nil
}

// cutClock gives the hour and the minute as they are written.
func cutClock(text string) (hour, minute string, ok bool) {
	if hour, minute, ok = strings.Cut(text, ":"); ok {
		return hour, minute, len(minute) == 2
	}
	hour, minute, ok = strings.Cut(text, "時")
	switch {
	case !ok:
		return "", "", false
	case minute == "":
		return hour, "0", true
	case minute == "半":
		return hour, "30", true
	}
	minute, ok = strings.CutSuffix(minute, "分")
	return hour, minute, ok
}

// digits says whether s is written in ASCII digits only, at least low and at
// most high of them.
func digits(s string, low, high int) bool {
	if len(s) < low || len(s) > high {
		return false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// String gives "16:00", always with two digits for the hour.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// MarshalText gives what String gives.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what ParseClock reads.
func (c *Clock) UnmarshalText(text []byte) error {
	parsed, err := ParseClock(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
