package apptest

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/demo"
	"github.com/engawa-bot/engawa/internal/dialogue"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"

	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"

	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"

	slackspec "github.com/engawa-bot/engawa/internal/fake/slack/spec"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/schedule"
)

// update rewrites what surfaces show in the dialogues of testdata.
var update = flag.Bool("update", false, "rewrite the answers in testdata/*.txt")

// Each file of testdata is a conversation with the whole bot: the real client,
// store and schedule against the pretended Discord, in pretended time.
func TestDialogues(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	spec.ForTest(t) // reading it takes a while: not in each bubble
	slackspec.ForTest(t)
	for i, file := range files {
		if !need.Turn(i, 20) { // all take several times as long as all else together
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := perform(t, file, string(data))
			if got == string(data) {
				return
			}
			if !*update {
				t.Errorf("%s: what is shown has changed; see the differences after 'go test ./internal/app/apptest -run Dialogues -update':\n%s", file, difference(string(data), got))
				return
			}
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// perform plays a dialogue and gives it back with what was really shown.
func perform(t *testing.T, name, text string) (got string) {
	t.Helper()
	script, err := dialogue.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var faults []error
	synctest.Test(t, func(t *testing.T) {
		theatre := newTheatre(t, script.Head)
		theatre.shown() // people see what was there before
		for i := range script.Steps {
			step := &script.Steps[i]
			step.Shown = theatre.do(name, *step)
		}
		faults = theatre.faults
	})
	for _, err := range faults {
		t.Error(err)
	}
	return script.String()
}

// settled is how long before the beginning the bot comes, so that the board and
// the calendar are there.
const settled = 10 * time.Second

// quiet is how long after an action what it caused may be shown: requests are
// sent one after another.
const quiet = 490 * time.Millisecond

// theatre is a stage on which a dialogue is played.
type theatre struct {
	*stage
	play   *dialogue.Play
	events <-chan fake.Event
	slacks <-chan fakeslack.Event // nil without Slack
	app    *app.App
	close  func() // nil while the bot is not running
	faults []error
}

// newTheatre sets the stage as the head of a dialogue says: '# begins:' the day
// and time at which it begins, '# team:' english (the default), japanese, two
// or none, '# rooms:' none for a server without voice rooms, '# people:'
// japanese for people who read Japanese, '# notebook:' doc for a Google Doc that
// the team may link, or linked for one that it has, '# poll:' how often it is
// looked at when nothing is to be written (1h: most dialogues last for days),
// '# slack:' yes for a Slack in which everybody is, with the team's channel #sakura
// and the window #engawa-window, or unasked for one in which the team has none yet; of ana and bo it is known who they are there;
// '# role:' names a role that all but ren have, by which one is in the team;
// '# strangers:' yes adds to Slack mallory of another workspace, who is in #sakura
// with them, gus, a guest there, and eve, who only sees the channels;
// '# calendar:' yes shows how events of the calendar begin, end and move on;
// '# key:' seals the tokens that members give for their status.
func newTheatre(t *testing.T, head map[string]string) *theatre {
	t.Helper()
	begins, zone := beginning(t, head["begins"])
	time.Sleep(time.Until(begins.Add(-settled))) // a bubble begins in 2000
	listener, dial := fake.Pipe()
	th := &theatre{stage: newStage(t, fake.Options{Listener: listener})}
	th.dial = dial
	th.poll = time.Hour
	if head["poll"] != "" {
		var err error
		if th.poll, err = time.ParseDuration(head["poll"]); err != nil {
			t.Fatal(err)
		}
	}
	var doc *fakedocs.Doc
	if head["notebook"] != "" {
		doc = th.withDocs(pipe.Listen("docs.invalid"))
	}
	if head["slack"] != "" {
		th.withSlack(pipe.Listen("slack.invalid"))
		th.slack.Key, th.slack.Draw = head["key"], numbers()
		th.slacks = th.slackServer.Events(t.Context())
	}
	th.guild.SetBotPermissions(discord.Permissions())
	th.guild.Text("news")
	if head["rooms"] != "none" {
		demo.Team(th.guild, words.English, zone)
	}
	lang := words.English
	if head["team"] == "japanese" || head["people"] == "japanese" {
		lang = words.Japanese
	}
	people := demo.People(th.guild, lang)
	th.events = th.fake.Events(t.Context())
	teams := th.teams(t, head["team"], zone)
	if head["notebook"] == "linked" {
		teams[0].KPT.Doc = doc.URL()
	}
	if th.slackServer != nil {
		demo.SlackTeam(th.slackServer, &teams[0], people, lang)
		if head["slack"] == "unasked" {
			teams[0] = teams[0].Put(bot.Elsewhere{On: "slack"})
		}
	}
	if head["role"] != "" {
		teams[0].Role = th.withRole(head["role"], people)
	}
	if head["strangers"] != "" {
		th.strangers()
	}
	th.start(t, teams...)
	if th.slackServer != nil {
		if err := demo.Link(t.Context(), th.app.Bot, teams[0].ID, th.guild, th.slackServer, "ana", "bo"); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if th.close != nil {
			th.close()
		}
	})
	th.play = dialogue.New(dialogue.Stage{
		Doc: doc, Slack: th.slackServer, Server: th.fake, Guild: th.guild, People: people, Zone: zone, Now: time.Now, Args: demo.Args(th.app.Bot),
		Hooks: dialogue.Hooks{
			Start: func() error { th.start(t); return nil },
			Stop:  func() error { th.close(); th.close = nil; return nil },
		},
	})
	th.play.Calendar = head["calendar"] != ""
	time.Sleep(time.Until(begins))
	return th
}

// withRole gives a role to all people but ren.
func (th *theatre) withRole(name string, people []*fake.Member) bot.RoleID {
	r := th.guild.Role(name)
	for _, m := range people {
		if m.Name() != "ren" {
			m.GiveRole(r)
		}
	}
	return bot.RoleID(r.ID())
}

func (th *theatre) strangers() {
	own := th.slackServer.Channel("sakura")
	own.Invite(th.slackServer.Member("mallory", fakeslack.Of("T0OTHER")), th.slackServer.Member("gus", fakeslack.SingleChannelGuest()))
	th.slackServer.Member("eve").At(own)
}

// numbers draws those that link accounts: 482193, 964386, 446579 and so on.
func numbers() func() string {
	var n atomic.Int64
	return func() string { return fmt.Sprintf("%06d", 482193*n.Add(1)%1_000_000) }
}

func beginning(t *testing.T, text string) (time.Time, *time.Location) {
	t.Helper()
	if text == "" {
		text = "tue 2026-11-24 15:55 Asia/Tokyo"
	}
	name := text[strings.LastIndex(text, " ")+1:]
	zone, err := schedule.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	_, clock, _ := strings.Cut(strings.TrimSuffix(text, " "+name), " ")
	at, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
	if err != nil || !strings.HasPrefix(text, strings.ToLower(at.Format("Mon "))) {
		t.Fatalf("begins: %q is not like 'tue 2026-11-24 15:55 Asia/Tokyo': %v", text, err)
	}
	return at, zone
}

// teams are those that the dialogue begins with.
func (th *theatre) teams(t *testing.T, which string, zone *time.Location) []bot.Team {
	t.Helper()
	if which == "none" {
		return nil
	}
	english := demo.Team(th.guild, words.English, zone)
	switch which {
	case "", "english":
		return []bot.Team{english}
	case "japanese":
		team := demo.Team(th.guild, words.Japanese, zone)
		team.Days.Country = "jp"
		return []bot.Team{team}
	case "two":
		kiri := demo.Team(th.guild, words.English, zone)
		kiri.ID, kiri.Name, kiri.Text.Main = "kiri", "Kiri", bot.ChannelID(th.guild.Text("kiri").ID())
		kiri.Rooms = []bot.Room{{ID: bot.RoomID(th.guild.Voice("Mist").ID()), Name: "Mist", Kind: bot.Lounge}}
		return []bot.Team{english, kiri}
	}
	t.Fatalf("team: %q is not english, japanese, two or none", which)
	return nil
}

func (th *theatre) start(t *testing.T, teams ...bot.Team) {
	t.Helper()
	th.app, th.close = th.open(time.Now, teams...)
	time.Sleep(quiet)
	synctest.Wait()
}

// do does one step and gives what is shown when everything is quiet again.
func (th *theatre) do(name string, step dialogue.Step) []string {
	th.t.Helper()
	var refused *dialogue.Refused
	err := th.play.Do(th.t.Context(), step.Do)
	time.Sleep(quiet)
	lines := append(th.shown(), th.play.Said()...)
	switch {
	case errors.As(err, &refused):
		lines = append(lines, "< "+refused.Error())
	case err != nil:
		th.faults = append(th.faults, fmt.Errorf("%s:%d: %w", name, step.Line, err))
	}
	return lines
}

// shown is what surfaces show since it was last asked.
func (th *theatre) shown() []string {
	return th.play.ShowAll(happened(th.events), happened(th.slacks))
}

// happened drains events.
func happened[E any](from <-chan E) (events []E) {
	for {
		synctest.Wait()
		select {
		case e := <-from:
			events = append(events, e)
		default:
			return events
		}
	}
}

// difference shows the first lines in which two texts differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	from := max(0, i-3)
	return "want:\n" + strings.Join(w[from:min(len(w), i+12)], "\n") + "\ngot:\n" + strings.Join(g[from:min(len(g), i+12)], "\n")
}

var dialogueBlock = regexp.MustCompile("(?s)```dialogue\n(.*?)```")

func TestTheDialogueInTheReadmeIsWhatHappens(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../../README.md")
	block := dialogueBlock.FindSubmatch(data)
	if err != nil || block == nil || len(block[1]) == 0 {
		t.Fatal("README.md has no dialogue")
	}
	want := string(block[1])
	if got := perform(t, "README.md", want); got != want {
		t.Errorf("the dialogue is not what happens:\n%s\nin all:\n%s", difference(want, got), got)
	}
}
