package apptest

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/app"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

var busyBoards = flag.Int("boards", 4, "teams whose boards change at once in the test of busy boards")

// boardIs tells whether the board of a team shows its rooms as they are, and
// what is wrong if not.
func boardIs(g *fake.Guild) (wrong string) {
	all := g.Text("general").Messages()
	if len(all) != 1 {
		return fmt.Sprintf("%d messages, want the board alone", len(all))
	}
	text := all[0].Text()
	for _, name := range []string{"Lounge", "Focus", "Pairing"} {
		var want []string
		for _, m := range g.Voice(name).Members() {
			want = append(want, m.Name())
		}
		if got := shownIn(text, name); !slices.Equal(got, want) {
			return fmt.Sprintf("%s: the board shows %v, there are %v", name, got, want)
		}
	}
	return ""
}

// shownIn gives the names that a board shows in a room, in alphabetical order.
func shownIn(board, room string) []string {
	for line := range strings.Lines(board) {
		if !strings.Contains(line, room) {
			continue
		}
		var names []string
		for _, word := range strings.Fields(line) {
			if strings.HasPrefix(word, "@") {
				names = append(names, strings.Trim(word, "@,:"))
			}
		}
		slices.Sort(names)
		return names
	}
	return nil
}

// wander makes people of a guild move: one move each gap, all in all so many.
func wander(g *fake.Guild, moves int, gap time.Duration) {
	rooms := []*fake.Channel{g.Voice("Lounge"), g.Voice("Focus"), g.Voice("Pairing")}
	dice := rand.New(rand.NewPCG(16, 0))
	for range moves {
		m := g.Member(fmt.Sprintf("p-%02d", dice.IntN(20)))
		if where := dice.IntN(4); where < len(rooms) {
			m.Join(rooms[where])
		} else {
			m.Leave()
		}
		time.Sleep(gap)
	}
}

func TestAThousandMovesInTenSecondsAreAtMostThreeEditsAndRightWithinSixSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		_, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
		defer stop()
		time.Sleep(time.Minute)
		before := board(t, s.guild)
		wander(s.guild, 1000, 10*time.Millisecond)
		last := time.Now()
		time.Sleep(6 * time.Second)
		if wrong := boardIs(s.guild); wrong != "" {
			t.Errorf("six seconds after the last move: %s", wrong)
		}
		time.Sleep(time.Minute)
		after := board(t, s.guild)
		t.Logf("1,000 moves: %d edits, the last %v after the last move", after.Edits-before.Edits, after.Edited.Sub(last))
		if edits := after.Edits - before.Edits; edits < 1 || edits > 3 {
			t.Errorf("%d edits, want 1 to 3", edits)
		}
	})
}

// board is the one message of a guild's text channel.
func board(t *testing.T, g *fake.Guild) fake.Message {
	t.Helper()
	all := g.Text("general").Messages()
	if len(all) != 1 {
		t.Fatalf("%d messages, want the board alone", len(all))
	}
	return all[0]
}

func TestManyBusyBoardsKeepToDiscordsLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		c := newCrowd(s, *busyBoards, false)
		h, stop := s.openAs(cfg, slog.New(slog.DiscardHandler), clockAt(at(12, 0, 0)), c.teams...)
		defer stop()
		time.Sleep(time.Minute)
		shown := h.Courier.Tally.Shown.Load()
		var all sync.WaitGroup
		for _, m := range c.members {
			all.Go(func() { wander(m.Guild(), 1000, 10*time.Millisecond) })
		}
		all.Wait()
		time.Sleep(6 * time.Second)
		for _, m := range c.members {
			if wrong := boardIs(m.Guild()); wrong != "" {
				t.Errorf("%s: six seconds after the last move: %s", m.Guild().Name(), wrong)
			}
		}
		edits := h.Courier.Tally.Shown.Load() - shown
		t.Logf("%d teams with 1,000 moves in 10 s each: %d edits", len(c.teams), edits)
		if most := int64(3 * len(c.teams)); edits > most {
			t.Errorf("%d edits, want at most %d", edits, most)
		}
		c.notTooMuch()
	})
}

