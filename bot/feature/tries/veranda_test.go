package tries

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing and is woken by nobody.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}
func (nowhere) Wake(bot.TeamID)  {}

const (
	server = bot.ServerID("100000000000000001")
	text   = bot.ChannelID("100000000000000002")
	lounge = bot.RoomID("100000000000000003")
	focus  = bot.RoomID("100000000000000004")

	ana = bot.MemberID("200000000000000001")
	bo  = bot.MemberID("200000000000000002")
	dan = bot.MemberID("200000000000000003")
)

// town is a team on a running bot.
type town struct {
	t  *testing.T
	db *store.Store
	b  *bot.Bot
}

// live runs the bot inside a bubble whose clock begins on Saturday, 1 January
// 2000. The team's KPTs are on Fridays at 15:00; the retro of the 7th is open,
// and the middle between it and the one before is Wednesday the 5th.
func live(t *testing.T, play func(*town)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Now: time.Now}, Feature(nowhere{}), remind.Feature())
		if err != nil {
			t.Fatal(err)
		}
		w := &town{t, db, b}
		err = b.Found(bot.Team{
			ID: "sakura", Name: "Sakura", Server: server, Locale: bot.Locale{Lang: words.English, Zone: "UTC"},
			Text:   bot.Channels{Main: text},
			Rooms:  []bot.Room{{ID: lounge, Name: "Lounge", Kind: bot.Lounge}, {ID: focus, Name: "Focus", Kind: bot.Focus}},
			Habits: []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}},
		})
		if err != nil {
			t.Fatal(err)
		}
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			return k.OpenRetro(tx, kpt.Retro{Date: january(7), Opened: time.Now().UTC()})
		})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		synctest.Wait()
		b.Arrived(ctx, server, []bot.Move{{Member: bo, Name: "Bo", Room: lounge}, {Member: ana, Name: "Ana", Room: lounge}})
		synctest.Wait()
		play(w)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func january(day int) schedule.Date { return schedule.Date{Year: 2000, Month: time.January, Day: day} }

// keep changes the team's Book.
func (w *town) keep(fn func(*store.Tx, kpt.Book) error) {
	w.t.Helper()
	if err := w.db.Update(func(tx *store.Tx) error { return fn(tx, kpt.Of("sakura")) }); err != nil {
		w.t.Fatal(err)
	}
}

// try keeps an open Try.
func (w *town) try(t kpt.Try) {
	w.t.Helper()
	if t.Born == (schedule.Date{}) {
		t.Born = january(7)
	}
	if t.State == "" {
		t.State = kpt.Open
	}
	t.Trace.Retro = january(7)
	w.keep(func(tx *store.Tx, k kpt.Book) error { return k.PutTry(tx, t) })
}

func person(id bot.MemberID, lang words.Lang) bot.Person {
	return bot.Person{ID: id, Name: map[bot.MemberID]string{ana: "Ana", bo: "Bo", dan: "Dan"}[id], Lang: lang}
}

// asks gives what a person is shown.
func (w *town) asks(who bot.MemberID, way bot.Way, do string, in bot.Input) bot.Reply {
	return w.b.Ask(w.t.Context(), bot.Request{Way: way, Do: do, Whose: "sakura", From: person(who, words.English), Server: bot.Server{ID: server}, Input: in})
}

func (w *town) presses(who bot.MemberID, do string, with ...string) bot.Reply {
	return w.asks(who, bot.Press, do, bot.Input{With: with})
}

// owed is what the world is still to be told, by their keys.
func (w *town) owed() map[string]bot.Post {
	w.t.Helper()
	found := map[string]bot.Post{}
	err := w.db.View(func(tx *store.Tx) error {
		list, err := store.Pending(tx, "sakura")
		for _, o := range list {
			var p bot.Post
			if err := json.Unmarshal(o.Body, &p); err != nil {
				return err
			}
			found[string(o.Key)] = p
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// read is all that stands in a reply.
func read(r bot.Reply) string {
	var lines []string
	if r.Card != nil {
		lines = append(lines, r.Card.Title.String())
		for _, l := range r.Card.Lines {
			lines = append(lines, l.String())
		}
		for _, s := range r.Card.Selects {
			for _, o := range s.Options {
				lines = append(lines, fmt.Sprintf("(%s)", o.Label))
			}
		}
		for _, b := range r.Card.Buttons {
			lines = append(lines, fmt.Sprintf("[%s]", b.Label))
		}
	}
	if r.Form != nil {
		lines = append(lines, fmt.Sprintf("form %+v", *r.Form))
	}
	return strings.Join(lines, "\n")
}
