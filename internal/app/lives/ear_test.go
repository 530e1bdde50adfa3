package lives

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/ember"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/store"
)

// heard is something that the bot showed to somebody: a message, an edit or a board.
type heard struct {
	at    time.Time
	key   []string // its parts, without the team
	to    string   // the account of the only one who sees it; "": everybody
	place string
	text  string
}

// is tells whether its key begins like this.
func (h heard) is(parts ...string) bool {
	for i, p := range parts {
		if i >= len(h.key) || p != "*" && h.key[i] != p {
			return false
		}
	}
	return true
}

// ear hears all that is shown, and keeps what the log says is amiss.
type ear struct {
	mu    sync.Mutex
	heard []heard
	amiss []string
}

// news takes what was heard since it was last asked.
func (e *ear) news() []heard {
	e.mu.Lock()
	defer e.mu.Unlock()
	list := e.heard
	e.heard = nil
	return list
}

func (e *ear) hears(key store.Key, to, place string, card *bot.Card) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, heard{time.Now(), key.Parts()[1:], to, place, fixture.Read(card)})
}

// faults are the lines of the log that tell of a defect.
func (e *ear) faults() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.amiss
}

// Enabled lets warnings through.
func (e *ear) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle keeps a line.
func (e *ear) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	})
	e.mu.Lock()
	defer e.mu.Unlock()
	e.amiss = append(e.amiss, line)
	return nil
}

// WithAttrs is the same log.
func (e *ear) WithAttrs([]slog.Attr) slog.Handler { return e }

// WithGroup is the same log.
func (e *ear) WithGroup(string) slog.Handler { return e }

// hearing is a face with somebody who listens.
type hearing struct {
	*ember.Face
	ear *ear
}

// Deliver delivers, and has it heard.
func (h hearing) Deliver(ctx context.Context, o store.Owed) (bot.Receipt, error) {
	r, err := h.Face.Deliver(ctx, o)
	if err != nil {
		return r, err
	}
	var p bot.Post
	switch o.Kind {
	case bot.KindPost:
		err = json.Unmarshal(o.Body, &p)
	case bot.KindEdit:
		var e bot.Edit
		err = json.Unmarshal(o.Body, &e)
		p = bot.Post{Channel: e.Channel, Card: e.Card}
	default:
		return r, nil
	}
	h.ear.hears(o.Key, p.Account, string(p.Channel), &p.Card)
	return r, err
}

// Show shows, and has it heard.
func (h hearing) Show(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	shown, err := h.Face.Show(ctx, d, now)
	if err != nil || d.Kind != bot.ShowBoard || len(d.Body) == 0 {
		return shown, err
	}
	var card bot.Card
	err = json.Unmarshal(d.Body, &card)
	h.ear.hears(d.Key, "", shown.Place, &card)
	return shown, err
}

// has tells whether a text has a word of ours in it.
func (h heard) has(word string) bool { return strings.Contains(h.text, word) }
