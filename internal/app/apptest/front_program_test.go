package apptest

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/store"
)

// The program reaches nothing but a proxy here, which wants a password; and whom
// it reaches there, only a private authority vouches for.
func TestAllConnectionsGoThroughTheProxyAndTrustAPrivateAuthority(t *testing.T) {
	withProgram(t)
	bin := compile(t, nil)
	s := newStage(t, fake.Options{})
	doc := s.withDocs(nil)
	s.withSlack(nil)
	docs := strings.TrimSuffix(s.docs.URL(), "/")
	f := newFront(t, s.docs.Token(), map[string]string{
		discordHost: s.fake.URL(), discordSocket: s.fake.URL(), slackHost: s.slackServer.URL(), slackSocket: s.slackServer.URL(), docsHost: docs,
	})
	p := newTunnel(t, f.Listener.Addr().String())
	team := s.team("sakura", s.guild, "weekdays 16:00")
	team.KPT.Doc = doc.URL()
	db := openAlone(t, s.path)
	keep := func(tx *store.Tx) error {
		return store.NewTable[bot.Team]("teams").Put(tx, store.KeyOf("sakura"), team)
	}
	if err := db.Update(keep); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	environ := append(os.Environ(),
		"ENGAWA_DISCORD_TOKEN="+s.fake.Token(), "ENGAWA_DISCORD_API=https://"+discordHost+"/api/v10",
		"ENGAWA_SLACK_BOT_TOKEN="+s.slackServer.BotToken(), "ENGAWA_SLACK_APP_TOKEN="+s.slackServer.AppToken(), "ENGAWA_SLACK_API=https://"+slackHost+"/api/",
		"ENGAWA_GOOGLE_CREDENTIALS="+serviceKey(t), "ENGAWA_GOOGLE_API=https://"+docsHost+"/",
		"ENGAWA_STORE="+s.path, "ENGAWA_HTTP=127.0.0.1:0",
		"HTTPS_PROXY="+p.url, "SSL_CERT_FILE="+f.authority, "NO_PROXY=", "no_proxy=", "https_proxy=",
	)
	run := launch(t, bin, environ, "run")
	run.awaitReady(time.Minute)
	ask := exec.Command(bin, "doctor")
	ask.Env = environ
	report, err := ask.CombinedOutput()
	if err != nil || !bytes.Contains(report, []byte("All is well")) {
		t.Errorf("the doctor says, with %v:\n%s", err, report)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, host := range []string{discordHost, discordSocket, slackHost, slackSocket, docsHost, tokenHost} {
		if p.asked[host+":443"] == 0 {
			t.Errorf("nothing went to %s through the proxy: %v", host, p.asked)
		}
	}
	if len(p.wrong) > 0 {
		t.Errorf("the proxy refused %q", p.wrong)
	}
	by, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	if password, _ := by.User.Password(); strings.Contains(run.said.tail(1<<20), password) {
		t.Error("the log has the proxy's password")
	}
}
