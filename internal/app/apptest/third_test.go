package apptest

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/kpt/markdown"
	"github.com/engawa-bot/engawa/store"
)

// third is the whole bot on platforms that are none of those that there are: a team's
// home, and an ember on which it may read besides.
type third struct {
	*testing.T
	home, guests *ember.World
	face, voices *ember.Face // of the platform on which people are, and of that with rooms
	team         bot.Team
	features     []bot.Feature
	bot          *bot.Bot
	db           *store.Store
	post         *courier.Courier
	faults       *faults
	scribe       *notebook.Scribe
	lang         words.Lang
}

const thirdTeam = bot.TeamID("hearth")

// setting says where the people of a team are.
type setting struct {
	name   string
	abroad bool // on a platform without servers, of which the team has a channel
	lang   words.Lang
	none   bool // there is no team yet
}

func settings() []setting {
	return []setting{
		{name: "at home", lang: words.English},
		{name: "at home, in Japanese", lang: words.Japanese},
		{name: "abroad", abroad: true, lang: words.English},
		{name: "abroad, in Japanese", abroad: true, lang: words.Japanese},
	}
}

// onEmber plays a test in bubbles, in each setting.
func onEmber(t *testing.T, play func(*third)) { inSettings(t, settings(), play) }

func inSettings(t *testing.T, all []setting, play func(*third)) {
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				e := newThird(t, dir, s)
				stop := e.run()
				defer stop()
				play(e)
				for _, fault := range e.faults.list() {
					t.Errorf("the log says: %s", fault)
				}
			})
		})
	}
}

// newThird wires everything as the process does. The people are on the platform that is
// called Ember: at home it is the one with rooms.
func newThird(t *testing.T, dir string, s setting) *third {
	t.Helper()
	e := &third{T: t, home: ember.New("kiln", true), guests: ember.New("ember", false), faults: &faults{}, lang: s.lang}
	if !s.abroad {
		e.home, e.guests = ember.New("ember", true), ember.New("kiln", false)
	}
	var err error
	if e.db, err = store.Open(dir + "/engawa.db"); err != nil {
		t.Fatal(err)
	}
	log, known := slog.New(e.faults), bot.Platforms{e.guests.Traits(), e.home.Traits()}
	names := bot.NewNames(e.db, log, known)
	home, guests := e.home.Face(names), e.guests.Face(names)
	e.face, e.voices = home, home
	if s.abroad {
		e.face = guests
	}
	e.post = courier.New(e.db, log, time.Now, home, guests)
	e.scribe = notebook.New(e.db, log, time.Now, func(t bot.Team) (notebook.Place, error) {
		path := dir + "/" + string(t.ID) + ".md"
		return notebook.Place{
			Notebook: markdown.At(path, bot.Titles(t.Lang)), Name: "file", Address: path,
			Create: func() error { return markdown.Create(path, t.Name) },
		}, nil
	}, notebook.Pace{})
	on := guests.Platform()
	e.features = app.Features(app.Parts{
		Builder: e.home, Doctor: well{}, Elsewhere: []bot.Platform{on}, Insiders: map[bot.Platform]setup.Insiders{on: e.guests},
		Scribe: e.scribe, Moods: status.New(status.NewVault(e.db, log, nil), time.Now, status.Way{On: on}),
	})
	e.bot, err = bot.New(bot.Surroundings{
		Store: e.db, Screen: e.post, Log: log, Now: time.Now, Woke: e.post.Woke, Aloud: e.post.Aloud,
		Outside: bot.Outside{
			Platforms: known, Atlas: e.home,
			Doors: map[bot.Platform]bot.Door{home.Platform(): e.home, on: e.guests},
		},
	}, e.features...)
	if err != nil {
		t.Fatal(err)
	}
	if e.team = e.setUp(s); s.none {
		return e
	}
	if err := e.bot.Found(e.team); err != nil {
		t.Fatal(err)
	}
	return e
}

