package pipe_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

// pair is both ends of a pipe.
func pair(t *testing.T) (near, far net.Conn) {
	t.Helper()
	l := pipe.Listen("fake.invalid")
	defer l.Close()
	accepted := make(chan net.Conn)
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
		}
		accepted <- c
	}()
	near, err := l.DialContext(t.Context(), "tcp", "anywhere:80")
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

func TestAClosedListenerRefusesDialsAndAcceptsNoMore(t *testing.T) {
	l := pipe.Listen("fake.invalid")
	for range 2 {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err := l.DialContext(t.Context(), "tcp", "anywhere:80")
	if refused, ok := errors.AsType[*net.OpError](err); !ok || refused.Op != "dial" || refused.Addr != l.Addr() {
		t.Errorf("got %v; want a refused dial to %v", err, l.Addr())
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v; want net.ErrClosed", err)
	}
}

func TestADialThatNobodyAcceptsEndsWithItsContext(t *testing.T) {
	l := pipe.Listen("fake.invalid")
	defer l.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.DialContext(ctx, "tcp", "anywhere:80"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v; want context.Canceled", err)
	}
}

func TestWhatIsConnectedOutlivesTheListener(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := pair(t)
		go func() {
			if _, err := near.Write([]byte("still here")); err != nil {
				t.Error(err)
			}
			_ = near.Close()
		}()
		if got, err := io.ReadAll(far); string(got) != "still here" || err != nil {
			t.Errorf("got %q, %v; want still here", got, err)
		}
		for _, a := range []net.Addr{near.LocalAddr(), near.RemoteAddr(), far.LocalAddr(), far.RemoteAddr()} {
			if a.Network() != "pipe" || a.String() != "fake.invalid" {
				t.Errorf("got the address %v of %s; want fake.invalid of pipe", a, a.Network())
			}
		}
	})
}

func TestHTTPWorksThroughAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("fake.invalid")
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Hour)
			fmt.Fprint(w, r.Host)
		})}
		var served sync.WaitGroup
		served.Go(func() { _ = server.Serve(l) })
		transport := &http.Transport{DialContext: l.DialContext}
		answer, err := (&http.Client{Transport: transport}).Get("http://" + l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(answer.Body); string(got) != "fake.invalid" || err != nil {
			t.Errorf("got %q, %v; want fake.invalid", got, err)
		}
		_ = answer.Body.Close()
		transport.CloseIdleConnections()
		_ = server.Close()
		served.Wait()
	})
}
