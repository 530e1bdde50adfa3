package slack_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestATicketIsGoodOnceAndNotForLong(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		a.token = s.AppToken()
		ask := func() string { return a.call("apps.connections.open", nil).ok(t).at("url") }
		target := ask()
		if _, err := a.join(target); err != nil {
			t.Error(err)
		}
		if _, err := a.join(target); err == nil {
			t.Error("joined twice with one ticket")
		}
		old := ask()
		time.Sleep(31 * time.Second)
		for _, bad := range []string{old, old + "0"} {
			if _, err := a.join(bad); err == nil {
				t.Errorf("joined with %s", bad)
			}
		}
		if got := len(s.Violations()); got != 3 {
			t.Errorf("got violations %q, want three", s.Violations())
		}
	})
}

func TestTenConnectionsAreTheMost(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		for range 10 {
			a.connect()
		}
		a.token = s.AppToken()
		c, err := a.join(a.call("apps.connections.open", nil).ok(t).at("url"))
		if err != nil {
			t.Fatal(err)
		}
		if e := c.take(); e.Type != "disconnect" || e.Reason != "too_many_websockets" {
			t.Errorf("got %+v, want disconnect", e)
		}
		if got := s.Faults().Connections(); got != 10 {
			t.Errorf("got %d connections, want 10", got)
		}
	})
}

func TestAnUnacknowledgedEventComesAgainThreeTimes(t *testing.T) {
	inBubble(t, fake.Options{PingEvery: time.Hour}, func(t *testing.T, s *fake.Server, a *app) {
		c, began := a.connect(), time.Now()
		s.Channel("general").Archive()
		for i, after := range []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second} {
			e := c.take()
			if got := time.Since(began); e.Attempt != i || got != after {
				t.Errorf("got attempt %d after %v, want %d after %v", e.Attempt, got, i, after)
			}
			if i == 3 {
				c.ack(e, nil)
			}
		}
		_ = c.ws.SetReadDeadline(time.Now().Add(time.Hour))
		if _, _, err := c.ws.ReadMessage(); err == nil {
			t.Error("it comes once more")
		}
		clean(t, s)
	})
}

func TestAPersonWaitsThreeSecondsForTheApp(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana := s.Member("ana")
		if err := ana.Run("/keep", "x").Wait(t.Context()); !errors.Is(err, fake.ErrNoAnswer) {
			t.Errorf("nobody there: got %v, want ErrNoAnswer", err)
		}
		c, began := a.connect(), time.Now()
		late := ana.Run("/keep", "x")
		if err := late.Wait(t.Context()); !errors.Is(err, fake.ErrNoAnswer) || time.Since(began) != 3*time.Second {
			t.Errorf("got %v after %v, want ErrNoAnswer after 3s", err, time.Since(began))
		}
		c.done(object{"text": "too late"})
		synctest.Wait()
		if got := len(ana.Direct()); got != 0 {
			t.Errorf("got %d messages, want 0", got)
		}
		clean(t, s)
	})
}

func TestWhatALostConnectionTookComesOverAnother(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, first := s.Member("ana"), a.connect()
		kept := ana.Run("/keep", "x")
		e := first.take()
		s.Faults().Drop()
		time.Sleep(time.Second)
		second := a.connect()
		again := second.done(object{"text": "Kept."})
		if again.ID != e.ID {
			t.Errorf("got %s, want %s again", again.ID, e.ID)
		}
		if err := kept.Wait(t.Context()); err != nil || kept.Messages[0].Render() != "Kept." {
			t.Errorf("got %+v, %v; want Kept.", kept, err)
		}
		clean(t, s)
	})
}

func TestEnvelopesTakeTurnsAndRepeatOnDemand(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c, d := s.Member("ana"), a.connect(), a.connect()
		ana.Run("/keep", "1")
		ana.Run("/keep", "2")
		if one, two := c.done(nil), d.done(nil); one.ID == two.ID {
			t.Errorf("got %s on both", one.ID)
		}
		s.Faults().Repeat(1)
		ana.Run("/keep", "3")
		if one, two := c.done(nil), d.done(nil); one.ID != two.ID {
			t.Errorf("got %s and %s, want the same", one.ID, two.ID)
		}
		clean(t, s)
	})
}

