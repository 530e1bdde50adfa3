package app

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
)

func discordPlatform() platform {
	return platform{traits: discord.Traits(), meet: meetDiscord}
}

func meetDiscord(k kit) (c connected, err error) {
	face, err := discord.New(discord.Config{
		Token: k.cfg.Token, API: k.cfg.API, Dial: k.cfg.Dial, Log: k.log, Now: k.now, Observe: discordRequests(k.metrics), Guide: k.names, Haste: k.cfg.Haste,
	})
	if err != nil {
		return c, err
	}
	watchDiscord(k.metrics, face)
	return connected{
		Face: face, door: face, close: face.Close,
		down: func() error {
			if !face.Met() {
				return errors.New("no answer from Discord yet")
			}
			return nil
		},
		run: func(ctx context.Context, b *bot.Bot) error { return face.Run(ctx, b) },
	}, nil
}

// discordRequests counts what is asked of Discord.
func discordRequests(m *metrics) func(method, route string, status int, took time.Duration) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "engawa_discord_requests_total", Help: "REST requests by route and status; status 0: no answer.",
	}, []string{"method", "route", "status"})
	all := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "engawa_discord_request_seconds", Help: "Time that REST requests took.",
		Buckets: []float64{.02, .05, .1, .2, .5, 1, 2, 5, 10},
	})
	m.registry.MustRegister(requests, all)
	return func(method, route string, status int, took time.Duration) {
		requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
		all.Observe(took.Seconds())
	}
}

// watchDiscord exports what the face counts itself.
func watchDiscord(m *metrics, face *discord.Face) {
	m.counter("engawa_gateway_reconnects_total", "Connections to the gateway after the first.", func() float64 {
		_, g := face.Stats()
		return float64(g.Reconnects)
	})
	m.counter("engawa_discord_429_total", "Times that Discord asked to wait.", func() float64 {
		r, _ := face.Stats()
		return float64(r.Limited)
	})
	m.up("engawa_gateway_up", "1 while the gateway is connected.", face.Up)
	m.up("engawa_commands_registered", "1 once Discord lists the commands as they should be.", face.Listed)
	m.up("engawa_discord_barred", "1 while Discord, or Cloudflare before it, refuses to hear us for a while.", func() bool { return face.Barred() != nil })
}
