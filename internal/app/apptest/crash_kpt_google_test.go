package apptest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/internal/demo"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// google is a Google Docs and the place where a service account gets its tokens.
type google struct {
	t      *testing.T
	server *fakedocs.Server
	tokens *httptest.Server
	key    string // path of the account's key file
	luck   *luck
	full   atomic.Int64 // full reads
}

// newGoogle makes them. The account may ask for much: each process counts anew.
func newGoogle(t *testing.T, dice *mathrand.Rand) *google {
	t.Helper()
	const much = 1 << 20
	server, err := fakedocs.Start(fakedocs.Options{Quota: fakedocs.Quota{Reads: much, Writes: much}})
	if err != nil {
		t.Fatal(err)
	}
	g := &google{t: t, server: server, luck: &luck{dice: mathrand.New(mathrand.NewPCG(dice.Uint64(), dice.Uint64()))}, key: filepath.Join(t.TempDir(), "google.json")}
	g.tokens = httptest.NewServer(http.HandlerFunc(g.token))
	t.Cleanup(func() {
		g.tokens.Close()
		server.Close()
	})
	g.writeKey()
	return g
}

// writeKey makes a key file as the Google Cloud console gives it out.
func (g *google) writeKey() {
	g.t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		g.t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		g.t.Fatal(err)
	}
	file, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "veranda", "private_key_id": "1", "client_id": "1",
		"private_key":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email": demo.Account, "token_uri": g.tokens.URL,
	})
	if err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(g.key, file, 0o600); err != nil {
		g.t.Fatal(err)
	}
}

// token gives the account a token for its signed word (RFC 7523); that the
// signature is right is Google's business.
func (g *google) token(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || strings.Count(r.FormValue("assertion"), ".") != 2 {
		g.t.Errorf("asked for a token with %v", r.Form)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	few := 0.02
	if g.luck.hits(&g.luck.failed, &few) {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": g.server.Token(), "token_type": "Bearer", "expires_in": 3600})
}

func (g *google) environ() []string {
	return []string{"ENGAWA_GOOGLE_CREDENTIALS=" + g.key, "ENGAWA_GOOGLE_API=" + g.server.URL()}
}

// badLuck loses the answers to one write in six and to some reads after the work
// was done, and fails some requests.
func (g *google) badLuck() {
	count := func(r *http.Request) bool {
		if fakedocs.IsRead(r) && r.URL.Query().Get("fields") != "revisionId" {
			g.full.Add(1)
		}
		return false
	}
	f := g.server.Faults()
	f.Fail(count, -1, http.StatusOK)
	rates := []float64{0.005, 0.005, 0.02, 0.16}
	for i, status := range []int{http.StatusServiceUnavailable, http.StatusTooManyRequests} {
		f.Fail(func(*http.Request) bool { return g.luck.hits(&g.luck.failed, &rates[i]) }, -1, status)
	}
	f.LoseAnswers(func(r *http.Request) bool {
		rate := &rates[2]
		if fakedocs.IsWrite(r) {
			rate = &rates[3]
		}
		return g.luck.hits(&g.luck.lost, rate)
	}, -1)
}
