package dialogue

import (
	"context"
	"fmt"
	"strings"
	"time"
)

func waits(ctx context.Context, _ *Play, args []string) error {
	d, err := time.ParseDuration(strings.ReplaceAll(args[0], " ", ""))
	if err != nil || d < 0 {
		return fmt.Errorf("%q is not a time to wait; write 6s or 2m", args[0])
	}
	return sleep(ctx, d)
}

// waitsUntil waits until the clock in the team's zone shows HH:MM, on the next
// day of that name if one is named.
func waitsUntil(ctx context.Context, p *Play, args []string) error {
	day, clock, named := strings.Cut(args[0], " ")
	if !named {
		day, clock = "", args[0]
	}
	layout := "15:04"
	if strings.Count(clock, ":") == 2 {
		layout = "15:04:05"
	}
	wanted, err := time.Parse(layout, clock)
	if err != nil {
		return fmt.Errorf("%q is not a time of day; write 16:00 or tue 15:57", args[0])
	}
	now := p.stage.Now().In(p.stage.Zone)
	for days := range 8 {
		at := time.Date(now.Year(), now.Month(), now.Day()+days, wanted.Hour(), wanted.Minute(), wanted.Second(), 0, p.stage.Zone)
		if at.After(now) && (day == "" || strings.EqualFold(at.Format("Mon"), day)) {
			return sleep(ctx, at.Sub(now))
		}
	}
	return fmt.Errorf("%q is not a day; write mon, tue, wed, thu, fri, sat or sun", day)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
