package demo

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

// begins is when the tests of the demo begin, a Sunday.
var begins = time.Date(2026, 11, 22, 12, 0, 5, 0, time.UTC)

// playHow runs the demo with some input, in pretended time: it begins on Tuesday,
// 2026-11-24, at 15:59:20.
func playHow(ctx context.Context, t *testing.T, how How, in io.Reader, environ map[string]string) (string, error) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	time.Sleep(time.Until(begins))
	var out bytes.Buffer
	listener, dial := fake.Pipe()
	docs, slack := pipe.Listen("docs.invalid"), pipe.Listen("slack.invalid")
	w := app.World{Environ: environ, In: in, Out: &out, Err: t.Output(), Now: time.Now}
	err := runOn(ctx, w, how, network{
		discord: listener, docs: docs, slack: slack, dial: dial, dialDocs: docs.DialContext, dialSlack: slack.DialContext,
	})
	left, _ := filepath.Glob(os.Getenv("TMPDIR") + "/*")
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	return out.String(), err
}

// playScript runs the demo with lines as they are typed.
func playScript(ctx context.Context, t *testing.T, in io.Reader, environ map[string]string) (string, error) {
	t.Helper()
	return playHow(ctx, t, How{}, in, environ)
}

// inOrder fails unless the text holds all the parts, one after the other.
func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Fatalf("no %q, or not in its place, in:\n%s", part, text)
		}
		rest = after
	}
}

func TestTheDemoPlaysAScriptAndEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := "Chika enters lounge\n# a remark\n< an answer pasted along\n  that goes on\nana: /where member:bo\ndance\nat 16:00\nana presses another topic\nbo leaves\nwait 8s\n" +
			"bo: /keep text:Tea at four\nchika writes Review takes days under Problem in the Doc\nwait 1s\nana reads the Doc\n" +
			"dan in Slack: /keep Pairing on Tuesdays\nchika in Slack: /rooms\nren in Slack opens the home tab\nwait 1s\nana reads the Doc\n"
		got, err := playScript(t.Context(), t, strings.NewReader(script), map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "Tue 24 Nov 15:59", "http://", "fake-discord-token", "xoxb-fake-bot", "xapp-fake-app",
			"> ana enters Lounge\n", "> bo enters Pairing\n", "< board: 🏡 #Lounge: @ana since 15:59", "> Chika enters lounge\n",
			"> ana: /where member:bo\n< (ana only) @bo has been in #Pairing", "> dance\n? That is not understood",
			"> at 16:00\n", "— Tue 24 Nov 16:00\n", "Lounge chat: ☕ Tea time is open · until 16:15", "> ana presses another topic\n",
			"Lounge chat (edited): ☕ Tea time is open",
			"> bo leaves\n", "< board: 🏡 #Lounge: @ana since 15:59, @chika since 15:59",
			"> bo: /keep text:Tea at four\n< (bo only) Noted as a Keep", "> ana reads the Doc\n< the Doc: # KPT 2026-11-27\n",
			"## Keep\n  - bo: Tea at four\n", "## Problem\n  - Review takes days\n",
			"> dan in Slack: /keep Pairing on Tuesdays\n< (Slack, dan only) Noted as a Keep", "< (Slack, chika only) Who is where",
			"< Slack home of ren: Sakura, for you", "> ana reads the Doc\n", "  - dan: Pairing on Tuesdays\n")
		if strings.Contains(got, "pasted") || strings.Contains(got, "goes on\n>") {
			t.Errorf("answers were taken for actions:\n%s", got)
		}
	})
}

func TestTeaComesByItselfAlsoWhereNobodyLetsTimeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, typing := io.Pipe()
		time.AfterFunc(time.Until(begins.Add(time.Minute)), func() { _ = typing.Close() })
		got, err := playScript(t.Context(), t, in, map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "> bo enters Pairing", "Pairing chat: ☕ Tea time is open")
		if took := time.Since(begins); took < time.Minute {
			t.Errorf("it ended after %v, before its input did", took)
		}
	})
}