// well is a doctor who finds nothing amiss.
type well struct{}

func (well) Check(_ context.Context, _ bot.Known, t bot.Team, _ bot.RoomID, _ words.Lang) []bot.Finding {
	return []bot.Finding{{OK: true, Key: "doctor.sound.heard", Args: []words.Arg{words.Room("room", string(t.Lounge()))}}}
}

// setUp is a team with every kind of habit that there is.
func (e *third) setUp(s setting) bot.Team {
	t := bot.Team{
		ID: thirdTeam, Name: "Hearth", Server: e.home.Home(), Manner: bot.Manner{Lang: s.lang, Zone: "UTC"},
		Circle: bot.Circle{Home: e.home.Traits().Platform}, Text: bot.Channels{Main: e.home.Channel("team"), Board: e.home.Channel("board")},
		Rooms: []bot.Room{
			{ID: e.home.Room("Lounge"), Name: "Lounge", Kind: bot.Lounge}, {ID: e.home.Room("Focus"), Name: "Focus", Kind: bot.Focus},
		},
	}
	for _, row := range habit.Rows() {
		name := bot.HabitName(row.Kind)
		if row.Several() {
			name = bot.NameOf(row.Kind, "party")
		}
		h := bot.UsualHabit(name)
		if row.Several() {
			h.Title, h.Rule, h.Minutes = "Party", "thu 17:00", 60
		}
		t.Habits = append(t.Habits, h)
	}
	on := e.guests.Traits().Platform
	return t.Put(bot.Elsewhere{On: on, Channel: e.guests.Channel("team"), Window: e.guests.Channel("window")})
}

// run runs everything, until it is stopped.
func (e *third) run() (stop func()) {
	ctx, cancel := context.WithCancel(e.Context())
	ended := make(chan error, 3)
	go func() { ended <- e.post.Run(ctx, e.bot) }()
	go func() { ended <- e.bot.Run(ctx) }()
	go func() { ended <- e.scribe.Run(ctx, e.bot) }()
	if err := bottest.SayYes(ctx, e.bot, thirdTeam); err != nil {
		e.Fatal(err)
	}
	e.arrive()
	return func() {
		cancel()
		if err := errors.Join(<-ended, <-ended, <-ended, e.db.Close()); err != nil {
			e.Error(err)
		}
	}
}

// arrive has Ana and Bo sit in the Lounge.
func (e *third) arrive() {
	var all []bot.Move
	for _, name := range []string{"Ana", "Bo"} {
		account := bot.Account{On: e.home.Traits().Platform, ID: e.home.Person(name).Account}
		all = append(all, bot.Move{Account: account, Name: name, Room: e.home.Room("Lounge")})
	}
	e.bot.Arrived(e.Context(), e.home.Home(), all)
	synctest.Wait()
}

// hand is somebody where the people are.
func (e *third) hand(name string) ember.Hand {
	w := e.home
	if e.face.Platform() != w.Traits().Platform {
		w = e.guests
	}
	h := e.face.Hand(w.Person(name), w.Channel("team"), e.lang, e.bot)
	h.Keeper = true
	return h
}

// passes lets time pass.
func (e *third) passes(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// others are the names of other platforms.
var others = regexp.MustCompile(`(?i)discord|slack`)

// names fails the test if a text names another platform.
func (e *third) names(where, text string) {
	e.Helper()
	if found := others.FindString(text); found != "" {
		e.Errorf("%s: it names %s:\n%s", where, found, text)
	}
}

// faults is a log that keeps what is amiss.
type faults struct {
	mu    sync.Mutex
	lines []string
}

func (f *faults) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }

func (f *faults) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines = append(f.lines, line)
	return nil
}

func (f *faults) WithAttrs([]slog.Attr) slog.Handler { return f }
func (f *faults) WithGroup(string) slog.Handler      { return f }

func (f *faults) list() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.lines)
}
