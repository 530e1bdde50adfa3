package tea_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/tea"
	"github.com/engawa-bot/engawa/bot/feature/tea/topics"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// table is a team whose tea is daily at 16:00 and lasts a quarter of an hour. When it
// is called is the announcer's business, and here the test's.
type table struct {
	*fixture.Running
}

// play begins on a Tuesday at 15:00, with nobody there.
func play(t *testing.T, lang words.Lang, test func(table)) {
	t.Helper()
	fixture.Play(t, fixture.Setup{
		Begins: "2026-11-24 15:00",
		Team: func(team *bot.Team) {
			team.Lang = lang
			team.Habits = []bot.Habit{{Name: bot.Tea, Rule: "daily 16:00", Minutes: 15}}
		},
		Features: func(*fixture.Running) []bot.Feature { return []bot.Feature{tea.Feature()} },
	}, func(r *fixture.Running) { test(table{r}) })
}

// opens has tea called as the announcer does, in the rooms where somebody sits. few
// says that it is not held for want of people.
func (t table) opens(few bool) (card bot.Card, o bot.Occasion) {
	t.Helper()
	t.Visit(func(s *bot.Scene, tx *store.Tx) error {
		h, _ := s.Team.Habit(bot.Tea)
		o = bot.Occasion{Habit: bot.Tea, Date: s.Today(), Start: s.Now, Until: s.Now.Add(15 * time.Minute), Few: few}
		o.Key = s.OccasionKey(bot.Tea, schedule.Occurrence{Date: o.Date, Clock: schedule.Clock{Hour: s.Now.Hour(), Minute: s.Now.Minute()}})
		for _, seat := range s.Seats.Ours() {
			if !slices.Contains(o.Rooms, seat.Room) {
				o.Rooms = append(o.Rooms, seat.Room)
			}
		}
		err := s.KeepOccasion(tx, o)
		if err == nil && !few {
			card, err = tea.Invite(s, tx, h, o)
		}
		return err
	})
	return card, o
}

// closes ends tea, as the announcer does.
func (t table) closes(o bot.Occasion) (said string) {
	t.Helper()
	t.At(o.Until.Format("2006-01-02 15:04"))
	t.Visit(func(s *bot.Scene, tx *store.Tx) error {
		h, _ := s.Team.Habit(bot.Tea)
		card, err := tea.Farewell(s, tx, h, o)
		said = fixture.Read(&card)
		return err
	})
	return said
}

// topic is what a card proposes to talk about.
func topic(c *bot.Card) string {
	for line := range strings.SplitSeq(fixture.Read(c), "\n") {
		if _, text, ok := strings.Cut(line, "To begin with: "); ok {
			return strings.Trim(text, "*")
		}
	}
	return ""
}

func TestACardBringsATopicAndTheWayToTheNext(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.At("2026-11-24 16:00")
		card, o := tb.opens(false)
		first := topic(&card)
		if !strings.HasPrefix(card.Title.String(), "☕ Tea time is open · until 16:15") || first == "" {
			tb.Fatalf("got %q, want tea until 16:15 and a topic", fixture.Read(&card))
		}
		seen := []string{first}
		for range 3 {
			b := fixture.Button(&card, "tea another")
			reply := tb.Press(fixture.Bo, b.Do, b.With...)
			if !reply.Update || !reply.Public {
				tb.Errorf("got %+v, want the card of all in the place of the old one", reply)
			}
			card = *reply.Card
			if next := topic(&card); next == "" || slices.Contains(seen, next) {
				tb.Errorf("after %q: got %q, want another", seen, next)
			}
			seen = append(seen, topic(&card))
		}
		b := fixture.Button(&card, "tea another")
		tb.At(o.Until.Format("2006-01-02 15:04"))
		tb.Says(tb.Press(fixture.Bo, b.Do, b.With...), "This tea time is over")
		for _, forged := range [][]string{nil, {"2026-11-24"}, {"2026-11-23", "16:00", "x"}} {
			tb.Says(tb.Press(fixture.Bo, "tea another", forged...), "This tea time is over")
		}
	})
}

