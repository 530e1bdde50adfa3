package gateway

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
)

// Trust makes the Gateway trust these roots in place of the system's.
func (g *Gateway) Trust(roots *x509.CertPool) { g.roots = roots }

// DialThrough dials for TLS by way of a proxy.
func DialThrough(ctx context.Context, by *url.URL, addr string) (net.Conn, error) {
	w := way{dial: new(net.Dialer).DialContext, proxy: func(*http.Request) (*url.URL, error) { return by, nil }}
	return w.to(ctx, "tcp", addr, true)
}
