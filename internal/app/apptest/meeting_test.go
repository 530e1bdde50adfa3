package apptest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/demo"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"

	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// wholePlan has every stage there is.
const wholePlan = "tries, keep, problem, group, vote, try, commit, close"

// gathering is a team around its KPT of Friday, 27 November 2026, in a bubble:
// the whole bot with a Discord and a Google Docs, without a network.
type gathering struct {
	*stage
	app   *app.App
	team  bot.Team
	doc   *fakedocs.Doc
	books string // where notebooks are that are files
	said  *lines // the log, at debug level
	lead  *fake.Member
}

// gather lets a team live from an instant on, such as "fri 2026-11-27 14:30" in
// Tokyo. The keeper ana, who leads, and bo sit in the Lounge.
func gather(t *testing.T, begins string, o fake.Options, change func(*gathering)) *gathering {
	t.Helper()
	at, zone := beginning(t, begins+" Asia/Tokyo")
	time.Sleep(time.Until(at))
	listener, dial := fake.Pipe()
	o.Listener = listener
	g := &gathering{stage: newStage(t, o), books: t.TempDir(), said: new(lines)}
	g.dial = dial
	g.doc = g.withDocs(pipe.Listen("docs.invalid"))
	g.team = demo.Team(g.guild, words.English, zone)
	g.team.KPT = bot.KPTSet{Doc: g.doc.URL(), Stages: wholePlan}
	g.lead = g.guild.Member("ana", fake.Manager())
	g.lead.Join(g.guild.Voice("Lounge"))
	g.guild.Member("bo").Join(g.guild.Voice("Lounge"))
	if change(g); t.Failed() {
		t.FailNow()
	}
	cfg := g.config()
	cfg.Notebooks = g.books
	var stop func()
	g.app, stop = g.openAs(cfg, slog.New(slog.NewTextHandler(g.said, &slog.HandlerOptions{Level: slog.LevelDebug})), time.Now, g.team)
	t.Cleanup(stop)
	g.rest(5 * time.Second)
	return g
}

// inGathering runs a test in a bubble; reading the specification takes a while
// and is done before.
func inGathering(t *testing.T, play func(t *testing.T)) {
	t.Helper()
	spec.ForTest(t)
	synctest.Test(t, play)
}

// rest lets time pass, and what is under way come to its end.
func (g *gathering) rest(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// update changes the team's Book, and has the bot see it.
func (g *gathering) update(do func(*store.Tx, kpt.Book) error) {
	g.t.Helper()
	if err := g.app.Store.Update(func(tx *store.Tx) error { return do(tx, kpt.Of(string(g.team.ID))) }); err != nil {
		g.t.Fatal(err)
	}
	g.app.Bot.Refresh(g.t.Context(), g.team.ID)
	g.app.Scribe.Wake(g.team.ID)
	g.rest(10 * time.Second)
}

// note puts a note into the Book, as a member writes one.
func (g *gathering) note(tx *store.Tx, b kpt.Book, kind kpt.Kind, text, author string) error {
	n, err := kpt.NewNote(kind, text, kpt.Author{Member: author, Name: "m" + author}, time.Now())
	if err != nil {
		return err
	}
	_, err = b.Add(tx, n, false)
	return err
}

// card is the meeting's, as it stands in the Lounge's chat.
func (g *gathering) card() fake.Message {
	g.t.Helper()
	m, ok := meetingCard(g.guild.Voice("Lounge"))
	if !ok {
		g.t.Fatal("there is no card of a meeting")
	}
	return m
}

// meetingCard is the newest card of a meeting in a channel.
func meetingCard(c *fake.Channel) (card fake.Message, ok bool) {
	for _, m := range c.Messages() {
		title, _, _ := strings.Cut(m.Text(), "\n")
		if strings.HasPrefix(title, "📝 KPT ") && strings.Contains(title, " · ") && !strings.Contains(title, "until") {
			card, ok = m, true
		}
	}
	return card, ok
}

// stageOf is the part of a card's title that names the stage.
func stageOf(m fake.Message) string {
	title, _, _ := strings.Cut(m.Text(), "\n")
	_, stage, _ := strings.Cut(title, " · ")
	stage, _, _ = strings.Cut(stage, " (")
	return stage
}

// answer waits for what the bot answers; that there is none is a fault.
func (g *gathering) answer(a *fake.Answer) *fake.Answer {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(g.t.Context(), time.Minute)
	defer cancel()
	if err := a.Wait(ctx); err != nil {
		g.t.Fatal(err)
	}
	return a
}

// press presses a button of the meeting's card and lets the card follow.
func (g *gathering) press(m *fake.Member, button string) string {
	g.t.Helper()
	says := g.answer(m.Press(g.card(), button)).Message.Text()
	g.rest(2 * time.Second)
	return says
}

// begin begins the meeting, as its facilitator.
func (g *gathering) begin() {
	g.t.Helper()
	a := g.answer(g.lead.Run("kpt start", nil))
	if has(a.Message, "Begin now") {
		a = g.answer(g.lead.Press(a.Message, "Begin now"))
	}
	if has(a.Message, "I lead now") {
		g.answer(g.lead.Press(a.Message, "I lead now"))
	}
	g.rest(2 * time.Second)
}

// reach presses Next until a stage is there.
func (g *gathering) reach(stage string) {
	g.t.Helper()
	for range 9 {
		if stageOf(g.card()) == stage {
			return
		}
		g.press(g.lead, "Next →")
	}
	g.t.Fatalf("%s was not reached; the card is at %q", stage, stageOf(g.card()))
}

// pages turns a meeting's card from its first page to its last, and gives what
// each shows.
func (g *gathering) pages() (all []fake.Message) {
	g.t.Helper()
	const most = 400
	for has(g.card(), "← Before") {
		g.press(g.lead, "← Before")
	}
	for range most {
		all = append(all, g.card())
		if !has(g.card(), "More →") {
			return all
		}
		g.press(g.lead, "More →")
	}
	g.t.Fatalf("more than %d pages", most)
	return nil
}

// has tells whether a message has a button.
func has(m fake.Message, button string) bool { return strings.Contains(m.Text(), "["+button+"]") }

// optionsOf are the labels of the options of a message's selects, by placeholder.
func optionsOf(m fake.Message) map[string][]string {
	all := map[string][]string{}
	for _, c := range found(m.Components, "components") {
		for _, part := range c.([]any) {
			menu, _ := part.(map[string]any)
			options, _ := menu["options"].([]any)
			for _, o := range options {
				option, _ := o.(map[string]any)
				name := fmt.Sprint(menu["placeholder"])
				all[name] = append(all[name], fmt.Sprint(option["label"]))
			}
		}
	}
	return all
}

// theFriday is the date of the KPT.
func theFriday() schedule.Date { return schedule.Date{Year: 2026, Month: 11, Day: 27} }
