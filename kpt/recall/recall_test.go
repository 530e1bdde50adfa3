package recall

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
)

// fiveYears are the notes of 260 retros with 40 each, half of them Japanese, put
// together from what teams talk about and what they say of it.
func fiveYears() []Problem {
	r := rand.New(rand.NewPCG(1, 2))
	one := func(of string) string {
		all := strings.Split(of, "|")
		return all[r.IntN(len(all))]
	}
	var texts []string
	for range 260 * 20 {
		texts = append(texts,
			one("|今週も|先週から|また|金曜に|お客さんの都合で")+
				one("朝会|レビュー|リリース|テスト|設計書|会議|本番環境|通知|ペアプロ|見積もり|仕様|障害対応|画面共有|議事録|引き継ぎ|勉強会|データベース|ライブラリ|問い合わせ|雑談")+
				one("が遅い|に時間がかかりすぎた|が足りない|が多すぎて手が回らない|がわかりにくい|の担当が決まっていない|が後回しになっている|で手戻りが起きた|の準備ができていなかった|が止まった")+
				one("|ので困った|。誰も気づかなかった|ことが増えた|。来週までに何とかしたい"),
			one("This week |Again, |On Friday |For a month |")+
				one("standup|code review|the release|the test suite|the design document|the planning meeting|production|Slack notifications|pairing|the estimate|the specification|incident handling|screen sharing|the minutes|the handover|the study group|the database|the library|support|small talk")+
				one(" is too slow| takes too long| was late| is not clear| has no owner| was forgotten| broke twice| needs more people| is painful| is out of date")+
				one("| and nobody noticed| so we lost a day| because of the customer| since the last release"))
	}
	return problems(texts)
}

func TestFiveYearsAreFoundWithinMilliseconds(t *testing.T) {
	x := New(fiveYears())
	query := strings.Repeat("レビューが遅い、と先週も書いた。Code review is too slow again. ", 3)
	fastest := time.Hour
	for range 10 {
		begin := time.Now()
		if got := x.Find(query, today()); len(got) != Most {
			t.Fatalf("got %d matches, want %d", len(got), Most)
		}
		fastest = min(fastest, time.Since(begin))
	}
	t.Logf("%d Problems: %v", len(x.problems), fastest)
	if most := need.Limit(25 * time.Millisecond); fastest > most {
		t.Errorf("got %v, want at most %v", fastest, most)
	}
	if got := testing.AllocsPerRun(10, func() { x.Find(query, today()) }); got > 500 {
		t.Errorf("got %.0f allocations, want at most 500 whatever the size of the Index", got)
	}
}

func TestFiveYearsOfOtherProblemsHideNone(t *testing.T) {
	pairs := slices.Concat(pairsOf(t, "pairs.txt"), pairsOf(t, "fresh.txt"))
	all := fiveYears()
	for i, text := range olds(pairs) {
		all[i*50].Text = text
	}
	got := judge(New(all), pairs)
	t.Logf("%d pairs among %d Problems: precision %.2f, recall %.2f; %+v", len(pairs), len(all), got.precision(), got.recall(), got)
	if got.precision() < 0.75 || got.recall() < 0.6 {
		t.Errorf("got precision %.2f and recall %.2f, want at least 0.75 and 0.6", got.precision(), got.recall())
	}
}

func TestTheMostAlikeComeFirstThenTheLatest(t *testing.T) {
	x := New([]Problem{
		{"a", "レビューが遅い", friday(1)},
		{"b", "レビューが遅いし少ない", friday(2)},
		{"c", "レビューが遅い", friday(3)},
		{"d", "朝会が長い", friday(4)},
		{"e", "レビューが遅い", friday(5)},
		{"f", "ティータイムに来られない", friday(5)},
		{"g", "レビューが遅い", friday(6)},
	})
	for name, c := range map[string]struct {
		text string
		week int
		want string
	}{
		"three at most":               {"レビューが遅い", 9, "gec"},
		"only of earlier retros":      {"レビューが遅い", 5, "cab"},
		"none of the same retro":      {"朝会が長い", 4, ""},
		"the next week":               {"朝会が長い", 5, "d"},
		"nothing like it":             {"お弁当がおいしくない", 9, ""},
		"a stock phrase":              {"ビルドが遅い", 9, ""},
		"nothing at all":              {"", 9, ""},
		"no letter":                   {"🍵!? ー", 9, ""},
		"nothing but phrases":         {"it is not the", 9, ""},
		"another width and spelling":  {"ﾚﾋﾞｭが遅い！", 9, "gec"},
		"its words in another order":  {"遅いレビュー", 9, "gec"},
		"an ending in another tense":  {"朝会が長かった", 9, "d"},
		"line breaks and white space": {"朝会が\n 長い", 9, "d"},
	} {
		got := ""
		for _, m := range x.Find(c.text, friday(c.week)) {
			got += string(m.ID)
			if m.Score < Threshold || m.Score > 1 {
				t.Errorf("%s: got score %v of %s", name, m.Score, m.ID)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if got := x.Find("朝会が長い", today()); len(got) != 1 || got[0].Score != 1 || got[0].Problem != x.problems[3] {
		t.Errorf("the same text: got %+v, want %+v with score 1", got, x.problems[3])
	}
}

func TestWordsThatManyProblemsHaveCountForLess(t *testing.T) {
	var texts []string
	for _, what := range []string{"build", "network", "lunch queue", "elevator", "printer", "coffee machine", "database", "release", "laptop", "invoice"} {
		texts = append(texts, "The "+what+" is terribly slow")
	}
	got := New(problems(texts)).Find("Our new laptop was terribly slow", today())
	if len(got) != 1 || got[0].Text != "The laptop is terribly slow" {
		t.Errorf("got %+v, want the laptop only", got)
	}
}

func TestFindingIsRepeatable(t *testing.T) {
	all := fiveYears()[:1000]
	x, y := New(all), New(all)
	for _, p := range all[:200] {
		a, b := x.Find(p.Text+" x", today()), y.Find(p.Text+" x", today())
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%s: got %+v and %+v", p.Text, a, b)
		}
	}
}

// FuzzFind: any text is found again by itself, if there is anything in it.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"レビューが遅い", "code review", "", "ー", "が", "々", "𠮷野家", "é", "e\u0301", "한국어", "\xff", "don't", "𝒜"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x := New(problems([]string{"朝会が長い", text, "the wiki is old"}))
		found := x.Find(text, today())
		there := slices.ContainsFunc(found, func(m Match) bool { return m.Text == text && m.Score == 1 })
		if want := len(terms(text)) > 0; there != want {
			t.Errorf("%q: got %+v, want found %v", text, found, want)
		}
	})
}

func BenchmarkFiveYears(b *testing.B) {
	all := fiveYears()
	b.Run("index", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			New(all)
		}
	})
	x := New(all)
	for name, query := range map[string]string{
		"short": "レビューが遅い",
		"long":  strings.Repeat("レビューが遅い、と先週も書いた。Code review is too slow again. ", 16),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x.Find(query, today())
			}
		})
	}
}
