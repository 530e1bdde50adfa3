package app

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/engawa-bot/engawa/bot"
)

// metrics is what /metrics tells: totals of the process, never of a person.
type metrics struct{ registry *prometheus.Registry }

func newMetrics() *metrics {
	m := &metrics{prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// counter exports what something counts itself.
func (m *metrics) counter(name, help string, n func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, n))
}

// watch exports what the parts of the bot count themselves.
func (m *metrics) watch(a *App) {
	count := func(name, help string, n *atomic.Int64) {
		m.counter(name, help, func() float64 { return float64(n.Load()) })
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
	m.store(a)
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
