package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

func TestAWrongSetUpTellsEverythingAndChangesNothing(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		wrong := team("sakura", lounge)
		wrong.ID, wrong.Zone, wrong.Name = "Sakura!", "Mars/Olympus", strings.Repeat("🌸", 50)
		wrong.Habits = []bot.Habit{{Name: bot.Tea, Rule: "25:00", Minutes: 0, Link: "javascript:alert(1)"}}
		var faults bot.Faults
		if err := b.Found(wrong); !errors.As(err, &faults) {
			t.Fatalf("got %v, want Faults", err)
		}
		var fields []string
		for _, f := range faults {
			fields = append(fields, f.Field)
		}
		for _, want := range []string{"id", "zone", "name", "habits.tea.rule", "habits.tea.minutes", "habits.tea.link"} {
			if !slices.Contains(fields, want) {
				t.Errorf("no fault for %s in %v", want, fields)
			}
		}
		if n := len(b.Teams()); n != 0 {
			t.Errorf("%d teams, want none", n)
		}
	})
}

// housed gives a bot that does not run yet, on a store, and the store.
func housed(t *testing.T) (*bot.Bot, *store.Store) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return reborn(t, db), db
}

// reborn is a new bot on a store.
func reborn(t *testing.T, db *store.Store) *bot.Bot {
	t.Helper()
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func names(b *bot.Bot) (list string) {
	for _, t := range b.Teams() {
		list += string(t.ID) + "=" + t.Name + " "
	}
	return list
}

func TestTeamsAreAppliedTogetherOrNotAtAll(t *testing.T) {
	b, db := housed(t)
	one, two := team("one", lounge), team("two", other)
	if err := b.Apply(t.Context(), one); err != nil {
		t.Fatal(err)
	}
	was := names(b)
	one.Name = "Uno"
	full := errors.New("no room for the people")
	ended, end := context.WithCancel(t.Context())
	end()
	for what, try := range map[string]func() error{
		"what belongs to them cannot be kept": func() error {
			return b.ApplyAll(t.Context(), []bot.Team{one, two}, func(*store.Tx) error { return full })
		},
		"it is too late": func() error { return b.ApplyAll(ended, []bot.Team{one, two}, nil) },
		"one is wrong": func() error {
			wrong := two
			wrong.Zone = "Moon/Crater"
			return b.ApplyAll(t.Context(), []bot.Team{one, wrong}, nil)
		},
	} {
		if err := try(); err == nil {
			t.Errorf("%s: they were applied", what)
		}
		if got, again := names(b), names(reborn(t, db)); got != was || again != was {
			t.Errorf("%s: there are %s, and after a start %s; want %s", what, got, again, was)
		}
	}
	if err := b.ApplyAll(t.Context(), []bot.Team{two, one}, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(b); got == was || got != names(reborn(t, db)) {
		t.Errorf("there are %s, and after a start %s", got, names(reborn(t, db)))
	}
}

// Whoever looks after a store that no bot uses, however often, waits for nobody.
func TestABotThatDoesNotRunDoesAtOnceWhatItIsToldAndOneThatHasEndedNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, _ := housed(t)
		sakura := team("sakura", lounge)
		visited := 0
		visit := func() error {
			return b.Visit(t.Context(), "sakura", func(*bot.Scene) error { visited++; return nil })
		}
		for range 40 { // more than wait in line
			if err := errors.Join(b.Apply(t.Context(), sakura), visit()); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		if err := visit(); err != nil || visited != 41 {
			t.Errorf("while it runs: got %v, and %d visits", err, visited)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := visit(); !errors.Is(err, context.Canceled) || visited != 41 {
			t.Errorf("when it has ended: got %v, and %d visits", err, visited)
		}
	})
}

func TestAListOfCronWithAnEmptyItemIsRefusedAndOneFromAnEarlierVersionIsRead(t *testing.T) {
	odd := team("sakura", lounge)
	odd.Habits = []bot.Habit{{Name: bot.Tea, Rule: "5,,35 9,15, * * 1-5", Minutes: 15}}
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Found(odd); err == nil {
		t.Error("it was taken")
	}
	teams := store.NewTable[bot.Team]("teams")
	if err := db.Update(func(tx *store.Tx) error { return teams.Put(tx, "sakura", odd) }); err != nil {
		t.Fatal(err)
	}
	if b, err = bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	kept, _ := b.Team("sakura")
	if got := kept.Habits[0].Rule; got != "5,35 9,15 * * 1-5" {
		t.Errorf("got %q", got)
	}
	kept.Name = "Sakura two"
	if err := b.Apply(t.Context(), kept); err != nil {
		t.Errorf("it cannot be changed: %v", err)
	}
}

func TestTeamsOfAFileHandThingsOverInWhicheverOrderTheyStand(t *testing.T) {
	const doc = "https://docs.google.com/document/d/" + docID
	for _, taker := range []int{0, 1} {
		live(t, func(t *testing.T, b *bot.Bot) {
			one, two := team("one", lounge), team("two", other)
			den := bot.Room{ID: "100000000000000055", Name: "Den", Kind: bot.Lounge}
			one.Rooms = append(one.Rooms, den)
			one.KPT.Doc = doc
			one = one.Put(bot.Elsewhere{On: "slack", Channel: channel})
			if err := errors.Join(b.Found(one), b.Found(two)); err != nil {
				t.Fatal(err)
			}
			one.KPT.Doc, one.Rooms, two.KPT.Doc = "", one.Rooms[:1], doc
			one = one.Put(bot.Elsewhere{On: "slack"})
			two.Rooms = append(two.Rooms, den)
			two = two.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: two.At("slack").Window})
			file := []bot.Team{two, one}
			if taker == 1 {
				slices.Reverse(file)
			}
			fit := b.Fit(file...)
			for _, x := range file {
				if err := fit(x); err != nil {
					t.Errorf("the taker at %d: %s: got %v", taker, x.ID, err)
				}
			}
			if err := b.ApplyAll(t.Context(), file, nil); err != nil {
				t.Errorf("the taker at %d: got %v when they are applied", taker, err)
			}
		})
	}
}

