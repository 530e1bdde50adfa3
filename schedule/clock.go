package schedule

import (
	"fmt"
)

// Clock is a time of day, 00:00 to 23:59, in no zone.
type Clock struct{ Hour, Minute int }

// ParseClock reads "16:00", "9:30", "4pm", "１６：００", "16時", "16時30分", "午後4時半" and
// "noon". Anything else is an *InputError with FaultTime.
func ParseClock(s string) (Clock, error) {
	fault := &InputError{Input: s, Fault: FaultTime}
	if len(s) > maxInput {
		return Clock{}, fault
	}
	said, rest, ok := takeTimes(tokens(plainText(s)))
	c, _, clear := said.clock()
	if !ok || !clear || len(rest) > 0 {
		return Clock{}, fault
	}
	return c, nil
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
