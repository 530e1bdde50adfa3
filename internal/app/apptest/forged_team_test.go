package apptest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Ids of the pretended servers.
const (
	sakuraServer = bot.ServerID("110000000000000001")
	umiServer    = bot.ServerID("120000000000000001")
	sakuraText   = bot.ChannelID("110000000000000002")
	kiriText     = bot.ChannelID("110000000000000003")
	lounge       = bot.RoomID("110000000000000004")
	sakuraRole   = bot.RoleID("110000000000000005")
	kiriRole     = bot.RoleID("110000000000000006")
	sakuraSlack  = bot.ChannelID("C0SAKURA")
	sakuraDoc    = "1aBcDeFgHiJkLmNoPqRsTuVwXyZ"
)

// protected is a team with notes that nobody else may read, on a server that it
// shares with another team.
type protected struct {
	t      *testing.T
	app    *app.App
	people map[string]bot.MemberID
	ids    []string // of what there is
	folder string   // of the notebooks
	path   string   // of the store
	write  func()   // begins to keep them
}

// doors says who belongs to a team, as the platforms would.
type doors struct{ in map[bot.TeamID][]bot.MemberID }

func (d doors) Admits(t bot.Team, p bot.Person) bool {
	return p.Keeper || t.Role == "" || slices.Contains(p.Roles, t.Role)
}

func (d doors) Belongs(_ context.Context, t bot.Team, id string) (bool, error) {
	return slices.Contains(d.in[t.ID], bot.MemberID(id)), nil
}

// What nobody but its author may read before the meeting, and what nobody but the
// team may.
const (
	anasSecret   = "anassecretnote"
	nobodySecret = "nobodyssecretnote"
	teamsSecret  = "teamssecrettry"
	topicSecret  = "teamssecrettopic"
)

