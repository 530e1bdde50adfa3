package slack

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/need"
)

// rush is a visit to a Slack with its own limits.
func rush(t *testing.T, f func(t *testing.T, v *visit)) {
	t.Helper()
	callWith(t, fake.Options{}, f)
}

// crowd are so many members in the hall.
func (v *visit) crowd(n int) []*fake.Member {
	var all []*fake.Member
	for i := range n {
		m := v.Member(fmt.Sprint("m", i))
		v.hall.Invite(m)
		m.At(v.hall)
		all = append(all, m)
	}
	return all
}

var inSeconds = regexp.MustCompile(`in about (\d+) seconds`)

// told is when to press the button, as its message says.
func told(m fake.Message) time.Time {
	if found := inSeconds.FindStringSubmatch(m.Render()); found != nil {
		n, _ := strconv.Atoi(found[1])
		return time.Now().Add(time.Duration(n) * time.Second)
	}
	return time.Now()
}

// opened presses the buttons that were given, when their messages say so, until all
// forms are open. It gives how often somebody had to press at most.
func opened(t *testing.T, people []*fake.Member, answers []*fake.Answer) (presses int) {
	t.Helper()
	waiting := map[int]fake.Message{}
	for i, a := range answers {
		see(t, a)
		switch {
		case a.View.Title == "Write a note":
		case len(a.Messages) == 1 && strings.Contains(a.Messages[0].Render(), "[Open the form]"):
			waiting[i] = a.Messages[0]
		default:
			t.Fatalf("member %d got %d messages and the view %q", i, len(a.Messages), a.View.Title)
		}
	}
	t.Logf("%d forms at once, %d buttons", len(answers)-len(waiting), len(waiting))
	when, pressed := map[int]time.Time{}, map[int]int{}
	for i, m := range waiting {
		when[i] = told(m)
	}
	for begun := time.Now(); len(waiting) > 0 && time.Since(begun) < 20*time.Minute; time.Sleep(5 * time.Second) {
		now := map[int]*fake.Answer{} // at once
		for i, m := range waiting {
			if !when[i].After(time.Now()) {
				now[i] = people[i].Press(m, "Open the form")
				pressed[i]++
				presses = max(presses, pressed[i])
			}
		}
		for i, a := range now {
			if see(t, a); a.View.Title == "Write a note" {
				delete(waiting, i)
				continue
			} else if !a.Updated {
				t.Errorf("member %d pressed in vain", i)
			}
			when[i] = told(waiting[i])
		}
	}
	if len(waiting) > 0 {
		t.Errorf("%d members have no form yet", len(waiting))
	}
	return presses
}

func TestInARushOfFormsEachGetsTheirsOrAButtonToIt(t *testing.T) {
	for name, do := range map[string]func(v *visit, m *fake.Member, card, post fake.Message) *fake.Answer{
		"commands": func(_ *visit, m *fake.Member, _, _ fake.Message) *fake.Answer { return m.Run("/kpt", "write") },
		"presses":  func(_ *visit, m *fake.Member, card, _ fake.Message) *fake.Answer { return m.Press(card, "Write") },
		"message shortcuts": func(_ *visit, m *fake.Member, _, post fake.Message) *fake.Answer {
			return m.ShortcutOn("add_to_kpt", post)
		},
	} {
		for _, n := range []int{60, 300} {
			t.Run(fmt.Sprint(n, " ", name), func(t *testing.T) {
				if n > 60 {
					need.Unraced(t)
				}
				rush(t, func(t *testing.T, v *visit) {
					v.host.tells(bot.Reply{Card: withButtons(), Public: true, Team: "sakura"})
					card := see(t, v.ana.Run("/rooms", "")).Messages[0]
					post := v.ana.Say(v.hall, "The demo went well")
					v.host.replies(func(_ context.Context, r bot.Request) bot.Reply {
						if r.Do == "rooms" {
							return bot.Tell(plainly("Hello."))
						}
						return bot.Reply{Form: form(), Team: "sakura"}
					})
					people := v.crowd(n)
					var answers []*fake.Answer
					for i, m := range people {
						answers = append(answers, do(v, m, card, post))
						if i%10 == 0 {
							begun := time.Now()
							if says(t, said(t, v.ana.Run("/rooms", "")), "Hello."); time.Since(begun) > time.Second {
								t.Errorf("a command meanwhile was answered after %v", time.Since(begun))
							}
						}
						time.Sleep(10 * time.Second / time.Duration(n))
					}
					time.Sleep(3 * time.Second)
					for i, a := range answers {
						if see(t, a); len(a.Messages) == 0 && a.View.ID == "" {
							t.Fatalf("member %d sees nothing three seconds after the rush", i)
						}
					}
					n := opened(t, people, answers)
					t.Logf("all have their form after %d presses at most; %d × 429", n, v.TooMany())
					if n > 5 {
						t.Errorf("somebody pressed %d times", n)
					}
				})
			})
		}
	}
}

