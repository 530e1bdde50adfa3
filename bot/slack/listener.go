package slack

import (
	"context"
	"fmt"
	"sync"

	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// listener hears what people do, and passes it on without ever waiting for the network.
type listener struct {
	face    *Face
	ways    ways
	answers *answerer
}

// hear tells the bot what people do, until ctx ends and all who asked are answered.
func (f *Face) hear(ctx context.Context, to Listener) error {
	l := &listener{face: f, ways: waysOf(to.Commands()), answers: &answerer{face: f, ask: to.Ask}}
	s := socket.New(socket.Config{
		Open: f.openSocket, Dial: f.cfg.Dial, Log: f.log,
		Take: func(env socket.Envelope) bool { return l.take(ctx, env) },
	})
	f.listen(s.Down)
	connected, disconnect := context.WithCancel(context.WithoutCancel(ctx)) // forms are answered over it to the last
	var running sync.WaitGroup
	running.Go(func() { s.Run(connected) })
	<-ctx.Done()
	l.answers.close()
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
func (l *listener) take(ctx context.Context, env socket.Envelope) bool {
	h, ok, err := readEnvelope(env, l.ways)
	if err != nil {
		l.face.log.Error("cannot read what Slack tells", "err", err)
	}
	if ok {
		return l.answers.handle(ctx, l.face.checked(h))
	}
	if env.Answer != nil {
		if err := env.Answer(nil); err != nil {
			l.face.log.Error("cannot close a form", "err", err)
		}
	}
	return true
}
