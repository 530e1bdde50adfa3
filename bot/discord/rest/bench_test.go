package rest_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// instant answers without a network.
type instant struct{}

func (instant) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"id":"1"}`))}, nil
}

func BenchmarkDo(b *testing.B) {
	c := start(b, rest.Config{Transport: instant{}, PerSecond: 1e8})
	var out struct{ ID string }
	call := post(1)
	call.Out = &out
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Do(context.Background(), call); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDoPastManyWaiting sends while ten thousand calls wait for another channel.
func BenchmarkDoPastManyWaiting(b *testing.B) {
	closed := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/channels/7/") {
			says(429, `{"retry_after":3600}`)(w, r)
		}
	})
	c := start(b, rest.Config{Transport: direct{closed}, PerSecond: 1e8})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for range 10_000 {
		go func() { _ = c.Do(ctx, post(7)) }()
	}
	for c.Stats().Waiting[rest.Urgent] < 10_000 {
		runtime.Gosched()
	}
	for b.Loop() {
		if err := c.Do(ctx, post(8)); err != nil {
			b.Fatal(err)
		}
	}
}