func TestInARushOfShortcutsEachGetsTheirFormOrADirectMessage(t *testing.T) {
	rush(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form(), Team: "sakura"})
		people := v.crowd(300)
		var answers []*fake.Answer
		for _, m := range people {
			answers = append(answers, m.Shortcut("write_note"))
			time.Sleep(33 * time.Millisecond)
		}
		time.Sleep(90 * time.Second) // Slack takes some 300 messages a minute
		if n := opened(t, people, answers); n > 5 {
			t.Errorf("somebody pressed %d times", n)
		}
	})
}

func TestFiveThousandLooksAtTheHomeTabStopNobodysCommand(t *testing.T) {
	need.Unraced(t)
	rush(t, func(t *testing.T, v *visit) {
		v.host.replies(func(_ context.Context, r bot.Request) bot.Reply {
			if r.Do == home {
				return bot.Reply{Card: withButtons(), Team: "sakura"}
			}
			return bot.Tell(plainly("Kept for " + r.From.Name + "."))
		})
		people := v.crowd(1000)
		for i := range 5000 {
			if a := people[i%1000].OpenHome(); a.Err != nil {
				t.Fatal(a.Err)
			}
		}
		for i, m := range people[:40] {
			a := m.Run("/keep", "pairing")
			time.Sleep(2 * time.Second) // a home tab of theirs may come first
			if see(t, a); len(a.Messages) != 1 || !strings.Contains(a.Messages[0].Render(), "Kept for") {
				t.Errorf("command %d has %d messages after two seconds, want that it is kept", i, len(a.Messages))
			}
		}
		time.Sleep(20 * time.Minute) // 1,000 at 72 and more a minute
		synctest.Wait()
		published := 0
		for _, m := range people {
			if m.Home().ID != "" {
				published++
			}
		}
		if n := v.Requests()["views.publish"]; published != 1000 || n > 1100 || v.TooMany() > 0 {
			t.Errorf("%d of 1,000 see their tab after %d publishes, %d × 429", published, n, v.TooMany())
		}
		if strings.Contains(v.log.String(), "too many") {
			t.Errorf("the log says\n%s", v.log)
		}
	})
}

func TestTheNewestWishForAHomeTabComesFirstAndTheOldestIsLeftOut(t *testing.T) {
	var h homes
	for i := range mostHomes + 3 {
		h.want(fmt.Sprint(i % (mostHomes + 2)))
	}
	_, oldest := h.wishes["1"]
	if len(h.wishes) != mostHomes || oldest || h.lost != 3 {
		t.Errorf("%d tabs, the oldest among them: %v; %d left out", len(h.wishes), oldest, h.lost)
	}
	for _, want := range []int{0, mostHomes + 1, mostHomes} {
		if got, _ := h.next(); got != fmt.Sprint(want) {
			t.Errorf("next is %q; want %d", got, want)
		}
	}
}

func TestWhoIsRefusedInARushHasWhatTheyTyped(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form(), Team: "sakura"})
		open := see(t, v.ana.Run("/kpt", "")).View
		let := make(chan struct{})
		v.host.replies(func(context.Context, bot.Request) bot.Reply {
			<-let
			return bot.Tell(plainly("At last."))
		})
		bo := v.Member("bo")
		v.hall.Invite(bo)
		bo.At(v.hall)
		for range mostAtOnce {
			acked(t, bo.Run("/rooms", ""))
		}
		var late []*fake.Answer
		for i := range 4 * mostAtOnce {
			late = append(late, v.ana.Run("/keep", fmt.Sprint("pairing, part ", i)))
		}
		for i, a := range late {
			says(t, said(t, a), "Very many people are asking right now, so nothing was done.", fmt.Sprint("What you wrote, to copy: pairing, part ", i))
		}
		a := see(t, v.ana.Submit(open, map[string]any{"Your note": "縁側でお茶"}))
		says(t, a.View.Render(), "Very many people are asking right now, so nothing was done.", "縁側でお茶")
		close(let)
		synctest.Wait()
		if see(t, v.ana.Submit(v.ana.Modal(), nil)); v.host.last(t).Values["text"] != "縁側でお茶" {
			t.Errorf("sent again, it holds %q", v.host.last(t).Values)
		}
	})
}
