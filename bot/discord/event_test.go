package discord

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// teaIn is the display of a daily tea that begins so long from now; the seconds
// are cut.
func (tr *trip) teaIn(wait time.Duration) bot.Display {
	tr.t.Helper()
	at := time.Now().UTC().Add(wait)
	body, err := json.Marshal(bot.Event{
		Name: "Tea", About: "Tea for all", Room: bot.RoomID(tr.lounge.ID()), Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6},
		Clock: schedule.Clock{Hour: at.Hour(), Minute: at.Minute()}, Zone: "UTC", Minutes: 15,
	})
	if err != nil {
		tr.t.Fatal(err)
	}
	return bot.Display{Key: store.KeyOf("acme", "event", "tea"), Kind: bot.ShowEvent, Place: tr.guild.ID(), Body: body}
}

// tomorrow is the tea after the one of teaIn.
func tomorrow(wait time.Duration) time.Time {
	return time.Now().UTC().Add(wait).Truncate(time.Minute).AddDate(0, 0, 1)
}

// startsAt fails unless the calendar holds one event, which starts then.
func (tr *trip) startsAt(want time.Time) {
	tr.t.Helper()
	synctest.Wait()
	all := tr.guild.ScheduledEvents()
	if len(all) != 1 || !all[0].Start.Equal(want) {
		tr.t.Errorf("got %+v, want one event at %v", all, want)
	}
}

func posts(r *http.Request) bool { return r.Method == http.MethodPost }

// The queue may hold a call for minutes. What it says of time must be true when
// it is sent: Discord takes no event that has begun.
func TestAnEventThatWaitsForItsTurnIsSentWithTheNextTimeThatIsStillToCome(t *testing.T) {
	for name, hold := range map[string]func(*fake.Faults){
		"everything has to wait":            func(f *fake.Faults) { f.TooManyGlobal(1, 5*time.Minute) },
		"only what creates it has to wait":  func(f *fake.Faults) { f.TooManyRoute(posts, 1, 5*time.Minute) },
		"it has to wait again when it went": func(f *fake.Faults) { f.TooManyRoute(posts, 2, 3*time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			onATrip(t, nil, func(tr *trip) {
				const wait = 4 * time.Minute
				d, want := tr.teaIn(wait), tomorrow(wait)
				hold(tr.server.Faults())
				if _, err := tr.face.Show(tr.t.Context(), d, bot.Shown{}); err != nil {
					tr.t.Error(err)
					return
				}
				tr.startsAt(want)
			})
		})
	}
}

// The machine's clock may be behind Discord's.
func TestAnEventThatDiscordCallsPastIsShownAtTheTimeAfter(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		const wait = 3 * time.Minute
		tr.server.Calendar(func() time.Time { return time.Now().Add(5 * time.Minute) })
		tr.refusals = "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"
		want := tomorrow(wait)
		shown, err := tr.face.Show(tr.t.Context(), tr.teaIn(wait), bot.Shown{})
		if err != nil {
			tr.t.Error(err)
			return
		}
		tr.startsAt(want)
		if _, err := tr.face.Show(tr.t.Context(), tr.teaIn(wait), shown); err != nil {
			tr.t.Errorf("the same again: %v", err)
		}
		tr.startsAt(want)
	})
}

// A clock that is wrong for long is put right some day: the event is not given up.
func TestAnEventThatIsPastByDiscordsClockWhateverWeSayIsTriedAgain(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		tr.server.Calendar(func() time.Time { return time.Now().AddDate(0, 1, 0) })
		tr.refusals = "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"
		_, err := tr.face.Show(tr.t.Context(), tr.teaIn(time.Hour), bot.Shown{})
		if _, final := bot.Refused(err); err == nil || final {
			tr.t.Errorf("got %v, want an error that passes", err)
		}
		if n := len(tr.server.Violations()); n != 2 {
			tr.t.Errorf("tried %d times at once, want 2", n)
		}
	})
}

// Discord remembers a nonce for some minutes only, and the queue may hold a post
// for longer.
func TestAMessageThatWaitedLongerThanANonceLastsIsLookedForBeforeItIsPostedAgain(t *testing.T) {
	onATrip(t, nil, func(tr *trip) {
		body, err := json.Marshal(bot.Post{Channel: bot.ChannelID(tr.lounge.ID()), Card: *say("tea")})
		if err != nil {
			tr.t.Error(err)
			return
		}
		o := store.Owed{Key: store.KeyOf("acme", "tea", "card"), Kind: bot.KindPost, Body: body, Born: time.Now()}
		f := tr.server.Faults()
		f.LoseAnswers(posts, 1)
		if _, err := tr.face.Deliver(tr.t.Context(), o); err == nil {
			tr.t.Error("the answer was not lost")
		}
		f.TooManyRoute(posts, 1, 10*time.Minute)
		receipt, err := tr.face.Deliver(tr.t.Context(), o)
		if err != nil {
			tr.t.Error(err)
			return
		}
		said := tr.lounge.Messages()
		if len(said) != 1 || said[0].ID != receipt.Message || !strings.Contains(said[0].Text(), "tea") {
			tr.t.Errorf("got %d messages, the receipt is for %q; want one message", len(said), receipt.Message)
		}
	})
}
