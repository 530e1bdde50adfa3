package schedule

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // zones do not depend on the machine's
)

func mustRule(t testing.TB, s string) Rule {
	t.Helper()
	r, err := ParseRule(s)
	if err != nil {
		t.Fatalf("ParseRule(%q): %v", s, err)
	}
	return r
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := Zone(name)
	if err != nil {
		t.Fatalf("Zone(%q): %v", name, err)
	}
	return zone
}

func mustDate(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatalf("ParseDate(%q): %v", s, err)
	}
	return d
}

// tokyo is noon of a date in Tokyo.
func tokyo(t testing.TB, date string) time.Time {
	t.Helper()
	d := mustDate(t, date)
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, mustZone(t, "Asia/Tokyo"))
}

// instant reads "2026-11-24T16:00:00+09:00".
func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func wantFault(t testing.TB, err error, fault string) *InputError {
	t.Helper()
	var input *InputError
	if !errors.As(err, &input) {
		t.Fatalf("got error %v, want an *InputError with fault %q", err, fault)
	}
	if input.Fault != fault {
		t.Errorf("got fault %q (%v), want %q", input.Fault, err, fault)
	}
	return input
}