func TestAcknowledgementsThatNobodyAskedForAreViolations(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana := s.Channel("general"), s.Member("ana")
		ts := a.call("chat.postMessage", object{"channel": general.ID(), "text": "x", "blocks": blocks(actions(button("Done")))}).ok(t).at("ts")
		c := a.connect()
		c.ack(envelope{ID: "envelope-0"}, nil)
		c.ack(envelope{}, nil)
		if err := c.ws.WriteMessage(websocket.TextMessage, []byte("pong")); err != nil {
			t.Fatal(err)
		}
		ana.Press(general.Messages()[0], "Done")
		c.done(object{"text": "Done."})
		general.Archive()
		if err := c.ws.WriteJSON(object{"envelope_id": c.take().ID, "type": "ack"}); err != nil {
			t.Fatal(err)
		}
		ana.Run("/keep", "x")
		c.done(object{"text": long(20 << 10)})
		synctest.Wait()
		violated(t, s, `"envelope-0"`, `"envelope_id":""`, `no JSON object: "pong"`, "which this one does not take", `field "type"`, "bytes dropped")
		if got := len(general.Messages()); got != 1 || general.Messages()[0].TS != ts {
			t.Errorf("got %d messages, want the first alone", got)
		}
	})
}

func TestSlackSaysWhenAConnectionEnds(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		for _, x := range []struct {
			do     func()
			reason string
			ends   bool
		}{
			{s.Faults().Warn, "warning", false},
			{s.Faults().Refresh, "refresh_requested", true},
			{s.Faults().DisableLink, "link_disabled", true},
		} {
			c := a.connect()
			x.do()
			if e := c.take(); e.Type != "disconnect" || e.Reason != x.reason {
				t.Errorf("got %+v, want disconnect for %s", e, x.reason)
			}
			_ = c.ws.SetReadDeadline(time.Now().Add(time.Second))
			_, _, err := c.ws.ReadMessage()
			if got := websocket.IsCloseError(err, websocket.CloseNormalClosure); got != x.ends {
				t.Errorf("%s: got %v, want an end %v", x.reason, err, x.ends)
			}
			_ = c.ws.Close()
		}
		s.Faults().RefuseConnections("invalid_auth")
		a.token = s.AppToken()
		a.call("apps.connections.open", nil).want(t, "invalid_auth")
		s.Faults().AllowConnections()
		a.call("apps.connections.open", nil).ok(t)
	})
}

// pings counts those that come within d, and answers them if it is to.
func (c *socket) pings(d time.Duration, answers bool) (n int, err error) {
	c.ws.SetPingHandler(func(text string) error {
		n++
		if !answers {
			return nil
		}
		return c.ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(time.Second))
	})
	_ = c.ws.SetReadDeadline(time.Now().Add(d))
	_, _, err = c.ws.ReadMessage()
	return n, err
}

func TestConnectionsAreHeldByPings(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		alive := a.connect()
		if n, _ := alive.pings(time.Minute+time.Second, true); n != 6 {
			t.Errorf("got %d pings in a minute, want 6", n)
		}
		if got := s.Faults().Connections(); got != 1 {
			t.Errorf("got %d connections, want 1", got)
		}
		dead := a.connect()
		_, _ = dead.pings(35*time.Second, false)
		synctest.Wait()
		if got := s.Faults().Connections(); got != 0 {
			t.Errorf("got %d connections half a minute after the last pong, want 0", got)
		}
	})
}

func TestABrokenConnectionIsSilentButStays(t *testing.T) {
	for name, broken := range map[string]func(*fake.Faults){
		"half open": (*fake.Faults).HalfOpen,
		"silent":    func(f *fake.Faults) { f.Silence(true) },
	} {
		inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
			ana, c := s.Member("ana"), a.connect()
			broken(s.Faults())
			began := time.Now()
			if err := ana.Run("/keep", "x").Wait(t.Context()); !errors.Is(err, fake.ErrNoAnswer) {
				t.Errorf("%s: got %v, want ErrNoAnswer", name, err)
			}
			if n, err := c.pings(25*time.Second, true); n != 0 || time.Since(began) < 25*time.Second {
				t.Errorf("%s: got %d pings and %v after %v, want silence", name, n, err, time.Since(began))
			}
			s.Faults().Silence(false)
		})
	}
}
