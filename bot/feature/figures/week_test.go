package figures

import (
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

func TestAWeekTellsOfNobodyAlone(t *testing.T) {
	for _, c := range []struct {
		name   string
		kept   map[int]Day
		en, ja string
	}{
		{"nothing kept", nil, "", ""},
		{"one drank tea, one was in focus", map[int]Day{24: {Held: true, Tea: 1, Focus: 300}}, "", ""},
		{"a tea time to which nobody came", map[int]Day{24: {Held: true}}, "", ""},
		{
			"a pair",
			map[int]Day{24: {Pairings: 1, Focus: 60}},
			"📏 Our last seven days: 1 pairing session", "📏 この1週間のチーム：ペア作業1回",
		},
		{
			"all, and what is older or later",
			map[int]Day{
				20: {Pairings: 50, Held: true, Tea: 50}, 21: {Pairings: 2}, 24: {Held: true, Tea: 3}, 26: {Held: true, Tea: 1},
				27: {Pairings: 1, Held: true, Tea: 4}, 28: {Pairings: 70, Held: true, Tea: 70},
			},
			"📏 Our last seven days: 3 pairing sessions · 2 tea times with up to 4 people",
			"📏 この1週間のチーム：ペア作業3回 · ティータイム2回（最大4人）",
		},
	} {
		l := newLedger(t)
		var w Week
		l.update(func(tx *store.Tx, _ kpt.Book) (err error) {
			for d, day := range c.kept {
				if err := days.Put(tx, store.KeyOf("sakura", date(d).String()), day); err != nil {
					return err
				}
				if err := days.Put(tx, store.KeyOf("kiri", date(d).String()), Day{Pairings: 99, Held: true, Tea: 99}); err != nil {
					return err
				}
			}
			w, err = WeekOf(tx, "sakura", date(27))
			return err
		})
		for lang, want := range map[words.Lang]string{words.English: c.en, words.Japanese: c.ja} {
			if got := SayWeek(lang, w).String(); got != want {
				t.Errorf("%s: got %q, want %q", c.name, got, want)
			}
		}
	}
}