func TestNoTopicComesAgainBeforeAllHaveCome(t *testing.T) {
	play(t, words.Japanese, func(tb table) {
		count := len(topics.All("ja"))
		seen := map[string]int{}
		for range count + 2 {
			tb.Visit(func(s *bot.Scene, tx *store.Tx) error {
				h, _ := s.Team.Habit(bot.Tea)
				o := bot.Occasion{Habit: bot.Tea, Date: s.Today(), Start: s.Now, Until: s.Now.Add(time.Minute)}
				o.Key = s.OccasionKey(bot.Tea, schedule.Occurrence{Date: o.Date})
				card, err := tea.Invite(s, tx, h, o)
				seen[card.Lines[len(card.Lines)-1].String()]++
				return err
			})
			tb.Wait(8 * time.Hour) // all have come within sixty days
		}
		if len(seen) != count {
			tb.Errorf("got %d topics, want all %d", len(seen), count)
		}
		for text, n := range seen {
			if n > 2 {
				tb.Errorf("%q came %d times", text, n)
			}
		}
	})
}

func TestTheFirstToComeAloneIsSaidOnce(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.Move(fixture.Ana, fixture.Lounge)
		tb.Move(fixture.Ana, "")
		if got := tb.Owed(); len(got) > 0 {
			tb.Errorf("before tea: got %v, want nothing said", got)
		}
		tb.At("2026-11-24 16:00")
		_, o := tb.opens(false)
		tb.Move(fixture.Bo, fixture.Focus) // is not at tea
		tb.Move(fixture.Ana, fixture.Lounge)
		want := []string{fmt.Sprintf("☕ %s is on the veranda in %s. Come and join.", fixture.Ana, fixture.Lounge)}
		owed := tb.Owed()
		if len(owed) != 1 || !owed[0].Until.Equal(o.Until) {
			tb.Fatalf("got %v, want one message that is good until the end of tea", owed)
		}
		if post := tb.Post(owed[0]); post.Channel != fixture.Text || !post.Card.Silent {
			tb.Errorf("got %+v, want it quietly in the text channel", post)
		}
		if got := tb.Delivered(); !slices.Equal(got, want) {
			tb.Errorf("got %q, want %q", got, want)
		}
		tb.Move(fixture.Ana, "")
		tb.Move(fixture.Dan, fixture.Lounge)
		tb.Move(fixture.Bo, fixture.Lounge)
		if got := tb.Delivered(); len(got) > 0 {
			tb.Errorf("later: got %q, want nothing more", got)
		}
		if got := tb.closes(o); got != "☕ Tea time is over. Thanks for coming by!" {
			tb.Errorf("at the end: got %q", got)
		}
	})
}

func TestNobodyIsAnnouncedWhereSomebodySatBefore(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.Move(fixture.Dan, fixture.Lounge)
		tb.At("2026-11-24 16:00")
		tb.opens(false)
		tb.Move(fixture.Dan, "")
		tb.Move(fixture.Ana, fixture.Lounge)
		if got := tb.Delivered(); len(got) > 0 {
			tb.Errorf("got %q, want nothing said", got)
		}
	})
}

// A team whose tea nobody shares is asked once whether another time is better, and
// again only after there was company.
func TestATeaThatIsLonelyForAWeekAsksOnceForAnotherTime(t *testing.T) {
	play(t, words.English, func(tb table) {
		day := time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)
		asked := 0
		for i, people := range []int{1, 0, 0, -1, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0} { // -1: it is not held
			tb.At(day.AddDate(0, 0, i).Format("2006-01-02 15:04"))
			_, o := tb.opens(people < 0)
			for n := range people {
				tb.Move([]bot.MemberID{fixture.Ana, fixture.Bo}[n], fixture.Lounge)
			}
			tb.closes(o)
			tb.Move(fixture.Ana, "")
			tb.Move(fixture.Bo, "")
			for _, text := range tb.Delivered() {
				if !strings.Contains(text, "quiet for a week") {
					continue
				}
				asked++
				if !strings.Contains(text, "daily 16:00") {
					tb.Errorf("got %q, want it to name the time", text)
				}
				if i != 5 && i != 13 {
					tb.Errorf("it was asked on day %d, want days 5 and 13: five lonely ones that were held", i)
				}
			}
		}
		if asked != 2 {
			tb.Errorf("it was asked %d times, want twice", asked)
		}
	})
}

func TestAnEmptyTeaEndsWithAnotherWord(t *testing.T) {
	play(t, words.English, func(tb table) {
		tb.At("2026-11-24 16:00")
		card, o := tb.opens(false)
		tb.Says(bot.Reply{Card: &card}, string(fixture.Lounge)) // come to the lounge
		if got := tb.closes(o); got != "☕ Tea time is over. See you next time." {
			tb.Errorf("got %q", got)
		}
	})
}
