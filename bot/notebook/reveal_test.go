package notebook_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// meeting makes a team that shows its notes in the meeting only.
func (s *running) meeting() (bot.Team, *gdocs.Doc) {
	s.t.Helper()
	doc := s.google.NewDoc("KPT")
	t := s.found("sakura", doc, kpt.Retro{Date: thisWeek, Reveal: kpt.RevealMeeting})
	time.Sleep(time.Minute)
	return t, doc
}

// reveal has the meeting's sharing stage begin.
func (s *running) reveal(t bot.Team) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		r, _, err := book(t).Retro(tx, thisWeek)
		must(s.t, err)
		r.Begun, r.Revealed = time.Now(), time.Now()
		return book(t).PutRetro(tx, r)
	})
	s.scribe.Wake(t.ID)
}

func TestNothingIsInTheDocBeforeTheMeetingShowsIt(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.meeting()
		s.keep(team, "secret one")
		s.edit(team, s.keep(team, "secret two"), "secret 2")
		for i := range 5 { // whatever has the Doc read and written
			must(t, doc.LineAt(-1).Append("!"))
			time.Sleep(time.Minute)
			s.keep(team, fmt.Sprint("secret more ", i))
			s.restart()
			time.Sleep(time.Minute)
		}
		for _, word := range []string{"secret", "Ana"} {
			if bytes.Contains(doc.JSON(), []byte(word)) {
				t.Errorf("before the meeting the Doc has %q:\n%s", word, doc.Text())
			}
		}
		s.reveal(team)
		time.Sleep(3 * time.Second)
		s.reads(doc, "Ana: secret one", "Ana: secret 2", "Ana: secret more 0", "Ana: secret more 1", "Ana: secret more 2",
			"Ana: secret more 3", "Ana: secret more 4", "!!!!!")
	})
}

// What people typed into the Doc is there for all to see, and stays; a note that
// was written is not changed there while notes are hidden.
func TestATeamThatBeginsToHideItsNotesHidesTheNewOnes(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.team("sakura")
		id := s.keep(team, "one")
		time.Sleep(time.Minute)
		s.update(func(tx *store.Tx) error {
			r, _, err := book(team).Retro(tx, thisWeek)
			must(t, err)
			r.Reveal = kpt.RevealMeeting
			return book(team).PutRetro(tx, r)
		})
		s.edit(team, id, "one, secretly")
		s.keep(team, "two")
		time.Sleep(time.Hour)
		s.reads(doc, "Ana: one")
		s.reveal(team)
		time.Sleep(time.Minute)
		s.reads(doc, "Ana: one, secretly", "Ana: two")
	})
}

func TestANoteTakenBackBeforeItIsShownWasNeverInTheDoc(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		team, doc := s.meeting()
		id := s.keep(team, "secret")
		time.Sleep(time.Minute)
		s.update(func(tx *store.Tx) error {
			viewer, err := book(team).Viewer(tx, ana.Member)
			must(t, err)
			return book(team).Delete(tx, id, viewer, time.Now())
		})
		asked := s.wire.count(func() {
			s.reveal(team)
			time.Sleep(time.Minute)
		})
		s.reads(doc)
		if asked["write"] > 0 {
			t.Errorf("%d writes, want none", asked["write"])
		}
	})
}

// Two teams that share a Doc by mistake each count what the other wrote as
// written by hand: each line is there once, as it was written, and in both
// Books; neither team writes in circles. Either may move away.
func TestTwoTeamsInOneDocDoNoHarm(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		sakura, doc := s.team("sakura")
		kaede := s.found("kaede", doc, kpt.Retro{Date: thisWeek})
		time.Sleep(time.Minute)
		s.keep(sakura, "from sakura")
		s.keep(kaede, "from kaede")
		s.try(sakura, "pair on Tuesdays")
		time.Sleep(time.Minute)
		must(t, doc.Line("Ana: from kaede").Type("by hand"))
		time.Sleep(3 * time.Minute)
		want := []string{"Ana: from sakura", "Ana: from kaede", "by hand", "pair on Tuesdays"}
		s.has(doc, want...)
		for team, want := range map[bot.TeamID][]string{
			sakura.ID: {"Ana: from kaede", "by hand", "from sakura"},
			kaede.ID:  {"Ana: from sakura", "by hand", "from kaede", "pair on Tuesdays"},
		} {
			notes := s.notes(bot.Team{ID: team}, thisWeek)
			if slices.Sort(notes); !slices.Equal(notes, want) {
				t.Errorf("%s has %q, want %q", team, notes, want)
			}
		}
		asked := s.wire.count(func() { time.Sleep(time.Hour) })
		if asked["write"]+asked["read"] > 0 {
			t.Errorf("an idle hour cost %v", asked)
		}
		s.change(kaede, func(t *bot.Team) { t.KPT.Doc = s.google.NewDoc("its own").URL() })
		time.Sleep(time.Hour)
		s.has(doc, want...)
		s.keep(sakura, "alone")
		time.Sleep(time.Minute)
		s.has(doc, append(want, "Ana: alone")...)
		if posts := append(s.posts(sakura), s.posts(kaede)...); len(posts) > 0 {
			t.Errorf("somebody was told %q", posts)
		}
	})
}

// The retro of both ends, and both carry the Try over.
func TestTwoTeamsInOneDocCarryATryOverOnce(t *testing.T) {
	play(t, func(t *testing.T, s *running) {
		sakura, doc := s.team("sakura")
		kaede := s.found("kaede", doc, kpt.Retro{Date: thisWeek})
		s.try(sakura, "pair on Tuesdays")
		time.Sleep(3 * time.Minute)
		for _, team := range []bot.Team{sakura, kaede} {
			s.update(func(tx *store.Tx) error {
				r, _, err := book(team).Retro(tx, thisWeek)
				must(t, err)
				return book(team).CloseRetro(tx, r, kpt.Retro{Date: nextWeek}, time.Now())
			})
			s.scribe.Wake(team.ID)
		}
		time.Sleep(3 * time.Minute)
		s.has(doc, "pair on Tuesdays", "pair on Tuesdays") // on the old sheet and the new one
		asked := s.wire.count(func() { time.Sleep(time.Hour) })
		if asked["write"]+asked["read"] > 0 {
			t.Errorf("an idle hour cost %v", asked)
		}
	})
}
