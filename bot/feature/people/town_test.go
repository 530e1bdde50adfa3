package people_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/people"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

const (
	server  = bot.ServerID("100000000000000001")
	text    = bot.ChannelID("100000000000000002")
	lounge  = bot.RoomID("100000000000000003")
	channel = bot.ChannelID("C0SAKURA")
	window  = bot.ChannelID("C0WINDOW")

	ana = bot.MemberID("200000000000000001")
	bo  = bot.MemberID("200000000000000002")
	dan = bot.MemberID("200000000000000003")

	anaThere = bot.MemberID("U0ANA")
	boThere  = bot.MemberID("U0BO")
	cyThere  = bot.MemberID("U0CY")
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

// town is a team on a running bot, in pretended time.
type town struct {
	*testing.T
	*workspace
	path string
	team bot.Team
	db   *store.Store
	bot  *bot.Bot
	end  func()

	present []bot.Move // who is in the rooms at a start
}

// live plays from Monday, 3 January 2000, 10:00 UTC on. Ana and Bo sit in the
// lounge.
func live(t *testing.T, guests []bot.Guest, play func(*town)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2000, time.January, 3, 10, 0, 0, 0, time.UTC)))
		w := &town{T: t, path: path, team: bot.Team{
			ID: "sakura", Name: "Sakura", Server: server, Locale: bot.Locale{Lang: words.English, Zone: "UTC"},
			Text: bot.Channels{Main: text}, Rooms: []bot.Room{{ID: lounge, Name: "Lounge", Kind: bot.Lounge}},
			Circle: bottest.Circle(),
		}, workspace: &workspace{
			in:    map[bot.ChannelID][]bot.Guest{channel: guests},
			wrong: map[bot.ChannelID]error{}, looks: map[bot.ChannelID]int{},
		}}
		w.team = w.team.Put(bot.Elsewhere{On: "slack", Channel: channel, Window: window})
		w.present = []bot.Move{{Member: ana, Name: "Ana", Room: lounge}, {Member: bo, Name: "Bo", Room: lounge}}
		w.start()
		defer func() { w.end() }()
		play(w)
	})
}

func (w *town) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// start opens the store and lets bot and syncer work, as a new process does.
func (w *town) start() {
	w.Helper()
	var err error
	w.db, err = store.Open(w.path)
	w.must(err)
	log := slog.New(slog.NewTextHandler(w.Output(), nil))
	w.bot, err = bot.New(bot.Surroundings{Store: w.db, Screen: nowhere{}, Log: log, Now: time.Now, Watch: bot.Watch{LongestLook: time.Hour}, Outside: bot.Outside{Platforms: bottest.Platforms()}}, people.Feature(nil), hand())
	w.must(err)
	if _, there := w.bot.Team(w.team.ID); !there {
		w.must(w.bot.Found(w.team))
	}
	syncer := people.New(w.bot, "slack", w.workspace, log)
	ctx, cancel := context.WithCancel(w.Context())
	ended := make(chan error, 2)
	go func() { ended <- w.bot.Run(ctx) }()
	w.must(bottest.SayYes(ctx, w.bot, w.team.ID))
	w.bot.Arrived(ctx, server, w.present)
	synctest.Wait()
	go func() { ended <- syncer.Run(ctx) }()
	synctest.Wait()
	w.end = func() {
		cancel()
		w.must(errors.Join(<-ended, <-ended))
		w.must(w.db.Close())
	}
}

func (w *town) restart() {
	w.Helper()
	w.end()
	w.start()
}

// sleeps is a long time in which no process runs.
func (w *town) sleeps(d time.Duration) {
	w.Helper()
	w.end()
	time.Sleep(d)
	w.start()
}

// request is what a face makes of somebody's command; in private, with a team.
func (w *town) request(who bot.MemberID, way bot.Way, do string) bot.Request {
	r := bot.Request{Way: way, Do: do, Whose: w.team.ID, From: bot.Person{ID: who, Name: w.name(who), Lang: words.English}}
	switch {
	case bottest.Guest(who):
		r.On = "slack"
	case way == bot.Slash:
		r.Whose, r.Server = "", bot.Server{ID: server}
	}
	return r
}

func (w *town) name(who bot.MemberID) string { return cmp.Or(w.member(who).Name, string(who)) }

func (w *town) asks(who bot.MemberID, do string) bot.Reply {
	return w.bot.Ask(w.Context(), w.request(who, bot.Slash, do))
}