func newProtected(t *testing.T) *protected {
	t.Helper()
	dir := t.TempDir()
	db := openAlone(t, filepath.Join(dir, "engawa.db"))
	now := time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC) // nothing comes due
	cfg := app.Config{DiscordConfig: app.DiscordConfig{Token: "x", API: "http://127.0.0.1:1/api/v10"}, Store: filepath.Join(dir, "engawa.db")}
	cfg.Notebooks, cfg.Pace = filepath.Join(dir, "notebooks"), notebook.Pace{Settle: 10 * time.Millisecond, Poll: time.Hour}
	p := &protected{t: t, folder: cfg.Notebooks, path: cfg.Store, people: map[string]bot.MemberID{}}
	for i, name := range []string{"ana", "bo", "chika", "dan", "eve", "kim", "uma"} {
		p.people[name] = bot.MemberID("13000000000000000" + string(rune('1'+i)))
	}
	d := doors{map[bot.TeamID][]bot.MemberID{
		"sakura": {p.people["ana"], p.people["bo"], "U0CHIKA"}, "kiri": {p.people["kim"]}, "umi": {p.people["uma"]},
	}}
	cfg.Outside = &bot.Outside{Platforms: app.Platforms(), Doors: map[bot.Platform]bot.Door{"discord": d, "slack": d}}
	h, err := app.New(cfg, db, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	p.app = h
	for _, team := range p.teams() {
		if err := h.Bot.Found(team); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	var all errgroup.Group
	all.Go(func() error { return h.Bot.Run(ctx) })
	p.write = func() { all.Go(func() error { return h.Scribe.Run(ctx, h.Bot) }) }
	t.Cleanup(func() {
		stop()
		if err := errors.Join(all.Wait(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func (p *protected) teams() []bot.Team {
	team := func(id bot.TeamID, server bot.ServerID, text bot.ChannelID, room bot.RoomID) bot.Team {
		return bot.Team{
			ID: id, Name: string(id), Server: server, Manner: bot.Manner{Lang: words.English, Zone: "UTC"}, Text: bot.Channels{Main: text},
			Circle: bottest.Circle(),
			Rooms:  []bot.Room{{ID: room, Name: "Lounge", Kind: bot.Lounge}},
			Habits: []bot.Habit{{Name: bot.Tea, Rule: "weekdays 16:00", Minutes: 15}, {Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}},
		}
	}
	sakura := team("sakura", sakuraServer, sakuraText, lounge)
	sakura.Role, sakura.KPT.Reveal = sakuraRole, kpt.RevealMeeting
	sakura = sakura.Put(bot.Elsewhere{On: "slack", Channel: sakuraSlack})
	kiri := team("kiri", sakuraServer, kiriText, "110000000000000007")
	kiri.Role = kiriRole
	return []bot.Team{sakura, kiri, team("umi", umiServer, "120000000000000002", "120000000000000003")}
}

// who is a person on Discord, with roles.
func (p *protected) who(name string, roles ...bot.RoleID) bot.Person {
	return bot.Person{ID: p.people[name], Name: name, Lang: words.English, Roles: roles}
}

// honest has ana and dan do what members do, and keeps what their cards bring
// along.
func (f *forgery) honest() {
	f.t.Helper()
	f.app.Bot.Arrived(f.t.Context(), sakuraServer, nil)
	ana := f.who("ana", sakuraRole)
	for _, r := range []bot.Request{
		{Way: bot.Slash, Do: "keep", Input: bot.Input{Values: map[string]string{"text": anasSecret}}},
		{Way: bot.Submit, Do: "kpt write", Input: bot.Input{With: []string{string(kpt.NewID())}, Values: map[string]string{"text": nobodySecret, "kind": "problem", "name": "anonymous"}}},
		{Way: bot.Slash, Do: "tea topic", Input: bot.Input{Values: map[string]string{"text": topicSecret}}},
		{Way: bot.Slash, Do: "kpt mine"},
		{Way: bot.Slash, Do: "engawa privacy"},
		{Way: bot.Slash, Do: "reminders"},
		{Way: bot.Slash, Do: "engawa link"},
	} {
		r.From, r.Server, r.Channel, r.Whose = ana, bot.Server{ID: sakuraServer}, sakuraText, "sakura"
		f.keep(f.ask(r))
	}
	f.visit(func(s *bot.Scene, tx *store.Tx) error {
		next := schedule.Date{Year: 2026, Month: time.November, Day: 27}
		mine := kpt.Try{
			ID: kpt.NewID(), Text: teamsSecret, State: kpt.Open, Owner: kpt.Author{Member: string(ana.ID), Name: "ana"}, Born: next.AddDays(-7),
			Trace: kpt.Trace{Retro: next, Section: kpt.Tries, Want: "ana: " + teamsSecret},
		}
		f.ids = append(f.ids, string(mine.ID))
		if err := s.KeepMember(tx, f.people["dan"], func(m *bot.Member) { m.Name, m.Out = "dan", true }); err != nil {
			return err
		}
		for id, name := range map[bot.MemberID]string{"U0FORMER": "sam", "U0CHIKA": "chika", f.people["bo"]: "bo", ana.ID: "ana"} {
			if err := s.KeepMember(tx, id, func(m *bot.Member) { m.Name = name }); err != nil {
				return err
			}
		}
		return errors.Join(kpt.Of("sakura").PutTry(tx, mine), f.veil(tx, ana, next))
	})
	for _, id := range f.people {
		f.ids = append(f.ids, string(id))
	}
	f.ids = append(f.ids, string(lounge), string(sakuraText), string(sakuraRole), "U0CHIKA", "U0FORMER", string(umiServer))
}

// veil has one of ana's notes hidden by who led the meeting, and keeps what their card
// would send.
func (f *forgery) veil(tx *store.Tx, ana bot.Person, on schedule.Date) error {
	book := kpt.Of("sakura")
	viewer, err := book.Viewer(tx, string(ana.ID))
	if err != nil {
		return err
	}
	notes, err := book.Own(tx, on, viewer)
	if err != nil {
		return err
	}
	for i, n := range notes {
		_, _, wrong := book.Veil(tx, on, n.ID, i == 0)
		err = errors.Join(err, wrong)
		for _, what := range []string{"away", "again"} {
			f.replays = append(f.replays, bot.Request{Way: bot.Press, Do: "meeting hide", Whose: "sakura", Input: bot.Input{
				With: []string{on.String(), "0", what}, Chosen: []string{string(n.ID)},
			}})
		}
	}
	if len(notes) != 2 {
		f.t.Errorf("ana has %d notes, want 2", len(notes))
	}
	return err
}

// keep keeps what a card of an honest member would send.
func (f *forgery) keep(reply bot.Reply) {
	if reply.Card == nil {
		return
	}
	add := func(do string, with, chosen []string) {
		f.replays = append(f.replays, bot.Request{Way: bot.Press, Do: do, Whose: "sakura", Input: bot.Input{With: with, Chosen: chosen}})
		f.replays = append(f.replays, bot.Request{Way: bot.Submit, Do: do, Whose: "sakura", Input: bot.Input{With: with, Values: map[string]string{"text": "forged"}}})
		f.ids = append(append(f.ids, with...), chosen...)
	}
	for _, b := range reply.Card.Buttons {
		add(b.Do, b.With, nil)
	}
	for _, s := range reply.Card.Selects {
		for _, o := range s.Options {
			add(s.Do, s.With, []string{o.Value})
		}
	}
}

func (p *protected) visit(do func(*bot.Scene, *store.Tx) error) {
	p.t.Helper()
	err := p.app.Bot.Visit(p.t.Context(), "sakura", func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return do(s, tx) })
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// secrets are what a sender may not read.
func (p *protected) secrets(who sender) []string {
	switch {
	case !who.inside:
		return []string{anasSecret, nobodySecret, teamsSecret, topicSecret}
	case !who.meets:
		return []string{anasSecret, nobodySecret}
	}
	return nil
}

// own tells whether a row is about the sender alone.
func own(key store.Key, who sender) bool { return slices.Contains(key.Parts(), string(who.person.ID)) }

// picture is every row of the team's that the sender may not change: for who does
// not belong all but their own, for a member the set-up, what is others' own, and
// the words of others.
func (p *protected) picture(who sender) picture {
	p.t.Helper()
	all := picture{}
	names, err := tableNames()
	if err != nil {
		p.t.Fatal(err)
	}
	err = p.app.Store.View(func(tx *store.Tx) error {
		for _, name := range names {
			if slices.Contains([]string{"seats", "days", "follows", "clock", "occasions"}, name) {
				continue // follow from the time, and from what others did
			}
			for row, err := range store.NewTable[json.RawMessage](name).Scan(tx, "sakura") {
				if err != nil {
					return err
				}
				if text := p.beyond(name, row, who); text != "" {
					all[name+" "+string(row.Key)] = text
				}
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return all
}

// beyond is what of a row is beyond the sender's right; "" is nothing.
func (p *protected) beyond(table string, row store.Row[json.RawMessage], who sender) string {
	if own(row.Key, who) {
		return ""
	}
	if !who.inside {
		return string(row.Value)
	}
	switch table {
	case "teams":
		return string(row.Value)
	case "people", "wishes", "reminders", "snoozed", "decisions", "moods", "questions", "addresses", "asked":
		if strings.Contains(string(row.Key), string(p.people["ana"])) {
			return string(row.Value)
		}
	case "notes":
		var n kpt.Note
		if err := json.Unmarshal(row.Value, &n); err != nil {
			p.t.Error(err)
		}
		if n.Text == anasSecret || n.Text == nobodySecret {
			text := n.Text + " by " + n.Author.Member + n.Author.Secret
			if !who.meets { // who leads the meeting may hide it
				text += fmt.Sprint(n.Veiled)
			}
			return text
		}
	}
	return ""
}

// newTable is how a package names a table.
var newTable = regexp.MustCompile(`store\.NewTable\[[^\]]+\](?:\(|\]\()"([a-z]+)"\)`)

// tableNames finds the names of all tables in the source.
var tableNames = sync.OnceValues(func() (names []string, err error) {
	for _, folder := range []string{"bot", "kpt"} {
		err = errors.Join(err, filepath.WalkDir(filepath.Join("..", "..", "..", folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, found := range newTable.FindAllStringSubmatch(string(source), -1) {
				if !slices.Contains(names, found[1]) {
					names = append(names, found[1])
				}
			}
			return err
		}))
	}
	if len(names) < 30 {
		err = errors.Join(err, fmt.Errorf("only %d tables were found: %q", len(names), names))
	}
	return names, err
})

// afterwards lets an honest member write once more, and waits for their line and
// for those of the plain member in the notebook: nothing forged has stopped it.
func (f *forgery) afterwards() {
	f.t.Helper()
	ana := f.who("ana", sakuraRole)
	f.write()
	team, _ := f.app.Bot.Team("sakura")
	team.KPT.Reveal = ""
	if err := f.app.Bot.Apply(f.t.Context(), team); err != nil {
		f.t.Fatal(err)
	}
	f.ask(bot.Request{Way: bot.Slash, Do: "keep", From: ana, Server: bot.Server{ID: sakuraServer}, Channel: sakuraText, Input: bot.Input{Values: map[string]string{"text": "afterwards"}}})
	f.visit(func(s *bot.Scene, tx *store.Tx) error { // the meeting may have begun: then it shows its notes when it is its time to
		all, err := kpt.Of("sakura").Retros(tx)
		for _, r := range all {
			if r.Closed.IsZero() {
				r.Revealed = s.Now
				err = errors.Join(err, kpt.Of("sakura").PutRetro(tx, r))
			}
		}
		return err
	})
	f.app.Scribe.Wake("sakura")
	deadline := time.After(time.Minute)
	for {
		found, _ := filepath.Glob(filepath.Join(f.folder, "*"))
		for _, file := range found {
			if data, err := os.ReadFile(file); err == nil && strings.Contains(string(data), "ana: afterwards") {
				return
			}
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-deadline:
			for _, file := range found {
				data, _ := os.ReadFile(file)
				f.t.Logf("%s:\n%.3000s", file, data)
			}
			f.t.Fatal("what ana wrote afterwards is not in the notebook")
		}
	}
}