func TestTwoTeamsOfAFileWithOneThingAreRefusedAndSoAreTwoThatSwap(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		one, two := team("one", lounge), team("two", other)
		if err := errors.Join(b.Found(one), b.Found(two)); err != nil {
			t.Fatal(err)
		}
		refused := func(teams ...bot.Team) (n int) {
			fit := b.Fit(teams...)
			for _, x := range teams {
				if fit(x) != nil {
					n++
				}
			}
			return n
		}
		both := two
		both.Rooms = one.Rooms
		if n := refused(one, both); n != 1 {
			t.Errorf("a room twice: %d are refused, want one", n)
		}
		swapped, back := one, two
		swapped.Rooms, back.Rooms = two.Rooms, one.Rooms
		if n := refused(swapped, back); n != 2 {
			t.Errorf("a swap: %d are refused, want both", n)
		}
	})
}

const docID = "1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0"

// far is a team on another server than the others.
func far(id bot.TeamID) bot.Team {
	t := team(id, "900000000000000003")
	t.Name, t.Server, t.Text.Main = "Secret Moon", "900000000000000001", "900000000000000002"
	return t
}

// refusedFor tells that a set-up was refused for one field, without saying whose
// the thing is.
func refusedFor(t *testing.T, what string, err error, field string) {
	t.Helper()
	var faults bot.Faults
	if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Field != field {
		t.Errorf("%s: got %v, want one fault of %s", what, err, field)
	}
	for _, f := range faults {
		for _, lang := range words.Langs() {
			if said := f.Sorry.Say(lang).String(); strings.Contains(said, "Moon") || strings.Contains(said, "Sakura") || strings.Contains(said, "moon") {
				t.Errorf("%s: %q tells whose it is", what, said)
			}
		}
	}
}

