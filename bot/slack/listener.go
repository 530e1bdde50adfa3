package slack

import (
	"context"
	"fmt"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// ear hears what people do, and passes it on without ever waiting for the network.
type ear struct {
	face     *Face
	commands map[string]bot.Command // slash commands by name
	answers  *answerer
}

// hear tells l what people do, until ctx ends and all who asked are answered.
func (f *Face) hear(ctx context.Context, l Listener) error {
	e := &ear{face: f, commands: map[string]bot.Command{}, answers: &answerer{face: f, ask: l.Ask}}
	for _, c := range l.Commands() {
		if c.Way == bot.Slash {
			e.commands[c.Name] = c
		}
	}
	s := socket.New(socket.Config{
		Open: f.openSocket, Dial: f.cfg.Dial, Log: f.log,
		Take: func(env socket.Envelope) bool { return e.take(ctx, env) },
	})
	f.listen(s.Down)
	connected, disconnect := context.WithCancel(context.WithoutCancel(ctx)) // forms are answered over it to the last
	var running sync.WaitGroup
	running.Go(func() { s.Run(connected) })
	<-ctx.Done()
	e.answers.close()
	disconnect()
	running.Wait()
	return nil
}

func (f *Face) openSocket(ctx context.Context) (string, error) {
	address, err := f.api.OpenSocket(ctx, f.cfg.AppToken)
	if verdictOn(web.Code(err)).whole {
		return "", fmt.Errorf("%w: make an app-level token with the scope connections:write in the app's settings and set ENGAWA_SLACK_APP_TOKEN to it", err)
	}
	return address, err
}

// take has an envelope answered. What cannot be read is taken, too: it would not be
// readable a second time.
func (e *ear) take(ctx context.Context, env socket.Envelope) bool {
	h, ok, err := readEnvelope(env, e.commands)
	if err != nil {
		e.face.log.Error("cannot read what Slack tells", "err", err)
	}
	if ok {
		return e.answers.handle(ctx, e.face.checked(h))
	}
	if env.Answer != nil {
		if err := env.Answer(nil); err != nil {
			e.face.log.Error("cannot close a form", "err", err)
		}
	}
	return true
}
