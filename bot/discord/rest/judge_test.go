package rest_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

const (
	fakeToken = "fake-token-0123456789-not-a-secret"
	base      = "http://discord.test/api/v10"
)

// rule is a limit of one method and path.
type rule struct {
	shared string // paths with the same are counted together
	hash   string // as X-RateLimit-Bucket; empty: one of its own
	most   int
	window time.Duration
}

// judge is a server that keeps Discord's limits strictly and remembers who arrived when.
type judge struct {
	rules map[string]rule // by method and path
	delay time.Duration   // before each answer

	mu       sync.Mutex
	recent   []time.Time
	busiest  int // most requests in any second
	refused  int
	arrivals []arrival
	windows  map[string]*window
}

type arrival struct {
	what string // method and path
	at   time.Time
}

type window struct {
	left int
	end  time.Time
}

func (j *judge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wait, global := j.admit(w.Header(), r.Method+" "+r.URL.Path[len("/api/v10"):])
	if j.delay > 0 {
		time.Sleep(j.delay)
	}
	if wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
		w.WriteHeader(http.StatusTooManyRequests)
		json.NewEncoder(w).Encode(map[string]any{"message": "slow down", "retry_after": wait.Seconds(), "global": global})
		return
	}
	fmt.Fprint(w, `{"id":"1"}`)
}

func (j *judge) admit(h http.Header, what string) (wait time.Duration, global bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := time.Now()
	for len(j.recent) > 0 && now.Sub(j.recent[0]) >= time.Second {
		j.recent = j.recent[1:]
	}
	j.recent = append(j.recent, now)
	j.arrivals = append(j.arrivals, arrival{what, now})
	j.busiest = max(j.busiest, len(j.recent))
	if len(j.recent) > 50 {
		j.refused++
		return time.Second, true
	}
	limit, ok := j.rules[what]
	if !ok {
		return 0, false
	}
	key := cmp.Or(limit.shared, what)
	if j.windows == nil {
		j.windows = map[string]*window{}
	}
	at := j.windows[key]
	if at == nil || !now.Before(at.end) {
		at = &window{left: limit.most, end: now.Add(limit.window)}
		j.windows[key] = at
	}
	if at.left == 0 {
		j.refused++
		return at.end.Sub(now), false
	}
	at.left--
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit.most))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(at.left))
	h.Set("X-RateLimit-Reset", fmt.Sprintf("%.3f", float64(at.end.UnixMilli())/1000))
	h.Set("X-RateLimit-Reset-After", fmt.Sprintf("%.3f", at.end.Sub(now).Seconds()))
	h.Set("X-RateLimit-Bucket", cmp.Or(limit.hash, "hash-of-"+key))
	return 0, false
}

// order is what arrived, first to last.
func (j *judge) order() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []string
	for _, a := range j.arrivals {
		all = append(all, a.what)
	}
	return all
}

// verdict fails the test if a limit was met.
func (j *judge) verdict(t *testing.T) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.refused != 0 || j.busiest > 50 {
		t.Errorf("got %d answers 429 and up to %d requests in a second; want 0 and at most 50", j.refused, j.busiest)
	}
}

// direct is a transport that calls the handler in the caller's goroutine.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// start gives a client that is closed with the test.
func start(t testing.TB, cfg rest.Config) *rest.Client {
	t.Helper()
	cfg.Token = cmp.Or(cfg.Token, fakeToken)
	cfg.Base = cmp.Or(cfg.Base, base)
	c, err := rest.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// pipes serves h over in-memory connections, so that real HTTP runs inside a synctest bubble.
// connecting is how long a dial begun at the given time takes.
func pipes(t *testing.T, h http.Handler, connecting func(time.Time) time.Duration) *http.Transport {
	l := pipe.Listen("discord.test")
	server := &http.Server{Handler: h}
	var served sync.WaitGroup
	served.Go(func() { server.Serve(l) })
	transport := &http.Transport{
		MaxIdleConnsPerHost: 64,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if connecting != nil {
				time.Sleep(connecting(time.Now()))
			}
			return l.DialContext(ctx, network, addr)
		},
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
		served.Wait()
	})
	return transport
}