func TestADocBelongsToOneTeamHoweverItsAddressIsTyped(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		sakura := team("sakura", lounge)
		sakura.KPT.Doc = "https://docs.google.com/document/d/" + docID + "/edit"
		if err := b.Found(sakura); err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{
			sakura.KPT.Doc, "https://docs.google.com/document/d/" + docID,
			"https://docs.google.com/document/u/0/d/" + docID + "/edit?tab=t.0#heading=h.x",
			"https://docs.google.com/document/d/" + docID + "/preview", "https://docs.google.com/document/d/" + docID + "/edit/",
			"https://drive.google.com/open?id=" + docID + "&usp=drive_copy", "https://drive.google.com/file/d/" + docID + "/view",
			"https://DOCS.Google.COM:443/document/d/" + docID, "https://docs.google.com./document/d/" + docID,
			"https://docs.google.com/a/example.com/document/d/" + docID + "/mobilebasic",
			"https://docs.google.com/document/d/%31" + docID[1:] + "/edit", "https://docs.google.com/document%2Fd%2F" + docID,
			"https://www.google.com/url?q=https%3A%2F%2Fdocs.google.com%2Fdocument%2Fd%2F" + docID + "%2Fedit",
		} {
			moon := far("moon")
			moon.KPT.Doc = address
			refusedFor(t, address, b.Found(moon), "notebook.doc")
		}
		if len(b.Teams()) != 1 {
			t.Errorf("got %d teams, want one", len(b.Teams()))
		}
		moon := far("moon")
		moon.KPT.Doc = "https://docs.google.com/document/d/" + strings.ToLower(docID) + "/edit"
		if err := b.Found(moon); err != nil {
			t.Errorf("another Doc: got %v, want it linked", err)
		}
		moon.KPT.Doc = sakura.KPT.Doc
		refusedFor(t, "a team file", b.Apply(t.Context(), moon), "notebook.doc")
		sakura.KPT.Doc, sakura.Zone = "", "Asia/Tokyo"
		if err := errors.Join(b.Apply(t.Context(), sakura), b.Apply(t.Context(), moon)); err != nil {
			t.Errorf("after the first let go of it: got %v", err)
		}
	})
}

func TestOfTwoTeamsThatReachForOneThingAtOnceOneGetsIt(t *testing.T) {
	for _, what := range []string{"doc", "room", "id"} {
		live(t, func(t *testing.T, b *bot.Bot) {
			reach := func(i int) error {
				mine := far(bot.TeamID([]string{"one", "two", "three", "four"}[i]))
				mine.Rooms[0].ID = bot.RoomID("90000000000000010" + string(rune('0'+i)))
				switch what {
				case "doc":
					mine.KPT.Doc = "https://docs.google.com/document/d/" + docID
				case "room":
					mine.Rooms[0].ID = lounge
				case "id":
					mine.ID = "same"
				}
				return b.Found(mine)
			}
			var won, lost int
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range 4 {
				all.Go(func() {
					err := reach(i)
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won++
					} else {
						lost++
					}
				})
			}
			all.Wait()
			if won != 1 || lost != 3 || len(b.Teams()) != 1 {
				t.Errorf("%s: %d got it and %d did not, and there are %d teams; want one to get it", what, won, lost, len(b.Teams()))
			}
		})
	}
}

func TestAChannelOfSlackBelongsToOneTeamAndAWindowToMany(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		onSlack(t, b)
		moon := far("moon")
		moon = moon.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: moon.At("slack").Window})
		refusedFor(t, "as its own", b.Found(moon), "slack.channel")
		moon = moon.Put(bot.Elsewhere{On: "slack", Window: channel})
		refusedFor(t, "as a window", b.Found(moon), "slack.window")
		moon = moon.Put(bot.Elsewhere{On: "slack", Window: window})
		if err := errors.Join(b.Found(moon), bottest.SayYes(t.Context(), b, "moon")); err != nil {
			t.Fatal(err)
		}
		if got, _ := b.Team("moon"); got.At("slack").Window != window {
			t.Errorf("got %+v, want the same window", got.At("slack"))
		}
		near := team("near", other)
		near = near.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: near.At("slack").Window})
		if err := b.Found(near); err == nil || !strings.Contains(err.Error(), "Sakura") {
			t.Errorf("on the same server: got %v, want whose it is", err)
		}
	})
}

func TestATextChannelOfAnotherServersTeamIsNotTaken(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		for field, change := range map[string]func(*bot.Team){
			"text":       func(t *bot.Team) { t.Text.Main = "100000000000000002" },
			"board":      func(t *bot.Team) { t.Text.Board = "100000000000000002" },
			"rooms.0.id": func(t *bot.Team) { t.Rooms[0].ID = lounge },
		} {
			moon := far("moon")
			change(&moon)
			refusedFor(t, field, b.Found(moon), field)
		}
		if err := b.Found(team("second", other)); err != nil {
			t.Errorf("two teams in one text channel of one server: got %v", err)
		}
	})
}

