package demo

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"

	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

// Account is the address that people share pretended Docs with.
const Account = "engawa@veranda.example"

// Login is the way into a pretended Google Docs. dial reaches it; nil:
// the network. Its key file is put into dir.
func Login(server *fakedocs.Server, dial func(ctx context.Context, network, addr string) (net.Conn, error), dir string) (gdocs.Login, error) {
	file := filepath.Join(dir, "google.json")
	key := []byte(`{"client_email": "` + Account + `"}`)
	client := &http.Client{Transport: bearer{server.Token(), &http.Transport{DialContext: dial}}}
	return gdocs.Login{File: file, HTTP: client, Endpoint: server.URL()}, os.WriteFile(file, key, 0o600)
}

// bearer shows a token at each request.
type bearer struct {
	token string
	next  *http.Transport
}

// CloseIdleConnections ends what is not in use.
func (b bearer) CloseIdleConnections() { b.next.CloseIdleConnections() }

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}
