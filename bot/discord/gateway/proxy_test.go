package gateway_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
)

// What a proxy may answer to CONNECT, and what the log then says of it.
func TestAProxyThatGivesNoWayIsToldClearlyAndWithoutItsPassword(t *testing.T) {
	for name, test := range map[string]struct{ answer, says string }{
		"wants a password":   {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "name and a password"},
		"forbids the place":  {"HTTP/1.1 403 Forbidden by policy\r\n\r\n", "refuses the way to gateway.discord.invalid:443: 403"},
		"cannot reach it":    {"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nno\n", "502"},
		"is no HTTP proxy":   {"SSH-2.0-OpenSSH_9.6\r\n\r\n", "malformed HTTP"},
		"hangs up":           {"", "EOF"},
		"never ends to talk": {"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Filler: "+strings.Repeat("y", 100)+"\r\n", 1000), "by way of the proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = listener.Close() }()
			go func() {
				c, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = http.ReadRequest(bufio.NewReader(c))
				_, _ = io.WriteString(c, test.answer)
				_ = c.Close()
			}()
			by := &url.URL{Scheme: "http", Host: listener.Addr().String(), User: url.UserPassword("keeper", "secret")}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err = gateway.DialThrough(ctx, by, "gateway.discord.invalid:443")
			if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), by.Host) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want the proxy's address and %q, and no password", err, test.says)
			}
		})
	}
}

func TestAKindOfProxyThatNobodyKnowsIsNamed(t *testing.T) {
	_, err := gateway.DialThrough(t.Context(), &url.URL{Scheme: "ftp", Host: "proxy.invalid"}, "gateway.discord.invalid:443")
	if err == nil || !strings.Contains(err.Error(), `"ftp" is no kind of proxy`) {
		t.Errorf("got %v", err)
	}
}
