package tries

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// nowhere is woken by nobody.
type nowhere struct{}

func (nowhere) Wake(bot.TeamID) {}

const (
	text   = fixture.Text
	lounge = fixture.Lounge
	focus  = fixture.Focus

	ana = fixture.Ana
	bo  = fixture.Bo
	dan = fixture.Dan
)

// running is a team with a Book.
type running struct{ *fixture.Running }

// play begins on Saturday, 1 January 2000. The team's KPTs are on Fridays at 15:00;
// the retro of the 7th is open, and the middle between it and the one before is
// Wednesday the 5th.
func play(t *testing.T, test func(running)) {
	t.Helper()
	fixture.Play(t, fixture.Setup{
		Team: func(team *bot.Team) { team.Habits = []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}} },
		Features: func(r *fixture.Running) []bot.Feature {
			running{r}.keep(func(tx *store.Tx, k kpt.Book) error {
				return k.OpenRetro(tx, kpt.Retro{Date: january(7), Opened: time.Now().UTC()})
			})
			return []bot.Feature{Feature(nowhere{}), remind.Feature()}
		},
		Present: []bot.Move{fixture.In(lounge, bo), fixture.In(lounge, ana)},
	}, func(r *fixture.Running) { test(running{r}) })
}

func january(day int) schedule.Date { return schedule.Date{Year: 2000, Month: time.January, Day: day} }

// keep changes the team's Book.
func (w running) keep(fn func(*store.Tx, kpt.Book) error) {
	w.Helper()
	w.Update(func(tx *store.Tx) error { return fn(tx, kpt.Of("sakura")) })
}

// try keeps an open Try.
func (w running) try(t kpt.Try) {
	w.Helper()
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
	return bot.Person{ID: id, Name: fixture.Name(id), Lang: lang}
}

func read(r bot.Reply) string { return fixture.Read(r.Card) }
