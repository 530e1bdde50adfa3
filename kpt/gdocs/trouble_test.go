package gdocs_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/pipe"
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
func (d *desk) tries(at kpt.Reading) map[string]error {
	ctx := context.Background()
	errs := map[string]error{}
	_, errs["revision"] = d.notebook.Revision(ctx)
	_, errs["read"] = d.notebook.Read(ctx)
	_, errs["write"] = d.notebook.Write(ctx, at, opened())
	return errs
}

func TestEachTroubleHasItsReasonAndTheAddressToShareWith(t *testing.T) {
	tests := map[string]struct {
		happens func(d *desk)
		want    kpt.Reason
	}{
		"not shared":      {func(d *desk) { d.doc.Unshare() }, kpt.NotShared},
		"read-only share": {func(d *desk) { d.doc.Share(fake.Viewer) }, kpt.ReadOnly},
		"deleted":         {func(d *desk) { d.doc.Trash(true) }, kpt.Missing},
		"unavailable":     {func(d *desk) { d.server.Faults().Fail(nil, -1, http.StatusServiceUnavailable) }, kpt.Down},
		"internal error":  {func(d *desk) { d.server.Faults().Fail(nil, -1, http.StatusInternalServerError) }, kpt.Down},
		"closed":          {func(d *desk) { d.server.Close() }, kpt.Down},
		"answers lost":    {func(d *desk) { d.server.Faults().LoseAnswers(nil, -1) }, kpt.Down},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			at := d.read()
			test.happens(d)
			for method, err := range d.tries(at) {
				trouble, ok := errors.AsType[*kpt.Trouble](err)
				if !ok || trouble.Reason != test.want || trouble.Help != account {
					t.Errorf("%s: got %v, want %v", method, err, test.want)
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

func TestAWriteAtAnOldRevisionDoesNothing(t *testing.T) {
	d := wrote(t, ordinary)
	at := d.read()
	must(t, d.doc.Line("tea").Append("!"))
	before := d.doc.Text()
	if _, err := d.notebook.Write(context.Background(), at, opened()); !errors.Is(err, kpt.ErrMoved) {
		t.Errorf("got %v, want %v", err, kpt.ErrMoved)
	}
	d.shows(before)
}

func TestALostAnswerWritesOnce(t *testing.T) {
	d := wrote(t, ordinary)
	at := d.read()
	changes := adds(lastWeek, kpt.Keeps, 1, "one")
	d.server.Faults().LoseAnswers(fake.IsWrite, 1)
	if _, err := d.notebook.Write(context.Background(), at, changes); reason(err) != kpt.Down {
		t.Errorf("got %v, want %v", err, kpt.Down)
	}
	if _, err := d.notebook.Write(context.Background(), at, changes); !errors.Is(err, kpt.ErrMoved) {
		t.Errorf("sent again: got %v, want %v", err, kpt.ErrMoved)
	}
	if l := d.line("one"); l.ID != id(1) {
		t.Errorf("got %+v", l)
	}
	n := 0
	for _, l := range d.doc.Lines() {
		if l.Text == "one" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the line is there %d times, want once", n)
	}
}

// piped makes a desk without sockets, which also works inside a synctest bubble.
func piped(t *testing.T, o fake.Options) *desk {
	t.Helper()
	l := pipe.Listen("docs.invalid")
	o.Listener = l
	tr := &http.Transport{DialContext: l.DialContext}
	d := newDesk(t, o, tr)
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
