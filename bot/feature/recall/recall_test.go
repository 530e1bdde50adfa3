package recall

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

func week(n int) schedule.Date {
	return schedule.Date{Year: 2026, Month: time.January, Day: 2}.AddDays(7 * n)
}

func instant(d schedule.Date, hour int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, 0, 0, 0, time.UTC)
}

func update(t testing.TB, db *store.Store, fn func(*store.Tx, kpt.Book) error) {
	t.Helper()
	if err := db.Update(func(tx *store.Tx) error { return fn(tx, kpt.Of("sakura")) }); err != nil {
		t.Fatal(err)
	}
}

// opens opens the retro of a week, with Problems.
func opens(t testing.TB, db *store.Store, n int, reveal kpt.Reveal, problems ...string) {
	t.Helper()
	d := week(n)
	update(t, db, func(tx *store.Tx, k kpt.Book) error {
		if err := k.OpenRetro(tx, kpt.Retro{Date: d, Opened: instant(d, 9), Reveal: reveal}); err != nil {
			return err
		}
		for i, text := range problems {
			note := kpt.Note{
				ID: kpt.NoteID(fmt.Sprintf("%d-%d", n, i)), Kind: kpt.Problem, Text: text,
				Author: kpt.Author{Member: "1", Name: "Hanako"}, Written: instant(d, 10),
			}
			if _, err := k.Add(tx, note, i%2 == 1); err != nil {
				return err
			}
		}
		return nil
	})
}

func closes(t testing.TB, db *store.Store, n int) {
	t.Helper()
	update(t, db, func(tx *store.Tx, k kpt.Book) error {
		r, _, err := k.Retro(tx, week(n))
		if err != nil {
			return err
		}
		r.Closed = instant(week(n), 16)
		return k.PutRetro(tx, r)
	})
}

