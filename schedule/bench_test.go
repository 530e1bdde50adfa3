package schedule

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
)

const crowdSize = 10_000

// crowd is a loop with 10,000 teams whose tea is at 16:00 in Tokyo. Each has
// its own calendar.
func crowd(tb testing.TB) (l *Loop, hour time.Time) {
	hour = instant(tb, "2026-11-24T16:00:00+09:00")
	start := hour.Add(-time.Minute)
	l = NewLoop(func() time.Time { return start }, time.Time{})
	for i := range crowdSize {
		calendar := &Calendar{Country: "jp"}
		l.Set(fmt.Sprintf("team%05d/tea", i), Plan{
			Rule:  mustRule(tb, "weekdays 16:00"),
			Zone:  mustZone(tb, "Asia/Tokyo"),
			Works: calendar.Works,
			Grace: 5 * time.Minute,
		})
	}
	return l, hour
}

func TestTenThousandTeamsAtOneInstantTakeOneShortLook(t *testing.T) {
	l, hour := crowd(t)
	limit := need.Limit(50 * time.Millisecond)
	fastest := time.Hour
	for day := range 14 {
		at := hour.AddDate(0, 0, day)
		began := time.Now()
		due := l.look(at)
		took := time.Since(began)
		if !(Calendar{}).Works(DateOf(at)) {
			if len(due) != 0 {
				t.Fatalf("%v: got %d due, want none", at, len(due))
			}
			continue
		}
		if len(due) != crowdSize || due[0].ID != "team00000/tea" || due[crowdSize-1].ID != "team09999/tea" {
			t.Fatalf("%v: got %d due, want %d, in the order of their ids", at, len(due), crowdSize)
		}
		fastest = min(fastest, took)
	}
	t.Logf("%d due and their successors in %v", crowdSize, fastest)
	if fastest > limit {
		t.Errorf("got %v for a look, want at most %v", fastest, limit)
	}
}

func TestAnEntryTakesLittleMemory(t *testing.T) {
	heap := func() uint64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapAlloc
	}
	holidaysJP()
	before := heap()
	l, hour := crowd(t)
	set := (heap() - before) / crowdSize
	for day := range 10 {
		l.look(hour.AddDate(0, 0, day))
	}
	used := (heap() - before) / crowdSize
	t.Logf("%d bytes an entry when set, %d after ten days; id, calendar and zone included", set, used)
	if used > 600 {
		t.Errorf("got %d bytes an entry, want at most 600", used)
	}
	runtime.KeepAlive(l)
}

func BenchmarkLookAtTenThousand(b *testing.B) {
	b.ReportAllocs()
	l, hour := crowd(b)
	calendar := Calendar{Country: "jp"}
	for b.Loop() {
		for !calendar.Works(DateOf(hour)) {
			hour = hour.AddDate(0, 0, 1)
		}
		if due := l.look(hour); len(due) != crowdSize {
			b.Fatalf("got %d due, want %d", len(due), crowdSize)
		}
		hour = hour.AddDate(0, 0, 1)
	}
}

func BenchmarkSet(b *testing.B) {
	b.ReportAllocs()
	l, _ := crowd(b)
	p := Plan{Rule: mustRule(b, "weekdays 16:00"), Zone: mustZone(b, "Asia/Tokyo")}
	for b.Loop() {
		l.Set("team00000/tea", p)
	}
}

func BenchmarkNext(b *testing.B) {
	for _, zone := range []string{"Asia/Tokyo", "America/New_York"} {
		b.Run(zone, func(b *testing.B) {
			b.ReportAllocs()
			p := Plan{Rule: mustRule(b, "weekdays 16:00"), Zone: mustZone(b, zone), Works: Calendar{Country: "jp"}.Works}
			after := instant(b, "2026-11-27T16:00:00+09:00")
			for b.Loop() {
				if _, ok := p.Next(after); !ok {
					b.Fatal("got nothing")
				}
			}
		})
	}
}

func BenchmarkParseRule(b *testing.B) {
	for _, text := range []string{"weekdays 16:00", "0 16 * * 1-5", "月・水 10:00"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseRule(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkZone(b *testing.B) {
	for _, name := range []string{"Asia/Tokyo", "Mars/Olympus"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if zone, err := Zone(name); (zone == nil) != (err != nil) {
					b.Fatalf("got %v, %v", zone, err)
				}
			}
		})
	}
}
