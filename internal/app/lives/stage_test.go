package lives

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/markdown"
	"github.com/engawa-bot/engawa/store"
)

const teamID = bot.TeamID("hearth")

// stage is where a life is played: a platform in memory, a notebook in a file, and the
// whole bot while it runs.
type stage struct {
	t     *testing.T
	dir   string
	world *ember.World
	ear   *ear
	desk  desk
	*process
}

// process is a running bot; nil while none runs.
type process struct {
	db     *store.Store
	bot    *bot.Bot
	face   *ember.Face
	scribe *notebook.Scribe
	stop   func() error
}

// desk is where the notebook lies. While it is locked nobody can read or write it.
type desk struct {
	kpt.Notebook
	mu     *sync.Mutex
	locked *bool
}

func newDesk(path string) desk {
	return desk{markdown.At(path, bot.Titles(words.English)), &sync.Mutex{}, new(bool)}
}

func (d desk) lock(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	*d.locked = on
}

func (d desk) out() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if *d.locked {
		return &kpt.Trouble{Reason: kpt.Down}
	}
	return nil
}

func (d desk) Revision(ctx context.Context) (string, error) {
	if err := d.out(); err != nil {
		return "", err
	}
	return d.Notebook.Revision(ctx)
}

func (d desk) Read(ctx context.Context) (kpt.Reading, error) {
	if err := d.out(); err != nil {
		return kpt.Reading{}, err
	}
	return d.Notebook.Read(ctx)
}

func (d desk) Write(ctx context.Context, at kpt.Reading, changes []kpt.Change) (string, error) {
	if err := d.out(); err != nil {
		return "", err
	}
	return d.Notebook.Write(ctx, at, changes)
}

func newStage(t *testing.T, dir string) *stage {
	s := &stage{t: t, dir: dir, world: ember.New("ember", true), ear: &ear{}}
	s.desk = newDesk(s.paper())
	for _, room := range rooms() {
		s.world.Room(room)
	}
	return s
}

// rooms are those that the team has at first; of the last, focus, none is called in.
func rooms() []string { return []string{"Lounge", "Attic", "Focus"} }

// paper is the path of the notebook.
func (s *stage) paper() string { return s.dir + "/" + string(teamID) + ".md" }

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// team is the team as it begins.
func (s *stage) team() bot.Team {
	tea, meeting := bot.UsualHabit(bot.HabitName("tea")), bot.UsualHabit(bot.KPT)
	tea.Rule, meeting.Rule = "weekdays 16:00", "fri 15:00"
	return bot.Team{
		ID: teamID, Name: "Hearth", Server: s.world.Home(), Manner: bot.Manner{Lang: words.English, Zone: firstZone},
		Circle: bot.Circle{Home: s.world.Traits().Platform}, Text: bot.Channels{Main: s.world.Channel("team"), Board: s.world.Channel("board")},
		Rooms: []bot.Room{
			{ID: s.world.Room("Lounge"), Name: "Lounge", Kind: bot.Lounge},
			{ID: s.world.Room("Attic"), Name: "Attic", Kind: bot.Meeting},
			{ID: s.world.Room("Focus"), Name: "Focus", Kind: bot.Focus},
		},
		Habits: []bot.Habit{tea, meeting},
	}
}

// start lets a process begin, with people in the rooms.
func (s *stage) start(present []bot.Move) {
	s.t.Helper()
	db, err := store.Open(s.dir + "/engawa.db")
	s.must(err)
	log, known := slog.New(s.ear), bot.Platforms{s.world.Traits()}
	face := s.world.Face(bot.NewNames(db, log, known))
	post := courier.New(db, log, time.Now, hearing{face, s.ear})
	scribe := notebook.New(db, log, time.Now, func(t bot.Team) (notebook.Place, error) {
		return notebook.Place{
			Notebook: s.desk, Name: "file", Address: s.paper(),
			Create: func() error { return markdown.Create(s.paper(), t.Name) },
		}, nil
	}, notebook.Pace{Poll: 100 * time.Hour})
	features := app.Features(app.Parts{
		Builder: s.world, Doctor: healthy{}, Scribe: scribe,
		Moods: status.New(status.NewVault(db, log, nil), time.Now, status.Way{On: s.world.Traits().Platform}),
	})
	b, err := bot.New(bot.Surroundings{
		Store: db, Screen: post, Log: log, Now: time.Now, Woke: post.Woke, Aloud: post.Aloud,
		Outside: bot.Outside{Platforms: known, Atlas: s.world, Doors: map[bot.Platform]bot.Door{s.world.Traits().Platform: s.world}},
	}, features...)
	s.must(err)
	if len(b.Teams()) == 0 {
		s.must(b.Found(s.team()))
	}
	s.process = &process{db: db, bot: b, face: face, scribe: scribe}
	s.run(post, present)
}

func (s *stage) run(post *courier.Courier, present []bot.Move) {
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 3)
	p := s.process
	go func() { ended <- post.Run(ctx, p.bot) }()
	go func() { ended <- p.bot.Run(ctx) }()
	go func() { ended <- p.scribe.Run(ctx, p.bot) }()
	p.stop = func() error {
		cancel()
		return errors.Join(<-ended, <-ended, <-ended, p.db.Close())
	}
	p.bot.Arrived(s.t.Context(), s.world.Home(), present)
	synctest.Wait()
}

// halt ends the process.
func (s *stage) halt() {
	if s.process == nil {
		return
	}
	s.must(s.stop())
	s.process = nil
}

func (s *stage) up() bool { return s.process != nil }

// passes lets time pass.
func (s *stage) passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// healthy is a doctor who finds nothing amiss.
type healthy struct{}

func (healthy) Check(context.Context, bot.Known, bot.Team, bot.RoomID, words.Lang) []bot.Finding {
	return nil
}

// quick makes a folder in memory where there is one: a life writes a thousand times.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "life")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
