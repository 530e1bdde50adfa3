package gdocs_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

// byKey is a notebook whose account gets its tokens from, and reads its Doc at, a server.
func byKey(t *testing.T, serve http.HandlerFunc) *gdocs.Notebook {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	data, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "engawa", "private_key_id": "1", "client_email": account, "token_uri": server.URL + "/token",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
	})
	must(t, err)
	file := filepath.Join(t.TempDir(), "key.json")
	must(t, os.WriteFile(file, data, 0o600))
	client, err := gdocs.Connect(t.Context(), gdocs.Login{File: file, Endpoint: server.URL + "/"}, gdocs.NewQuota(1000, 1000))
	must(t, err)
	n, err := gdocs.New(gdocs.Config{Client: client, Document: "https://docs.google.com/document/d/1YKyqqH8wZa3kSnoBEdlwAumI94gRivSsZB1qvc9y4CA/edit"})
	must(t, err)
	return n
}

const goodToken = `{"access_token": "good", "token_type": "Bearer", "expires_in": 3600}`

// What Google answers whom it does not know, at the token's endpoint or at the
// Doc's, and whose it is to mend.
func TestWhomGoogleDoesNotLetInIsToldWhy(t *testing.T) {
	grant := func(text string) string { return `{"error":"invalid_grant","error_description":"` + text + `"}` }
	status := func(code, reason string) string {
		return `{"error":{"code":` + code + `,"message":"no","status":"X","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"` + reason + `"}]}}`
	}
	for name, test := range map[string]struct {
		token int    // status; 200 gives a good token
		body  string // of the token's endpoint, or else of the Doc's
		doc   int
		want  kpt.Reason
	}{
		"the key was deleted":         {400, grant("Invalid JWT Signature."), 0, kpt.KeyRefused},
		"the account was deleted":     {400, grant("Invalid grant: account not found"), 0, kpt.KeyRefused},
		"the account is disabled":     {401, `{"error":"disabled_client"}`, 0, kpt.KeyRefused},
		"the client is not known":     {401, `{"error":"invalid_client"}`, 0, kpt.KeyRefused},
		"it is not for this":          {403, `{"error":"unauthorized_client"}`, 0, kpt.KeyRefused},
		"the clock is wrong":          {400, grant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."), 0, kpt.WrongClock},
		"the endpoint is down":        {503, `down`, 0, kpt.Down},
		"the endpoint has too much":   {429, `{"error":"rate_limit_exceeded"}`, 0, kpt.Down},
		"the token is not taken":      {200, status("401", "ACCESS_TOKEN_EXPIRED"), 401, kpt.KeyRefused},
		"the API is off":              {200, status("403", "SERVICE_DISABLED"), 403, kpt.SwitchedOff},
		"the key is for another API":  {200, status("403", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), 403, kpt.SwitchedOff},
		"the Doc is not shared":       {200, status("403", "IAM_PERMISSION_DENIED"), 403, kpt.NotShared},
		"a page of somebody's proxy":  {200, `<html>no</html>`, 502, kpt.Down},
		"a refusal without any words": {400, ``, 0, kpt.KeyRefused},
	} {
		t.Run(name, func(t *testing.T) {
			n := byKey(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				switch {
				case r.URL.Path != "/token":
					w.WriteHeader(test.doc)
					_, _ = io.WriteString(w, test.body)
				case test.token == http.StatusOK:
					_, _ = io.WriteString(w, goodToken)
				default:
					w.WriteHeader(test.token)
					_, _ = io.WriteString(w, test.body)
				}
			})
			_, read := n.Read(t.Context())
			_, looked := n.Revision(t.Context())
			for method, err := range map[string]error{"read": read, "revision": looked} {
				if got := reason(err); got != test.want {
					t.Errorf("%s: got %q, want %q: %v", method, got, test.want, err)
				}
			}
		})
	}
}

// An answer that does not end takes memory up to a limit, wherever it comes from.
func TestAnAnswerThatDoesNotEndIsGivenUp(t *testing.T) {
	for path, want := range map[string]kpt.Reason{"/v1/documents/": kpt.TooLarge, "/token": kpt.Down} {
		t.Run(path, func(t *testing.T) {
			n := byKey(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				if !strings.HasPrefix(r.URL.Path, path) {
					_, _ = io.WriteString(w, goodToken)
					return
				}
				_, _ = io.WriteString(w, `{"revisionId": "`)
				filler := strings.Repeat("x", 1<<20)
				for range 400 {
					if _, err := io.WriteString(w, filler); err != nil {
						return
					}
				}
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := n.Read(t.Context())
			runtime.ReadMemStats(&after)
			if got := reason(err); got != want {
				t.Errorf("got %q, want %q: %.300s", got, want, err)
			}
			if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 300 {
				t.Errorf("it took %d MB, want at most 300", took)
			}
		})
	}
}
