package rest_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/internal/fake/discord"
)

// against starts the fake Discord inside a bubble and a client that speaks to it.
func against(t *testing.T) (*discord.Server, *rest.Client) {
	t.Helper()
	listener, dial := discord.Pipe()
	server, err := discord.Start(discord.Options{Listener: listener})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	transport := &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	return server, start(t, rest.Config{Token: server.Token(), Base: server.URL() + "/api/v10", Transport: transport})
}

func say(channel *discord.Channel, text string) rest.Call {
	body := map[string]any{"content": text, "allowed_mentions": map[string]any{"parse": []string{}}}
	return rest.Call{Method: "POST", Path: "/channels/" + channel.ID() + "/messages", Body: body}
}

func TestTheFakesCrowdIsServedWithoutA429(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := against(t)
		var calls []rest.Call
		for i := range 500 {
			calls = append(calls, say(server.NewGuild(fmt.Sprint("team ", i)).Text("tea"), "tea"))
		}
		begun := time.Now()
		all(t, c, calls)
		took, most := time.Since(begun), 11500*time.Millisecond
		if got := server.TooMany(); got != 0 || took > most {
			t.Errorf("got %d answers 429 and %v; want none and at most %v", got, took, most)
		}
		for _, violation := range server.Violations() {
			t.Errorf("violation: %s", violation)
		}
		t.Logf("500 posts in %v", took)
	})
}

func TestTheFakesRoutesAreServedWithoutA429(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := against(t)
		channel := server.NewGuild("sakura").Text("tea")
		var sent struct{ ID string }
		first := say(channel, "0")
		first.Out = &sent
		all(t, c, []rest.Call{first})
		message := "/channels/" + channel.ID() + "/messages/" + sent.ID
		calls := times(17, say(channel, "tea"))
		for i := range 17 {
			edit := say(channel, fmt.Sprint("tea ", i))
			edit.Method, edit.Path = "PATCH", message
			calls = append(calls, edit, rest.Call{Method: "GET", Path: message})
		}
		all(t, c, calls)
		if got := server.TooMany(); got != 0 {
			t.Errorf("got %d answers 429, want none", got)
		}
	})
}

func TestTheFakesBadLuckIsBorne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, c := against(t)
		channel := server.NewGuild("sakura").Text("tea")
		server.Faults().TooManyGlobal(1, 2*time.Second)
		server.Faults().TooManyRoute(nil, 1, 3*time.Second)
		begun := time.Now()
		all(t, c, []rest.Call{say(channel, "one")})
		if took := time.Since(begun); took < 5*time.Second || took > 5100*time.Millisecond {
			t.Errorf("got it done after %v, want both waits (5s) and no more", took)
		}
		server.Faults().LoseAnswers(nil, 1)
		if err := c.Do(t.Context(), say(channel, "two")); !rest.Unknown(err) {
			t.Errorf("lost answer: got %v, want unknown", err)
		}
		if got := len(channel.Messages()); got != 2 {
			t.Errorf("got %d messages, want both, because a lost answer is not sent again", got)
		}
		server.Faults().Fail(nil, 1, http.StatusBadGateway)
		if err := c.Do(t.Context(), say(channel, "three")); rest.Status(err) != 502 || !rest.Unknown(err) {
			t.Errorf("got %v, want an unknown 502", err)
		}
		channel.Delete()
		if err := c.Do(t.Context(), say(channel, "four")); rest.Code(err) != 10003 {
			t.Errorf("got %v, want 10003 Unknown Channel", err)
		}
	})
}

func TestRealConnectionsMeetNoLimit(t *testing.T) {
	server, err := discord.Start(discord.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	c := start(t, rest.Config{Token: server.Token(), Base: server.URL() + "/api/v10"})
	var calls []rest.Call
	for i := range 80 {
		calls = append(calls, say(server.NewGuild(fmt.Sprint("team ", i)).Text("tea"), "tea"))
	}
	begun := time.Now()
	all(t, c, calls)
	if got := server.TooMany(); got != 0 {
		t.Errorf("got %d answers 429, want none", got)
	}
	t.Logf("80 posts in %v", time.Since(begun))
}
