package gdocs_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

func reason(err error) kpt.Reason {
	if t, ok := errors.AsType[*kpt.Trouble](err); ok {
		return t.Reason
	}
	return ""
}

// tries gives the errors of all three methods.
func (d *docFixture) tries(at kpt.Reading) map[string]error {
	ctx := context.Background()
	errs := map[string]error{}
	_, errs["revision"] = d.notebook.Revision(ctx)
	_, errs["read"] = d.notebook.Read(ctx)
	_, errs["write"] = d.notebook.Write(ctx, at, opened())
	return errs
}

// Other troubles are part of the contract of all notebooks.
func TestAServerThatDoesNotAnswerIsDown(t *testing.T) {
	for name, happens := range map[string]func(d *docFixture){
		"internal error": func(d *docFixture) { d.server.Faults().Fail(nil, -1, http.StatusInternalServerError) },
		"closed":         func(d *docFixture) { d.server.Close() },
		"answers lost":   func(d *docFixture) { d.server.Faults().LoseAnswers(nil, -1) },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			at := d.read()
			happens(d)
			for method, err := range d.tries(at) {
				trouble, ok := errors.AsType[*kpt.Trouble](err)
				if !ok || trouble.Reason != kpt.Down || trouble.Help != account {
					t.Errorf("%s: got %v, want %v", method, err, kpt.Down)
				}
			}
		})
	}
}

func TestADocThatWasNeverThereHasTheWrongAddress(t *testing.T) {
	d := open(t)
	d.doc.Trash(true)
	if _, err := d.notebook.Read(context.Background()); reason(err) != kpt.WrongAddress {
		t.Errorf("got %v, want %v", err, kpt.WrongAddress)
	}
}

func TestAShareThatBecomesReadOnlyIsToldByTheWrite(t *testing.T) {
	d := open(t)
	at := d.read()
	d.doc.Share(fake.Viewer)
	if _, err := d.notebook.Write(context.Background(), at, opened()); reason(err) != kpt.ReadOnly {
		t.Errorf("got %v, want %v", err, kpt.ReadOnly)
	}
	d.doc.Share(fake.Writer)
	if _, err := d.notebook.Write(context.Background(), at, opened()); err != nil {
		t.Errorf("after access returned: %v", err)
	}
}

// piped makes a docFixture without sockets, which also works inside a synctest bubble.
func piped(t *testing.T, o fake.Options) *docFixture {
	t.Helper()
	l := pipe.Listen("docs.invalid")
	o.Listener = l
	tr := &http.Transport{DialContext: l.DialContext}
	d := newDocFixture(t, o, tr)
	t.Cleanup(tr.CloseIdleConnections)
	return d
}

func TestTooManyRequestsHoldBackTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := piped(t, plenty())
		d.server.Faults().Fail(fake.IsRead, 1, http.StatusTooManyRequests)
		_, err := d.notebook.Revision(context.Background())
		if reason(err) != kpt.Busy {
			t.Errorf("got %v, want %v", err, kpt.Busy)
		}
		began := time.Now()
		if _, err := d.notebook.Revision(context.Background()); err != nil {
			t.Error(err)
		}
		if waited := time.Since(began); waited < 5*time.Second {
			t.Errorf("waited %v after a 429", waited)
		}
	})
}

func TestAnAnswerThatNeverComesIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := piped(t, plenty())
		d.server.Faults().Delay(nil, time.Hour)
		began := time.Now()
		if _, err := d.notebook.Read(context.Background()); reason(err) != kpt.Down {
			t.Errorf("got %v, want %v", err, kpt.Down)
		}
		if waited := time.Since(began); waited > time.Minute {
			t.Errorf("waited %v", waited)
		}
	})
}

func TestTheTeamsOfAProcessStayWithinTheQuotaTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := piped(t, fake.Options{})
		q := gdocs.NewQuota(gdocs.ReadsPerMinute, gdocs.WritesPerMinute)
		const teams, polls = 5, 100
		done := make(chan error)
		for range teams {
			n := d.bind(d.server.NewDoc("team"), "", q)
			go func() {
				var err error
				for range polls {
					if _, e := n.Revision(t.Context()); e != nil {
						err = e
					}
				}
				r, e := n.Read(t.Context())
				if e == nil {
					_, e = n.Write(t.Context(), r, opened())
				}
				done <- errors.Join(err, e)
			}()
		}
		for range teams {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if n := d.server.TooMany(); n > 0 {
			t.Errorf("Google said 429 %d times", n)
		}
	})
}
