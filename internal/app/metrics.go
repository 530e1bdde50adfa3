package app

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/engawa-bot/engawa/bot"
)

// metrics is what /metrics tells: totals of the process, never of a person.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     prometheus.Histogram
	slack    *prometheus.CounterVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "engawa_discord_requests_total", Help: "REST requests by route and status; status 0: no answer.",
		}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "engawa_discord_request_seconds", Help: "Time that REST requests took.",
			Buckets: []float64{.02, .05, .1, .2, .5, 1, 2, 5, 10},
		}),
		slack: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "engawa_slack_requests_total", Help: "Web API requests by method and outcome: ok, 429, unknown (no answer) or Slack's error.",
		}, []string{"method", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.took, m.slack, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.took.Observe(took.Seconds())
}

func (m *metrics) slackRequest(method, outcome string, _ time.Duration) {
	m.slack.WithLabelValues(method, outcome).Inc()
}

// watch exports what the parts of the bot count themselves.
func (m *metrics) watch(a *App) {
	counter := func(name, help string, n func() float64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, n))
	}
	count := func(name, help string, n *atomic.Int64) {
		counter(name, help, func() float64 { return float64(n.Load()) })
	}
	b, c := &a.Bot.Tally, &a.Courier.Tally
	count("engawa_occurrences_fired_total", "Occurrences announced.", &b.Fired)
	count("engawa_occurrences_late_total", "Of these, more than a minute late.", &b.Late)
	count("engawa_occurrences_skipped_total", "Occurrences past their grace, or with too few expected.", &b.Skipped)
	count("engawa_occurrences_waited_total", "Times that an occurrence waited until it was known who is where.", &b.Waited)
	count("engawa_moves_total", "Members who came, went or changed.", &b.Moves)
	count("engawa_moves_merged_total", "Moves that a newer one replaced before a team took it.", &b.Merged)
	count("engawa_asks_shed_total", "Commands, presses and forms given back unheard: too many at once.", &b.Shed)
	count("engawa_asks_expired_total", "Commands, presses and forms whose time to be answered was over: not carried out.", &b.Expired)
	count("engawa_asks_total", "Commands, presses and forms answered.", &b.Asks)
	count("engawa_owed_total", "Things owed.", &c.Owed)
	count("engawa_delivered_total", "Things delivered.", &c.Delivered)
	count("engawa_dropped_total", "Owed things whose time was over.", &c.Dropped)
	count("engawa_refused_total", "Owed things that a platform refused.", &c.Refused)
	count("engawa_retries_total", "Deliveries tried again.", &c.Retried)
	count("engawa_display_edits_total", "Changes of boards, room statuses and events.", &c.Shown)
	n := &a.Scribe.Tally
	count("engawa_notebook_merges_total", "Full readings of notebooks, merged.", &n.Merges)
	count("engawa_notebook_writes_total", "Writes into notebooks.", &n.Writes)
	count("engawa_notebook_failures_total", "Failed tries to keep a notebook up to date.", &n.Failures)
	counter("engawa_gateway_reconnects_total", "Connections to the gateway after the first.", func() float64 {
		_, g := a.Discord.Stats()
		return float64(g.Reconnects)
	})
	counter("engawa_discord_429_total", "Times that Discord asked to wait.", func() float64 {
		r, _ := a.Discord.Stats()
		return float64(r.Limited)
	})
	m.store(a)
	m.up("engawa_gateway_up", "1 while the gateway is connected.", a.Discord.Up)
	m.up("engawa_commands_registered", "1 once Discord lists the commands as they should be.", a.Discord.Listed)
	m.up("engawa_discord_barred", "1 while Discord, or Cloudflare before it, refuses to hear us for a while.", func() bool { return a.Discord.Barred() != nil })
	if a.Slack != nil {
		m.up("engawa_slack_up", "1 while Slack hears us and we hear Slack.", func() bool { return a.Slack.Down() == nil })
	}
}

// store exports what ails the store.
func (m *metrics) store(a *App) {
	m.up("engawa_store_up", "1 while the store keeps what it is given: its disk has room and takes writes.", func() bool { return a.Bot.Ails() == "" })
	if a.copies.folder != "" {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "engawa_copy_age_seconds", Help: "How old the newest nightly copy of the store is; +Inf if there is none.",
		}, a.copies.age))
	}
	for _, ail := range bot.Ails() {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "engawa_store_failures_total", Help: "Times that the store failed: its disk was full, did not write (disk), could not be read (damaged), or failed in the middle (uncertain).",
			ConstLabels: prometheus.Labels{"why": string(ail)},
		}, func() float64 { return float64(a.Bot.Failed(ail)) }))
	}
}

func (m *metrics) up(name, help string, is func() bool) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
		if is() {
			return 1
		}
		return 0
	}))
}
