package meeting

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	lounge = fixture.Lounge
	cellar = bot.RoomID("100000000000000006")
)

// running is a team whose clock stands still but for what a test adds to it: people
// ask, and read what the screen shows.
type running struct {
	*fixture.Running
	rooms  map[bot.MemberID]bot.RoomID
	follow func(*bot.Scene) error
	clock  atomic.Int64 // nanoseconds since 1970
	wall   *wall
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

// begin is a team on the Friday of its KPT, half an hour before it, with two people in
// the lounge.
func begin(t *testing.T, change func(*bot.Team)) *running {
	t.Helper()
	o := &running{rooms: map[bot.MemberID]bot.RoomID{"1": lounge, "2": lounge}}
	o.clock.Store(at(t, "2026-11-27 14:30").UnixNano())
	o.Running = fixture.Begin(t, fixture.Setup{
		Team: func(team *bot.Team) {
			team.Zone = "Asia/Tokyo"
			team.Rooms = []bot.Room{{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: cellar, Name: "Cellar", Kind: bot.Consult}}
			team.Habits = []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}}
			team.KPT = bot.KPTSet{Stages: allStages}
			change(team)
		},
		Surroundings: func(around *bot.Surroundings) {
			o.wall = &wall{cards: map[store.Key]bot.Display{}} // empty at each start
			around.Screen, around.Now = o.wall, o.now
		},
		Features: func(*fixture.Running) []bot.Feature {
			var f bot.Feature
			f, o.follow = Feature(nobody{}, Hooks{Gauge: unmeasured, Week: quiet, Form: form, Offer: nothing})
			return []bot.Feature{f}
		},
		Present: o.present(),
	})
	return o
}

// nobody reads the notebook.
type nobody struct{}

func (nobody) Wake(bot.TeamID) {}

func (nobody) Address(bot.Team) string { return "" }

// quiet is a week in which nothing happened.
func quiet(*bot.Scene, *store.Tx, schedule.Date) (words.Text, error) { return nil, nil }

// nothing is offered for a Try.
func nothing(*bot.Ask, kpt.Try) (words.Text, []bot.Button) { return nil, nil }

// form stands for the form for a note, which is another feature's.
func form(_ *bot.Ask, kind kpt.Kind) bot.Reply {
	return bot.Reply{Form: &bot.Form{Do: "kpt write", With: []string{string(kpt.NewID())}, Fields: []bot.Field{{Key: "kind", Value: string(kind)}}}}
}

func unmeasured(*bot.Scene, *store.Tx, kpt.Measure, schedule.Date) (words.Text, error) {
	return nil, nil
}

func (o *running) now() time.Time { return time.Unix(0, o.clock.Load()) }

// crash starts the bot anew, as after a crash before anything was shown.
func (o *running) crash() {
	o.Helper()
	o.Present = o.present()
	o.Restart(0)
}

// present is who sits where.
func (o *running) present() (list []bot.Move) {
	for who, room := range o.rooms {
		list = append(list, bot.Move{Member: who, Name: "m" + string(who), Room: room})
	}
	return list
}

func (o *running) sit(who bot.MemberID, room bot.RoomID) {
	o.rooms[who] = room
	o.Arrive(o.present()...)
}

// asks asks something and gives the answer.
func (o *running) asks(who bot.MemberID, way bot.Way, do string, in bot.Input) bot.Reply {
	o.Helper()
	request := o.Request(who, way, do)
	request.From.Name, request.Room, request.Input = "m"+string(who), o.rooms[who], in
	return o.Ask(request)
}

// card is the meeting's, after all that was asked.
func (o *running) card() *bot.Card {
	o.Helper()
	o.asks("1", bot.Press, "meeting page", bot.Input{}) // it is refused after what came before
	o.wall.mu.Lock()
	defer o.wall.mu.Unlock()
	var c bot.Card
	for key, d := range o.wall.cards {
		if parts := key.Parts(); len(parts) > 1 && parts[1] == "meeting" {
			c = bot.Card{}
			if err := json.Unmarshal(d.Body, &c); err != nil {
				o.Fatal(err)
			}
			if wrong := bottest.Wrong(c); wrong != "" {
				o.Errorf("%s on\n%s", wrong, text(&c))
			}
		}
	}
	return &c
}

// place is the channel in which the meeting's card stands.
func (o *running) place() string {
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

// press presses a button of the meeting's card.
func (o *running) press(who bot.MemberID, do string) bot.Reply {
	o.Helper()
	b := fixture.Button(o.card(), do)
	if b.Do == "" {
		o.Fatalf("no button %q on:\n%s", do, text(o.card()))
	}
	return o.asks(who, bot.Press, do, bot.Input{With: b.With})
}

// submits fills in a form.
func (o *running) submits(who bot.MemberID, f *bot.Form, values map[string]string) bot.Reply {
	o.Helper()
	if f == nil {
		o.Fatal("there is no form")
	}
	return o.asks(who, bot.Submit, f.Do, bot.Input{With: f.With, Values: values})
}

// commit decides a Try with a text.
func (o *running) commit(who bot.MemberID, what string) {
	o.Helper()
	r := o.submits(who, o.press(who, "meeting commit").Form, map[string]string{"text": what, "owner": string(who)})
	if got := said(r); !strings.HasPrefix(got, "Decided") {
		o.Fatalf("to commit was answered %q", got)
	}
}

// reaches presses Next until a stage is there.
func (o *running) reaches(stage string) {
	o.Helper()
	for range 10 {
		if strings.Contains(o.card().Title.String(), stage) {
			return
		}
		o.press("1", "meeting next")
	}
	o.Fatalf("%s was not reached: %s", stage, o.card().Title)
}

// text is what a card says, without what can be pressed.
func text(c *bot.Card) string { return fixture.Read(&bot.Card{Title: c.Title, Lines: c.Lines}) }

func said(r bot.Reply) string {
	if r.Card == nil {
		return ""
	}
	return strings.TrimSpace(text(r.Card))
}

// note keeps notes of somebody's, and lets the meeting know, as another feature does.
func (o *running) note(who bot.MemberID, kind string, texts ...string) {
	o.Helper()
	for _, text := range texts {
		o.clock.Add(int64(time.Second)) // notes are in the order in which they were written
		o.Must(o.Bot.Visit(o.Context(), o.Team().ID, func(s *bot.Scene) error {
			a := &bot.Ask{Scene: s, Request: bot.Request{From: bot.Person{ID: who, Name: "m" + string(who)}}}
			err := s.Update(func(tx *store.Tx) error {
				author, err := a.Author(tx)
				if err != nil {
					return err
				}
				n, err := kpt.NewNote(kpt.Kind(kind), text, author, s.Now)
				if err != nil {
					return err
				}
				n.ID = kpt.NewID()
				_, err = s.Book().Add(tx, n, false)
				return err
			})
			return errors.Join(err, o.follow(s))
		}))
	}
}

// owed lists what is to be delivered, by kind.
func (o *running) owed(kind string) []store.Owed {
	o.Helper()
	return slices.DeleteFunc(o.Owed(), func(owed store.Owed) bool { return owed.Kind != kind })
}

func date(t *testing.T, text string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at is an instant in Tokyo.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := schedule.Zone("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}