func (w *town) presses(who bot.MemberID, do string, with ...string) bot.Reply {
	r := w.request(who, bot.Press, do)
	r.With = with
	return w.bot.Ask(w.Context(), r)
}

func (w *town) chooses(who, other bot.MemberID) bot.Reply {
	r := w.request(who, bot.Press, "link choose")
	r.Chosen = []string{string(other)}
	return w.bot.Ask(w.Context(), r)
}

// types has somebody fill in the form for the number of another account.
func (w *town) types(who, from bot.MemberID, number string) bot.Reply {
	r := w.request(who, bot.Submit, "link number")
	r.With, r.Values = []string{string(from)}, map[string]string{"number": number}
	return w.bot.Ask(w.Context(), r)
}

// shown is the number that a card shows; "" if there is none.
func shown(reply bot.Reply) string {
	return regexp.MustCompile(`\b\d{3} \d{3}\b`).FindString(read(reply.Card))
}

// joins links two accounts of one person, and has them read what comes of it.
func (w *town) joins(from, asked bot.MemberID) {
	w.Helper()
	w.types(asked, from, shown(w.chooses(from, asked)))
	w.post()
}

// people is what is kept of everybody.
func (w *town) people() (all map[bot.MemberID]bot.Member) {
	w.Helper()
	w.must(w.bot.Visit(w.Context(), w.team.ID, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) (err error) {
			all, err = s.People(tx)
			return err
		})
	}))
	return all
}

func (w *town) member(id bot.MemberID) (m bot.Member) {
	w.Helper()
	w.must(w.bot.Visit(w.Context(), w.team.ID, func(s *bot.Scene) error {
		return s.View(func(tx *store.Tx) (err error) {
			m, err = s.Member(tx, id)
			return err
		})
	}))
	return m
}

// linked fails unless exactly these accounts are linked, each with the other.
func (w *town) linked(pairs ...bot.MemberID) {
	w.Helper()
	want := map[bot.MemberID]bot.MemberID{}
	for pair := range slices.Chunk(pairs, 2) {
		want[pair[0]], want[pair[1]] = pair[1], pair[0]
	}
	for id, m := range w.people() {
		got := m.Is
		if m.Linked() {
			got = m.Also[0]
		}
		if got != want[id] {
			w.Errorf("%s is linked with %q, want %q", id, got, want[id])
		}
		delete(want, id)
	}
	if len(want) > 0 {
		w.Errorf("not known at all: %v", want)
	}
}

// post has what is due delivered, and tells it: 'account: what they read'.
func (w *town) post() (letters []string) {
	w.Helper()
	synctest.Wait()
	w.must(w.db.Update(func(tx *store.Tx) error {
		letters = nil
		due, err := store.Pending(tx, string(w.team.ID))
		if err != nil {
			return err
		}
		for _, o := range due {
			if time.Now().Before(o.After) {
				continue
			}
			var p bot.Post
			if err := json.Unmarshal(o.Body, &p); err != nil {
				return err
			}
			to := cmp.Or(p.Account, string(p.Channel))
			if face := bottest.Account(bot.MemberID(to)).On; string(face) != o.Face {
				return fmt.Errorf("%s goes to %s", o.Key, o.Face)
			}
			letters = append(letters, to+": "+read(&p.Card))
			if err := store.Settle(tx, o.Key); err != nil {
				return err
			}
		}
		return nil
	}))
	slices.Sort(letters)
	return letters
}

// read is all that stands on a card.
func read(c *bot.Card) string {
	var parts []string
	for _, line := range c.Lines {
		parts = append(parts, line.String())
	}
	for _, s := range c.Selects {
		for _, o := range s.Options {
			parts = append(parts, "("+o.Label.String()+")")
		}
	}
	for _, b := range c.Buttons {
		parts = append(parts, "["+b.Label.String()+"]")
	}
	return strings.Join(parts, " ")
}

// says fails unless a card has each of some words on it.
func (w *town) says(reply bot.Reply, want ...string) {
	w.Helper()
	for _, s := range want {
		if got := read(reply.Card); !strings.Contains(got, s) {
			w.Errorf("got %q, want %q in it", got, s)
		}
	}
}

// got fails unless these letters came, each beginning with what is wanted.
func (w *town) got(want ...string) {
	w.Helper()
	letters := w.post()
	if !slices.EqualFunc(letters, want, strings.HasPrefix) {
		w.Errorf("got the letters %q, want %q", letters, want)
	}
}

func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
