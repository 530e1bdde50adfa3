package apptest

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Discord has refused the calendar for a day. Somebody allows it and asks the doctor,
// as the doctor has told them to: from then on the habits stand there again.
func TestTheCalendarIsThereAgainWhenTheDoctorIsAsked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		theatre := newTheatre(t, map[string]string{"begins": "tue 2026-11-24 09:50 Asia/Tokyo"})
		refused := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/scheduled-events") }
		theatre.fake.Faults().Refuse(refused, -1, http.StatusForbidden, 50013, "Missing Permissions")
		ask := func() (report string) {
			if err := theatre.play.Do(t.Context(), "ana: /engawa doctor"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Second)
			for _, line := range theatre.shown() {
				report += line
			}
			return report
		}
		if err := theatre.play.Do(t.Context(), "at 20:00"); err != nil {
			t.Fatal(err)
		}
		if report := ask(); !strings.Contains(report, "then run `/engawa doctor` again") {
			t.Errorf("the doctor says %s", report)
		}
		theatre.fake.Faults().Clear()
		if report := ask(); !strings.Contains(report, "All is well") {
			t.Errorf("the doctor says %s", report)
		}
		if got := len(theatre.guild.ScheduledEvents()); got != 3 {
			t.Errorf("%d habits stand in the calendar, want 3: %+v", got, theatre.guild.ScheduledEvents())
		}
	})
}
