package discord_test

import (
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// planned makes an event and gives its path and a function that sets the clock so long after its start.
func planned(t *testing.T, change object) (r *rest, g *fake.Guild, path string, after func(time.Duration)) {
	t.Helper()
	s := start(t, fake.Options{})
	r, g = newRest(t, s), s.NewGuild("Sakura")
	event := with(tea(g.Voice("Lounge")), change)
	begins, err := time.Parse(time.RFC3339, event["scheduled_start_time"].(string))
	if err != nil {
		t.Fatal(err)
	}
	path = "/guilds/" + g.ID() + "/scheduled-events"
	id := r.do("POST", path, event).want(t, 200, 0).object()["id"].(string)
	after = func(d time.Duration) { s.Calendar(func() time.Time { return begins.Add(d) }) }
	return r, g, path + "/" + id, after
}

func elsewhere() object {
	return object{
		"entity_type": 3, "channel_id": nil, "entity_metadata": object{"location": "the park"},
		"scheduled_end_time": time.Now().Add(90 * time.Minute).UTC().Format(time.RFC3339),
	}
}

// nightly is a rule whose first day is the one on which tea is.
func nightly() object {
	return object{"recurrence_rule": with(repeat(3, 1), object{"by_weekday": nil})}
}

func TestAnEventInARoomThatNobodyBeginsIsCancelledForGood(t *testing.T) {
	for name, change := range map[string]object{"once": {}, "again and again": nightly()} {
		r, g, path, after := planned(t, change)
		after(2 * time.Hour)
		if n := len(g.ScheduledEvents()); n != 1 {
			t.Errorf("%s: %d events after two hours, want 1", name, n)
		}
		after(4 * time.Hour)
		if n := len(g.ScheduledEvents()); n != 0 {
			t.Errorf("%s: %d events after four hours, want none", name, n)
		}
		r.do("PATCH", path, object{"status": 2}).want(t, 400, 180000)
	}
}

func TestAnEventThatEndsGoesOnToItsNextTimeIfItHasOne(t *testing.T) {
	for name, tt := range map[string]struct {
		change object
		left   int
	}{"once": {object{}, 0}, "again and again": {nightly(), 1}} {
		r, g, path, after := planned(t, tt.change)
		first := g.ScheduledEvents()[0].Start
		after(5 * time.Minute)
		r.do("PATCH", path, object{"status": 3}).want(t, 400, 50035)
		r.do("PATCH", path, object{"status": 2}).want(t, 200, 0)
		after(20 * time.Hour)
		r.do("PATCH", path, object{"status": 3}).want(t, 200, 0)
		all := g.ScheduledEvents()
		if len(all) != tt.left || tt.left == 1 && (all[0].Status != 1 || !all[0].Start.Equal(first.AddDate(0, 0, 1))) {
			t.Errorf("%s: got %+v", name, all)
		}
		if tt.left == 0 {
			r.do("PATCH", path, object{"name": "Snack"}).want(t, 400, 180000)
		}
	}
}

func TestAnEventElsewhereBeginsAndEndsByItself(t *testing.T) {
	_, g, _, after := planned(t, elsewhere())
	after(time.Minute)
	if got := g.ScheduledEvents(); len(got) != 1 || got[0].Status != 2 {
		t.Errorf("begun: got %+v", got)
	}
	after(31 * time.Minute)
	if got := g.ScheduledEvents(); len(got) != 0 {
		t.Errorf("ended: got %+v", got)
	}
	_, g, _, after = planned(t, with(elsewhere(), nightly()))
	first := g.ScheduledEvents()[0].Start
	after(49 * time.Hour)
	if got := g.ScheduledEvents(); len(got) != 1 || got[0].Status != 1 || !got[0].Start.Equal(first.AddDate(0, 0, 3)) {
		t.Errorf("two days later: got %+v, want it on the third day after %v", got, first)
	}
}

func TestOnlyWhoMayCreateEventsMakesOne(t *testing.T) {
	const view, enter, manage, create = 1 << 10, 1 << 20, 1 << 33, 1 << 44
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	path := "/guilds/" + g.ID() + "/scheduled-events"
	g.SetBotPermissions(view | enter | manage)
	r.do("POST", path, tea(g.Voice("Lounge"))).want(t, 403, 50013)
	g.SetBotPermissions(view | enter | create)
	id := r.do("POST", path, tea(g.Voice("Lounge"))).want(t, 200, 0).object()["id"].(string)
	g.SetBotPermissions(view | enter | manage)
	r.do("PATCH", path+"/"+id, object{"name": "Snack"}).want(t, 200, 0)
	if !g.CancelEvent("Snack") || g.CancelEvent("Snack") {
		t.Error("a member cannot cancel it once")
	}
	r.do("PATCH", path+"/"+id, object{"name": "Snack"}).want(t, 404, 10070)
}

func TestAReplyAndAChannelsRulesAreKept(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	path := "/channels/" + g.News("news").ID() + "/messages"
	first := r.do("POST", path, object{"content": "one"}).want(t, 200, 0).object()["id"]
	second := r.do("POST", path, object{"content": "two", "message_reference": object{"message_id": first}}).want(t, 200, 0).object()
	if about, _ := second["message_reference"].(object); second["type"] != 19. || about["message_id"] != first {
		t.Errorf("got type %v and %v, want a reply", second["type"], second["message_reference"])
	}
	made := r.do("POST", "/guilds/"+g.ID()+"/channels", object{"name": "quiet", "type": 2, "permission_overwrites": []object{
		{"id": g.ID(), "type": 0, "deny": "1048576"},
	}}).want(t, 201, 0).object()
	if rules, _ := made["permission_overwrites"].([]any); len(rules) != 1 || rules[0].(object)["deny"] != "1048576" {
		t.Errorf("got %v, want the rule", made["permission_overwrites"])
	}
}

func TestAnOutageIsNoRemovalAndTheBotComesBackByInvitation(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	g.Outage(true)
	r.do("GET", "/guilds/"+g.ID(), nil).want(t, 503, 0)
	g.Outage(false)
	r.do("GET", "/guilds/"+g.ID(), nil).want(t, 200, 0)
	g.AFK(g.Voice("Away"))
	if got := r.do("GET", "/guilds/"+g.ID(), nil).want(t, 200, 0).object()["afk_channel_id"]; got != g.Voice("Away").ID() {
		t.Errorf("got %v, want the room for who is away", got)
	}
	g.Remove()
	r.do("GET", "/guilds/"+g.ID(), nil).want(t, 404, 10004)
	g.Invite()
	r.do("GET", "/guilds/"+g.ID(), nil).want(t, 200, 0)
}

func TestAMemberIsCalledByNickElseByNameElseByUserName(t *testing.T) {
	s := start(t, fake.Options{})
	r, g := newRest(t, s), s.NewGuild("Sakura")
	for _, tt := range []struct{ handle, name string }{
		{"Ana Ito", "Ana Ito"}, {"Bo Sato", "bo"}, {"Chika Abe", "chika_abe"},
	} {
		var m *fake.Member
		switch tt.handle {
		case "Bo Sato":
			m = g.Member(tt.handle, fake.Nick("bo"))
		case "Chika Abe":
			m = g.Member(tt.handle, fake.Nameless())
		default:
			m = g.Member(tt.handle)
		}
		wire := r.do("GET", "/guilds/"+g.ID()+"/members/"+m.ID(), nil).want(t, 200, 0).object()
		if user := wire["user"].(object); m.Name() != tt.name || g.Member(tt.handle) != m || (user["global_name"] == nil) != (tt.handle == "Chika Abe") {
			t.Errorf("%s: got %q and %v", tt.handle, m.Name(), wire)
		}
	}
}
