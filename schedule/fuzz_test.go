package schedule

import (
	"errors"
	"testing"
	"time"
	"unicode/utf8"
)

// mustFault fails unless err is an *InputError with a sentence that can be
// shown.
func mustFault(t *testing.T, err error, text string) {
	t.Helper()
	var input *InputError
	if !errors.As(err, &input) || input.Input != text || input.Fault == "" {
		t.Fatalf("%q: got error %#v, want an *InputError that names it", text, err)
	}
	if sentence := err.Error(); len(sentence) > 1000 || !utf8.ValidString(sentence) {
		t.Fatalf("%q: got the sentence %q, want a short one in UTF-8", text, sentence)
	}
}

func FuzzParseRule(f *testing.F) {
	for _, text := range []string{
		"weekdays 16:00", "0 16 * * 1-5", "平日 16時30分", "月・水 10:00", "TZ=", "TZ=x 0 0 * * *", "@every 1s", "*/5 * * * *",
		"0 0 30 2 *", "mon-fri 9:30", ", , , , ,", "9999999999999999999 * * * *", "0/9223372036854775807 * * * *", "25:00", "\xff:00", "",
		"first,last mon 17:00", "第1・第3水曜 18時", "2026-12-18 19:00", "2028年2月29日 9時",
		"every other fri 15:00 from 2026-11-27", "隔週金曜 15:00(2026-11-27から)", "0 9 15,L * *", "0 9 * 2 5#1,5L", "fri or 25-31 3pm", "毎月末 午後5時",
	} {
		f.Add(text)
	}
	after := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		rule, err := ParseRule(text)
		if err != nil {
			mustFault(t, err, text)
			return
		}
		again, err := ParseRule(rule.String())
		if err != nil || again != rule || again.String() != rule.String() {
			t.Fatalf("%q: got %q, and from that %q, %v, want the same rule", text, rule, again, err)
		}
		next, ok := Plan{Rule: rule}.Next(after)
		_, _, once := rule.Once()
		if _, from, _, _, late := rule.EveryWeeks(); !ok && (once || late && from.Year > after.Year()+4) {
			return
		}
		if !ok || !next.At.After(after) || !rule.on(next.Date) {
			t.Fatalf("%q: got next %v, %v, want one after %v", text, next, ok, after)
		}
	})
}

func FuzzParseWhen(f *testing.F) {
	for _, text := range []string{
		"every second friday 3pm", "隔週金曜", "16:00", "0 15 25-31 * 5", "金曜 夜8時", "12/18(金) 19:00", "fri, 18th dec 19:00", "tomorrow 18:00", "来週の金曜 19時半", "2/29 9:00", "next fri 19:00", "1 1/27 9:00", "\xff日 9:00", "",
	} {
		f.Add(text)
	}
	now := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		usual, _ := ParseRule("weekdays 16:00")
		rule, err := ParseWhenOr(text, now, usual)
		if err != nil {
			mustFault(t, err, text)
			return
		}
		if again, err := ParseRule(rule.String()); err != nil || again != rule {
			t.Fatalf("%q: got %q, and from that %q, %v, want the same rule", text, rule, again, err)
		}
		if next, ok := (Plan{Rule: rule}).Next(now); !ok || !next.At.After(now) {
			t.Fatalf("%q: got %q, next %v, %v, want one to come", text, rule, next, ok)
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, text := range []string{"16:00", "9:30", "１６：００", "16時", "16時30分", "9時半", "25:00", ":", "時", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clock, err := ParseClock(text)
		if err != nil {
			mustFault(t, err, text)
			return
		}
		if again, err := ParseClock(clock.String()); err != nil || again != clock {
			t.Fatalf("%q: got %v, and from that %v, %v, want the same", text, clock, again, err)
		}
	})
}

func FuzzParseUntil(f *testing.F) {
	for _, text := range []string{"today", "until fri", "来週の月曜まで", "dec 5-9", "12/5〜12/9", "11/20-11/27", "明日から3日間", "end of next month", "wed to fri next week", "3 days", "2026-11-27", "11/27", "2/29", "3日", "9999 weeks", "until", "\xff日"} {
		f.Add(text, int16(0))
	}
	f.Fuzz(func(t *testing.T, text string, days int16) {
		today := Date{2026, time.November, 24}.AddDays(int(days))
		span, err := ParseDays(text, today.midnight())
		if err != nil {
			mustFault(t, err, text)
			return
		}
		if span.From != (Date{}) && (!span.From.exists() || span.Last.Before(span.From)) {
			t.Fatalf("%q on %v: got %v, want days in order", text, today, span)
		}
		last := span.Last
		if last.Before(today) || today.AddDays(maxAway).Before(last) || !last.exists() {
			t.Fatalf("%q on %v: got %v, want a day within a year", text, today, last)
		}
	})
}

func FuzzZone(f *testing.F) {
	for _, name := range []string{"Asia/Tokyo", "jst", "東京", "New York", "Mars/Olympus", "Local", "", "../../x", "UTC", "\xff"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if _, err := ParseZone(name); err != nil {
			mustFault(t, err, name)
		}
		zone, err := Zone(name)
		if err != nil {
			mustFault(t, err, name)
			return
		}
		if zone == time.Local || zone.String() == "Local" {
			t.Fatalf("%q: got %v, want a named zone", name, zone)
		}
		if again, err := Zone(zone.String()); err != nil || again != zone {
			t.Fatalf("%q: got %v, and from that %v, %v, want the same", name, zone, again, err)
		}
	})
}
