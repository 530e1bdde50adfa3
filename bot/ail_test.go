package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// ills are the errors of a store by what ails it.
func ills() map[bot.Ail]error {
	return map[bot.Ail]error{
		bot.Full: store.ErrNoRoom, bot.Broken: store.ErrDisk, bot.Damaged: store.ErrUnreadable,
		bot.Uncertain: errors.Join(store.ErrDisk, store.ErrUncertain), // what may be kept is said to be
	}
}

func slash(do string) bot.Request {
	return bot.Request{Way: bot.Slash, Do: do, From: bot.Person{ID: "1", Name: "ana", Lang: words.English}, Server: bot.Server{ID: server}}
}

func TestEachThingThatAilsTheStoreHasItsOwnSentenceAndWhatWasTypedComesBack(t *testing.T) {
	said := map[string]bot.Ail{}
	for ail, cause := range ills() {
		writing := bot.Feature{Name: "writing", Commands: []bot.Command{{
			Name: "write", Way: bot.Slash, Who: bot.Teammate, Args: []bot.Param{{Name: "text", Words: true}},
			Run: func(a *bot.Ask) (bot.Reply, error) {
				err := a.Update(func(*store.Tx) error { return fmt.Errorf("store: x.db: %w", cause) })
				return bot.Reply{}, err
			},
		}}}
		live(t, func(t *testing.T, b *bot.Bot) {
			if err := b.Found(team("sakura", lounge)); err != nil {
				t.Fatal(err)
			}
			for _, lang := range []words.Lang{words.English, words.Japanese} {
				r := slash("write")
				r.Way, r.From.Lang, r.Values = bot.Slash, lang, map[string]string{"text": "soup on Mondays"}
				lines := b.Ask(t.Context(), r).Card.Lines
				if len(lines) != 2 || !strings.Contains(lines[1].String(), "soup on Mondays") {
					t.Fatalf("%s: got %v, want a sentence and the text", ail, lines)
				}
				first := lines[0].String()
				if other, taken := said[first]; taken {
					t.Errorf("%s and %s are both told as %q", ail, other, first)
				}
				said[first] = ail
				if lost := strings.Contains(first, "nothing was lost"); lost || ail == bot.Uncertain && !strings.Contains(first, "/kpt mine") {
					t.Errorf("%s: got %q", ail, first)
				}
			}
			if got := b.Failed(ail); got != 2 {
				t.Errorf("%s: it failed %d times, want 2", ail, got)
			}
			if got := b.Ails(); got != ail {
				t.Errorf("the store ails of %q, want %q", got, ail)
			}
			time.Sleep(11 * time.Minute)
			if got := b.Ails(); got != "" {
				t.Errorf("%s: after a while without a failure the store still ails of %q", ail, got)
			}
		}, writing)
	}
}

// calling calls tea, and fails as it is told to.
type calling struct {
	err   error
	tries atomic.Int32
}

func (c *calling) feature() bot.Feature {
	return bot.Feature{
		Name: "calling",
		Plans: func(t bot.Team) []bot.Plan {
			h, _ := t.Habit(bot.Tea)
			plan, _ := h.Plan(t)
			plan.Grace = 5 * time.Minute
			return []bot.Plan{{ID: "tea", Plan: plan, Due: c.due, Unkept: unkept}}
		},
	}
}

func (c *calling) due(*bot.Scene, schedule.Due) error {
	c.tries.Add(1)
	return c.err
}

func unkept(_ *bot.Scene, _ schedule.Due, ail bot.Ail) []bot.Post {
	return []bot.Post{{Channel: "9", Card: bot.Card{Lines: []words.Text{{{Text: string(ail)}}}}}}
}

func TestAnOccurrenceThatCannotBeRecordedIsSaidOnceWhereItIsTheDisksFault(t *testing.T) {
	causes := ills()
	causes["none"] = errors.New("a fault of ours")
	for ail, cause := range causes {
		c := &calling{err: fmt.Errorf("store: x.db: %w", cause)}
		var said []store.Owed
		var mu sync.Mutex
		aloud := func(o store.Owed) {
			mu.Lock()
			defer mu.Unlock()
			said = append(said, o)
		}
		liveIn(t, bot.Surroundings{Aloud: aloud}, func(t *testing.T, b *bot.Bot) {
			sakura := team("sakura", lounge)
			at := time.Now().UTC().Add(time.Hour).Truncate(time.Minute)
			sakura.Days.Weekdays = []time.Weekday{0, 1, 2, 3, 4, 5, 6}
			sakura.Zone, sakura.Habits = "UTC", []bot.Habit{{Name: bot.Tea, Rule: "daily " + at.Format("15:04"), Minutes: 15}}
			if err := b.Found(sakura); err != nil {
				t.Fatal(err)
			}
			b.Arrived(t.Context(), sakura.Server, nil)
			time.Sleep(time.Until(at.Add(20 * time.Second)))
			synctest.Wait()
			mu.Lock()
			if len(said) != 0 || c.tries.Load() < 3 {
				t.Errorf("%s: after 20 s, and %d tries, %d lines", ail, c.tries.Load(), len(said))
			}
			mu.Unlock()
			time.Sleep(20 * time.Minute)
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			want := 1
			if ail == bot.Uncertain || ail == "none" {
				want = 0
			}
			if len(said) != want {
				t.Fatalf("%s: %d lines, want %d", ail, len(said), want)
			}
			if want == 1 && (!said[0].Born.Equal(at) || !strings.Contains(string(said[0].Body), string(ail)) || !strings.HasSuffix(string(said[0].Key), "/unkept/9")) {
				t.Errorf("%s: said %+v", ail, said[0])
			}
		}, c.feature())
	}
}

func TestTheLogTellsOnceThatTheStoreFailsAndOnceThatItDoesNotAnyMore(t *testing.T) {
	var log bytes.Buffer
	_, db := housed(t)
	var cause error
	writing := bot.Feature{Name: "writing", Commands: []bot.Command{{Name: "write", Way: bot.Slash, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
		return a.Tell("ask.unknown", words.Quote("err", fmt.Sprint(a.Update(func(*store.Tx) error { return cause }))))
	}}}}
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.NewTextHandler(&log, nil)), Now: time.Now}, writing)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Found(team("sakura", lounge)); err != nil {
		t.Fatal(err)
	}
	for _, cause = range []error{nil, store.ErrNoRoom, store.ErrNoRoom, errors.New("ours"), store.ErrNoRoom, nil, nil} {
		b.Ask(t.Context(), slash("write"))
	}
	if failing, well := strings.Count(log.String(), "see to its disk"), strings.Count(log.String(), "keeps things again"); failing != 1 || well != 1 {
		t.Errorf("the log has %d and %d lines, want one each:\n%s", failing, well, log.String())
	}
}
