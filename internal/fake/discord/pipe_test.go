package discord_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// pair is both ends of a pipe.
func pair(t *testing.T) (near, far net.Conn) {
	t.Helper()
	l, dial := fake.Pipe()
	accepted := make(chan net.Conn)
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
		}
		accepted <- c
	}()
	near, err := dial(t.Context(), "tcp", "anywhere:80")
	if err != nil {
		t.Fatal(err)
	}
	return near, <-accepted
}

func TestBothEndsOfAPipeMayWriteAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := pair(t)
		data := bytes.Repeat([]byte("x"), 100_000)
		for _, c := range []net.Conn{near, far} {
			if n, err := c.Write(data); n != len(data) || err != nil {
				t.Fatal(n, err)
			}
		}
		for _, c := range []net.Conn{near, far} {
			got := make([]byte, len(data))
			if _, err := io.ReadFull(c, got); err != nil || !bytes.Equal(got, data) {
				t.Errorf("got other bytes, %v", err)
			}
		}
	})
}

func TestAFullPipeMakesItsWriterWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := pair(t)
		data := bytes.Repeat([]byte("x"), 1<<20)
		done := make(chan error, 1)
		go func() {
			_, err := near.Write(data)
			done <- err
		}()
		synctest.Wait()
		if len(done) != 0 {
			t.Error("the writer did not wait")
		}
		if _, err := io.ReadFull(far, make([]byte, len(data))); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestAPipesDeadlinesWakeWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, _ := pair(t)
		began := time.Now()
		if err := near.SetReadDeadline(time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		go func() {
			time.Sleep(time.Second)
			if err := near.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
				t.Error(err)
			}
		}()
		_, err := near.Read(make([]byte, 1))
		if late, ok := errors.AsType[net.Error](err); !errors.Is(err, os.ErrDeadlineExceeded) || !ok || !late.Timeout() || time.Since(began) != 2*time.Second {
			t.Errorf("got %v after %v; want a timeout after 2 s", err, time.Since(began))
		}
		if err := near.SetDeadline(time.Now().Add(-time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := near.Write([]byte("x")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("got %v; want a timeout", err)
		}
	})
}

func TestAClosedPipeEndsBothSides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := pair(t)
		if _, err := near.Write([]byte("bye")); err != nil {
			t.Fatal(err)
		}
		_ = near.Close()
		if got, err := io.ReadAll(far); string(got) != "bye" || err != nil {
			t.Errorf("got %q, %v; want bye, then EOF", got, err)
		}
		if _, err := far.Write([]byte("x")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v; want io.ErrClosedPipe", err)
		}
		if _, err := near.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v; want net.ErrClosed", err)
		}
	})
}

func TestAClosedListenerRefusesDials(t *testing.T) {
	l, dial := fake.Pipe()
	_ = l.Close()
	if _, err := dial(t.Context(), "tcp", "anywhere:80"); err == nil {
		t.Error("the dial went through")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l, dial = fake.Pipe()
	defer l.Close()
	if _, err := dial(ctx, "tcp", "anywhere:80"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want context.Canceled", err)
	}
}

func TestCloseLeavesNoGoroutineBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s, err := fake.Start(fake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := newRest(t, s)
	g := s.NewGuild("Sakura")
	c := identified(t, s, nil, guilds, 1)
	events := s.Events(t.Context())
	s.Faults().Delay(nil, time.Hour)
	hung := make(chan error)
	go func() { hung <- r.do("GET", "/guilds/"+g.ID(), nil).err }()
	half := connect(t, s, nil)
	s.Faults().HalfOpen()
	for s.Requests()["GET /guilds/{guild_id}"] == 0 {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	s.Close()
	if err := <-hung; err == nil {
		t.Error("the delayed request was answered")
	}
	if _, open := <-events; open {
		t.Error("events go on")
	}
	_, _ = c.ws.Close(), half.ws.Close()
	r.client.CloseIdleConnections()
}
