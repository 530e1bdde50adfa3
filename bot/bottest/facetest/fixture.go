package facetest

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/courier"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

const (
	team = "sakura"
	soon = 2 * time.Minute // in which the courier tries again what is closed
)

// fixture is a place, and a courier who goes there.
type fixture struct {
	*testing.T
	Place
	loopback bool
	path     string
	guide    *guide
	at       bot.ChannelID // the team's channel
	run
}

// run is a run of the process.
type run struct {
	face    bot.Face
	db      *store.Store
	courier *courier.Courier
	told    *told
	stop    func()
}

func newFixture(t *testing.T, path string, p Place, loopback bool) *fixture {
	t.Helper()
	d := &fixture{T: t, Place: p, loopback: loopback, path: path, guide: &guide{people: map[bot.MemberID]person{}}}
	d.at = p.Channel("tea")
	d.start()
	t.Cleanup(func() { d.stop() })
	return d
}

// start begins a run, as the start of a process does.
func (d *fixture) start() {
	d.Helper()
	d.face = d.Begin(d.guide)
	d.rest(time.Second) // nothing is owed before the face is there
	db, err := store.Open(d.path)
	if err != nil {
		d.Fatal(err)
	}
	post := courier.New(db, slog.New(slog.DiscardHandler), time.Now, d.face)
	ctx, cancel := context.WithCancel(d.Context())
	ended := make(chan error, 1)
	heard := &told{db: db}
	go func() { ended <- post.Run(ctx, heard) }()
	d.run = run{face: d.face, db: db, courier: post, told: heard, stop: sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			d.Error(err)
		}
		if err := db.Close(); err != nil {
			d.Error(err)
		}
	})}
}

// restart ends the run and begins another.
func (d *fixture) restart() {
	d.Helper()
	d.stop()
	d.start()
}

// told is what the courier says of what it could not deliver.
type told struct {
	db *store.Store

	mu      sync.Mutex
	refused map[store.Key][]*bot.Refusal
	closed  map[store.Key][]*bot.Refusal
}

func (t *told) Refused(_ context.Context, o store.Owed, why *bot.Refusal) error {
	t.note(&t.refused, o.Key, why)
	return t.db.Update(func(tx *store.Tx) error { return store.Settle(tx, o.Key) })
}

func (t *told) Closed(_ context.Context, key store.Key, _ bot.Spot, why *bot.Refusal) (moved bool, err error) {
	t.note(&t.closed, key, why)
	return false, nil
}

func (t *told) MayHave(context.Context, store.Owed) (bool, error) { return true, nil }
func (t *told) Rests(bot.TeamID) bool                             { return false }

func (t *told) note(in *map[store.Key][]*bot.Refusal, key store.Key, why *bot.Refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if *in == nil {
		*in = map[store.Key][]*bot.Refusal{}
	}
	(*in)[key] = append((*in)[key], why)
}

// of lists what was said of a key.
func (t *told) of(key store.Key) (refused, closed []*bot.Refusal) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.refused[key]), slices.Clone(t.closed[key])
}

// item is a thing owed since now.
func (d *fixture) item(kind, key string, body any) store.Owed {
	d.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		d.Fatal(err)
	}
	now := time.Now()
	return store.Owed{
		Key: store.KeyOf(team, key), Face: string(d.face.Platform()), Lane: string(d.at), Kind: kind, Body: raw,
		Born: now, Until: now.Add(6 * time.Hour),
	}
}

// post is a card for the team's channel.
func (d *fixture) post(key string, card bot.Card) store.Owed {
	d.Helper()
	return d.item(bot.KindPost, key, bot.Post{Channel: d.at, Card: card})
}

// owe gives things to the courier.
func (d *fixture) owe(items ...store.Owed) {
	d.Helper()
	err := d.db.Update(func(tx *store.Tx) error {
		for _, o := range items {
			if err := store.Owe(tx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.Fatal(err)
	}
}

// delivered waits until the courier owes nothing any more.
func (d *fixture) delivered(items ...store.Owed) {
	d.Helper()
	d.owe(items...)
	d.until("wait until nothing is owed", func() bool { return d.owed() == 0 })
}

// owed counts what is owed.
func (d *fixture) owed() (n int) {
	d.Helper()
	err := d.db.View(func(tx *store.Tx) error {
		list, err := store.Pending(tx, "")
		n = len(list)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return n
}

// deliver delivers as a courier does: again, until it is done.
func (d *fixture) deliver(o store.Owed) bot.Receipt {
	d.Helper()
	for range 10 {
		receipt, err := d.face.Deliver(d.Context(), o)
		if err == nil {
			return receipt
		}
		if _, final := bot.Refused(err); final {
			d.Fatalf("%s was refused: %v", o.Key, err)
		}
	}
	d.Fatalf("%s was not delivered in 10 tries", o.Key)
	return bot.Receipt{}
}

// wantTexts fails unless the channel shows messages with these texts, in order.
func (d *fixture) wantTexts(channel bot.ChannelID, want ...string) []Message {
	d.Helper()
	all := d.Reads(channel)
	var got []string
	for _, m := range all {
		got = append(got, m.Text)
	}
	if !slices.Equal(got, want) {
		d.Fatalf("got the messages %q, want %q", got, want)
	}
	return all
}

// say is a card of one line.
func say(text string) bot.Card { return bot.Card{Lines: []words.Text{typed(text)}} }

// typed is what somebody typed, as features pass it on.
func typed(text string) words.Text { return words.Text{{Kind: words.Quoted, Text: text}} }
