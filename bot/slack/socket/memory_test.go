package socket

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnEnvelopeIsKnownForHalfAnHourAndTheMemoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		meet := func(name string) bool {
			_, first := m.meet(name, nil, false)
			return first
		}
		if !meet("a") || meet("a") {
			t.Error("the first is not new, or the second is")
		}
		time.Sleep(rememberFor - time.Second)
		if meet("a") {
			t.Error("forgotten before its half hour is over")
		}
		time.Sleep(time.Second)
		if !meet("a") {
			t.Error("still known after half an hour")
		}
		for i := range 3 * mostKnown {
			meet(fmt.Sprint(i))
		}
		if len(m.known) > mostKnown || len(m.order) > mostKnown {
			t.Errorf("knows %d in order of %d; want at most %d", len(m.known), len(m.order), mostKnown)
		}
		r, _ := m.meet("b", nil, false)
		m.forget(r)
		if !meet("b") {
			t.Error("what was not taken is still known")
		}
	})
}
