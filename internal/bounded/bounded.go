// Package bounded limits how much is read of an answer, whoever reads it. It
// knows no platform.
package bounded

import (
	"errors"
	"io"
	"net/http"
)

// ErrTooLong is in the chain of the error of a read beyond the limit.
var ErrTooLong = errors.New("the answer is longer than any right one")

// Transport is Next, with answers of at most Most bytes, as they are after
// unpacking. What is longer fails with ErrTooLong while it is read, or before if
// it says so itself.
type Transport struct {
	Next http.RoundTripper
	Most int64
}

// RoundTrip is that of Next.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := t.Next.RoundTrip(r)
	if err != nil || answer.StatusCode == http.StatusSwitchingProtocols {
		return answer, err
	}
	if answer.ContentLength > t.Most {
		_ = answer.Body.Close()
		return nil, ErrTooLong
	}
	answer.Body = &body{answer.Body, t.Most}
	return answer, nil
}

// CloseIdleConnections is that of Next, if it has one.
func (t Transport) CloseIdleConnections() {
	if c, ok := t.Next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

type body struct {
	io.ReadCloser

	left int64
}

func (b *body) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1] // one more tells whether it ends
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		b.left = 0
		return n - 1, ErrTooLong
	}
	return n, err
}
