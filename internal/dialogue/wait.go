package dialogue

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Days and weeks, which time.ParseDuration does not know.
var (
	long  = regexp.MustCompile(`\d{1,4}[dw]`)
	hours = map[byte]int{'d': 24, 'w': 7 * 24}
)

func waits(ctx context.Context, p *Play, args []string) error {
	text := strings.ToLower(strings.ReplaceAll(args[0], " ", ""))
	d, err := time.ParseDuration(long.ReplaceAllStringFunc(text, func(found string) string {
		n, _ := strconv.Atoi(found[:len(found)-1])
		return strconv.Itoa(n*hours[found[len(found)-1]]) + "h"
	}))
	if err != nil || d < 0 {
		return p.sorry("bad.wait", "text", args[0])
	}
	return p.passes(ctx, d)
}

// waitsUntil waits until the clock in the team's zone shows a time: HH:MM, on the next
// day of a name, or on a date.
func waitsUntil(ctx context.Context, p *Play, args []string) error {
	now := p.stage.Now().In(p.stage.Zone)
	at, err := p.instant(args[0], now)
	if err != nil {
		return err
	}
	return p.passes(ctx, at.Sub(now))
}

// instant reads '16:00', 'fri 15:00', '2026-12-07 09:00' or 'mon 2026-12-07 09:00', as
// an instant after now.
func (p *Play) instant(text string, now time.Time) (time.Time, error) {
	parts := strings.Fields(text)
	wanted, err := clockOf(parts)
	if err != nil || len(parts) > 3 {
		return time.Time{}, p.sorry("bad.time", "text", text)
	}
	on := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, wanted.Hour(), wanted.Minute(), wanted.Second(), 0, p.stage.Zone)
	}
	parts = parts[:len(parts)-1]
	if len(parts) > 0 {
		if date, err := time.Parse(time.DateOnly, parts[len(parts)-1]); err == nil {
			at := on(date.Date())
			switch {
			case len(parts) == 2 && !isDay(parts[0], at):
				return at, p.sorry("bad.weekday", "text", text, "day", at.Format("Mon"))
			case !at.After(now):
				return at, p.sorry("past", "text", text)
			}
			return at, nil
		}
	}
	if len(parts) > 1 {
		return time.Time{}, p.sorry("bad.time", "text", text)
	}
	for days := range 8 {
		at := on(now.Year(), now.Month(), now.Day()+days)
		if at.After(now) && (len(parts) == 0 || isDay(parts[0], at)) {
			return at, nil
		}
	}
	return time.Time{}, p.sorry("bad.day", "text", parts[0])
}

func clockOf(parts []string) (at time.Time, err error) {
	last := ""
	if len(parts) > 0 {
		last = parts[len(parts)-1]
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err = time.Parse(layout, last); err == nil {
			return at, nil
		}
	}
	return at, err
}

// isDay tells whether a name is that of an instant's weekday, or the beginning of it.
func isDay(name string, at time.Time) bool {
	return len(name) >= 3 && strings.HasPrefix(strings.ToLower(at.Weekday().String()), strings.ToLower(name))
}

// passes lets time pass.
func (p *Play) passes(ctx context.Context, d time.Duration) error {
	if p.stage.Until != nil {
		return p.stage.Until(ctx, p.stage.Now().Add(d))
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
