// Package demo plays the bot with a pretended team on pretended platforms on this
// machine: for whoever looks around, and, without the dialogue, for the tests of
// the whole bot, whose team is the same. It must not be needed by the bot itself.
package demo

import (
	"cmp"
	"context"
	_ "embed" // what the demo says
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/dialogue"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	demoAhead   = 6 * time.Second // at the least between the start and tea
	demoMinutes = 2               // of tea

	demoPoll, demoSettle = time.Second, 300 * time.Millisecond // of the Doc
)

// What the demo says first, and after '---' what it says to a line that it does
// not understand.
var (
	//go:embed en.txt
	demoEnglish string
	//go:embed ja.txt
	demoJapanese string
)

// Run plays the bot against a pretended Discord and Slack on loopback, in real time.
// What surfaces show is printed as a dialogue; what people do is read from
// w.in. It ends when ctx does, or after the input's end when nothing is under
// way any more.
func Run(ctx context.Context, w app.World) error {
	return runOn(ctx, w, network{})
}

// network is where the pretended platforms listen, and the way to them; the zero
// network is this machine's own.
type network struct {
	discord, docs, slack      net.Listener
	dial, dialDocs, dialSlack app.Dial
}

// pretended are the platforms of the demo.
type pretended struct {
	discord *fake.Server
	docs    *fakedocs.Server
	slack   *fakeslack.Server
}

// pretend starts the platforms; they must be closed.
func pretend(n network) (p pretended, err error) {
	if p.discord, err = fake.Start(fake.Options{Listener: n.discord}); err != nil {
		return p, err
	}
	if p.docs, err = fakedocs.Start(fakedocs.Options{Listener: n.docs}); err != nil {
		p.discord.Close()
		return p, err
	}
	p.slack, err = fakeslack.Start(fakeslack.Options{Listener: n.slack, App: SlackApp(slack.Manifest(app.Commands()))})
	if err != nil {
		p.discord.Close()
		p.docs.Close()
	}
	return p, err
}

func (p pretended) close() {
	p.discord.Close()
	p.docs.Close()
	p.slack.Close()
}

// runOn is Run on a network of the caller's choice.
func runOn(ctx context.Context, w app.World, n network) (err error) {
	dir, err := os.MkdirTemp("", "engawa-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	on, err := pretend(n)
	if err != nil {
		return err
	}
	defer on.close()
	cfg := app.Config{DiscordConfig: app.DiscordConfig{Token: on.discord.Token(), API: on.discord.URL() + "/api/v10"}, Store: filepath.Join(dir, "engawa.db")}
	cfg.Dial, cfg.Pace = n.dial, notebook.Pace{Poll: demoPoll, Settle: demoSettle}
	cfg.Slack = SlackConfig(on.slack, n.dialSlack)
	if cfg.Google, err = Login(on.docs, n.dialDocs, dir); err != nil {
		return err
	}
	defer cfg.Google.HTTP.CloseIdleConnections()
	db, err := store.Open(cfg.Store)
	if err != nil {
		return err
	}
	err = playDemo(ctx, w, on, cfg, db)
	return errors.Join(err, db.Close())
}

// playDemo lets the bot live for as long as the dialogue goes on.
func playDemo(ctx context.Context, w app.World, on pretended, cfg app.Config, db *store.Store) error {
	log := io.Discard
	if cfg.Log = w.Environ["ENGAWA_LOG"]; cfg.Log != "" {
		log = w.Err
	}
	cfg.Log = cmp.Or(cfg.Log, "text")
	if _, _, err := app.LogFormat(cfg.Log); err != nil {
		return err
	}
	server, doc := on.discord, on.docs.NewDoc("KPT Sakura")
	lang := words.Of(cmp.Or(w.Environ["LC_ALL"], w.Environ["LANG"]))
	tea := nextTea(w.Now().In(zoneOf(w.Environ)))
	guild := server.NewGuild("Sakura")
	team := Team(guild, lang, tea.Location())
	kpt, _ := team.Habit(bot.KPT)
	team.Habits = []bot.Habit{{Name: bot.Tea, Rule: "daily " + tea.Format("15:04"), Minutes: demoMinutes}, kpt, demoGathering()}
	team.KPT.Doc = doc.URL()
	team.Days.Weekdays = []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	people := People(guild, lang)
	SlackTeam(on.slack, &team, people, lang)
	if err := bottest.Lay(ctx, db, w.Now, app.Platforms(), team); err != nil {
		return err
	}
	h, err := app.New(cfg, db, cfg.Logger(log), w.Now)
	if err != nil {
		return err
	}
	s := &show{in: w.In, out: w.Out, on: on, play: dialogue.New(dialogue.Stage{
		Doc: doc, Slack: on.slack, Server: server, Guild: guild, People: people, Zone: tea.Location(), Now: w.Now, Args: Args(h.Bot),
	})}
	s.welcome(lang, tea, doc)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.link = func(ctx context.Context) error {
		return Link(ctx, h.Bot, team.ID, guild, on.slack, "ana", "bo", "dan", "yuki", "ren")
	}
	events, inSlack := server.Events(ctx), on.slack.Events(ctx)
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return h.Live(ctx) })
	all.Go(func() error { return printed(s, events, s.play.Show) })
	all.Go(func() error { return printed(s, inSlack, s.play.ShowSlack) })
	all.Go(func() error {
		defer stop()
		return ended(s.perform(ctx))
	})
	return all.Wait()
}

