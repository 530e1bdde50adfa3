package apptest

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/internal/dialogue"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
	"github.com/engawa-bot/engawa/internal/need"
)

// plays does lines one after the other and gives what surfaces showed.
func (th *theatre) plays(lines ...string) (shown []string) {
	th.t.Helper()
	for _, line := range lines {
		shown = append(shown, th.do("here", dialogue.Step{Do: line})...)
	}
	for _, err := range th.faults {
		th.t.Error(err)
	}
	return shown
}

func count(lines []string, prefix, text string) (n int) {
	for _, line := range lines {
		if strings.HasPrefix(line, prefix) && strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// trouble is something that is wrong with Slack, until it is mended.
type trouble struct {
	name        string
	begin, mend func(*fakeslack.Server)
	down        string // what the keeper reads of it in readiness; "": nothing
	told        string // what the team reads of it on Discord; "": nothing
	note        string // where the note before tea comes
}

func troubles() []trouble {
	scopes := []string(nil)
	return []trouble{
		{
			name: "a revoked token", down: "ENGAWA_SLACK_BOT_TOKEN", told: "Slack does not let Engawa in", note: "< #general",
			begin: (*fakeslack.Server).RevokeBotToken, mend: (*fakeslack.Server).RestoreTokens,
		},
		{
			name: "a scope that is missing", down: "engawa slack manifest", told: "add the scope chat:write", note: "< #general",
			begin: func(s *fakeslack.Server) {
				scopes = s.BotScopes()
				s.SetBotScopes(slices.DeleteFunc(slices.Clone(scopes), func(name string) bool { return name == "chat:write" })...)
			},
			mend: func(s *fakeslack.Server) { s.SetBotScopes(scopes...) },
		},
		{
			name: "a 429 that does not say how long", note: "< Slack #sakura",
			begin: func(s *fakeslack.Server) { s.Faults().TooMany(fakeslack.Call{Method: "chat.postMessage"}, 2, 0) },
			mend:  func(s *fakeslack.Server) { s.Faults().Clear() },
		},
		{
			name: "a connection that is closed for good", down: "ENGAWA_SLACK_APP_TOKEN", note: "< Slack #sakura",
			begin: func(s *fakeslack.Server) { s.Faults().RefuseConnections("invalid_auth"); s.Faults().Drop() },
			mend:  func(s *fakeslack.Server) { s.Faults().AllowConnections() },
		},
	}
}

// Whatever is wrong with Slack, Discord and the notebook go on, who can mend it is
// told how, and Slack goes on by itself when it is mended.
func TestTroubleWithSlackStaysThereAndEnds(t *testing.T) {
	t.Parallel()
	for i, x := range troubles() {
		if !need.Turn(i, 5) {
			continue
		}
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th := newTheatre(t, map[string]string{"slack": "yes", "notebook": "linked", "poll": "1m", "begins": "tue 2026-11-24 15:50 Asia/Tokyo"})
				th.plays("ana enters Lounge", "wait 1m")
				x.begin(th.slackServer)
				got := th.plays("at 16:01", "bo: /keep text:Tea at four", "wait 5m", "ana reads the Doc")
				for what, n := range map[string]int{
					"the invitation to tea": count(got, "< Lounge chat: ☕", "Tea time is open"),
					"the note before it":    count(got, x.note, "Tea time at 16:00"),
					"any note before it":    count(got, "< ", "Tea time at 16:00"),
					"the Keep's answer":     count(got, "< (bo only)", "Noted as a Keep"),
					"the Keep in the Doc":   count(got, "< the Doc", "bo: Tea at four"),
				} {
					if n != 1 {
						t.Errorf("%s is there %d times, want once:\n%s", what, n, strings.Join(got, "\n"))
					}
				}
				if x.told != "" && count(got, "< #general", x.told) != 1 || x.told == "" && count(got, "< #general", "Slack") != 0 {
					t.Errorf("the team read of it:\n%s\nwant %q", strings.Join(got, "\n"), x.told)
				}
				down := ""
				if err := th.app.Down("slack"); err != nil {
					down = err.Error()
				}
				if down == "" != (x.down == "") || !strings.Contains(down, x.down) {
					t.Errorf("the keeper reads %q, want %q in it", down, x.down)
				}
				x.mend(th.slackServer)
				got = th.plays("wait 3m", "ana in Slack: /keep All is well", "at wed 09:56")
				if err := th.app.Down("slack"); err != nil {
					t.Errorf("after it was mended the keeper reads: %v", err)
				}
				if count(got, "< Slack #sakura", "Standup at 10:00") != 1 || count(got, "< (Slack, ana only)", "Noted as a Keep") != 1 {
					t.Errorf("after it was mended Slack shows:\n%s", strings.Join(got, "\n"))
				}
			})
		})
	}
}

// A member's own status follows the room, and is theirs again afterwards.
func TestAStatusFollowsTheRoomAndIsPutBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" // obviously of no use
		th := newTheatre(t, map[string]string{"slack": "yes", "key": key, "begins": "tue 2026-11-24 13:00 Asia/Tokyo"})
		ana := th.slackServer.Member("ana")
		token := ana.Grant("users.profile:read", "users.profile:write")
		ana.SetStatus("at the seaside", ":beach_with_umbrella:", time.Now().AddDate(0, 0, 3))
		own, _, _ := ana.Status()
		given := th.plays("ana enters Focus", "ana in Slack: /engawa status", "ana in Slack presses Turn on",
			"ana in Slack fills in Your User OAuth Token (xoxp-…)="+token, "wait 2m")
		if count(given, "< (Slack, ana only)", "Your status in Slack follows you now") != 1 {
			t.Errorf("got:\n%s\nwant it said that it is on", strings.Join(given, "\n"))
		}
		if text, emoji, until := ana.Status(); text != "focus" || emoji != ":dart:" || !until.After(time.Now()) {
			t.Errorf("in focus the status is %q %s until %v", text, emoji, until)
		}
		th.plays("ana leaves", "wait 2m")
		if text, _, _ := ana.Status(); text != own {
			t.Errorf("afterwards the status is %q, want %q", text, own)
		}
		th.plays("ana enters Focus", "wait 2m", "ana in Slack: /engawa status", "ana in Slack presses Turn off and delete", "wait 3m")
		if text, _, _ := ana.Status(); text != own {
			t.Errorf("turned off the status is %q, want %q", text, own)
		}
		if _, kept := th.app.Moods.Token(ana.ID()); kept {
			t.Error("the token is kept after it was turned off")
		}
		for _, line := range given {
			if strings.Contains(line, token) {
				t.Errorf("the token is shown: %s", line)
			}
		}
	})
}
