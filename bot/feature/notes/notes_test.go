package notes

import (
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/feature/recall"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const (
	ana = fixture.Ana
	bo  = fixture.Bo
)

// friday is the retro of the tests.
var friday = schedule.Date{Year: 2026, Month: 11, Day: 27}

// running is a team that writes notes.
type running struct {
	*fixture.Running
	feature bot.Feature
	told    int // how often the meeting was told of other notes
}

// play plays a test with a team on the Friday of its KPT, half an hour before it.
func play(t *testing.T, change func(*bot.Team), test func(*running)) {
	t.Helper()
	w := &running{}
	fixture.Play(t, fixture.Setup{
		Begins: "2026-11-27 14:30",
		Team: func(team *bot.Team) {
			team.Habits = []bot.Habit{{Name: bot.KPT, Rule: "fri 15:00", Minutes: 60}}
			change(team)
		},
		Features: func(r *fixture.Running) []bot.Feature {
			scribe := notebook.New(r.DB, r.Log(), time.Now, func(bot.Team) (notebook.Place, error) {
				return notebook.Place{}, &kpt.Trouble{Reason: kpt.Missing}
			}, notebook.Pace{})
			w.feature = Feature(scribe, recall.New(), func(*bot.Scene) error {
				w.told++
				return nil
			})
			return []bot.Feature{w.feature}
		},
	}, func(r *fixture.Running) {
		w.Running = r
		test(w)
	})
}

func usual(*bot.Team) {}

// note keeps a note that somebody writes.
func (w *running) note(who bot.MemberID, kind, text string) bot.Reply {
	w.Helper()
	w.Wait(time.Second) // notes are in the order in which they were written
	reply := w.Slash(who, kind, "text", text)
	if got := said(reply); !strings.HasPrefix(got, "Noted") {
		w.Fatalf("/%s was answered %q", kind, got)
	}
	return reply
}

// meets does deeds of the meeting, which Ana leads.
func (w *running) meets(deeds ...meeting.Deed) {
	w.Helper()
	w.Visit(func(s *bot.Scene, tx *store.Tx) error {
		hall := meeting.Of(string(s.Team.ID), nil)
		for _, d := range deeds {
			m, err := hall.Meeting(tx, friday)
			if err != nil {
				return err
			}
			by := kpt.Author{Member: string(ana), Name: fixture.Name(ana)}
			if _, _, err := hall.Act(tx, meeting.Press{Retro: friday, By: by, At: s.Now, Seen: m.Place.Moves}, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// said is what a reply says, without what can be pressed.
func said(r bot.Reply) string {
	if r.Card == nil {
		return ""
	}
	return strings.TrimSpace(fixture.Read(&bot.Card{Title: r.Card.Title, Lines: r.Card.Lines}))
}

func TestTheMeetingIsToldOfEachNoteThatIsThereOrChangedOrGone(t *testing.T) {
	play(t, usual, func(w *running) {
		kept := w.note(ana, "keep", "tea").Card
		edit := fixture.Button(kept, "kpt edit")
		w.Submit(ana, w.Press(ana, edit.Do, edit.With...).Form, "text", "green tea")
		if w.told != 2 {
			w.Errorf("it was told %d times of a note and its change, want 2", w.told)
		}
		w.Press(ana, "kpt mine")
		w.Press(bo, edit.Do, edit.With...) // it is not theirs
		w.Press(bo, "kpt delete", edit.With...)
		if w.told != 2 {
			w.Errorf("it was told of what changed nothing")
		}
		w.Says(w.Press(ana, "kpt delete", edit.With...), "green tea")
		if w.told != 3 {
			w.Errorf("it was told %d times of a note, its change and its end, want 3", w.told)
		}
	})
}

func TestTheFormOfAKindHasItChosen(t *testing.T) {
	for _, kind := range kinds() {
		f := Form(&bot.Ask{}, kind).Form
		if id, ok := kpt.ParseNoteID(f.With[0]); !ok || f.Do != "kpt write" || f.Fields[0].Value != string(kind) {
			t.Errorf("%s: got a form for %s of %q, of the kind %s", kind, f.Do, id, f.Fields[0].Value)
		}
	}
}
