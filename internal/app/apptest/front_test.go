package apptest

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// front is the platforms behind TLS, with the certificate of an authority that
// only authority.pem makes known, each under a name that nobody resolves.
type front struct {
	*httptest.Server
	authority string // a file
}

// The names behind a front. A gateway has one of its own, as with the platforms.
const (
	discordHost, discordSocket = "discord.engawa.test", "gateway.engawa.test"
	slackHost, slackSocket     = "slack.engawa.test", "socket.engawa.test"
	docsHost, tokenHost        = "docs.engawa.test", "token.engawa.test"
)

// newFront stands before platforms, by host; the token's is its own.
func newFront(t *testing.T, token string, platforms map[string]string) *front {
	t.Helper()
	behind := map[string]*url.URL{}
	for host, address := range platforms {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		behind[host] = u
	}
	proxy := &httputil.ReverseProxy{
		ErrorLog: log.New(io.Discard, "", 0),
		Rewrite: func(r *httputil.ProxyRequest) {
			to := behind[r.In.Host]
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, to.Host
		},
		ModifyResponse: func(a *http.Response) error { return secured(a, behind) },
	}
	f := &front{Server: httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == tokenHost {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 3600})
			return
		}
		proxy.ServeHTTP(w, r)
	}))}
	f.Config.ErrorLog = log.New(io.Discard, "", 0)
	var certificate tls.Certificate
	certificate, f.authority = certified(t)
	f.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	f.StartTLS()
	t.Cleanup(f.Close)
	return f
}

// secured says of the websockets that a platform names that they are behind the front.
func secured(a *http.Response, behind map[string]*url.URL) error {
	path := a.Request.URL.Path
	if !strings.HasSuffix(path, "/gateway/bot") && !strings.HasSuffix(path, "/apps.connections.open") {
		return nil
	}
	body, err := io.ReadAll(a.Body)
	if err != nil {
		return err
	}
	for _, host := range []string{discordSocket, slackSocket} {
		body = bytes.ReplaceAll(body, []byte("ws://"+behind[host].Host), []byte("wss://"+host))
	}
	a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	a.Header.Del("Content-Length")
	return nil
}

// certified is a certificate for all names, and the file of its authority.
func certified(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	card := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Engawa's own"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"*.engawa.test"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, card, card, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}

// serviceKey is the key file of a service account that gets its tokens at the front.
func serviceKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "engawa", "private_key_id": "1", "client_email": "engawa@engawa.test",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
		"token_uri":   "https://" + tokenHost + "/token",
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "key.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// tunnel is a proxy that knows CONNECT, a name and a password; whatever is asked
// for is the front.
type tunnel struct {
	url string

	mu    sync.Mutex
	asked map[string]int // ways, by host and port
	wrong []string       // what a proxy does not take
}

func newTunnel(t *testing.T, to string) *tunnel {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &tunnel{url: "http://keeper:secret@" + listener.Addr().String(), asked: map[string]int{}}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go p.carry(c, to)
		}
	}()
	return p
}

func (p *tunnel) carry(c net.Conn, to string) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	r, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	allowed := r.Header.Get("Proxy-Authorization") == "Basic "+base64.StdEncoding.EncodeToString([]byte("keeper:secret"))
	p.mu.Lock()
	p.asked[r.Host]++
	if r.Method != http.MethodConnect || !allowed {
		p.wrong = append(p.wrong, r.Method+" "+r.Host)
	}
	p.mu.Unlock()
	there, err := net.Dial("tcp", to)
	if err != nil || !allowed {
		_, _ = io.WriteString(c, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
		return
	}
	defer func() { _ = there.Close() }()
	_, _ = io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() {
		_, _ = io.Copy(there, in)
		_ = there.Close()
	}()
	_, _ = io.Copy(c, there)
}
