package courier_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// A run reads what an earlier one owed while more is owed; see resume.
func TestWhatIsOwedWhileARunBeginsIsDeliveredInOrderToo(t *testing.T) {
	for range 60 {
		w := &fakeFace{}
		inBubble(t, w, func(f *fixture) {
			var want []string
			for i := range 6 {
				key := fmt.Sprint(i)
				f.owe(bot.KindPost, "1", bot.Post{}, time.Hour, key)
				want = append(want, "sakura/"+key)
			}
			settle(time.Second)
			if !slices.Equal(w.posts, want) {
				t.Errorf("got %v, want %v", w.posts, want)
			}
		})
	}
}
