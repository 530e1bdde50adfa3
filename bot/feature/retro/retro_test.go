package retro

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	lounge  = bot.RoomID("200000000000000001")
	cellar  = bot.RoomID("200000000000000002")
	general = bot.ChannelID("200000000000000003")
	sakura  = bot.ServerID("200000000000000004")
)

// office is the feature in a bot without a platform: people ask, and read what
// the screen shows.
type office struct {
	t     *testing.T
	path  string
	team  bot.Team
	rooms map[bot.MemberID]bot.RoomID

	clock atomic.Int64 // nanoseconds since 1970
	bot   *bot.Bot
	db    *store.Store
	wall  *wall
	stop  func()
}

// wall is a screen that shows at once.
type wall struct {
	mu    sync.Mutex
	cards map[store.Key]bot.Display
}

func (w *wall) Show(d bot.Display) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cards[d.Key] = d
}

// allStages is a plan with every stage there is.
const allStages = "tries, keep, problem, group, vote, try, commit, close"

// newOffice is a team on the Friday of its KPT, half an hour before it.
func newOffice(t *testing.T, change func(*bot.Team)) *office {
	t.Helper()
	o := &office{
		t: t, path: filepath.Join(t.TempDir(), "engawa.db"), rooms: map[bot.MemberID]bot.RoomID{},
		team: bot.Team{
			ID: "sakura", Name: "Sakura", Server: sakura, Locale: bot.Locale{Lang: words.English, Zone: "Asia/Tokyo"},
			Text:   bot.Channels{Main: general},
			Rooms:  []bot.Room{{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: cellar, Name: "Cellar", Kind: bot.Consult}},
			Habits: []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}},
			KPT:    bot.KPTSet{Stages: allStages},
		},
	}
	o.clock.Store(at(t, "2026-11-27 14:30").UnixNano())
	change(&o.team)
	o.open()
	t.Cleanup(func() { o.stop() })
	if err := o.bot.Apply(t.Context(), o.team); err != nil {
		t.Fatal(err)
	}
	o.sit("1", lounge)
	o.sit("2", lounge)
	return o
}

// open starts a bot on the office's store, with an empty wall.
func (o *office) open() {
	o.t.Helper()
	db, err := store.Open(o.path)
	if err != nil {
		o.t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(o.t.Output(), nil))
	scribe := notebook.New(db, log, o.now, func(bot.Team) (notebook.Place, error) {
		return notebook.Place{}, &kpt.Trouble{Reason: kpt.Missing}
	}, notebook.Pace{})
	o.db, o.wall = db, &wall{cards: map[store.Key]bot.Display{}}
	if o.bot, err = bot.New(bot.Surroundings{Store: db, Screen: o.wall, Log: log, Now: o.now}, Feature(scribe, recall.New(), unmeasured)); err != nil {
		o.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.bot.Run(ctx) }()
	o.stop = func() {
		cancel()
		if err := <-ended; err != nil {
			o.t.Error(err)
		}
		if err := db.Close(); err != nil {
			o.t.Error(err)
		}
	}
}

func unmeasured(*bot.Scene, *store.Tx, kpt.Measure, schedule.Date) (words.Text, error) {
	return nil, nil
}

func (o *office) now() time.Time { return time.Unix(0, o.clock.Load()) }

// crash starts the bot anew, as after a crash before anything was shown.
func (o *office) crash() {
	o.t.Helper()
	o.stop()
	o.open()
	o.arrive()
}

func (o *office) arrive() {
	var present []bot.Move
	for who, room := range o.rooms {
		present = append(present, bot.Move{Member: who, Name: "m" + string(who), Room: room})
	}
	o.bot.Arrived(o.t.Context(), sakura, present)
}

func (o *office) sit(who bot.MemberID, room bot.RoomID) {
	o.rooms[who] = room
	o.arrive()
}

