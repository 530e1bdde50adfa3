package bot_test

import (
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

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
