package app

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/slack"
)

func slackPlatform() platform {
	return platform{
		traits: slack.Traits(), meet: meetSlack,
		statuses: status.Way{On: slack.Platform, Where: slack.Apps, How: "slack.token.how", Shape: slack.IsToken},
	}
}

// meetSlack makes the face of Slack, if the keeper has set one up.
func meetSlack(k kit) (c connected, err error) {
	if k.cfg.Slack.BotToken == "" {
		return c, nil
	}
	face, err := slack.New(slack.Config{
		BotToken: k.cfg.Slack.BotToken, AppToken: k.cfg.Slack.AppToken, API: k.cfg.Slack.API, Dial: k.cfg.Slack.Dial,
		Log: k.log, Now: k.now, Observe: slackRequests(k.metrics), Guide: k.names, Token: k.vault.Token,
	})
	if err != nil {
		return c, err
	}
	k.up("engawa_slack_up", "1 while Slack hears us and we hear Slack.", func() bool { return face.Down() == nil })
	return connected{
		Face: face, door: face, down: face.Down, close: face.Close, guests: face, statuses: face,
		run: func(ctx context.Context, b *bot.Bot) error { return face.Run(ctx, b) },
	}, nil
}

// slackRequests counts what is asked of Slack.
func slackRequests(m *metrics) func(method, outcome string, took time.Duration) {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "engawa_slack_requests_total", Help: "Web API requests by method and outcome: ok, 429, unknown (no answer) or Slack's error.",
	}, []string{"method", "outcome"})
	m.registry.MustRegister(requests)
	return func(method, outcome string, _ time.Duration) { requests.WithLabelValues(method, outcome).Inc() }
}
