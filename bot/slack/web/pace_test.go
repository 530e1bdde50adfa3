package web_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/fake/slack/spec"
)

// inBubble plays a test in a bubble, where waiting takes no time, against a
// workspace that is reached over pipes.
func inBubble(t *testing.T, o fake.Options, play func(*testing.T, *fake.Server, *web.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("slack.invalid")
		o.Listener, o.Spec = l, spec.ForTest(t)
		s, err := fake.Start(o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		c := start(t, web.Config{Token: s.BotToken(), Base: s.URL() + "/api/", Dial: l.DialContext})
		play(t, s, c)
		for _, v := range s.Violations() {
			t.Errorf("violation: %s", v)
		}
	})
}

func start(t *testing.T, cfg web.Config) *web.Client {
	t.Helper()
	c, err := web.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func message(channel, text string) web.Message {
	block := slack.NewRichTextBlock("", slack.NewRichTextSection(slack.NewRichTextSectionTextElement(text, nil)))
	return web.Message{Channel: channel, Text: text, Blocks: []slack.Block{block}, Key: text}
}

// all runs the calls at once and waits for them.
func all(t *testing.T, n int, call func(i int) error) time.Duration {
	t.Helper()
	begun := time.Now()
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() {
			if err := call(i); err != nil {
				t.Errorf("got %v, want it done", err)
			}
		})
	}
	done.Wait()
	return time.Since(begun)
}

func TestTwoHundredChannelsAtOnceMeetNoLimit(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		var channels []string
		for i := range 200 {
			channels = append(channels, s.Channel(fmt.Sprint("team-", i)).ID())
		}
		took := all(t, 200, func(i int) error {
			_, _, err := c.Post(t.Context(), message(channels[i], "tea"))
			return err
		})
		if got := s.TooMany(); got != 0 || took > time.Minute {
			t.Errorf("got %d answers 429 and %v, want none and at most a minute", got, took)
		}
		t.Logf("200 posts to 200 channels in %v", took)
	})
}

func TestSixtyPostsToOneChannelMeetNoLimit(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		channel := s.Channel("tea")
		took := all(t, 60, func(i int) error {
			_, _, err := c.Post(t.Context(), message(channel.ID(), fmt.Sprint(i)))
			return err
		})
		if got := s.TooMany(); got != 0 || took > 65*time.Second {
			t.Errorf("got %d answers 429 and %v, want none and at most 65s", got, took)
		}
		if got := len(channel.Messages()); got != 60 {
			t.Errorf("got %d messages, want 60", got)
		}
		t.Logf("60 posts to one channel in %v", took)
	})
}

func TestEveryTierIsKept(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		tea, ana := s.Channel("tea"), s.Member("ana")
		tea.Invite(ana)
		_, ts, err := c.Post(t.Context(), message(tea.ID(), "board"))
		if err != nil {
			t.Fatal(err)
		}
		token := ana.Grant("users.profile:read", "users.profile:write")
		home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: message("", "notes").Blocks}}
		for name, call := range map[string]func() error{
			"chat.update":           func() error { return c.Update(t.Context(), tea.ID(), ts, message("", "board")) },
			"conversations.history": func() error { _, err := c.Find(t.Context(), tea.ID(), "none", time.Time{}); return err },
			"conversations.info":    func() error { _, err := c.Channel(t.Context(), tea.ID()); return err },
			"conversations.members": func() error { _, err := c.Members(t.Context(), tea.ID()); return err },
			"conversations.join":    func() error { return c.Join(t.Context(), tea.ID()) },
			"views.publish":         func() error { return c.PublishHome(t.Context(), ana.ID(), home) },
			"auth.test":             func() error { _, err := c.Who(t.Context()); return err },
			"users.profile.get":     func() error { _, err := c.Profile(t.Context(), token); return err },
			"users.profile.set":     func() error { return c.SetProfile(t.Context(), token, web.Status{}) },
			"apps.connections.open": func() error { _, err := c.OpenSocket(t.Context(), s.AppToken()); return err },
		} {
			all(t, 70, func(int) error { return call() })
			if s.Requests()[name] < 70 {
				t.Errorf("%s: got %d requests, want 70", name, s.Requests()[name])
			}
		}
		if got := s.TooMany(); got != 0 {
			t.Errorf("got %d answers 429, want none", got)
		}
	})
}

