package bot_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// map of two servers: the first has a text channel, a voice room and a role of
// its own, and a category, which is no place.
type twoServers struct{}

func (twoServers) Server(id bot.ServerID) (bot.Server, bool) {
	if id != server {
		return bot.Server{}, false
	}
	return bot.Server{ID: server, Name: "Sakura", Places: []bot.Place{
		{ID: "100000000000000002", Name: "general"}, {ID: bot.ChannelID(lounge), Name: "Lounge", Voice: true}, {ID: bot.ChannelID(other), Name: "Focus", Voice: true},
	}, Roles: []bot.RoleID{"100000000000000008"}}, true
}

func (twoServers) Holder(place bot.ChannelID) (bot.ServerID, bool) {
	switch {
	case strings.HasPrefix(string(place), "1000"):
		return server, true
	case strings.HasPrefix(string(place), "9000"):
		return "900000000000000001", true
	}
	return "", false
}

// opened is an atlas that tells nothing before it is opened.
type opened struct {
	twoServers
	open atomic.Bool
}

func (o *opened) Server(id bot.ServerID) (bot.Server, bool) {
	if !o.open.Load() {
		return bot.Server{}, false
	}
	return o.twoServers.Server(id)
}

func (o *opened) Holder(place bot.ChannelID) (bot.ServerID, bool) {
	if !o.open.Load() {
		return "", false
	}
	return o.twoServers.Holder(place)
}

// idFields are all fields of a team that hold an id of its server, and how to
// set each.
var idFields = map[string]func(*bot.Team, string){
	"text":       func(t *bot.Team, id string) { t.Text.Main = bot.ChannelID(id) },
	"board":      func(t *bot.Team, id string) { t.Text.Board = bot.ChannelID(id) },
	"role":       func(t *bot.Team, id string) { t.Role = bot.RoleID(id) },
	"rooms.1.id": func(t *bot.Team, id string) { t.Rooms = append(t.Rooms, bot.Room{ID: bot.RoomID(id), Kind: bot.Focus}) },
	"habits.tea.place": func(t *bot.Team, id string) {
		t.Habits = []bot.Habit{{Name: bot.Tea, Rule: "daily 16:00", Minutes: 15, Place: bot.RoomID(id)}}
	},
}

// strange are ids that are of no use in any field.
var strange = map[string]string{
	"of another server": "900000000000000005", "of a deleted channel": "500000000000000001", "of a category": "100000000000000007",
	"garbage": "general", "an address": "https://discord.com/channels/1/2", "of Slack": "C0SAKURA", "another kind": "100000000000000003 ",
}

func TestEveryIDIsComparedWithTheTeamsServer(t *testing.T) {
	change := func(a *bot.Ask) (bot.Reply, error) {
		return bot.Tell(words.Text{{Text: "changed"}}), a.Change(func(t *bot.Team) error { idFields[a.With[0]](t, a.With[1]); return nil })
	}
	forge := bot.Feature{Name: "forge", Commands: []bot.Command{{Name: "forge", Way: bot.Press, Who: bot.Keeper, Run: change}}}
	atlas := new(opened)
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Atlas: atlas}}, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		places, _ := twoServers{}.Server(server)
		ask := func(field, id string, on bot.Server) string {
			return b.Ask(t.Context(), bot.Request{
				Way: bot.Press, Do: "forge", Server: on, From: bot.Person{ID: ana, Lang: words.English, Keeper: true},
				Input: bot.Input{With: []string{field, id}},
			}).Card.Lines[0].String()
		}
		for field := range idFields {
			for what, id := range strange {
				if got := ask(field, id, places); got == "changed" {
					t.Errorf("%s %s: it was taken from what the face says", field, what)
				}
			}
		}
		atlas.open.Store(true)
		before, _ := b.Team("sakura")
		for field, set := range idFields {
			for what, id := range strange {
				if got := ask(field, id, bot.Server{ID: server}); got == "changed" {
					t.Errorf("%s %s: it was taken", field, what)
				}
				file := before
				set(&file, id)
				if err := b.Fit()(file); err == nil && file.Check(platforms()) == nil {
					t.Errorf("%s %s: it was taken from a file", field, what)
				}
			}
		}
		if got, _ := b.Team("sakura"); got.Text != before.Text || len(got.Rooms) != 1 || got.Role != "" || len(got.Habits) != 0 {
			t.Errorf("got %+v, want nothing changed", got)
		}
		for field, id := range map[string]string{"text": string(lounge), "board": string(lounge), "rooms.1.id": "100000000000000002", "role": string(lounge)} {
			if got := ask(field, id, places); got == "changed" {
				t.Errorf("%s: a place of another kind was taken", field)
			}
		}
		for field, id := range map[string]string{"board": "100000000000000002", "role": "100000000000000008", "rooms.1.id": string(other), "habits.tea.place": string(lounge)} {
			if got := ask(field, id, places); got != "changed" {
				t.Errorf("%s of the server: got %q", field, got)
			}
		}
	}, forge)
}

func TestAKeepersFileMayNameAServerThatIsNotKnownButNoRoomsOfAnother(t *testing.T) {
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Atlas: twoServers{}}}, func(t *testing.T, b *bot.Bot) {
		unknown := far("moon")
		unknown.Server = "700000000000000001"
		unknown.Text.Main, unknown.Rooms[0].ID = "700000000000000002", "700000000000000003"
		if err := b.Fit()(unknown); err != nil {
			t.Errorf("a server that is not known: got %v", err)
		}
		unknown.Rooms[0].ID = lounge
		if err := b.Fit()(unknown); err == nil {
			t.Error("a room of another server was taken")
		}
	})
}

func TestADeletedRoomKeepsNobodyFromChangingTheRest(t *testing.T) {
	atlas := new(opened)
	liveIn(t, bot.Surroundings{Outside: bot.Outside{Atlas: atlas}}, func(t *testing.T, b *bot.Bot) {
		old := team("sakura", "100000000000000077")
		if err := b.Found(old); err != nil {
			t.Fatal(err)
		}
		atlas.open.Store(true)
		old.Zone = "Asia/Tokyo"
		if err := b.Apply(t.Context(), old); err != nil {
			t.Errorf("got %v, want the zone changed", err)
		}
	})
}
