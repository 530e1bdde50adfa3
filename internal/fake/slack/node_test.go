package slack_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/need"
)

// install copies the script into a folder of its own and installs Slack's clients there.
func install(t *testing.T) string {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			need.Absent(t, tool+" is not installed")
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "client.js"} {
		data, err := os.ReadFile(filepath.Join("node", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		need.Absent(t, "npm ci: "+err.Error()+"\n"+string(out))
	}
	return dir
}

// client is the script, running.
type client struct {
	t     *testing.T
	lines *bufio.Scanner
	stdin io.Closer
	cmd   *exec.Cmd
}

func run(t *testing.T, dir string, env ...string) *client {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "client.js")
	cmd.Dir, cmd.Env, cmd.Stderr = dir, append(os.Environ(), env...), t.Output()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &client{t, bufio.NewScanner(stdout), stdin, cmd}
}

// until reads lines up to the one that says what, and returns all by what they say.
func (c *client) until(what string) map[string]object {
	c.t.Helper()
	found := map[string]object{}
	for c.lines.Scan() {
		var o object
		if err := json.Unmarshal(c.lines.Bytes(), &o); err != nil {
			c.t.Fatalf("%v: %s", err, c.lines.Text())
		}
		name, _ := o["what"].(string)
		found[name] = o
		if name == what {
			return found
		}
	}
	c.t.Fatalf("the script ended before %q: %v", what, c.cmd.Wait())
	return nil
}

func TestSlacksOwnClientsWorkWithTheFake(t *testing.T) {
	dir := install(t)
	s := start(t, fake.Options{PingEvery: 100 * time.Millisecond})
	general, old := s.Channel("general"), s.Channel("old")
	old.Archive()
	ana := s.Member("ana", fake.Locale("ja-JP"))
	general.Invite(ana)
	c := run(t, dir, "SLACK_API="+s.URL()+"/api/", "SLACK_BOT_TOKEN="+s.BotToken(), "SLACK_APP_TOKEN="+s.AppToken(),
		"CHANNEL="+general.ID(), "ARCHIVED="+old.ID(), "MEMBER="+ana.ID(), "EMAIL=ana@example.com")
	found := c.until("ready")
	for _, x := range []struct {
		what, name string
		want       any
	}{
		{"auth.test", "user", s.BotUser()},
		{"auth.test", "scopes", float64(len(s.BotScopes()))},
		{"update", "same", true},
		{"history", "found", true},
		{"history", "edited", true},
		{"history", "blocks", 2.0},
		{"user", "id", ana.ID()},
		{"user", "locale", "ja-JP"},
		{"lists", "channels", 1.0},
		{"lists", "members", 2.0},
		{"errors", "archived", "is_archived"},
		{"errors", "deleted", "message_not_found"},
		{"errors", "token", "invalid_auth"},
		{"errors", "trigger", "invalid_trigger_id"},
		{"errors", "kind", "not_allowed_token_type"},
	} {
		if got := found[x.what][x.name]; got != x.want {
			t.Errorf("%s: got %s %v, want %v", x.what, x.name, got, x.want)
		}
	}
	talk(t, s, ana, general)
	_ = c.stdin.Close()
	c.until("end")
	if err := c.cmd.Wait(); err != nil {
		t.Error(err)
	}
	if got := len(s.Violations()); got != 2 { // of "errors": trigger and kind
		t.Errorf("got violations %q, want those made on purpose", s.Violations())
	}
}

// talk is ana with the script.
func talk(t *testing.T, s *fake.Server, ana *fake.Member, general *fake.Channel) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	wait := func(a *fake.Answer) *fake.Answer {
		t.Helper()
		if err := a.Wait(ctx); err != nil {
			t.Fatal(err)
		}
		return a
	}
	got := func(text, want string) {
		t.Helper()
		if text != want {
			t.Errorf("got\n%s\nwant\n%s", text, want)
		}
	}
	ana.At(general)
	got(wait(ana.Run("/keep", "pairing")).Messages[0].Render(), "Kept: pairing")
	form := wait(ana.Run("/keep", "")).View
	got(form.Render(), "== Keep ==\nWhat went well*: ____\n[Save]")
	form = wait(ana.Submit(form, map[string]any{"What went well": "tea"})).View
	got(form.Render(), "== Keep ==\nWhat went well*: \"tea\"\n  ! tea?\n[Save]")
	if a := wait(ana.Submit(form, nil)); !a.Closed {
		t.Errorf("got %+v, want a closed modal", a)
	}
	s.Faults().Refresh() // the client comes back by itself
	if err := s.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	wait(ana.Press(general.Messages()[0], "Done"))
	got(general.Messages()[0].Render(), "1 done")
	got(wait(ana.OpenHome()).View.Render(), "at home\n[Done]")
	all := ana.Direct()
	got(all[len(all)-1].Render(), "Saved: tea")
}
