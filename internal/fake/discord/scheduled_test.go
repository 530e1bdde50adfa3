package discord_test

import (
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// tea is an event in a room, an hour from now.
func tea(room *fake.Channel) object {
	return object{
		"name": "Tea", "privacy_level": 2, "entity_type": 2, "channel_id": room.ID(),
		"scheduled_start_time": time.Now().Add(time.Hour).UTC().Format(time.RFC3339),
	}
}

func repeat(frequency, interval int, days ...int) object {
	return object{
		"start": time.Now().Add(time.Hour).UTC().Format(time.RFC3339), "frequency": frequency, "interval": interval, "by_weekday": days,
	}
}

func TestScheduledEventsAreHeldToDiscordsSubset(t *testing.T) {
	past := object{"scheduled_start_time": time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)}
	tests := map[string]struct {
		change object
		status int
	}{
		"once":                     {object{}, 200},
		"on weekdays":              {object{"recurrence_rule": repeat(3, 1, 0, 1, 2, 3, 4)}, 200},
		"every Friday":             {object{"recurrence_rule": repeat(2, 1, 4)}, 200},
		"every other Friday":       {object{"recurrence_rule": repeat(2, 2, 4)}, 200},
		"on two days of a week":    {object{"recurrence_rule": repeat(2, 1, 1, 4)}, 400},
		"on Monday and Wednesday":  {object{"recurrence_rule": repeat(3, 1, 0, 2)}, 400},
		"every third Friday":       {object{"recurrence_rule": repeat(2, 3, 4)}, 400},
		"with an end":              {object{"recurrence_rule": with(repeat(2, 1, 4), object{"end": "2030-01-01T00:00:00Z"})}, 400},
		"in the past":              {past, 400},
		"in no room":               {object{"channel_id": nil}, 400},
		"elsewhere, without where": {object{"entity_type": 3, "channel_id": nil}, 400},
		"for all the world":        {object{"privacy_level": 1}, 400},
		"without a name":           {object{"name": ""}, 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := start(t, fake.Options{})
			g := s.NewGuild("Sakura")
			code := 0
			if tt.status == 400 {
				code = 50035
			}
			newRest(t, s).do("POST", "/guilds/"+g.ID()+"/scheduled-events", with(tea(g.Voice("Lounge")), tt.change)).want(t, tt.status, code)
		})
	}
}

func TestAScheduledEventIsChangedListedAndCancelled(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	path := "/guilds/" + g.ID() + "/scheduled-events"
	id := r.do("POST", path, tea(g.Voice("Lounge"))).want(t, 200, 0).object()["id"].(string)
	r.do("PATCH", path+"/"+id, object{"name": "Snack"}).want(t, 200, 0)
	if got := g.ScheduledEvents(); len(got) != 1 || got[0].Name != "Snack" || got[0].Channel != "Lounge" || got[0].Status != 1 {
		t.Errorf("got %+v; want Snack in Lounge", got)
	}
	r.do("PATCH", path+"/"+id, object{"status": 3}).want(t, 400, 50035)
	r.do("GET", path+"/"+id, nil).want(t, 200, 0)
	r.do("DELETE", path+"/"+id, nil).want(t, 204, 0)
	r.do("GET", path+"/"+id, nil).want(t, 404, 10070)
	g.SetBotPermissions(1<<10 | 1<<20)
	r.do("POST", path, tea(g.Voice("Lounge"))).want(t, 403, 50013)
}