func like(t testing.TB, db *store.Store, m *Memory, text string) (olds []Old) {
	t.Helper()
	err := db.View(func(tx *store.Tx) (err error) {
		olds, err = m.Like(tx, "sakura", text, week(1000))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return olds
}

func texts(olds []Old) string {
	var list []string
	for _, o := range olds {
		list = append(list, o.Text)
	}
	return strings.Join(list, "|")
}

func TestOnlyProblemsOfClosedRetrosAreRecalled(t *testing.T) {
	db, m := fixture.Store(t), New()
	if got := like(t, db, m, "code review is slow"); got != nil {
		t.Errorf("before any retro: got %v, want nothing", got)
	}
	opens(t, db, 0, kpt.RevealMeeting, "code review is slow", "レビューが遅い")
	for _, text := range []string{"code review is slow", "レビューが遅い"} {
		if got := like(t, db, m, text); got != nil {
			t.Errorf("%s, before the retro has closed: got %v, want nothing", text, got)
		}
	}
	closes(t, db, 0)
	opens(t, db, 1, kpt.RevealOpen, "code review is too slow")
	if got, want := texts(like(t, db, m, "the code review is slow")), "code review is slow"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := texts(like(t, db, m, "またレビューが遅い")), "レビューが遅い"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	closes(t, db, 1)
	if got := like(t, db, m, "the code review is slow"); len(got) != 2 {
		t.Errorf("after the next retro: got %v, want both", got)
	}
}

func TestARetroThatIsOpenedAgainIsNotRecalled(t *testing.T) {
	db, m := fixture.Store(t), New()
	opens(t, db, 0, kpt.RevealMeeting, "code review is slow")
	closes(t, db, 0)
	if got := like(t, db, m, "code review is slow"); len(got) != 1 {
		t.Fatalf("got %v, want it", got)
	}
	update(t, db, func(tx *store.Tx, k kpt.Book) error {
		r, _, err := k.Retro(tx, week(0))
		if err != nil {
			return err
		}
		r.Closed = time.Time{}
		return k.PutRetro(tx, r)
	})
	if got := like(t, db, m, "code review is slow"); got != nil {
		t.Errorf("got %v, want nothing", got)
	}
}

func TestWhatHasChangedIsRecalledAsItIsNow(t *testing.T) {
	db, m := fixture.Store(t), New()
	opens(t, db, 0, kpt.RevealOpen, "code review is slow", "the office is cold")
	closes(t, db, 0)
	like(t, db, m, "code review") // the Index is made
	update(t, db, func(tx *store.Tx, k kpt.Book) error {
		r, _, err := k.Retro(tx, week(0))
		if err != nil {
			return err
		}
		r.Closed = time.Time{} // for the edits, in the same transaction
		if err := k.PutRetro(tx, r); err != nil {
			return err
		}
		viewer, err := k.Viewer(tx, "1")
		if err != nil {
			return err
		}
		if _, err := k.Edit(tx, "0-0", "code review is slow on Fridays", viewer, instant(week(0), 11)); err != nil {
			return err
		}
		if err := k.Delete(tx, "0-1", viewer, instant(week(0), 11)); err != nil {
			return err
		}
		r.Closed = instant(week(0), 16)
		return k.PutRetro(tx, r)
	})
	if got, want := texts(like(t, db, m, "code review is slow")), "code review is slow on Fridays"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := like(t, db, m, "the office is cold"); got != nil {
		t.Errorf("of a note that is gone: got %v, want nothing", got)
	}
}

func TestWhatIsRecalledTellsTheFateOfItsTriesAndNoAuthor(t *testing.T) {
	db, m := fixture.Store(t), New()
	opens(t, db, 0, kpt.RevealOpen, "code review is slow", "レビューが遅い")
	update(t, db, func(tx *store.Tx, k kpt.Book) error {
		for _, try := range []kpt.Try{
			{ID: "b", Text: "review before noon", Born: week(1), State: kpt.Done, Verdicts: []kpt.Verdict{{Retro: week(2), Outcome: kpt.Worked, Word: "nobody waits"}}},
			{ID: "a", Text: "review within a day", Born: week(0), State: kpt.Rewritten, Verdicts: []kpt.Verdict{{Retro: week(1), Outcome: kpt.Rewrite}}},
			{ID: "c", Text: "pair instead", Born: week(3), State: kpt.Open, Verdicts: []kpt.Verdict{{Retro: week(4), Outcome: kpt.Continue}}},
		} {
			try.Owner, try.Answers, try.Trace.Retro = kpt.Author{Member: "1", Name: "Hanako"}, []kpt.NoteID{"0-0"}, try.Born
			if err := k.PutTry(tx, try); err != nil {
				return err
			}
		}
		return nil
	})
	closes(t, db, 0)
	for _, c := range []struct {
		lang       words.Lang
		text, want string
	}{
		{words.English, "code review is slow again", "You have been here before:\n" +
			"2026-01-02: code review is slow\n→ review within a day (Rewrite, 2026-01-09)\n" +
			"→ review before noon (Worked, 2026-01-16: nobody waits)\n→ pair instead (still open)"},
		{words.Japanese, "レビューが遅い", "似たProblemが前にもありました：\n2026-01-02：レビューが遅い\n→ Tryはまだありません"},
		{words.English, "lunch was short", ""},
	} {
		var lines []string
		for _, l := range Lines(c.lang, like(t, db, m, c.text)) {
			lines = append(lines, l.String())
		}
		if got := strings.Join(lines, "\n"); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}

func TestOnlyTheTeamsThatAskedLatelyAreKept(t *testing.T) {
	db, m := fixture.Store(t), New()
	opens(t, db, 0, kpt.RevealOpen, "code review is slow")
	closes(t, db, 0)
	var all sync.WaitGroup
	for i := range 2 * mostShelves {
		all.Go(func() {
			_ = db.View(func(tx *store.Tx) error {
				_, err := m.Like(tx, bot.TeamID(fmt.Sprint("team", i)), "code review is slow", week(9))
				return err
			})
		})
	}
	all.Wait()
	if got := like(t, db, m, "code review is slow"); len(got) != 1 {
		t.Errorf("got %v, want the team's own", got)
	}
	if got := len(m.shelves); got != mostShelves {
		t.Errorf("got %d Indexes kept, want %d", got, mostShelves)
	}
}

// fiveYears fills a team's Book as a large team does: 260 retros with 20
// Problems, 15 Keeps and 3 Tries each.
func fiveYears(t testing.TB, db *store.Store) {
	t.Helper()
	about := strings.Split("朝会 レビュー リリース テスト 設計書 会議 本番環境 通知 ペアプロ 見積もり standup code_review deployment staging documents estimates support onboarding incidents pairing", " ")
	what := strings.Split("が遅い|に時間がかかりすぎた|が足りない|がわかりにくい|の担当が決まっていない| is too slow| takes too long| is not clear| has no owner| was forgotten| broke twice", "|")
	for n := range 260 {
		update(t, db, func(tx *store.Tx, k kpt.Book) error {
			d := week(n)
			r := kpt.Retro{Date: d, Opened: instant(d, 9)}
			if err := k.PutRetro(tx, r); err != nil {
				return err
			}
			for i := range 35 {
				kind := kpt.Problem
				if i >= 20 {
					kind = kpt.Keep
				}
				text := fmt.Sprintf("%s%s, week %d", about[(i*7+n)%len(about)], what[(i+n*3)%len(what)], n)
				note := kpt.Note{ID: kpt.NoteID(fmt.Sprintf("%d-%d", n, i)), Kind: kind, Text: text, Written: instant(d, 10)}
				if _, err := k.Add(tx, note, false); err != nil {
					return err
				}
			}
			for i := range 3 {
				id := kpt.NoteID(fmt.Sprintf("try-%d-%d", n, i))
				try := kpt.Try{ID: id, Text: "try", Born: d, State: kpt.Dropped, Answers: []kpt.NoteID{kpt.NoteID(fmt.Sprintf("%d-%d", n, i))}}
				try.Trace.Retro = d
				if err := k.PutTry(tx, try); err != nil {
					return err
				}
			}
			r.Closed = instant(d, 16)
			return k.PutRetro(tx, r)
		})
	}
}

func BenchmarkLikeInFiveYears(b *testing.B) {
	db, m := fixture.Store(b), New()
	fiveYears(b, db)
	begin := time.Now()
	if got := like(b, db, m, "code_review is too slow again"); len(got) == 0 {
		b.Fatal("found nothing")
	}
	first := time.Since(begin)
	for b.Loop() {
		like(b, db, m, "code_review is too slow again")
	}
	b.ReportMetric(float64(first.Milliseconds()), "ms-first")
}
