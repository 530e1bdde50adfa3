package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/net/netutil"
)

// serve answers /healthz, /readyz and /metrics until ctx ends.
func (h *house) serve(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", h.cfg.HTTP)
	if err != nil {
		return err
	}
	h.log.Info("serving health and metrics", "address", listener.Addr().String())
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "alive") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.metrics.registry, promhttp.HandlerOpts{}))
	server := h.server(mux)
	server.ReadTimeout, server.WriteTimeout = bodyPatience, writePatience
	return serveUntil(ctx, server, listener)
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
func (h *house) server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience, MaxHeaderBytes: mostHeader,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn),
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

// ready answers whether the platforms are reached and the store can be written.
func (h *house) ready(w http.ResponseWriter, _ *http.Request) {
	if why := h.face.Barred(); why != nil {
		say(w, http.StatusServiceUnavailable, why.Error())
		return
	}
	if !h.face.Up() {
		say(w, http.StatusServiceUnavailable, "the Discord gateway is not connected")
		return
	}
	if h.slack != nil && h.slack.Down() != nil {
		say(w, http.StatusServiceUnavailable, h.slack.Down().Error())
		return
	}
	if err := h.db.Writable(); err != nil {
		h.log.Error("not ready", "err", err)
		say(w, http.StatusServiceUnavailable, "the store cannot be written")
		return
	}
	say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}
