package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// nowhere shows nothing.
type nowhere struct{}

func (nowhere) Show(bot.Display) {}

func team(id bot.TeamID, room bot.RoomID) bot.Team {
	return bot.Team{
		ID: id, Name: "Sakura", Server: "100000000000000001", Manner: bot.Manner{Lang: words.English, Zone: "UTC"},
		Circle: bot.Circle{Home: "discord", Bare: []bot.Platform{"discord", "slack"}},
		Text:   bot.Channels{Main: "100000000000000002"}, Rooms: []bot.Room{{ID: room, Name: "Lounge", Kind: bot.Lounge}},
	}
}

// platforms are two as there are, with ids that look like theirs.
func platforms() bot.Platforms {
	numbers, letters := regexp.MustCompile(`^[0-9]{15,20}$`), regexp.MustCompile(`^[CG][A-Z0-9]{5,20}$`)
	return bot.Platforms{
		{Platform: "slack", Name: "Slack", Offers: bot.Offers{Windows: true}, IDs: func(_ bot.IDKind, id string) bool { return letters.MatchString(id) }},
		{
			Platform: "discord", Name: "Discord", Offers: bot.Offers{Roomy: true},
			IDs: func(_ bot.IDKind, id string) bool { return numbers.MatchString(id) },
			Wrong: map[bot.IDKind]string{
				bot.IDServer: "discord.fault", bot.IDText: "fault.text", bot.IDRoom: "fault.room.id", bot.IDRole: "fault.role",
			},
		},
	}
}

const (
	server = bot.ServerID("100000000000000001")
	lounge = bot.RoomID("100000000000000003")
	other  = bot.RoomID("100000000000000004")
)

// live runs a bot of the features given inside a bubble, whose clock begins at
// midnight on 1 January 2000, UTC.
func live(t *testing.T, play func(t *testing.T, b *bot.Bot), features ...bot.Feature) {
	t.Helper()
	liveIn(t, bot.Surroundings{}, play, features...)
}

// liveIn is live with surroundings, to which the store is added.
func liveIn(t *testing.T, around bot.Surroundings, play func(t *testing.T, b *bot.Bot), features ...bot.Feature) {
	t.Helper()
	liveOn(t, around, func(t *testing.T, _ *store.Store, b *bot.Bot) { play(t, b) }, features...)
}

// liveOn is liveIn that hands the store out, too.
func liveOn(t *testing.T, around bot.Surroundings, play func(t *testing.T, db *store.Store, b *bot.Bot), features ...bot.Feature) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "engawa.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		around.Platforms = platforms()
		around.Store, around.Screen, around.Log, around.Now = db, nowhere{}, slog.New(slog.DiscardHandler), time.Now
		b, err := bot.New(around, features...)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		synctest.Wait()
		play(t, db, b)
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestTwoCommandsOfOneNameAreRefused(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now}, asking(), asking()); err == nil {
		t.Error("got no error")
	}
}

