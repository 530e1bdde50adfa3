package slack

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

func TestAModalBringsBackOnlyTheHookThatWasGivenToItsOwner(t *testing.T) {
	face := &Face{cfg: Config{BotToken: "xoxb-1", Guide: sakura()}}
	given := formState{Who: "U1", Hook: "https://hooks.slack.com/actions/1"}
	given.Seal = face.seal(given)
	brought := func(f *Face, who bot.MemberID, s formState) string {
		h := heard{View: "V1", State: s}
		h.Request.From, h.State.Who = account(string(who)), ""
		return f.checked(h).State.Hook
	}
	if got := brought(face, "U1", given); got != given.Hook {
		t.Errorf("its owner brings back %q", got)
	}
	if got := brought(&Face{cfg: face.cfg}, "U1", given); got != given.Hook {
		t.Errorf("after a restart its owner brings back %q", got)
	}
	another := &Face{cfg: Config{BotToken: "xoxb-2"}}
	foreign, bare, empty := given, given, given
	foreign.Hook, bare.Seal, empty.Seal = "https://hooks.slack.com/actions/2", "", another.seal(given)
	for name, got := range map[string]string{
		"another member": brought(face, "U2", given), "another hook": brought(face, "U1", foreign),
		"no seal": brought(face, "U1", bare), "another bot's seal": brought(face, "U1", empty),
	} {
		if got != "" {
			t.Errorf("%s: brings back %q", name, got)
		}
	}
	if got := face.checked(heard{OnCard: true, State: formState{Hook: given.Hook}}).State.Hook; got != given.Hook {
		t.Errorf("a press on a card, whose hook Slack tells with it, has %q", got)
	}
}

func TestAnAnswerThatIsToGoElsewhereComesAsADirectMessage(t *testing.T) {
	call(t, func(t *testing.T, v *visit) {
		elsewhere := pipe.Listen("evil.invalid")
		defer elsewhere.Close()
		for _, hook := range []string{"http://evil.invalid/hooks/1", "https://slack.invalid/hooks/1", "http://slack.invalid@evil.invalid/", "http://hooks.slack.com/actions/1"} {
			a := &answerer{face: v.face, ask: v.host.Ask}
			h := heard{Hook: hook}
			h.Request = bot.Request{On: "slack", Way: bot.Slash, Do: "rooms", From: account(v.ana.ID())}
			before, posts := len(v.ana.Direct()), v.Requests()["response_url"]
			a.handle(t.Context(), h)
			a.close()
			if got := len(v.ana.Direct()) - before; got != 1 || v.Requests()["response_url"] != posts {
				t.Errorf("%s: %d direct messages; want the answer", hook, got)
			}
		}
	})
}
