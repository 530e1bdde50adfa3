package gdocs_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
)

// keeps has Ana keep a thought, as the ledger takes it at once.
func (h *history) keeps(text string) {
	h.t.Helper()
	n, err := kpt.NewNote(kpt.Keep, text, h.ledger.Roster[0].Author, h.now)
	must(h.t, err)
	n.ID = h.newID()
	n.Trace = kpt.Trace{Retro: thisWeek, Section: kpt.Keeps, Want: n.Text}
	h.asked[n.ID] = true
	h.ledger.Notes = append(h.ledger.Notes, n)
}

// poll is a round that may fail.
func (h *history) poll() error {
	at, err := h.notebook.Read(context.Background())
	if err != nil {
		return err
	}
	_, err = h.notebook.Write(context.Background(), at, h.merge(at))
	return err
}

func TestAfterAnHourOfOutageEverythingIsWrittenInOrderAndOnce(t *testing.T) {
	for name, test := range map[string]struct {
		fail   func(f *fake.Faults)
		want   kpt.Reason
		writes int
	}{
		"503":               {func(f *fake.Faults) { f.Fail(nil, -1, http.StatusServiceUnavailable) }, kpt.Down, 1},
		"429":               {func(f *fake.Faults) { f.Fail(nil, -1, http.StatusTooManyRequests) }, kpt.Busy, 1},
		"writes fail":       {func(f *fake.Faults) { f.Fail(fake.IsWrite, -1, http.StatusInternalServerError) }, kpt.Down, 1},
		"no answer returns": {func(f *fake.Faults) { f.LoseAnswers(nil, -1) }, kpt.Down, 1},
		// Each of its writes is made, with what was kept since the last.
		"writes are not answered": {func(f *fake.Faults) { f.LoseAnswers(fake.IsWrite, -1) }, kpt.Down, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHistory(piped(t, fake.Options{}), 1)
				test.fail(h.server.Faults())
				var want []string
				for end := time.Now().Add(time.Hour); time.Now().Before(end); time.Sleep(30 * time.Second) {
					h.now = h.now.Add(30 * time.Second)
					want = append(want, fmt.Sprintf("note %d", len(want)))
					h.keeps(want[len(want)-1])
					if err := h.poll(); reason(err) != test.want {
						t.Fatalf("in the outage: got %v, want %v", err, test.want)
					}
				}
				h.server.Faults().Clear()
				before := h.server.Requests()["batchUpdate"]
				if err := h.poll(); err != nil {
					t.Fatal(err)
				}
				if got := h.server.Requests()["batchUpdate"] - before; got != test.writes {
					t.Errorf("after the outage: got %d writes, want %d", got, test.writes)
				}
				h.rest()
				if len(h.faults) > 0 {
					t.Error(h.faults)
				}
				var got []string
				for _, l := range h.read().Sheets[0].Lines {
					got = append(got, l.Text)
				}
				if !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		})
	}
}
