package gateway

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/net/proxy"
)

// way dials as the environment says (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), like net/http for all other calls.
// discordgo's websocket library could do so too, but then the wire would be below TLS and see no frames.
type way struct {
	dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	proxy func(*http.Request) (*url.URL, error) // nil: straight
}

const mostProxyAnswer = 16 << 10 // bytes, of a proxy's answer to CONNECT

// to makes the TCP connection to addr, for TLS if secure.
func (w way) to(ctx context.Context, network, addr string, secure bool) (net.Conn, error) {
	if w.proxy == nil {
		return w.dial(ctx, network, addr)
	}
	scheme := map[bool]string{true: "https", false: "http"}[secure]
	by, err := w.proxy(&http.Request{URL: &url.URL{Scheme: scheme, Host: addr}})
	if err != nil {
		return nil, fmt.Errorf("HTTPS_PROXY or HTTP_PROXY is no proxy's address: %w", err)
	}
	if by == nil {
		return w.dial(ctx, network, addr)
	}
	c, err := w.by(ctx, network, addr, by)
	if err != nil {
		return nil, fmt.Errorf("by way of the proxy %s: %w", by.Host, err) // without its password
	}
	return c, nil
}

func (w way) by(ctx context.Context, network, addr string, by *url.URL) (net.Conn, error) {
	switch by.Scheme {
	case "http", "https":
		return w.connect(ctx, network, addr, by)
	case "socks5", "socks5h":
		dialer, err := proxy.FromURL(by, forward{w})
		if err != nil {
			return nil, err
		}
		return dialer.(proxy.ContextDialer).DialContext(ctx, network, addr)
	}
	return nil, fmt.Errorf("%q is no kind of proxy: use http, https or socks5", by.Scheme)
}

// forward dials a SOCKS proxy.
type forward struct{ way }

func (f forward) Dial(network, addr string) (net.Conn, error) {
	return nil, fmt.Errorf("dial %s %s: no context", network, addr)
}

func (f forward) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	return f.dial(ctx, network, addr)
}

// connect asks an HTTP proxy for a way to addr.
func (w way) connect(ctx context.Context, network, addr string, by *url.URL) (net.Conn, error) {
	port := by.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[by.Scheme]
	}
	c, err := w.dial(ctx, network, net.JoinHostPort(by.Hostname(), port))
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Now()) })
	defer stop()
	if by.Scheme == "https" {
		c = tls.Client(c, &tls.Config{ServerName: by.Hostname(), NextProtos: []string{"http/1.1"}})
	}
	if err := askProxy(c, addr, by.User); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

func askProxy(c net.Conn, addr string, user *url.Userinfo) error {
	r := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: http.Header{"User-Agent": {userAgent}}}
	if user != nil {
		password, _ := user.Password()
		r.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := r.Write(c); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(io.LimitReader(c, mostProxyAnswer)), r)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return fmt.Errorf("it wants a name and a password for %s: set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT", addr)
	}
	return fmt.Errorf("it refuses the way to %s: %s", addr, answer.Status)
}
