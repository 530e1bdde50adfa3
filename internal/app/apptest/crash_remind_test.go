package apptest

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
)

// TestNobodyIsRemindedTwiceOrForgottenHoweverOftenTheProgramIsKilled has teams
// that live in Discord and in Slack, and a real program that is killed at random
// moments while reminders come due, answers are lost after the work was done and
// requests fail. With -kills=200 it takes two minutes.
func TestNobodyIsRemindedTwiceOrForgottenHoweverOftenTheProgramIsKilled(t *testing.T) {
	withProgram(t)
	dice := rand.New(rand.NewPCG(2028, uint64(*kills)))
	t.Logf("dice: seed 2028, %d", *kills)
	s := newSlackStage(t, compile(t, nil, "-tags", "steppedclock"), 60)
	s.badLuck(dice)
	s.slackServer.Faults().LoseAnswerRate(usual, dice.Uint64())
	for i := range *kills {
		p := s.run()
		life := time.Duration(dice.IntN(1300)) * time.Millisecond
		if i%3 == 0 {
			life = time.Duration(dice.IntN(200)) * time.Millisecond
		}
		if dice.IntN(6) == 0 {
			s.slackServer.Faults().Drop()
		}
		for range 3 {
			p.live(life / 4)
			s.write(dice)
		}
		p.live(life / 4)
		p.kill()
	}
	s.fake.Faults().Clear()
	s.slackServer.Faults().Clear()
	p := s.run()
	p.awaitReady(10 * time.Second)
	s.write(dice)
	end := s.clock.now()
	s.eventually("each reminder", 3*patience, func() bool { return len(s.forgotten(end)) == 0 })
	p.kill()
	s.check(s.clock.now())
}

// write has the writer of a team that is not reminded yet write a note in Slack.
func (s *slackStage) write(dice *rand.Rand) {
	b := s.slackTeams[dice.IntN(len(s.slackTeams))]
	if b.wrote || !s.clock.now().Add(time.Minute).Before(b.from()) {
		return
	}
	b.writer.At(b.channel)
	ctx, cancel := context.WithTimeout(s.t.Context(), 300*time.Millisecond)
	defer cancel()
	answer := b.writer.Run("/keep", "tea at four")
	if answer.Wait(ctx) != nil {
		return // nobody knows
	}
	for _, m := range answer.Messages {
		if strings.Contains(m.Render(), "Noted as a Keep") && s.clock.now().Before(b.from()) {
			b.wrote = true
			s.written++
		}
	}
}

// reminded counts the reminders of a KPT that somebody got in Slack.
func reminded(m *fakeslack.Member) (n int) {
	for _, message := range m.Direct() {
		if strings.HasPrefix(keyIn(message), strings.Fields(m.Name())[0]+"/remind/") {
			n++
		}
	}
	return n
}

// keyIn is the key that a message carries.
func keyIn(m fakeslack.Message) string {
	payload, _ := m.Metadata["event_payload"].(map[string]any)
	key, _ := payload["key"].(string)
	return key
}

func remindedOnDiscord(m *fake.Member) (n int) {
	for _, message := range m.Private().Messages() {
		if strings.Contains(message.Text(), "KPT") {
			n++
		}
	}
	return n
}

// forgotten lists who should have been reminded by now, and was not.
func (s *slackStage) forgotten(now time.Time) (names []string) {
	for _, b := range s.slackTeams {
		if now.Before(b.from().Add(time.Minute)) {
			continue
		}
		for _, m := range append(b.linked, b.alone) {
			if reminded(m) == 0 {
				names = append(names, m.Name())
			}
		}
		if remindedOnDiscord(b.hand) == 0 {
			names = append(names, b.hand.Name())
		}
	}
	return names
}

// check finds everybody reminded once, on one platform, and whoever had written
// not at all; each note of a tea time and each board in the window once.
func (s *slackStage) check(now time.Time) {
	s.t.Helper()
	due, reminders := 0, 0
	for _, b := range s.slackTeams {
		most := 0
		if now.After(b.from()) {
			most, due = 1, due+1
		}
		for _, m := range append(b.linked, b.alone, b.writer) {
			n := reminded(m)
			if reminders += n; n > most || m == b.writer && b.wrote && n > 0 {
				s.t.Errorf("%s got %d reminders in Slack; they had written: %v", m.Name(), n, m == b.writer && b.wrote)
			}
			if n := remindedOnDiscord(s.guild.Member(m.Name())); n > 0 {
				s.t.Errorf("%s got %d reminders in Discord besides", m.Name(), n)
			}
		}
		n := remindedOnDiscord(b.hand)
		if reminders += n; n > most {
			s.t.Errorf("%s got %d reminders in Discord", b.hand.Name(), n)
		}
	}
	notes := s.once()
	s.t.Logf("%d kills: %d teams' KPTs near, %d reminders, %d wrote before; %d quiet notes in Slack; looked up %d times of %d posts",
		*kills, due, reminders, s.written, notes, s.slackServer.Requests()["conversations.history"], s.slackServer.Requests()["chat.postMessage"])
	if due < min(9, *kills/16) || notes < *kills/4 {
		s.t.Errorf("only %d teams and %d notes during %d kills", due, notes, *kills)
	}
}

// once finds what everybody reads in Slack there once.
func (s *slackStage) once() (notes int) {
	s.t.Helper()
	seen := map[string]int{}
	count := func(c *fakeslack.Channel) {
		for _, m := range c.Messages() {
			if key := keyIn(m); key != "" {
				seen[key]++
			}
		}
	}
	count(s.window)
	for _, b := range s.slackTeams {
		count(b.channel)
	}
	boards := map[string]bool{}
	for key, n := range seen {
		if n > 1 {
			s.t.Errorf("%s is there %d times", key, n)
		}
		board, _, is := strings.Cut(key, "/window#")
		if is && boards[board] {
			s.t.Errorf("%s has two boards in the window", board)
		}
		if boards[board] = is || boards[board]; !is {
			notes++
		}
	}
	return notes
}