func TestMoreUrgentCallsGoFirstAndEqualOnesInTheirOrder(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		channel := s.Channel("tea")
		var done sync.WaitGroup
		post := func(text string, urgency web.Urgency) {
			m := message(channel.ID(), text)
			m.Urgency = urgency
			done.Go(func() {
				if _, _, err := c.Post(context.Background(), m); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		for _, text := range []string{"0", "1"} { // at once
			post(text, web.Idle)
		}
		for i, urgency := range []web.Urgency{web.Idle, web.Soon, web.Idle, web.Urgent, web.Soon, web.Urgent} {
			post(fmt.Sprint(i+2), urgency)
		}
		done.Wait()
		var got []string
		for _, m := range channel.Messages() {
			got = append(got, m.Text)
		}
		if want := []string{"0", "1", "5", "7", "3", "6", "2", "4"}; !slices.Equal(got, want) {
			t.Errorf("got the order %v, want %v", got, want)
		}
	})
}

func TestAModalDoesNotWaitForACrowdOfPosts(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		channel, ana := s.Channel("tea"), s.Member("ana")
		ctx, stop := context.WithCancel(t.Context())
		var crowd sync.WaitGroup
		for i := range 300 {
			crowd.Go(func() { _, _, _ = c.Post(ctx, message(channel.ID(), fmt.Sprint(i))) })
		}
		synctest.Wait()
		home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: message("", "notes").Blocks}}
		took := all(t, 1, func(int) error { return c.PublishHome(t.Context(), ana.ID(), home) })
		if took != 0 {
			t.Errorf("the view waited %v, want 0", took)
		}
		stop()
		crowd.Wait()
	})
}

func TestA429IsWaitedOutForItsMethodAlone(t *testing.T) {
	for name, x := range map[string]struct{ told, want time.Duration }{
		"with Retry-After":    {7 * time.Second, 7 * time.Second},
		"without Retry-After": {0, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
				channel := s.Channel("tea")
				s.Faults().TooMany(fake.Call{Method: "chat.postMessage"}, 1, x.told)
				var other time.Duration
				var done sync.WaitGroup
				done.Go(func() {
					time.Sleep(time.Second)
					other = all(t, 1, func(int) error { _, err := c.Channel(t.Context(), channel.ID()); return err })
				})
				took := all(t, 1, func(int) error { _, _, err := c.Post(t.Context(), message(channel.ID(), "tea")); return err })
				done.Wait()
				if took < x.want || took > x.want+2*time.Second || other != 0 {
					t.Errorf("the post took %v and another method %v, want about %v and 0", took, other, x.want)
				}
				if got := len(channel.Messages()); got != 1 {
					t.Errorf("got %d messages, want one", got)
				}
			})
		})
	}
}

func TestWaitingEndsWithItsContextAndWithTheClient(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, c *web.Client) {
		channel := s.Channel("tea")
		s.Faults().TooMany(fake.Call{}, 1, time.Hour)
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		_, _, err := c.Post(ctx, message(channel.ID(), "tea"))
		if err == nil || web.Unknown(err) || ctx.Err() == nil {
			t.Errorf("got %v, want the end of the context and nothing unknown", err)
		}
		ended := make(chan error)
		go func() {
			_, _, err := c.Post(t.Context(), message(channel.ID(), "tea"))
			ended <- err
		}()
		synctest.Wait()
		go c.Close()
		if err := <-ended; err == nil || web.Unknown(err) {
			t.Errorf("got %v, want that the client is closed", err)
		}
		if err := c.Join(t.Context(), channel.ID()); err == nil {
			t.Error("a closed client took a call")
		}
	})
}
