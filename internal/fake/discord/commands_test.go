package discord_test

import (
	"fmt"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

func command(name string, options ...object) object {
	return object{"name": name, "description": "About " + name, "options": options}
}

func option(kind int, name string) object {
	return object{"type": kind, "name": name, "description": "About " + name}
}

func commandsPath(s *fake.Server, g *fake.Guild) string {
	if g == nil {
		return "/applications/" + s.ApplicationID() + "/commands"
	}
	return "/applications/" + s.ApplicationID() + "/guilds/" + g.ID() + "/commands"
}

func register(t *testing.T, s *fake.Server, r *rest, g *fake.Guild, list ...object) {
	t.Helper()
	r.do("PUT", commandsPath(s, g), list).want(t, 200, 0)
}

func TestCommandsThatDiscordRefuses(t *testing.T) {
	many := make([]object, 26)
	for i := range many {
		many[i] = option(3, fmt.Sprint("o", i))
	}
	needed := with(option(3, "needed"), object{"required": true})
	tests := map[string]object{
		"upper case":               command("Rooms"),
		"a space":                  command("my rooms"),
		"33 letters":               command(strings.Repeat("x", 33)),
		"no description":           {"name": "rooms"},
		"a long description":       {"name": "rooms", "description": strings.Repeat("x", 101)},
		"a bad Japanese name":      with(command("rooms"), object{"name_localizations": object{"ja": "部 屋"}}),
		"an unknown locale":        with(command("rooms"), object{"name_localizations": object{"jp": "部屋"}}),
		"26 options":               command("rooms", many...),
		"an option twice":          command("rooms", option(3, "a"), option(3, "a")),
		"required after optional":  command("rooms", option(3, "a"), needed),
		"a subcommand beside text": command("rooms", option(1, "a"), option(3, "b")),
		"a group in a group":       command("rooms", with(option(2, "a"), object{"options": []object{option(2, "b")}})),
		"a number for a text":      command("rooms", with(option(3, "a"), object{"choices": []object{{"name": "x", "value": 1}}})),
		"a menu with description":  with(command("Add to KPT"), object{"type": 3}),
		"a menu's long name in ja": {"type": 3, "name": "Add", "name_localizations": object{"ja": strings.Repeat("あ", 33)}},
		"option type 12":           command("rooms", option(12, "a")),
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			s := start(t, fake.Options{})
			r := newRest(t, s)
			r.do("POST", commandsPath(s, nil), body).want(t, 400, 50035)
			r.do("PUT", commandsPath(s, nil), []object{body}).want(t, 400, 50035)
			if s.Registrations() != 0 {
				t.Errorf("got %d registrations; want none", s.Registrations())
			}
		})
	}
}

func TestAnOverwriteKeepsIDsAndForgetsTheRest(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	ja := object{"name_localizations": object{"ja": "部屋"}}
	register(t, s, r, g, with(command("rooms"), ja), command("where"))
	list := func(query string) []object {
		var all []object
		a := r.do("GET", commandsPath(s, g)+query, nil).want(t, 200, 0)
		decode(t, a.body, &all)
		return all
	}
	before := list("?with_localizations=true")
	register(t, s, r, g, with(command("rooms", option(3, "text")), ja))
	after := list("")
	if len(before) != 2 || len(after) != 1 || before[0]["id"] != after[0]["id"] || before[0]["version"] == after[0]["version"] {
		t.Errorf("got %v, then %v; want the same id in another version, alone", before, after)
	}
	if before[0]["name_localizations"] == nil || after[0]["name_localizations"] != nil {
		t.Errorf("localizations: got %v, then %v; want them only when asked for", before[0], after[0])
	}
	if got := s.Registrations(); got != 2 {
		t.Errorf("got %d registrations; want 2", got)
	}
}

func TestACommandIsCreatedPatchedAndDeleted(t *testing.T) {
	s := start(t, fake.Options{})
	r := newRest(t, s)
	path := commandsPath(s, nil)
	id := r.do("POST", path, command("rooms")).want(t, 201, 0).object()["id"].(string)
	if got := r.do("POST", path, command("rooms")).want(t, 200, 0).object()["id"]; got != id {
		t.Errorf("got id %v for the same name; want %v", got, id)
	}
	r.do("PATCH", path+"/"+id, object{"description": "Other"}).want(t, 200, 0)
	if got := r.do("GET", path+"/"+id, nil).want(t, 200, 0).object(); got["description"] != "Other" || got["name"] != "rooms" {
		t.Errorf("got %v; want rooms, Other", got)
	}
	r.do("DELETE", path+"/"+id, nil).want(t, 204, 0)
	r.do("GET", path+"/"+id, nil).want(t, 404, 10063)
	r.do("GET", "/applications/1/commands", nil).want(t, 404, 10002)
}

func TestTwoHundredCreatesADayAreAllowed(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		for i := range 200 {
			id := r.do("POST", commandsPath(s, nil), command(fmt.Sprint("c", i))).want(t, 201, 0).object()["id"].(string)
			r.do("DELETE", commandsPath(s, nil)+"/"+id, nil).want(t, 204, 0)
		}
		r.do("POST", commandsPath(s, nil), command("one-more")).want(t, 400, 30034)
	})
}

func TestAMemberCannotSendWhatTheClientWouldNot(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	ana := g.Member("ana")
	short := with(option(3, "text"), object{"required": true, "max_length": 5})
	hour := with(option(4, "hour"), object{"min_value": 0, "max_value": 23})
	register(t, s, r, g,
		command("keep", short, hour),
		command("engawa", option(1, "setup"), with(option(2, "sound"), object{"options": []object{option(1, "test")}})),
		with(command("admin"), object{"default_member_permissions": "32"}),
	)
	tests := map[string]struct {
		command string
		options map[string]any
		want    string
	}{
		"an unknown command":    {"rooms", nil, "no such command"},
		"an unknown option":     {"keep", map[string]any{"text": "a", "more": 1}, "no option"},
		"a missing option":      {"keep", nil, "required"},
		"a wrong type":          {"keep", map[string]any{"text": 5}, "wants a text"},
		"an over-long text":     {"keep", map[string]any{"text": "123456"}, "6 long"},
		"a number out of range": {"keep", map[string]any{"text": "a", "hour": 25}, "out of range"},
		"no subcommand":         {"engawa", nil, "needs a subcommand"},
		"another subcommand":    {"engawa stop", nil, "no subcommand"},
		"a missing right":       {"admin", nil, "right"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := ana.Run(tt.command, tt.options).Err; err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v; want %q", err, tt.want)
			}
		})
	}
	for _, name := range []string{"engawa setup", "engawa sound test"} {
		if err := ana.Run(name, nil).Err; err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := g.Member("kana", fake.Manager()).Run("admin", nil).Err; err != nil {
		t.Errorf("a manager: %v", err)
	}
}