// asks asks something and gives the answer.
func (o *office) asks(who bot.MemberID, way bot.Way, do string, in bot.Input) bot.Reply {
	o.t.Helper()
	return o.bot.Ask(o.t.Context(), bot.Request{
		Way: way, Do: do, Whose: o.team.ID, From: bot.Person{ID: who, Name: "m" + string(who), Lang: words.English},
		Server: bot.Server{ID: sakura}, Room: o.rooms[who], Input: in,
	})
}

// card is the meeting's, after all that was asked.
func (o *office) card() bot.Card {
	o.t.Helper()
	o.asks("1", bot.Press, "meeting page", bot.Input{}) // it is refused after what came before
	o.wall.mu.Lock()
	defer o.wall.mu.Unlock()
	var c bot.Card
	for key, d := range o.wall.cards {
		if parts := key.Parts(); len(parts) > 1 && parts[1] == "meeting" {
			c = bot.Card{}
			if err := json.Unmarshal(d.Body, &c); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	return c
}

// place is the channel in which the meeting's card stands.
func (o *office) place() string {
	o.card()
	o.wall.mu.Lock()
	defer o.wall.mu.Unlock()
	for key, d := range o.wall.cards {
		if parts := key.Parts(); len(parts) > 1 && parts[1] == "meeting" {
			return d.Place
		}
	}
	return ""
}

// button finds a button that does something; the zero Button if there is none.
func button(c bot.Card, do string) bot.Button {
	i := slices.IndexFunc(c.Buttons, func(b bot.Button) bool { return b.Do == do })
	if i < 0 {
		return bot.Button{}
	}
	return c.Buttons[i]
}

// press presses a button of the meeting's card.
func (o *office) press(who bot.MemberID, do string) bot.Reply {
	o.t.Helper()
	b := button(o.card(), do)
	if b.Do == "" {
		o.t.Fatalf("no button %q on:\n%s", do, text(o.card()))
	}
	return o.asks(who, bot.Press, do, bot.Input{With: b.With})
}

// submits fills in a form.
func (o *office) submits(who bot.MemberID, f *bot.Form, values map[string]string) bot.Reply {
	o.t.Helper()
	if f == nil {
		o.t.Fatal("there is no form")
	}
	return o.asks(who, bot.Submit, f.Do, bot.Input{With: f.With, Values: values})
}

// commit decides a Try with a text.
func (o *office) commit(who bot.MemberID, what string) {
	o.t.Helper()
	r := o.submits(who, o.press(who, "meeting commit").Form, map[string]string{"text": what, "owner": string(who)})
	if got := said(r); !strings.HasPrefix(got, "Decided") {
		o.t.Fatalf("to commit was answered %q", got)
	}
}

// reaches presses Next until a stage is there.
func (o *office) reaches(stage string) {
	o.t.Helper()
	for range 10 {
		if strings.Contains(o.card().Title.String(), stage) {
			return
		}
		o.press("1", "meeting next")
	}
	o.t.Fatalf("%s was not reached: %s", stage, o.card().Title)
}

func text(c bot.Card) string {
	lines := []string{c.Title.String()}
	for _, l := range c.Lines {
		lines = append(lines, l.String())
	}
	return strings.Join(lines, "\n")
}

func said(r bot.Reply) string {
	if r.Card == nil {
		return ""
	}
	return strings.TrimSpace(text(*r.Card))
}

// note keeps notes that somebody writes.
func (o *office) note(who bot.MemberID, kind string, texts ...string) {
	o.t.Helper()
	for _, text := range texts {
		o.clock.Add(int64(time.Second)) // notes are in the order in which they were written
		if got := said(o.asks(who, bot.Slash, kind, bot.Input{Values: map[string]string{"text": text}})); !strings.HasPrefix(got, "Noted") {
			o.t.Fatalf("/%s was answered %q", kind, got)
		}
	}
}

// owed lists what is to be delivered, by kind.
func (o *office) owed(kind string) (list []store.Owed) {
	o.t.Helper()
	err := o.db.View(func(tx *store.Tx) error {
		all, err := store.Pending(tx, "")
		for _, owed := range all {
			if owed.Kind == kind {
				list = append(list, owed)
			}
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return list
}

func date(t *testing.T, text string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
