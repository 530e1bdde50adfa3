package apptest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// An outage at Discord is no removal: who sits where is kept, and what came due is
// called when it is over, if that is within its grace. No sound is played into
// emptiness meanwhile.
func TestAnOutageKeepsThePictureAndHabitsWaitForItsEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lasts time.Duration
		plays int
	}{"over within the grace": {4 * time.Minute, 1}, "longer": {time.Hour, 0}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, cfg := piped(t, fake.Options{})
				h, stop := s.openAs(cfg, s.log, clockAt(at(15, 50, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
				defer stop()
				time.Sleep(10 * time.Second)
				s.guild.Member("ana").Join(s.guild.Voice("Lounge"))
				s.guild.Member("bo").Join(s.guild.Voice("Lounge"))
				time.Sleep(9 * time.Minute)
				s.guild.Outage(true)
				time.Sleep(tt.lasts / 2)
				if len(h.Bot.Resting()) > 0 {
					t.Error("the team rests for an outage")
				}
				s.guild.Member("bo").Leave()
				time.Sleep(tt.lasts / 2)
				s.guild.Outage(false)
				time.Sleep(2 * time.Minute)
				if got := len(s.guild.Plays()); got != tt.plays {
					t.Errorf("%d sounds, want %d", got, tt.plays)
				}
				boards := boardsOf(s.guild)
				if len(boards) != 1 {
					t.Fatalf("%d boards, want 1", len(boards))
				}
				if got, want := boards[0].Text(), "🏡 #Lounge: @ana since 06:50"; !strings.Contains(got, want) || strings.Contains(got, "@bo") {
					t.Errorf("the board says %q, want %q", got, want)
				}
			})
		})
	}
}

// Who is in the AFK channel is away from their desk, also if the team has chosen
// that channel as a room: not on the board, and nobody is chimed for there.
func TestTheAFKChannelIsNobodysRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		team := s.team("sakura", s.guild, "weekdays 16:00")
		s.guild.Member("chika").Join(s.guild.Voice("Focus")) // before Engawa comes
		s.guild.AFK(s.guild.Voice("Focus"))
		_, stop := s.openAs(cfg, s.log, clockAt(at(15, 55, 0)), team)
		defer stop()
		time.Sleep(10 * time.Second)
		s.guild.Member("ana").Join(s.guild.Voice("Lounge"))
		s.guild.Member("bo").Join(s.guild.Voice("Lounge"))
		time.Sleep(10 * time.Second)
		s.guild.Member("bo").Join(s.guild.Voice("Focus"))
		time.Sleep(10 * time.Minute)
		boards := boardsOf(s.guild)
		if len(boards) != 1 || strings.Contains(boards[0].Text(), "@bo") || strings.Contains(boards[0].Text(), "@chika") || !strings.Contains(boards[0].Text(), "@ana") {
			t.Errorf("the boards say %+v, want ana alone", boards)
		}
		if plays := s.guild.Plays(); len(plays) != 1 || plays[0].Channel != "Lounge" {
			t.Errorf("got %v, want one sound in the Lounge", plays)
		}
		s.guild.AFK(nil)
		time.Sleep(10 * time.Second)
		if boards := boardsOf(s.guild); len(boards) != 1 || !strings.Contains(boards[0].Text(), "@bo") || !strings.Contains(boards[0].Text(), "@chika") {
			t.Errorf("when it is a room again, the boards say %+v, want all three", boards)
		}
	})
}

// An announcement channel does for the team's text; a stage is no room.
func TestATeamMayWriteInAnAnnouncementChannelAndNotMeetOnAStage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		team := s.team("sakura", s.guild, "weekdays 16:00")
		news, stage := s.guild.News("announcements"), s.guild.Stage("Hall")
		h, stop := s.openAs(cfg, s.log, clockAt(at(15, 58, 0)))
		defer stop()
		time.Sleep(10 * time.Second)
		team.Text.Main = bot.ChannelID(news.ID())
		team.Rooms = append(team.Rooms, bot.Room{ID: bot.RoomID(stage.ID()), Name: "Hall", Kind: bot.Meeting})
		if err := h.Bot.Found(team); err == nil {
			t.Error("a team has a stage as a room")
		}
		team.Rooms = team.Rooms[:len(team.Rooms)-1]
		if err := h.Bot.Found(team); err != nil {
			t.Fatal(err)
		}
		s.guild.Member("ana").Join(stage)
		time.Sleep(5 * time.Minute)
		said := news.Messages()
		if countOf(said, "Who is where") != 1 || countOf(said, "@ana") != 0 || countOf(said, "Tea time is open") != 1 {
			t.Errorf("got %d messages, want the board without ana and tea", len(said))
		}
	})
}

func TestPeopleAreCalledByNickElseByNameElseByUserName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, cfg := piped(t, fake.Options{})
		h, stop := s.openAs(cfg, s.log, clockAt(at(12, 0, 0)), s.team("sakura", s.guild, "weekdays 16:00"))
		defer stop()
		time.Sleep(10 * time.Second)
		for want, m := range map[string]*fake.Member{
			"bo": s.guild.Member("Bo Sato", fake.Nick("bo")), "chika_abe": s.guild.Member("Chika Abe", fake.Nameless()), "Dan": s.guild.Member("Dan"),
		} {
			m.Join(s.guild.Voice("Lounge"))
			time.Sleep(10 * time.Second)
			if _, name := h.Bot.Called("sakura", h.Bot.MemberOf("sakura", bottest.Account(bot.MemberID(m.ID()))), "discord"); name != want {
				t.Errorf("got %q, want %q", name, want)
			}
		}
	})
}
