package main

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
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
	return serveUntil(ctx, mux, listener)
}

// serveUntil serves on listener until ctx ends. Requests then have two seconds to
// finish before they are cut off.
func serveUntil(ctx context.Context, handler http.Handler, listener net.Listener) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
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
