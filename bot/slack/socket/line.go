package socket

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	dialPatience = 10 * time.Second
	pingEvery    = 5 * time.Second
	silence      = 15 * time.Second // after which a connection is dead, and its hello too late
	writePeriod  = 5 * time.Second
	// stay is how long a connection is still listened to after Slack said that it
	// would close it, which it does within some ten seconds.
	stay        = 30 * time.Second
	byePatience = time.Second
)

// line is one connection.
type line struct {
	s       *Socket
	ws      *websocket.Conn
	hello   chan struct{} // closed when Slack has said hello
	leaving chan struct{} // closed when Slack says that it will close it
	over    chan struct{} // closed when nothing comes any more

	writing sync.Mutex

	mu  sync.Mutex
	why error // the first reason to end
}

func (s *Socket) dial(ctx context.Context) (*line, error) {
	ctx, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	address, err := s.cfg.Open(ctx)
	if err != nil {
		return nil, err
	}
	d := websocket.Dialer{NetDialContext: s.cfg.Dial}
	if s.cfg.Dial == nil {
		d.Proxy = http.ProxyFromEnvironment
	}
	ws, answer, err := d.DialContext(ctx, address, nil)
	if answer != nil {
		_ = answer.Body.Close()
	}
	if bad, ok := errors.AsType[*url.Error](err); ok {
		err = bad.Err // without the address
	}
	if err != nil {
		return nil, fmt.Errorf("socket: dial: %w", err)
	}
	return &line{s: s, ws: ws, hello: make(chan struct{}), leaving: make(chan struct{}), over: make(chan struct{})}, nil
}

// listen reads until the connection or ctx ends.
func (l *line) listen(ctx context.Context) {
	var keeper sync.WaitGroup
	keeper.Go(func() { l.keep(ctx) })
	l.alive()
	l.ws.SetPongHandler(func(string) error {
		l.alive()
		return nil
	})
	l.ws.SetPingHandler(func(text string) error {
		l.alive()
		return l.ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(writePeriod))
	})
	for {
		m, ok, err := l.next()
		if err != nil {
			l.end(fmt.Errorf("socket: %w", err))
			break
		}
		if l.alive(); ok {
			l.hear(m)
		}
	}
	_ = l.ws.Close()
	if isClosed(l.hello) {
		l.s.opened(-1)
	}
	close(l.over)
	keeper.Wait()
}

// keep asks for signs of life, and ends what has none, is left by Slack, or is
// not wanted any more.
func (l *line) keep(ctx context.Context) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	leaving := l.leaving
	var late <-chan time.Time
	for {
		select {
		case <-ping.C:
			_ = l.ws.WriteControl(websocket.PingMessage, nil, time.Now().Add(pingEvery)) // reading notices
		case <-leaving:
			leaving, late = nil, time.After(stay)
		case <-late:
			l.bye(errLeft)
			return
		case <-ctx.Done():
			l.bye(context.Cause(ctx))
			return
		case <-l.over:
			return
		}
	}
}

// alive puts off the death of the connection.
func (l *line) alive() { _ = l.ws.SetReadDeadline(time.Now().Add(silence)) }

var (
	errNoHello = errors.New("socket: Slack said no hello")
	errRefresh = errors.New("socket: Slack wants a new connection")
	errLeft    = errors.New("socket: a newer connection took over")
)

func (l *line) hear(m message) {
	switch Kind(m.Type) {
	case "hello":
		if !isClosed(l.hello) {
			l.s.opened(+1)
			close(l.hello)
		}
	case "disconnect":
		l.leave(m.Reason)
	case Command, Interactive, Event:
		l.s.take(l, m)
	default:
		l.s.cfg.Log.Warn("Slack sent an envelope of an unknown type", "type", m.Type)
	}
}

// leave notes that Slack is about to close the connection.
func (l *line) leave(reason string) {
	err := errRefresh
	switch reason {
	case "warning", "refresh_requested":
	case "link_disabled":
		err = errors.New("socket: Socket Mode is switched off in the app's settings; switch it on there under Socket Mode")
	default:
		err = fmt.Errorf("socket: Slack closes the connection: %s", reason)
	}
	l.blame(err)
	if !isClosed(l.leaving) {
		close(l.leaving)
	}
}

// end drops the connection without a word.
func (l *line) end(why error) {
	l.blame(why)
	_ = l.ws.Close()
}

// bye says good-bye and gives Slack a moment to answer it.
func (l *line) bye(why error) {
	l.blame(why)
	text := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = l.ws.WriteControl(websocket.CloseMessage, text, time.Now().Add(byePatience))
	select {
	case <-l.over:
	case <-time.After(byePatience):
		_ = l.ws.Close()
	}
}

func (l *line) blame(why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.why == nil {
		l.why = why
	}
}

func (l *line) reason() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.why
}

// write sends one message. What cannot be written ends the connection.
func (l *line) write(data []byte) {
	l.writing.Lock()
	defer l.writing.Unlock()
	_ = l.ws.SetWriteDeadline(time.Now().Add(writePeriod))
	if err := l.ws.WriteMessage(websocket.TextMessage, data); err != nil {
		l.end(fmt.Errorf("socket: %w", err))
	}
}

// isClosed tells whether c is closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
