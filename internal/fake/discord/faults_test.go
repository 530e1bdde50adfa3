package discord_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func isPost(r *http.Request) bool { return r.Method == http.MethodPost }

func TestTheFirstPacketCanBeOp7(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		s.Faults().FirstPacket(7)
		dial(t, s, d, "v=10&encoding=json").want(7, "")
		connect(t, s, d)
	})
}

func TestSilenceHoldsEventsAndAcknowledgementsBack(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		c := identified(t, s, d, guilds, 1)
		got := make(chan packet, 4)
		go func() {
			defer close(got)
			for range 2 {
				got <- c.next()
			}
		}()
		s.Faults().Silence(true)
		c.send(1, c.seq)
		g.Text("other")
		time.Sleep(time.Minute)
		if len(got) != 0 {
			t.Errorf("got %+v in silence", <-got)
		}
		s.Faults().Silence(false)
		synctest.Wait()
		if len(got) != 2 {
			t.Errorf("got %d packets after the silence; want 2", len(got))
		}
	})
}

func TestAHalfOpenConnectionNeitherAnswersNorCloses(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		c := identified(t, s, d, guilds, 0)
		s.Faults().HalfOpen()
		for range 10 {
			c.send(1, c.seq)
			time.Sleep(time.Minute)
		}
		if got := s.Faults().Connections(); got != 1 {
			t.Errorf("got %d connections; want 1", got)
		}
		again := identified(t, s, d, guilds, 0)
		again.send(1, nil)
		again.want(11, "")
	})
}

func TestClosesAndRefusedIdentifiesCarryTheirCode(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		c := identified(t, s, d, guilds, 0)
		s.Faults().Close(4000)
		c.wantClose(4000)
		s.Faults().RefuseIdentify(4013)
		again := connect(t, s, d)
		again.identify(guilds)
		again.wantClose(4013)
		s.Faults().RefuseIdentify(0)
		time.Sleep(5 * time.Second)
		identified(t, s, d, guilds, 0)
	})
}

func TestRequestsFailAsOftenAsAskedAndOnlyWhereTheyMatch(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		path := "/channels/" + s.NewGuild("Sakura").Text("general").ID() + "/messages"
		s.Faults().Fail(isPost, 2, 500)
		s.Faults().Refuse(isPost, 1, 403, 20015, "Premium")
		r.do("GET", path, nil).want(t, 200, 0)
		r.do("POST", path, plain("a")).want(t, 500, 0)
		r.do("POST", path, plain("b")).want(t, 500, 0)
		r.do("POST", path, plain("c")).want(t, 403, 20015)
		r.do("POST", path, plain("d")).want(t, 200, 0)
	})
}

func TestALostAnswerMeansThatTheWorkWasDone(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		general := s.NewGuild("Sakura").Text("general")
		s.Faults().LoseAnswers(isPost, 1)
		if a := r.do("POST", "/channels/"+general.ID()+"/messages", plain("a")); a.err == nil {
			t.Errorf("got answer %d; want none", a.status)
		}
		if got := len(general.Messages()); got != 1 {
			t.Errorf("got %d messages; want 1", got)
		}
		s.Faults().LoseAnswerRate(1, 7)
		if a := r.do("POST", "/channels/"+general.ID()+"/messages", plain("b")); a.err == nil {
			t.Errorf("got answer %d; want none", a.status)
		}
		s.Faults().Clear()
		r.do("POST", "/channels/"+general.ID()+"/messages", plain("c")).want(t, 200, 0)
	})
}

func TestTooManyAndDelayComeOnDemand(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		s.Faults().TooManyGlobal(1, 1500*time.Millisecond)
		a := r.do("GET", "/users/@me", nil).want(t, 429, 0)
		if got := a.object(); got["global"] != true || got["retry_after"] != 1.5 || a.header.Get("Retry-After") != "2" ||
			a.header.Get("X-RateLimit-Scope") != "global" || a.header.Get("X-RateLimit-Global") != "true" {
			t.Errorf("got %v %v", got, a.header)
		}
		s.Faults().TooManyRoute(nil, 1, time.Second)
		a = r.do("GET", "/users/@me", nil).want(t, 429, 0)
		if got := a.object(); got["global"] != false || a.header.Get("X-RateLimit-Scope") != "user" {
			t.Errorf("got %v %v", got, a.header)
		}
		s.Faults().Delay(nil, 3*time.Second)
		began := time.Now()
		r.do("GET", "/users/@me", nil).want(t, 200, 0)
		if got := time.Since(began); got != 3*time.Second {
			t.Errorf("took %v; want 3 s", got)
		}
		if s.TooMany() != 2 {
			t.Errorf("got %d times 429; want 2", s.TooMany())
		}
	})
}

// plain is a message of plain text.
func plain(text string) object {
	return object{"content": text, "allowed_mentions": object{"parse": []string{}}}
}