func TestWhoLeavesAndComesBackAtOnceChangesNoBoard(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{time.Second, 3 * time.Second, 30 * time.Second, 5 * time.Minute} {
		t.Run(away.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				ana := s.guild.Member("ana")
				ana.Join(s.guild.Voice("Lounge"))
				_, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 58)), s.team("sakura", s.guild, "weekdays 16:00"))
				defer stop()
				time.Sleep(time.Minute)
				before := board(t, s.guild)
				ana.Leave()
				time.Sleep(away)
				ana.Join(s.guild.Voice("Lounge"))
				time.Sleep(time.Minute)
				after := board(t, s.guild)
				if wrong := boardIs(s.guild); wrong != "" {
					t.Error(wrong)
				}
				if edits := after.Edits - before.Edits; away < 4*time.Second && edits != 0 { // before the board settled
					t.Errorf("%d edits, want none:\n%s\n%s", edits, before.Text(), after.Text())
				}
				if same, brief := after.Text() == before.Text(), away <= time.Minute; same != brief {
					t.Errorf("after %v away the board is the same: %v, want %v:\n%s", away, same, brief, after.Text())
				}
			})
		})
	}
}

// takeAway deletes a message behind the bot's back.
func takeAway(t *testing.T, cfg app.Config, c *fake.Channel, m fake.Message) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, cfg.API+"/channels/"+c.ID()+"/messages/"+m.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+cfg.Token)
	r.Header.Set("User-Agent", "DiscordBot (https://example.test, 1)")
	transport := &http.Transport{DialContext: cfg.Dial, DisableKeepAlives: true}
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("delete: %s, %v", answer.Status, err)
	}
}

func TestABoardThatSomebodyDeletesIsPostedAnewOnceAtTheNextChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		_, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
		defer stop()
		time.Sleep(time.Minute)
		old := board(t, s.guild)
		takeAway(t, cfg, s.guild.Text("general"), old)
		time.Sleep(time.Minute)
		if n := len(s.guild.Text("general").Messages()); n != 0 {
			t.Errorf("%d messages although nothing changed, want none", n)
		}
		wander(s.guild, 3, time.Second)
		time.Sleep(20 * time.Second)
		if wrong := boardIs(s.guild); wrong != "" {
			t.Error(wrong)
		}
		fresh := board(t, s.guild)
		wander(s.guild, 30, time.Second)
		time.Sleep(20 * time.Second)
		if wrong := boardIs(s.guild); wrong != "" {
			t.Error(wrong)
		}
		if got := board(t, s.guild); got.ID != fresh.ID {
			t.Error("the new board was not edited in place")
		}
	})
}

// A board stays where it is, and people may keep it in sight: it is edited as long
// as Discord lets us, and only then posted anew.
func TestABoardIsEditedForDaysAndPostedAnewOnlyWhenDiscordWantsNoMoreEdits(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		most  int
		anew  bool
		hours int
	}{"Discord lets us": {0, false, 30}, "Discord wants few edits of old messages": {2, true, 4}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{Limits: fake.Limits{OldEdits: tt.most}})
				_, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
				defer stop()
				time.Sleep(time.Minute)
				old := board(t, s.guild)
				first := old
				for hour := range 3 * tt.hours {
					time.Sleep(20 * time.Minute)
					if hour%2 == 0 {
						s.guild.Member("p-00").Join(s.guild.Voice("Lounge"))
					} else {
						s.guild.Member("p-00").Leave()
					}
					time.Sleep(20 * time.Second)
					boards := boardsOf(s.guild)
					if len(boards) != 1 || strings.Contains(boards[0].Text(), "p-00") != (hour%2 == 0) {
						t.Fatalf("got %d boards: %v", len(boards), boards)
					}
					old = boards[0]
				}
				if (old.ID != first.ID) != tt.anew {
					t.Errorf("posted anew: %v, want %v", old.ID != first.ID, tt.anew)
				}
			})
		})
	}
}

// boardsOf are the boards in the team's channel.
func boardsOf(g *fake.Guild) []fake.Message {
	return slices.DeleteFunc(g.Text("general").Messages(), func(m fake.Message) bool {
		return !strings.HasPrefix(m.Text(), words.Say(words.English, "rooms.title").String())
	})
}
