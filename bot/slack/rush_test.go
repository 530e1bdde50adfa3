package slack

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/slack"
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

// opened presses the buttons that were given, again and again, until all forms
// are open. It gives how long that took.
func opened(t *testing.T, people []*fake.Member, answers []*fake.Answer) (rounds int) {
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
	for ; len(waiting) > 0 && rounds < 60; rounds++ {
		for i, m := range waiting {
			if a := see(t, people[i].Press(m, "Open the form")); a.View.Title == "Write a note" {
				delete(waiting, i)
			}
		}
		time.Sleep(20 * time.Second)
	}
	if len(waiting) > 0 {
		t.Errorf("%d members have no form yet", len(waiting))
	}
	return rounds
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
				rush(t, func(t *testing.T, v *visit) {
					v.host.tells(bot.Reply{Card: withButtons(), Public: true, Team: "sakura"})
					card := see(t, v.ana.Run("/rooms", "")).Messages[0]
					post := v.ana.Say(v.hall, "The demo went well")
					v.host.tells(bot.Reply{Form: form(), Team: "sakura"})
					people := v.crowd(n)
					var answers []*fake.Answer
					for _, m := range people {
						answers = append(answers, do(v, m, card, post))
						time.Sleep(10 * time.Second / time.Duration(n))
					}
					time.Sleep(3 * time.Second)
					for i, a := range answers {
						if see(t, a); len(a.Messages) == 0 && a.View.ID == "" {
							t.Fatalf("member %d sees nothing three seconds after the rush", i)
						}
					}
					t.Logf("all have their form after %d rounds of presses; %d × 429", opened(t, people, answers), v.TooMany())
				})
			})
		}
	}
}

func TestInARushOfShortcutsEachGetsTheirFormOrADirectMessage(t *testing.T) {
	rush(t, func(t *testing.T, v *visit) {
		v.host.tells(bot.Reply{Form: form(), Team: "sakura"})
		people := v.crowd(100)
		var answers []*fake.Answer
		for _, m := range people {
			answers = append(answers, m.Shortcut("write_note"))
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(3 * time.Minute) // Slack begins 50 direct messages a minute
		opened(t, people, answers)
	})
}

func TestFiveThousandLooksAtTheHomeTabStopNobodysCommand(t *testing.T) {
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
			at := time.Now()
			says(t, said(t, m.Run("/keep", "pairing")), "Kept for")
			if took := time.Since(at); took > 2*time.Second {
				t.Errorf("command %d was answered after %v", i, took)
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
		h.want(bot.MemberID(fmt.Sprint(i % (mostHomes + 2))))
	}
	var got []bot.MemberID
	for {
		who, ok := h.next()
		if !ok {
			break
		}
		got = append(got, who)
	}
	if len(got) != mostHomes || got[0] != "0" || got[1] != bot.MemberID(fmt.Sprint(mostHomes+1)) || slices.Contains(got, "1") || h.lost != 3 {
		t.Errorf("%d tabs, first %q; %d left out", len(got), got[:2], h.lost)
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
			says(t, said(t, a), "Very many people are asking right now.", fmt.Sprint("What you wrote, to copy: pairing, part ", i))
		}
		a := see(t, v.ana.Submit(open, map[string]any{"Your note": "縁側でお茶"}))
		says(t, a.View.Render(), "Very many people are asking right now.", "縁側でお茶")
		close(let)
		synctest.Wait()
		if see(t, v.ana.Submit(v.ana.Modal(), nil)); v.host.last(t).Values["text"] != "縁側でお茶" {
			t.Errorf("sent again, it holds %q", v.host.last(t).Values)
		}
	})
}
