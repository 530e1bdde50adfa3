package slack_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

// reader gives, each time it is called, what has happened since, a line each.
func reader(ctx context.Context, s *fake.Server) func() []string {
	events := s.Events(ctx)
	return func() (lines []string) {
		for {
			synctest.Wait()
			select {
			case e := <-events:
				lines = append(lines, lineOf(e))
			default:
				return lines
			}
		}
	}
}

func lineOf(e fake.Event) string {
	where := ""
	switch {
	case e.Channel != nil && e.Channel.With() != nil:
		where = " to " + e.Channel.With().Name()
	case e.Channel != nil:
		where = " #" + e.Channel.Name()
	}
	if e.Member != nil {
		where += " (" + e.Member.Name() + ")"
	}
	return string(e.Kind) + where + ": " + strings.ReplaceAll(e.Text, "\n", " / ")
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEventsTellOfMessagesAsTheyLookedThen(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana, read := s.Channel("general"), s.Member("ana"), reader(t.Context(), s)
		general.Invite(ana)
		ana.Say(general, "hello")
		ts := a.call("chat.postMessage", object{"channel": general.ID(), "text": "one"}).ok(t).at("ts")
		a.call("chat.update", object{"channel": general.ID(), "ts": ts, "text": "two"}).ok(t)
		a.call("chat.delete", object{"channel": general.ID(), "ts": ts}).ok(t)
		a.call("chat.postEphemeral", object{"channel": general.ID(), "user": ana.ID(), "text": "psst"}).ok(t)
		a.call("chat.postMessage", object{"channel": ana.ID(), "text": "soon"}).ok(t)
		same(t, read(),
			"message posted #general: hello", "message posted #general: one", "message edited #general: two",
			"message deleted #general: two", "message posted #general (ana): psst", "message posted to ana (ana): soon")
		clean(t, s)
	})
}

func TestEventsTellOfWhatAResponseURLSays(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		s.Channel("general").Invite(s.Member("ana"))
		c, read := a.connect(), reader(t.Context(), s)
		s.Member("ana").Run("/keep", "tea")
		hook, _ := c.done(nil).Payload["response_url"].(string)
		for _, said := range []string{`{"text":"Kept."}`, `{"text":"Noted.","replace_original":true}`, `{"delete_original":true}`} {
			if x := a.post(hook, "application/json", said); x.status != 200 {
				t.Fatal(x.body)
			}
		}
		same(t, read(),
			"message posted #general (ana): Kept.", "message edited #general (ana): Noted.", "message deleted #general (ana): Noted.")
		clean(t, s)
	})
}

func TestEventsTellOfModalsAndTheHomeTab(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c, read := s.Member("ana"), a.connect(), reader(t.Context(), s)
		home := object{"type": "home", "blocks": blocks(section("Nothing yet"))}
		a.call("views.publish", object{"user_id": ana.ID(), "view": home}).ok(t)
		a.call("views.update", object{"view_id": ana.Home().ID, "view": with(home, "blocks", blocks(section("One note")))}).ok(t)
		form := opened(t, a, c, ana, modal("Keep", input("Text", textInput())))
		ana.Submit(form, map[string]any{"Text": "tea"})
		c.done(object{"response_action": "errors", "errors": object{"Text": "Again?"}})
		ana.Submit(form, nil)
		c.done(object{"response_action": "push", "view": object{"type": "modal", "title": plain("Sure?"), "blocks": blocks(section("Sure?"))}})
		synctest.Wait()
		a.call("views.update", object{"view_id": form.ID, "view": modal("Kept")}).ok(t)
		ana.CloseView(form)
		same(t, read(),
			"home published (ana): Nothing yet", "home published (ana): One note",
			"modal opened (ana): == Keep == / Text*: ____ / [Save]",
			`modal updated (ana): == Keep == / Text*: "tea" /   ! Again? / [Save]`,
			"modal opened (ana): == Sure? == / Sure?",
			"modal updated (ana): == Kept == / [Save]",
			"modal closed (ana): == Sure? == / Sure?", "modal closed (ana): == Kept == / [Save]")
		clean(t, s)
	})
}

func TestEventsTellOfAStatusWhoeverSetIt(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, read := s.Member("ana"), reader(t.Context(), s)
		a.token = ana.Grant("users.profile:write")
		a.call("users.profile.set", object{"profile": object{"status_text": "focus", "status_emoji": ":dart:", "status_expiration": 946688400}}).ok(t)
		ana.SetStatus("lunch", "", time.Time{})
		ana.SetStatus("", "", time.Time{})
		same(t, read(),
			"status changed (ana): :dart: focus until 01:00", "status changed (ana): lunch", "status changed (ana): ")
		clean(t, s)
	})
}

func TestEventsAreNotLostAndHoldUpNobody(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, _ *app) {
		general, ana := s.Channel("general"), s.Member("ana")
		ctx, end := context.WithCancel(t.Context())
		slow, left := s.Events(t.Context()), s.Events(ctx)
		for range 1000 {
			ana.Say(general, "hello")
		}
		end()
		for open := true; open; {
			_, open = <-left
		}
		for i := range 1000 {
			if e := <-slow; e.Kind != fake.MessagePosted || !e.At.Equal(time.Now()) {
				t.Fatalf("event %d: got %+v", i, e)
			}
		}
		s.Close()
		if e, open := <-slow; open {
			t.Errorf("got %+v after the end", e)
		}
		if _, open := <-s.Events(t.Context()); open {
			t.Error("a server that has ended tells of something")
		}
	})
}

func TestAShortcutIsPickedByItsName(t *testing.T) {
	o := fake.Options{App: fake.App{
		GlobalShortcuts: []string{"write_note"}, MessageShortcuts: []string{"add"},
		ShortcutNames: map[string]string{"Write a note": "write_note", "Add this": "add"},
	}}
	inBubble(t, o, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		said := ana.Say(s.Channel("general"), "deploys are slow")
		for want, pick := range map[string]func() *fake.Answer{
			"write_note": func() *fake.Answer { return ana.Shortcut("Write a note") },
			"add":        func() *fake.Answer { return ana.ShortcutOn("Add this", said) },
		} {
			pick()
			if got := c.done(nil).Payload["callback_id"]; got != want {
				t.Errorf("got %v, want %s", got, want)
			}
		}
		if got := ana.Shortcut("Write"); got.Err == nil {
			t.Error("a shortcut was picked that there is not")
		}
	})
}
