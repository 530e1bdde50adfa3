package slack

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestAChannelIsReachedOnlyIfWeCanWriteThere(t *testing.T) {
	inBubble(t, unlimited(), func(t *testing.T, w *workspace) {
		c, private := w.Channel("sakura"), w.PrivateChannel("secret")
		for _, x := range []struct {
			name string
			do   func()
			in   bot.ChannelID
			want string // "": it is reached
		}{
			{"we are in it", func() {}, bot.ChannelID(c.ID()), ""},
			{"public, and we were taken out", c.KickApp, bot.ChannelID(c.ID()), ""},
			{"archived", c.Archive, bot.ChannelID(c.ID()), "slack.closed.archived"},
			{"open again", c.Unarchive, bot.ChannelID(c.ID()), ""},
			{"private", func() {}, bot.ChannelID(private.ID()), ""},
			{"private, and we were taken out", private.KickApp, bot.ChannelID(private.ID()), "slack.closed.gone"},
			{"gone", c.Delete, bot.ChannelID(c.ID()), "slack.closed.gone"},
		} {
			x.do()
			err := w.face.Reach(t.Context(), x.in)
			refusal, _ := bot.Refused(err)
			switch {
			case x.want == "" && err != nil:
				t.Errorf("%s: got %v, want it reached", x.name, err)
			case x.want != "" && (refusal == nil || refusal.Reason != bot.Closed || refusal.Say == nil || refusal.Say.Key != x.want):
				t.Errorf("%s: got %v, want it closed with %s", x.name, err, x.want)
			case x.want != "" && strings.Contains(refusal.Say.Say(words.English).String(), "{"):
				t.Errorf("%s: got %q, want a whole sentence", x.name, refusal.Say.Say(words.English))
			}
			if _, err := w.face.People(t.Context(), x.in); (err == nil) != (x.want == "") {
				t.Errorf("%s: who is in it was told with %v", x.name, err)
			}
		}
	})
}
