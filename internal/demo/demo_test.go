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

// playScript runs the demo with a script as its input, in pretended time.
func playScript(ctx context.Context, t *testing.T, in io.Reader, environ map[string]string) (string, error) {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	time.Sleep(time.Until(time.Date(2026, 11, 22, 12, 0, 5, 0, time.UTC)))
	var out bytes.Buffer
	listener, dial := fake.Pipe()
	docs, slack := pipe.Listen("docs.invalid"), pipe.Listen("slack.invalid")
	w := app.World{Environ: environ, In: in, Out: &out, Err: t.Output(), Now: time.Now}
	err := runOn(ctx, w, network{
		discord: listener, docs: docs, slack: slack, dial: dial, dialDocs: docs.DialContext, dialSlack: slack.DialContext,
	})
	left, _ := filepath.Glob(os.Getenv("TMPDIR") + "/*")
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	return out.String(), err
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
		script := "chika enters Lounge\n# a remark\n< an answer pasted along\n  that goes on\nana: /where member:bo\ndance\nwait 60s\nana presses Another topic\nbo leaves\nwait 8s\n" +
			"bo: /keep text:Tea at four\nwait 3s\nchika writes Review takes days under Problem in the Doc\nwait 3s\nana reads the Doc\n" +
			"dan in Slack: /keep Pairing on Tuesdays\nchika in Slack: /rooms\nren in Slack opens the home tab\nwait 3s\nana reads the Doc\n"
		got, err := playScript(t.Context(), t, strings.NewReader(script), map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "21:01", "http://", "fake-discord-token", "xoxb-fake-bot", "xapp-fake-app",
			"> ana enters Lounge\n", "> bo enters Pairing\n", "> chika enters Lounge\n",
			"> ana: /where member:bo\n< (ana only) @bo has been in #Pairing", "> dance\n? That is not understood",
			"> wait 60s\n", "Lounge chat: ☕ Tea time is open · until 21:03", "Lounge status: ☕ Tea time until 21:03",
			"> ana presses Another topic\n", "Lounge chat (edited): ☕ Tea time is open",
			"> bo leaves\n", "< board: 🏡 #Lounge: @ana since 21:00, @chika since 21:00",
			"> bo: /keep text:Tea at four\n< (bo only) Noted as a Keep", "> ana reads the Doc\n< the Doc: # KPT 2026-11-27\n",
			"## Keep\n  - bo: Tea at four\n", "## Problem\n  - Review takes days\n",
			"> dan in Slack: /keep Pairing on Tuesdays\n< (Slack, dan only) Noted as a Keep", "< (Slack, chika only) Who is where",
			"< Slack home of ren: Sakura, for you", "> ana reads the Doc\n", "  - dan: Pairing on Tuesdays\n")
		if strings.Contains(got, "pasted") || strings.Contains(got, "goes on") {
			t.Errorf("answers were taken for actions:\n%s", got)
		}
	})
}

func TestTheDemoSpeaksJapanese(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got, err := playScript(t.Context(), t, strings.NewReader("ana: /rooms\n何か\nhelp\n"), map[string]string{"LANG": "ja_JP.UTF-8", "TZ": "UTC"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "縁側へようこそ", "< (ana only) いま、どこに\n  🏡 #Lounge：@ana（12:00から）", "? 読み取れませんでした", "> WHO enters ROOM", "< board: 🏡")
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

func TestTheDemoRefusesAWrongLogFormat(t *testing.T) {
	err := runOn(t.Context(), app.World{Environ: map[string]string{"ENGAWA_LOG": "xml"}, In: strings.NewReader(""), Out: io.Discard, Now: time.Now}, network{})
	if err == nil || !strings.Contains(err.Error(), "ENGAWA_LOG") {
		t.Errorf("got %v, want a word about ENGAWA_LOG", err)
	}
}

func TestTheDemosTeaLeavesTimeToComeIn(t *testing.T) {
	for at, want := range map[string]string{"12:00:05": "12:01:00", "12:00:54": "12:01:00", "12:00:55": "12:02:00", "12:00:00": "12:01:00"} {
		now, err := time.Parse("15:04:05", at)
		if err != nil {
			t.Fatal(err)
		}
		if got := nextTea(now).Format("15:04:05"); got != want {
			t.Errorf("at %s: got %s, want %s", at, got, want)
		}
	}
}
