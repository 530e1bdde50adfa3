package discord

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
)

func ourCommands() []bot.Command {
	return []bot.Command{
		{Name: "rooms", Way: bot.Slash},
		{Name: "where", Way: bot.Slash, Args: []bot.Param{{Name: "member", Kind: bot.ParamMember, Required: true}}},
		{Name: "tea topic", Way: bot.Slash, Args: []bot.Param{{Name: "text", Kind: bot.ParamText, Required: true, Max: 200}}},
		{Name: "engawa setup", Way: bot.Slash},
		{Name: "engawa help", Way: bot.Slash},
		{Name: "tea another", Way: bot.Press},
		{Name: "kpt add", Way: bot.Menu},
	}
}

func restOf(t *testing.T, s *fake.Server) *rest.Client {
	t.Helper()
	c, err := rest.New(rest.Config{Token: s.Token(), Base: s.URL() + "/api/v10"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestASlashCommandsNameIsCommandAndSubcommands(t *testing.T) {
	got, err := json.Marshal(commandSet([]bot.Command{
		ourCommands()[2], ourCommands()[1],
		{Name: "a b c", Way: bot.Slash, Args: []bot.Param{{Name: "y", Kind: bot.ParamText}, {Name: "x", Kind: bot.ParamMember, Required: true}}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"type":1,"name":"tea","description":"Tea time","description_localizations":{"ja":"`,
		`"options":[{"type":1,"name":"topic",`, `"required":true,"max_length":200}]}],"contexts":[0],"integration_types":[0]}`,
		`{"type":6,"name":"member","description":"Whom you look for",`,
		`"name":"a","description":"cmd.a"`, `{"type":2,"name":"b","description":"cmd.a.b"`, `{"type":1,"name":"c","description":"cmd.a.b.c"`,
		`[{"type":6,"name":"x","description":"cmd.a.b.c.x","description_localizations":{"ja":"cmd.a.b.c.x"},"required":true},{"type":3,"name":"y",`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("got %s\nwant %s in it", got, want)
		}
	}
}

func TestACommandInTheMenuIsItsNameInBothLanguages(t *testing.T) {
	got, err := json.Marshal(commandSet([]bot.Command{{Name: "kpt add", Way: bot.Menu}}))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"type":3,"name":"Add to KPT","name_localizations":{"ja":"KPTに追加"},"contexts":[0],"integration_types":[0]}]`
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
	conforms(t, http.MethodPut, "/applications/1/commands", json.RawMessage(got))
}

func TestCommandsAreWrittenOnlyWhenTheyChanged(t *testing.T) {
	s, err := fake.Start(fake.Options{Check: spec.ForTest(t).Check, Limits: fake.Limits{Off: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	api, list := restOf(t, s), ourCommands()
	for i, step := range []struct {
		list []bot.Command
		want bool
	}{{list, true}, {list, false}, {list[1:], true}, {list[1:], false}, {list[1:6], true}, {list[1:6], false}, {nil, true}, {nil, false}} {
		if got, err := register(t.Context(), api, s.ApplicationID(), step.list); err != nil || got != step.want {
			t.Errorf("step %d: got %v, %v, want %v", i, got, err, step.want)
		}
	}
	if got := s.Violations(); len(got) > 0 || s.Registrations() != 4 {
		t.Errorf("%d registrations, violations %q", s.Registrations(), got)
	}
}

// echo answers a read with list as Discord might write it.
type echo struct {
	list string
	puts int
}

func (e *echo) Do(_ context.Context, call rest.Call) error {
	if call.Method == http.MethodPut {
		e.puts++
		return nil
	}
	return json.NewDecoder(io.LimitReader(strings.NewReader(e.list), 1<<20)).Decode(call.Out)
}

func TestWhatDiscordAddsIsNoChange(t *testing.T) {
	ours := []bot.Command{ourCommands()[0], ourCommands()[1], ourCommands()[6]}
	raw, err := json.Marshal(commandSet(ours))
	if err != nil {
		t.Fatal(err)
	}
	list := strings.ReplaceAll(string(raw), `"type":1,"name":"rooms"`, `"id":"1","application_id":"2","version":"3","default_member_permissions":null,"dm_permission":false,"nsfw":false,"name_localizations":{},"name":"rooms","options":[]`)
	list = strings.Replace(list, `"name":"Add to KPT",`, `"name":"Add to KPT","description":"","description_localizations":null,`, 1)
	e := &echo{list: list}
	if changed, err := register(t.Context(), e, "2", ours); changed || err != nil || e.puts != 0 {
		t.Errorf("got %v, %v, %d writes for %s", changed, err, e.puts, list)
	}
	for i, other := range []string{strings.Replace(list, "Whom you", "Who you", 1), strings.Replace(list, "KPTに追加", "KPTへ", 1)} {
		e.list = other
		if changed, err := register(t.Context(), e, "2", ours); !changed || err != nil || e.puts != i+1 {
			t.Errorf("another description or name: got %v, %v, %d writes", changed, err, e.puts)
		}
	}
}

// Whoever can mend a refusal need not start Engawa anew, and Discord is not asked
// again and again.
func TestCommandsThatAreRefusedAreTriedAgainWithinHours(t *testing.T) {
	for name, status := range map[string]int{"no such route": http.StatusNotFound, "no right": http.StatusForbidden, "a wrong form": http.StatusBadRequest} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener, dial := fake.Pipe()
				s, err := fake.Start(fake.Options{Listener: listener})
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				guild := s.NewGuild("Acme")
				ofCommands := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/commands") }
				s.Faults().Refuse(ofCommands, -1, status, 0, "no")
				face, err := New(Config{Token: s.Token(), API: s.URL() + "/api/v10", Dial: dial})
				if err != nil {
					t.Fatal(err)
				}
				defer face.Close()
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- face.Run(ctx, host{nil, nil}) }()
				asked := func() int { return s.Requests()["GET /applications/{application_id}/commands"] }
				amiss := func() bool {
					found := face.Check(ctx, bot.Team{Server: bot.ServerID(guild.ID())}, "", words.English)
					return slices.ContainsFunc(found, func(f bot.Finding) bool { return f.Key == "doctor.discord.commands" && !f.OK })
				}
				<-time.After(24 * time.Hour)
				if n := asked(); n < 4 || n > 7 || face.Listed() || !amiss() {
					t.Errorf("asked %d times in a day, listed: %v, the doctor complains: %v; want about 6, and a complaint", n, face.Listed(), amiss())
				}
				s.Faults().Clear()
				<-time.After(askAgain)
				if n := s.Registrations(); n != 1 || !face.Listed() || amiss() {
					t.Errorf("%d registrations, listed: %v, the doctor complains: %v; want one, and no complaint", n, face.Listed(), amiss())
				}
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}
