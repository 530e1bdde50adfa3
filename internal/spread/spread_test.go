package spread_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/spread"
)

func TestManyAreSpreadAndEachStaysWhereItIs(t *testing.T) {
	const many, most = 1000, time.Hour
	tenths := map[time.Duration]int{}
	for i := range many {
		key := fmt.Sprint("team-", i)
		got := spread.Of(key, most)
		if got < 0 || got >= most || got != spread.Of(key, most) {
			t.Fatalf("%s: got %v", key, got)
		}
		tenths[got*10/most]++
	}
	for tenth := range time.Duration(10) {
		if n := tenths[tenth]; n < many/20 || n > many/5 {
			t.Errorf("%d of %d in part %d of ten, want about %d", n, many, tenth, many/10)
		}
	}
	if got := spread.Of("nobody", 0); got != 0 {
		t.Errorf("of nothing: got %v", got)
	}
}
