package remind

import (
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/schedule"
)

// own are the hours of somebody in a zone, in a team in Tokyo that is off on
// Thursday, 26 November 2026.
func own(zone string) hours {
	team := bot.Team{Manner: bot.Manner{Zone: "Asia/Tokyo"}, Days: schedule.Calendar{Days: map[schedule.Date]schedule.Day{
		{Year: 2026, Month: time.November, Day: 26}: {},
	}}}
	return hoursOf(team, bot.Member{Zone: zone})
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04 MST", text+" UTC")
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestWhatIsSentBeforeSomebodysHoursComesWhenTheyBegin(t *testing.T) {
	for _, c := range []struct{ zone, now, want string }{
		{"", "2026-11-27 00:00", "2026-11-27 00:00"}, // 9:00 in Tokyo
		{"", "2026-11-26 23:59", "2026-11-27 00:00"},
		{"", "2026-11-27 08:59", "2026-11-27 08:59"},
		{"", "2026-11-27 09:00", "2026-11-30 00:00"}, // 18:00, and a weekend
		{"", "2026-11-25 09:00", "2026-11-27 00:00"}, // the day off
		{"Atlantis/Old_Town", "2026-11-27 00:00", "2026-11-27 00:00"},
		{"Europe/London", "2026-11-27 00:00", "2026-11-27 09:00"},
		{"America/Los_Angeles", "2026-11-25 16:00", "2026-11-25 17:00"},
		{"America/Los_Angeles", "2026-11-26 05:00", "2026-11-27 17:00"}, // Wednesday 21:00, before the day off by their own date
		{"Pacific/Auckland", "2026-11-26 19:59", "2026-11-26 20:00"},    // Friday 9:00 there
	} {
		now := instant(t, c.now)
		if got, want := own(c.zone).next(now, now.AddDate(0, 0, 9)), instant(t, c.want); !got.Equal(want) {
			t.Errorf("%s at %s: got %v, want %v", c.zone, c.now, got.UTC(), want)
		}
		if got := own(c.zone).next(now, instant(t, c.want)); !got.IsZero() {
			t.Errorf("%s at %s: got %v, want none before %s", c.zone, c.now, got.UTC(), c.want)
		}
	}
}

func TestTheEveEndsWithTheFirstHoursThatSomebodyHas(t *testing.T) {
	from, latest := instant(t, "2026-11-24 05:00"), instant(t, "2026-11-25 04:00") // Tuesday 14:00 and Wednesday 13:00 in Tokyo
	for zone, want := range map[string]string{
		"":                    "2026-11-24 09:00",
		"Asia/Shanghai":       "2026-11-24 10:00",
		"Europe/London":       "2026-11-24 18:00",
		"America/Los_Angeles": "2026-11-25 02:00", // Tuesday 18:00 there
		"Pacific/Auckland":    "2026-11-25 04:00", // Wednesday 17:00 there, two hours before the KPT
	} {
		if got := own(zone).last(from, latest); !got.Equal(instant(t, want)) {
			t.Errorf("%s: got %v, want %s", zone, got.UTC(), want)
		}
	}
}

func TestAReminderCanBePutOffOnlyToTimesWithinTheHoursInWhichItIsOfUse(t *testing.T) {
	for _, c := range []struct {
		now, latest string // in UTC; Tokyo is nine hours ahead
		want        []string
	}{
		{"2026-11-24 02:00", "2026-11-25 06:00", []string{"hour 12:00", "day 16:00", "next 09:00"}},
		{"2026-11-24 02:00", "2026-11-24 09:00", []string{"hour 12:00", "day 16:00"}},
		{"2026-11-24 05:55", "2026-11-25 06:00", []string{"hour 15:55", "next 09:00"}}, // 16:00 is too near to it
		{"2026-11-24 06:30", "2026-11-25 06:00", []string{"day 16:00", "hour 16:30", "next 09:00"}},
		{"2026-11-24 06:55", "2026-11-25 06:00", []string{"hour 16:55", "next 09:00"}},
		{"2026-11-24 08:30", "2026-11-25 06:00", []string{"next 09:00"}},
		{"2026-11-24 08:30", "2026-11-25 00:00", nil},
		{"2026-11-25 08:30", "2026-11-30 00:00", nil}, // the day after is off
	} {
		var got []string
		for _, choice := range own("").choices(instant(t, c.now), instant(t, c.latest)) {
			got = append(got, choice.name+choice.at.Format(" 15:04"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("at %s, of use until %s: got %q, want %q", c.now, c.latest, got, c.want)
		}
	}
}

// A button's command and what it brings along are at most 67 bytes, with a
// separator each: see bot.Button.
func TestTheButtonsOfAnyReminderFit(t *testing.T) {
	r := Reminder{Event: "try/abcdefghijklmnop/2026-11-27", Kind: "midweek/2026-11-25-345"}
	if n := len(r.Event) + len(r.Kind); n != 53 {
		t.Fatalf("%d bytes, want as many as Kind's comment says", n)
	}
	a := &bot.Ask{Scene: &bot.Scene{}}
	p := pressed{Reminder: r, one: sent{Kind: r.Kind, Card: &bot.Card{}}}
	for _, name := range []string{"hour", "day", "next"} {
		p.until = append(p.until, choice{name: name})
	}
	cards := []*bot.Card{p.again(a, nil), p.ask(a).Card}
	if got := len(cards[0].Buttons) + len(cards[1].Buttons); got != 7 {
		t.Errorf("got %d buttons, want 7", got)
	}
	for _, c := range cards {
		for _, b := range c.Buttons {
			n := len(b.Do)
			for _, with := range b.With {
				n += 1 + len(with)
			}
			if n+1 > 67 {
				t.Errorf("%s with %q: %d bytes", b.Do, b.With, n+1)
			}
		}
	}
}
