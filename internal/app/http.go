package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"
)

// serve answers /healthz, /readyz and /metrics until ctx ends.
func (a *App) serve(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.cfg.HTTP)
	if err != nil {
		return err
	}
	a.log.Info("serving health and metrics", "address", listener.Addr().String())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if err := a.Ready(ctx); err != nil {
			say(w, http.StatusServiceUnavailable, err.Error())
			return
		}
		say(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", a.Metrics())
	server := a.server(mux)
	server.ReadTimeout, server.WriteTimeout = bodyPatience, writePatience
	return serveUntil(ctx, server, listener)
}

// Metrics answers with what is counted, as Prometheus reads it.
func (a *App) Metrics() http.Handler {
	return promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{})
}

// How long a connection may take for what, and how many there may be at a time.
// Nobody but keepers and what watches the process connects.
const (
	headerPatience = 5 * time.Second
	bodyPatience   = 10 * time.Second
	writePatience  = 30 * time.Second
	idlePatience   = 30 * time.Second
	mostHeader     = 16 << 10 // bytes
	mostConnected  = 256
)

// server is one whose connections end when nothing comes. How long an answer may
// take is for its caller to say: the doctor of many teams takes minutes.
func (a *App) server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
}

// serveUntil serves on listener until ctx ends. Requests then have two seconds to
// finish before they are cut off. Further connections than mostConnected wait.
func serveUntil(ctx context.Context, server *http.Server, listener net.Listener) error {
	listener = netutil.LimitListener(listener, mostConnected)
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if err := server.Shutdown(ending); err != nil {
			stopped <- server.Close()
			return
		}
		stopped <- nil
	})
	err := server.Serve(listener)
	if stop() {
		return err
	}
	return <-stopped
}

// Ready tells why this process can answer nobody; nil if it can. That a platform
// is down or a disk is full is none of this: where every process then were unready,
// not even that could be said. Metrics and the doctor tell of those.
func (a *App) Ready(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return errors.New("this process is stopping")
	case a.met():
		return nil
	}
	return errors.New("no platform has answered yet")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
