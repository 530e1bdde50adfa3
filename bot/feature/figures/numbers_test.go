package figures

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/numbers"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// ledger is a store with retros.
type ledger struct {
	t  testing.TB
	db *store.Store
}

func newLedger(t testing.TB) ledger {
	t.Helper()
	return ledger{t, fixture.Store(t)}
}

func (l ledger) update(fn func(*store.Tx, kpt.Book) error) {
	l.t.Helper()
	if err := l.db.Update(func(tx *store.Tx) error { return fn(tx, kpt.Of("sakura")) }); err != nil {
		l.t.Fatal(err)
	}
}

func (l ledger) numbers() (all []numbers.Numbers) {
	l.t.Helper()
	err := l.db.View(func(tx *store.Tx) error {
		h, err := history(tx, "sakura")
		all = numbers.Of(h)
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return all
}

// opens opens the retro of a week.
func (l ledger) opens(week int, reveal kpt.Reveal) kpt.Retro {
	l.t.Helper()
	starts := at(6, 15, 0).AddDate(0, 0, 7*week)
	r := kpt.Retro{Date: schedule.DateOf(starts), Opened: starts.AddDate(0, 0, -6), Starts: starts, Ends: starts.Add(time.Hour), Reveal: reveal}
	l.update(func(tx *store.Tx, b kpt.Book) error { return b.OpenRetro(tx, r) })
	return r
}

func (l ledger) closes(r kpt.Retro) {
	l.t.Helper()
	r.Begun, r.Closed = r.Starts, r.Ends
	l.update(func(tx *store.Tx, b kpt.Book) error { return b.PutRetro(tx, r) })
}

func (l ledger) writes(r kpt.Retro, who, text string, anonymous bool) (id kpt.NoteID) {
	l.t.Helper()
	n, err := kpt.NewNote(kpt.Problem, text, kpt.Author{Member: who, Name: who}, r.Opened.Add(time.Hour))
	if err != nil {
		l.t.Fatal(err)
	}
	l.update(func(tx *store.Tx, b kpt.Book) error {
		_, err := b.Add(tx, n, anonymous)
		return err
	})
	return n.ID
}

// tries decides a Try in a retro for a Problem.
func (l ledger) tries(r kpt.Retro, problem kpt.NoteID) kpt.NoteID {
	l.t.Helper()
	id := kpt.NewID()
	l.update(func(tx *store.Tx, b kpt.Book) error {
		return b.PutTry(tx, kpt.Try{
			ID: id, Text: "Answer within a day", Owner: kpt.Author{Member: "ana", Name: "ana"}, Born: r.Date, State: kpt.Open,
			Answers: []kpt.NoteID{problem}, Trace: kpt.Trace{Retro: r.Date, Section: kpt.NewTries, Want: "x"},
		})
	})
	return id
}

// season is three retros: one that decided two Tries, one that answered one of
// them, and one that is open.
func season(t *testing.T, who [4]string, anonymous bool) ledger {
	l := newLedger(t)
	first := l.opens(0, kpt.RevealMeeting)
	slow := l.writes(first, who[0], "Reviews wait for days", anonymous)
	l.writes(first, who[1], "Nobody knows who is in", anonymous)
	answered := l.tries(first, slow)
	l.tries(first, slow)
	l.closes(first)
	second := l.opens(1, kpt.RevealMeeting)
	l.writes(second, who[2], "The reviews are waiting for days", anonymous)
	l.update(func(tx *store.Tx, b kpt.Book) error {
		if _, err := b.Answer(tx, answered, kpt.Verdict{Retro: second.Date, Outcome: kpt.Worked}, second.Starts); err != nil {
			return err
		}
		_, err := b.Promote(tx, answered, second.Date)
		return err
	})
	l.closes(second)
	third := l.opens(2, kpt.RevealMeeting)
	l.writes(third, who[3], "Reviews wait for days, a secret", anonymous)
	return l
}

func TestTheNumbersAreOfWhatEndedWhoeverWroteIt(t *testing.T) {
	day := func(week int) schedule.Date { return date(6).AddDays(7 * week) }
	want := []numbers.Numbers{
		{Retro: day(0), Open: 2, Problems: 2, Answered: 1},
		{Retro: day(1), Open: 1, MedianAge: 7, Worked: 1, Practices: 1, Problems: 1, Recurring: 1},
	}
	for name, l := range map[string]ledger{
		"four people":     season(t, [4]string{"ana", "bo", "chika", "dan"}, false),
		"one person":      season(t, [4]string{"ana", "ana", "ana", "ana"}, false),
		"nobody is named": season(t, [4]string{"ana", "bo", "ana", "bo"}, true),
	} {
		if got := l.numbers(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestTheCardHasEveryNumberInBothLanguages(t *testing.T) {
	for _, lang := range words.Langs() {
		for _, n := range []int{1, 2, numbers.Most} {
			c := card(lang, weekly(n))
			text := c.Title.String()
			for _, line := range c.Lines {
				text += "\n" + line.String()
			}
			if strings.Contains(text, "{") || strings.Contains(text, "figures.") {
				t.Errorf("%s: got %s", lang, text)
			}
			for _, one := range weekly(n) {
				day := bot.Day("day", lang, one.Retro).Text.String()
				if !strings.Contains(text, day) {
					t.Errorf("%s, %d retros: %s is missing in %s", lang, n, day, text)
				}
			}
			if got := len([]rune(text)); got > 2000 {
				t.Errorf("%s, %d retros: got %d characters, want at most 2000", lang, n, got)
			}
		}
	}
}

func TestTheCardSaysTheNumbersOfThePicture(t *testing.T) {
	n := numbers.Numbers{
		Retro: date(27), Open: 41, MedianAge: 10.5, Worked: 20, Failed: 3, Dropped: 52, Practices: 61,
		Problems: 80, Answered: 60, Recurring: 71,
	}
	c := card(words.English, []numbers.Numbers{n, n})
	last := words.Join(c.Lines[:len(c.Lines)-1], "\n").String()
	for _, want := range []string{"41", "10.5 days", "23", "20 worked", "3 did not", "52", "61", "60 of 80 (75%)", "71"} {
		if !strings.Contains(last, want) {
			t.Errorf("got %s, want %q in it", last, want)
		}
	}
	want := "Fri 27 Nov: 41 open, 10.5 days old\n23 closed · 52 dropped · 61 new practices · 80 Problems, 75% with a Try · 71 recurring"
	if got := c.Lines[len(c.Lines)-1].String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWithoutProblemsThereIsNoShare(t *testing.T) {
	for _, lang := range words.Langs() {
		c := card(lang, []numbers.Numbers{{Retro: date(20)}, {Retro: date(27)}})
		for _, line := range c.Lines {
			if strings.Contains(line.String(), "%") || strings.Contains(line.String(), "NaN") {
				t.Errorf("%s: got %s, want no share", lang, line)
			}
		}
	}
}

func TestAProblemRecursWithinAYear(t *testing.T) {
	for _, c := range []struct{ retros, want int }{{2, 1}, {lookBack, 1}, {lookBack + 1, 0}} {
		l := newLedger(t)
		for week := range c.retros {
			r := l.opens(week-c.retros, "")
			if week == 0 || week == c.retros-1 {
				l.writes(r, "ana", "Reviews wait for days", false)
			}
			l.closes(r)
		}
		all := l.numbers()
		if got := all[len(all)-1].Recurring; got != c.want {
			t.Errorf("after %d retros: got %d, want %d", c.retros, got, c.want)
		}
	}
}

func TestADetailIsNoProblemThatRecurs(t *testing.T) {
	l := newLedger(t)
	first := l.opens(0, "")
	l.update(func(tx *store.Tx, _ kpt.Book) error {
		detail := kpt.Note{ID: kpt.NewID(), Kind: kpt.Problem, Text: "Reviews wait for days", Under: kpt.NewID(), Trace: kpt.Trace{Retro: first.Date, Want: "x"}}
		return store.NewTable[kpt.Note]("notes").Put(tx, store.KeyOf("sakura", first.Date.String(), string(detail.ID)), detail)
	})
	l.closes(first)
	second := l.opens(1, "")
	l.writes(second, "ana", "Reviews wait for days", false)
	l.closes(second)
	if got := l.numbers(); got[0].Problems != 0 || got[1].Problems != 1 || got[1].Recurring != 0 {
		t.Errorf("got %+v, want one Problem that was not there before", got)
	}
}

// BenchmarkFiveYears is what '/kpt numbers' reads and counts after 260 retros with
// 20 Problems each that are all alike, which costs most.
func BenchmarkFiveYears(b *testing.B) {
	l := newLedger(b)
	l.update(func(tx *store.Tx, _ kpt.Book) error {
		notes := store.NewTable[kpt.Note]("notes")
		retros := store.NewTable[kpt.Retro]("retros")
		for week := range 260 {
			starts := at(6, 15, 0).AddDate(0, 0, 7*(week-260))
			day := schedule.DateOf(starts)
			r := kpt.Retro{Date: day, Opened: starts.AddDate(0, 0, -6), Starts: starts, Ends: starts, Begun: starts, Closed: starts}
			if err := retros.Put(tx, store.KeyOf("sakura", day.String()), r); err != nil {
				return err
			}
			for i := range 20 {
				text := fmt.Sprintf("The build of part %d takes %d minutes too long on day %d", i, week%17, week*i%31)
				n := kpt.Note{ID: kpt.NewID(), Kind: kpt.Problem, Text: text, Written: r.Opened, Trace: kpt.Trace{Retro: day, Want: text}}
				if err := notes.Put(tx, store.KeyOf("sakura", day.String(), string(n.ID)), n); err != nil {
					return err
				}
			}
		}
		return nil
	})
	b.ReportAllocs()
	for b.Loop() {
		if got := l.numbers(); len(got) != numbers.Most {
			b.Fatalf("got %d retros", len(got))
		}
	}
}