// nextTea is the next full minute that leaves time to come in.
func nextTea(now time.Time) time.Time {
	return now.Add(demoAhead + time.Minute - time.Nanosecond).Truncate(time.Minute)
}

// zoneOf is the machine's own zone, by name, or UTC.
func zoneOf(environ map[string]string) *time.Location {
	link, _ := os.Readlink("/etc/localtime")
	_, name, _ := strings.Cut(link, "zoneinfo/")
	zone, err := schedule.Zone(cmp.Or(strings.TrimPrefix(environ["TZ"], ":"), name, "UTC"))
	if err != nil {
		return time.UTC
	}
	return zone
}

// demoGathering is what the pretended team meets for besides.
func demoGathering() bot.Habit {
	h := bot.UsualHabit(bot.NameOf(habit.Gathering, "winsession"))
	h.Rule, h.Title, h.Emoji = "first mon 17:00", "WinSession", "🏆"
	return h
}

// Team is a team of a server, with a lounge, a focus room and a pairing
// room, as set-up would make it.
func Team(g *fake.Guild, lang words.Lang, zone *time.Location) bot.Team {
	room := func(name string, kind bot.RoomKind) bot.Room {
		return bot.Room{ID: bot.RoomID(g.Voice(name).ID()), Name: name, Kind: kind}
	}
	return bot.Team{
		ID: bot.TeamID(strings.ToLower(g.Name())), Name: g.Name(), Server: bot.ServerID(g.ID()), Manner: bot.Manner{Lang: lang, Zone: zone.String()},
		Text:   bot.Channels{Main: bot.ChannelID(g.Text("general").ID())},
		Rooms:  []bot.Room{room("Lounge", bot.Lounge), room("Focus", bot.Focus), room("Pairing", bot.Pairing)},
		Habits: []bot.Habit{bot.UsualHabit(bot.Standup), bot.UsualHabit(bot.Tea), bot.UsualHabit(bot.KPT)},
	}
}

// People are six: ana keeps the server, yuki reads Japanese and ren English;
// the others read the team's language.
func People(g *fake.Guild, lang words.Lang) []*fake.Member {
	own := fake.Locale(map[words.Lang]string{words.English: "en-US", words.Japanese: "ja"}[lang])
	return []*fake.Member{
		g.Member("ana", fake.Manager(), own), g.Member("bo", own), g.Member("chika", own), g.Member("dan", own),
		g.Member("yuki", fake.Locale("ja")), g.Member("ren", fake.Locale("en-GB")),
	}
}

// Args finds the arguments of a slash command by name.
func Args(b *bot.Bot) func(string) ([]string, bool) {
	commands := b.Commands()
	return func(name string) (args []string, known bool) {
		for _, c := range commands {
			if c.Name != name || c.Way != bot.Slash {
				continue
			}
			for _, a := range c.Args {
				args = append(args, a.Name)
			}
			return args, true
		}
		return nil, false
	}
}
