package slack

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestOnlyTheWorkspacesOwnWhoAreInAChannelAreInside(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c := w.Channel("sakura")
		in, out, gone := w.Member("chi"), w.Member("eve"), w.Member("fay")
		stranger := w.Member("uma", fakeslack.Of("T0OTHER"))
		guest := w.Member("gus", fakeslack.SingleChannelGuest())
		for _, m := range []*fakeslack.Member{in, gone, stranger, guest} {
			c.Invite(m)
		}
		gone.Deactivate()
		for id, want := range map[string]bool{
			in.ID(): true, out.ID(): false, gone.ID(): false, stranger.ID(): false, guest.ID(): false, w.BotUser(): false, "U0NOBODY": false,
		} {
			got, err := w.face.Insider(t.Context(), bot.ChannelID(c.ID()), id)
			if got != want || err != nil {
				t.Errorf("%s: got %v and %v, want %v", id, got, err, want)
			}
		}
		if _, err := w.face.Insider(t.Context(), "C0NOTHING", in.ID()); err == nil {
			t.Error("a channel that is not there: got no error")
		}
	})
}