// doubled is a bot on a store of an earlier version, in which two teams have one
// Doc and one channel, and a third one's window is that channel.
func doubled(t *testing.T, play func(b *bot.Bot)) {
	t.Helper()
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	ame, moon, window := team("ame", lounge), far("moon"), far("tsuki")
	window.Rooms[0].ID = "900000000000000009"
	ame.KPT.Doc, moon.KPT.Doc = "https://docs.google.com/document/d/"+docID, "https://docs.google.com/document/u/1/d/"+docID+"/edit"
	ame, moon = ame.Put(bot.Elsewhere{On: "slack", Channel: channel}), moon.Put(bot.Elsewhere{On: "slack", Channel: channel})
	window = window.Put(bot.Elsewhere{On: "slack", Window: channel})
	table := store.NewTable[bot.Team]("teams")
	err = db.Update(func(tx *store.Tx) error {
		for _, t := range []bot.Team{moon, window, ame} {
			if err := table.Put(tx, store.KeyOf(string(t.ID)), t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Outside: bot.Outside{Platforms: platforms()}}, whoami())
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	ctx, stop := contextOf(t)
	go func() { ended <- b.Run(ctx) }()
	play(b)
	stop()
	if err := errors.Join(<-ended, db.Close()); err != nil {
		t.Error(err)
	}
}

func TestWhatTwoTeamsHaveAlreadyServesTheFirstOfThem(t *testing.T) {
	doubled(t, func(b *bot.Bot) {
		if !b.HasDoc("ame") || b.HasDoc("moon") {
			t.Errorf("got the Doc for ame %v and for moon %v, want it for the first", b.HasDoc("ame"), b.HasDoc("moon"))
		}
		for id, want := range map[bot.TeamID]bot.Elsewhere{
			"ame": {On: "slack", Channel: channel}, "moon": {On: "slack"}, "tsuki": {On: "slack", Window: channel},
		} {
			if got := seen(t, b, id); got.At("slack") != want {
				t.Errorf("%s sees %+v, want %+v", id, got.At("slack"), want)
			}
		}
		reply := b.Ask(t.Context(), bot.Request{On: "slack", Way: bot.Slash, Do: "me", Channel: channel, From: bot.Person{ID: "U0ANA", Name: "Ana", Lang: words.English}})
		if got := reply.Card.Lines[0].String(); !strings.HasSuffix(got, "of ame") {
			t.Errorf("in the channel: got %q, want the answer of ame", got)
		}
		for id, want := range map[bot.TeamID][]string{
			"ame": {"doctor.whose.channel", "doctor.whose.doc"}, "moon": {"doctor.whose.channel.not"}, "tsuki": {"doctor.whose.window"},
		} {
			if got := keysOf(b.Whose(id, words.English)); !slices.Equal(got, want) {
				t.Errorf("the doctor says of %s %q, want %q", id, got, want)
			}
		}
	})
}

func TestATeamThatSharesAThingFromBeforeCanStillChangeTheRest(t *testing.T) {
	doubled(t, func(b *bot.Bot) {
		moon, _ := b.Team("moon")
		moon.Zone = "Asia/Tokyo"
		if err := b.Apply(t.Context(), moon); err != nil {
			t.Errorf("the time zone: got %v", err)
		}
		if got, _ := b.Team("moon"); got.At("slack").Channel != channel || got.KPT.Doc == "" {
			t.Errorf("got %+v, want what it had kept", got)
		}
		ame, _ := b.Team("ame")
		ame = ame.Put(bot.Elsewhere{On: "slack"})
		ame.KPT.Doc = ""
		if err := b.Apply(t.Context(), ame); err != nil {
			t.Fatal(err)
		}
		if got := seen(t, b, "moon"); got.At("slack").Channel != channel || !b.HasDoc("moon") {
			t.Errorf("after the first let go: got %+v, want the next one served", got.At("slack"))
		}
	})
}

// seen is a team as its features see it.
func seen(t *testing.T, b *bot.Bot, id bot.TeamID) (team bot.Team) {
	t.Helper()
	if err := b.Visit(t.Context(), id, func(s *bot.Scene) error { team = s.Team; return nil }); err != nil {
		t.Fatal(err)
	}
	return team
}

func keysOf(found []bot.Finding) (keys []string) {
	for _, f := range found {
		keys = append(keys, f.Key)
	}
	slices.Sort(keys)
	return keys
}

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
