package figures

import (
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// figure is what the rooms tell from one day to another, of these days in
// November.
func figure(t *testing.T, kept map[int]Day, m kpt.Measure, from, to schedule.Date) Figure {
	t.Helper()
	l := newLedger(t)
	var f Figure
	l.update(func(tx *store.Tx, _ kpt.Book) (err error) {
		for d, day := range kept {
			if err := days.Put(tx, store.KeyOf("sakura", date(d).String()), day); err != nil {
				return err
			}
			if err := days.Put(tx, store.KeyOf("kiri", date(d).String()), Day{Pairings: 99, Held: true, Tea: 99, Focus: 99}); err != nil {
				return err
			}
		}
		f, err = Of(tx, "sakura", m, from, to)
		return err
	})
	return f
}

func TestAFigureInWords(t *testing.T) {
	week := map[int]Day{
		20: {Pairings: 50, Held: true, Tea: 50, Focus: 500}, // the day of the KPT that decided it
		23: {Pairings: 1, Held: true, Tea: 3, Focus: 60},
		24: {Held: true, Tea: 4},
		25: {Pairings: 1, Focus: 45},
		27: {Held: true, Tea: 0, Focus: 1},
		28: {Pairings: 70, Held: true, Tea: 70, Focus: 700}, // later
	}
	for _, c := range []struct {
		name     string
		kept     map[int]Day
		measure  kpt.Measure
		from, to int
		en, ja   string
	}{
		{"a week", week, kpt.PairingSessions, 20, 27, "2 pairing sessions a week since Fri 20 Nov", "11月20日（金）から、ペア作業は週に2回です。"},
		{"less than a week", week, kpt.PairingSessions, 20, 24, "1 pairing session a week since Fri 20 Nov", "11月20日（金）から、ペア作業は週に1回です。"},
		{"two weeks", week, kpt.PairingSessions, 13, 27, "26 pairing sessions a week since Fri 13 Nov", "11月13日（金）から、ペア作業は週に26回です。"},
		{"a part", week, kpt.PairingSessions, 20, 30, "50.4 pairing sessions a week since Fri 20 Nov", "11月20日（金）から、ペア作業は週に50.4回です。"},
		{"none", nil, kpt.PairingSessions, 20, 27, "0 pairing sessions a week since Fri 20 Nov", "11月20日（金）から、ペア作業は週に0回です。"},
		{"no day yet", week, kpt.PairingSessions, 20, 20, "The rooms have nothing to tell since Fri 20 Nov yet.", "11月20日（金）からの部屋の数字はまだありません。"},
		{"tea", week, kpt.PeopleAtTea, 20, 27, "2.3 people at tea since Fri 20 Nov, on average", "11月20日（金）から、ティータイムは平均2.3人です。"},
		{"no tea", map[int]Day{24: {Focus: 3}}, kpt.PeopleAtTea, 20, 27, "The rooms have nothing to tell since Fri 20 Nov yet.", "11月20日（金）からの部屋の数字はまだありません。"},
		{"one at tea", map[int]Day{24: {Held: true, Tea: 1}}, kpt.PeopleAtTea, 20, 27, "1 person at tea since Fri 20 Nov, on average", "11月20日（金）から、ティータイムは平均1人です。"},
		{"focus", week, kpt.FocusMinutes, 20, 27, "106 minutes of focus a week for the team since Fri 20 Nov", "11月20日（金）から、集中時間はチーム全体で週に106分です。"},
		{"none at all", week, "", 20, 27, "The rooms have nothing to tell since Fri 20 Nov yet.", "11月20日（金）からの部屋の数字はまだありません。"},
	} {
		f := figure(t, c.kept, c.measure, date(c.from), date(c.to))
		for lang, want := range map[words.Lang]string{words.English: c.en, words.Japanese: c.ja} {
			if got := Say(lang, f).String(); got != want {
				t.Errorf("%s: got %q, want %q", c.name, got, want)
			}
		}
	}
}

func TestAnOldTryIsMeasuredForNinetyDays(t *testing.T) {
	f := figure(t, map[int]Day{24: {Focus: 900}}, kpt.FocusMinutes, date(27).AddDays(-400), date(27))
	if want := (Figure{kpt.FocusMinutes, date(27).AddDays(-90), 70, true}); f != want {
		t.Errorf("got %+v, want %+v", f, want)
	}
}

func TestEveryMeasureHasAName(t *testing.T) {
	for _, lang := range words.Langs() {
		seen := map[string]bool{}
		for _, m := range kpt.Measures() {
			name := Name(lang, m).String()
			if name == "" || name == "figures.measure."+string(m) || seen[name] {
				t.Errorf("%s: got %q for %s", lang, name, m)
			}
			seen[name] = true
		}
	}
}