func TestEverySentenceThatTheCodeSaysIsInTheCatalogue(t *testing.T) {
	keys := words.Keys(words.English)
	for _, fault := range []string{
		schedule.FaultRule, schedule.FaultDays, schedule.FaultTime,
		schedule.FaultField, schedule.FaultSeconds, schedule.FaultEvery, schedule.FaultZoneInRule,
		schedule.FaultNever, schedule.FaultZone, schedule.FaultDate, schedule.FaultPast, schedule.FaultFar, schedule.FaultWhen, schedule.FaultOver, schedule.FaultWeekday,
		schedule.FaultNoDays, schedule.FaultNoTime, schedule.FaultTimes, schedule.FaultWhich, schedule.FaultEither, schedule.FaultFrom, schedule.FaultLater, schedule.FaultZoneWhich,
	} {
		if !slices.Contains(keys, "time."+fault) {
			t.Errorf("no sentence for %q", fault)
		}
	}
	for _, kind := range bot.RoomKinds() {
		if !slices.Contains(keys, "kind."+string(kind)) {
			t.Errorf("no word for %q", kind)
		}
	}
	for _, row := range habit.Rows() {
		for _, key := range []string{"habit.", "announce.event."} {
			if !slices.Contains(keys, key+string(row.Kind)) {
				t.Errorf("no sentence %s%s", key, row.Kind)
			}
		}
	}
}

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func TestOnAServerThatIsNotServedNothingIsSetUpAndTeamsRest(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "engawa.db"))
	if err != nil {
		t.Fatal(err)
	}
	moon := far("moon")
	moon.KPT.Doc = "https://docs.google.com/document/d/" + docID
	if err := bottest.Lay(t.Context(), db, time.Now, platforms(), team("sakura", lounge), moon); err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now, Only: []bot.ServerID{server}}, asking())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := contextOf(t)
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	if got := b.Teams(); len(got) != 1 || got[0].ID != "sakura" {
		t.Errorf("got the teams %v, want sakura only", got)
	}
	if got := b.Resting(); len(got) != 1 || got[0].ID != "moon" {
		t.Errorf("got %v at rest, want moon", got)
	}
	ask := func(on bot.ServerID, do string) string {
		r := bot.Request{Way: bot.Slash, Do: do, Server: bot.Server{ID: on}, From: bot.Person{Lang: words.English, Keeper: true}}
		if lines := b.Ask(ctx, r).Card.Lines; len(lines) > 0 {
			return lines[0].String()
		}
		return ""
	}
	for _, do := range []string{"name", "rule", "free"} {
		if got := ask(moon.Server, do); !strings.Contains(got, "ENGAWA_SERVERS") {
			t.Errorf("%s elsewhere: got %q, want what to do", do, got)
		}
	}
	if got := ask(server, "name"); got != "sakura" {
		t.Errorf("on a server that is served: got %q", got)
	}
	refusals := map[string]error{"a new team": b.Found(far("new")), "a team file": b.Apply(ctx, far("new")), "the one that rests": b.Apply(ctx, moon)}
	moved := team("sakura", lounge)
	moved.Server = moon.Server
	refusals["a team that moves there"] = b.Apply(ctx, moved)
	late := team("late", other)
	late.KPT.Doc = moon.KPT.Doc
	refusals["the Doc of one that rests"] = b.Found(late)
	for what, err := range refusals {
		if err == nil {
			t.Errorf("%s: it was set up", what)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	again, err := bot.New(bot.Surroundings{Store: db, Screen: nowhere{}, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil || len(again.Teams()) != 2 {
		t.Errorf("without the list: got %d teams and %v, want both", len(again.Teams()), err)
	}
	if err := errors.Join(db.Close()); err != nil {
		t.Error(err)
	}
}

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

// unseen is a name with what nobody sees of it.
func unseen(name string) string {
	return "\u3164" + strings.Join(strings.Split(name, ""), "\u200b") + "\u202e\x1b"
}

func TestWhateverComesInIsAsItCanBeSeen(t *testing.T) {
	var got bot.Request
	peek := bot.Feature{Name: "peek", Commands: []bot.Command{{Name: "peek", Way: bot.Submit, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
		got = a.Request
		return a.Tell("ask.unknown")
	}}}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		asked := bot.Request{
			Way: bot.Submit, Do: "peek", From: bot.Person{ID: "1", Name: unseen("ana")},
			Server: bot.Server{ID: server, Name: unseen("home"), Places: []bot.Place{{ID: "2", Name: unseen("general")}}},
			Input: bot.Input{
				Values: map[string]string{"text": unseen("one") + "\r\n" + unseen("two"), "none": "\u2800"},
				Typed:  []string{unseen("one")}, About: bot.Message{Text: unseen("said")},
			},
		}
		b.Ask(t.Context(), asked)
		if got.From.Name != "ana" || got.Server.Name != "home" || got.Server.Places[0].Name != "general" ||
			got.Values["text"] != " one\n two" && got.Values["text"] != "one\ntwo" || got.Values["none"] != "" || strings.TrimSpace(got.Typed[0]) != "one" || strings.TrimSpace(got.About.Text) != "said" {
			t.Errorf("got %+v", got)
		}
		if asked.Values["none"] == "" {
			t.Error("the face's own request was changed")
		}
	}, peek)
}

func TestANameIsKeptAndReadAsItCanBeSeen(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		b.Arrived(t.Context(), server, []bot.Move{{Member: "1", Name: unseen("ana"), Room: lounge}})
		synctest.Wait()
		err := b.Visit(t.Context(), "sakura", func(s *bot.Scene) error {
			if got := s.Seats["1"].Name; got != "ana" {
				t.Errorf("ana sits as %+q", got)
			}
			return s.Update(func(tx *store.Tx) error { // as an older version kept it
				if err := s.KeepMember(tx, "2", func(m *bot.Member) { m.Name = unseen("bo") }); err != nil {
					return err
				}
				roster, err := bot.Roster(tx, "sakura")
				named := func(p kpt.Person) bool { return p.Author.Name != "ana" && p.Author.Name != "bo" }
				if len(roster) != 2 || slices.ContainsFunc(roster, named) {
					t.Errorf("the roster is %+q", roster)
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, name := b.Called("sakura", "2", "slack"); name != "bo" {
			t.Errorf("bo is called %+q", name)
		}
	})
}