func TestTheDemoSpeaksJapanese(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := "ana: /rooms\n何か\nana enter Lounge\nana presses 次へ\nana: /kpt\nana: /keep text:" + strings.Repeat("長", 1001) + "\nhelp\nat fri 13:00\n"
		got, err := playScript(t.Context(), t, strings.NewReader(script), map[string]string{"LANG": "ja_JP.UTF-8", "TZ": "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "縁側へようこそ", "11月24日（火） 15:59", "< ボード: 🏡", "< （anaだけに） いま、どこに\n  🏡 #Lounge：@ana（15:59から）", "? 読み取れませんでした",
			"もしかして：\n  WHO enters ROOM   ボイスルームに入ります", "? anaに見えているボタンはありません。「次へ」は押せません", "/kpt には続きが必要です", "/kpt start   いまいる部屋でKPTを始めます",
			"< Discordからanaへ：/keep の「text」：1001文字あります", "> WHO enters ROOM", "tour でチームの1週間", "— 11月25日（水） 16:00", "— 11月27日（金） 13:00")
	})
}

func TestAWeekPassesInAMomentAndShowsWhatHappensInIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := "chika writes bo: Pair on Tuesdays under Open Tries in the Doc\nat tue 2026-12-01 16:30\nana presses That of Fri 27 Nov\nana: /rooms\nana in Slack: /rooms\n"
		got, err := playScript(t.Context(), t, strings.NewReader(script), map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		_, week, _ := strings.Cut(got, "> at tue 2026-12-01")
		open := "Lounge chat: ☕ Tea time is open"
		inOrder(t, week, "— Tue 24 Nov 16:00\n", open, "— Tue 24 Nov 16:15\n", "(edited): ☕ Tea time is over",
			"— Wed 25 Nov 11:00\n", "(Slack, to bo) Halfway to the next KPT: how is your Try going?\n  Pair on Tuesdays",
			"— Wed 25 Nov 16:00\n", open, "— Thu 26 Nov 10:00\n", "leads the KPT on Fri 27 Nov",
			"— Thu 26 Nov 14:00\n", "(Slack, to ", ") 📝 KPT on Fri 27 Nov at 15:00", "— Thu 26 Nov 16:00\n", open,
			"— Fri 27 Nov 13:00\n", "There is still time", "— Fri 27 Nov 15:00\n", "Lounge chat: 📝 KPT starts now",
			"— Fri 27 Nov 16:00\n", open, "— Fri 27 Nov 18:00\n", "was not held here", "— Mon 30 Nov 16:00\n", open,
			"— Tue 1 Dec 16:00\n", open, "— Tue 1 Dec 16:30\n", "> ana: /rooms\n< (ana only) Who is where", "< (Slack, ana only) Who is where")
		if n := strings.Count(week, open); n != 6 { // with both Tuesdays
			t.Errorf("tea was called %d times in the Lounge, want 6", n)
		}
		if took := time.Since(begins); took > time.Minute {
			t.Errorf("the week took %v", took)
		}
	})
}

func TestTheDemoEndsCleanlyWhenInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, typing := io.Pipe()
		defer typing.Close() // whoever types goes on
		ctx, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(time.Until(time.Date(2026, 11, 22, 12, 0, 35, 0, time.UTC)), interrupt)
		got, err := playScript(ctx, t, in, nil)
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "> bo enters Pairing", "< board:")
	})
}

func TestTimeThatRunsEndsWithAnInterrupt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, typing := io.Pipe()
		defer typing.Close()
		ctx, interrupt := context.WithCancel(t.Context())
		go func() {
			_, _ = io.WriteString(typing, "at 2036-11-25 16:00\n")
			time.Sleep(10 * time.Second)
			interrupt()
		}()
		got, err := playScript(ctx, t, in, map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "> at 2036", "— Wed 25 Nov 16:00")
		if strings.Contains(got, "— Tue 25 Nov 16:00") {
			t.Error("ten years were over in ten seconds")
		}
	})
}

func TestTheDemoRefusesAWrongLogFormat(t *testing.T) {
	err := runOn(t.Context(), app.World{Environ: map[string]string{"ENGAWA_LOG": "xml"}, In: strings.NewReader(""), Out: io.Discard, Now: time.Now}, How{}, network{})
	if err == nil || !strings.Contains(err.Error(), "ENGAWA_LOG") {
		t.Errorf("got %v, want a word about ENGAWA_LOG", err)
	}
}

func TestTheDemoOpensOnATuesdayThatIsNotOver(t *testing.T) {
	for now, want := range map[string]string{
		"2026-12-01 23:00": "2026-12-01 15:59:20", "2026-12-02 00:00": "2026-12-08 15:59:20", "2026-11-30 09:00": "2026-12-01 15:59:20",
	} {
		at, err := time.Parse("2006-01-02 15:04", now)
		if err != nil {
			t.Fatal(err)
		}
		if got := opening(at).Format(time.DateTime); got != want {
			t.Errorf("at %s: got %s, want %s", now, got, want)
		}
	}
}
