package gdocs_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
)

// counted counts the reads that were sent, with and without a mask of their content.
type counted struct {
	next          http.RoundTripper
	masked, whole int
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	if fake.IsRead(r) {
		switch fields := r.URL.Query().Get("fields"); {
		case fields == "":
			c.whole++
		case strings.Contains(fields, "tabs"):
			c.masked++
		}
	}
	return c.next.RoundTrip(r)
}

func TestADocWhoseFieldMaskIsRefusedIsReadWhole(t *testing.T) {
	d := wrote(t, ordinary)
	want := shown(d.read())
	count := &counted{next: d.next}
	n := over(t, d, count)
	d.server.Faults().RefuseMasks()
	for range 3 {
		r, err := n.Read(context.Background())
		must(t, err)
		if got := shown(r); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	if count.masked != 1 || count.whole != 3 {
		t.Errorf("%d reads with a mask and %d without, want 1 and 3", count.masked, count.whole)
	}
	at, err := n.Read(context.Background())
	must(t, err)
	if _, err := n.Write(context.Background(), at, adds(lastWeek, kpt.Keeps, 1, "one")); err != nil {
		t.Errorf("Write: %v", err)
	}
}

func TestARefusalThatIsNotAboutTheFieldMaskIsTold(t *testing.T) {
	d := wrote(t, ordinary)
	count := &counted{next: d.next}
	n := over(t, d, count)
	d.server.Faults().Fail(fake.IsRead, -1, http.StatusBadRequest)
	if _, err := n.Read(context.Background()); err == nil || count.masked != 1 || count.whole != 0 {
		t.Errorf("got %v after %d reads with a mask and %d without, want a trouble after 1 and 0", err, count.masked, count.whole)
	}
}
