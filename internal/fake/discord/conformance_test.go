package discord_test

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/internal/need"
)

// judge is a transport that holds each good answer against Discord's specification.
type judge struct {
	t      *testing.T
	next   http.RoundTripper
	router routers.Router
	seen   map[string]int
}

func (j *judge) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := j.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	asked := r.Clone(r.Context())
	route, params, err := j.router.FindRoute(asked)
	if err != nil {
		j.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		return resp, nil
	}
	j.seen[r.Method+" "+route.Path]++
	options := &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: asked, PathParams: params, Route: route, Options: options},
		Status:                 resp.StatusCode, Header: resp.Header, Options: options,
	}
	in.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(context.Background(), in); err != nil {
		j.t.Errorf("%s %s: answer %d %s: %v", r.Method, route.Path, resp.StatusCode, body, err)
	}
	return resp, nil
}

func newJudge(t *testing.T, next http.RoundTripper) *judge {
	t.Helper()
	data, err := os.ReadFile(spec.Document(t))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: "/api/v10"}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return &judge{t, next, router, map[string]int{}}
}

func TestEveryAnswerHasTheShapeOfTheSpecification(t *testing.T) {
	need.Unraced(t)
	spec.Document(t)
	checker := spec.ForTest(t)
	inBubble(t, fake.Options{Check: checker.Check, Limits: fake.Limits{Off: true}}, func(t *testing.T, s *fake.Server, d dialer) {
		g := s.NewGuild("Sakura")
		r := pipeRest(t, s, d)
		j := newJudge(t, r.client.Transport)
		r.client.Transport = j
		x := scene{t, s, g, g.Member("ana"), r, identified(t, s, d, 0, 0)}
		x.visitPlaces()
		x.visitMessages()
		x.visitSounds()
		x.visitEvents()
		x.visitCommands()
		x.visitInteractions()
		x.visitPrivate()
		if v := s.Violations(); len(v) > 0 {
			t.Errorf("violations: %q", v)
		}
		for op := range s.Requests() {
			if j.seen[op] == 0 {
				t.Errorf("%s was not judged", op)
			}
		}
		if len(j.seen) < 46 {
			t.Errorf("got %d operations judged, %v; want all 46", len(j.seen), slices.Sorted(maps.Keys(j.seen)))
		}
		t.Logf("%d operations, %d requests", len(j.seen), checker.Requests())
	})
}

func (x scene) get(paths ...string) {
	x.Helper()
	for _, path := range paths {
		x.r.do("GET", path, nil).want(x.T, 200, 0)
	}
}

func (x scene) visitPlaces() {
	lounge, guild := x.g.Voice("Lounge"), "/guilds/"+x.g.ID()
	x.ana.Join(lounge)
	x.c.move(x.g, lounge.ID())
	x.c.want(0, "VOICE_SERVER_UPDATE")
	x.g.Deny(x.g.Text("general"), 1<<17)
	x.get("/gateway", "/gateway/bot", "/users/@me", "/applications/@me", guild, guild+"/channels", guild+"/roles",
		guild+"/members/"+x.ana.ID(), guild+"/voice-states/@me", guild+"/voice-states/"+x.ana.ID(), "/channels/"+lounge.ID())
	x.r.do("POST", guild+"/channels", object{"name": "Tea", "type": 2}).want(x.T, 201, 0)
	x.r.do("PUT", "/channels/"+lounge.ID()+"/voice-status", object{"status": "tea"}).want(x.T, 204, 0)
}

func (x scene) visitMessages() {
	path := "/channels/" + x.g.Text("general").ID() + "/messages"
	body := card(object{"type": 17, "accent_color": 255, "components": []object{
		text("<@" + x.ana.ID() + ">"),
		{"type": 14, "divider": true},
		{"type": 9, "components": []object{text("x")}, "accessory": button("a")},
		row(object{"type": 3, "custom_id": "s", "options": []object{{"label": "a", "value": "a"}}}),
		row(object{"type": 5, "custom_id": "u"}), row(object{"type": 8, "custom_id": "c", "channel_types": []int{2}}),
		row(with(button("e"), object{"emoji": object{"name": "🍵"}})),
	}})
	with(body, object{"allowed_mentions": object{"users": []string{x.ana.ID()}}, "nonce": "n", "enforce_nonce": true})
	id := x.r.do("POST", path, body).want(x.T, 200, 0).object()["id"].(string)
	x.r.do("POST", path, with(plain("x"), object{"embeds": []object{{"title": "x"}}})).want(x.T, 200, 0)
	x.r.do("PATCH", path+"/"+id, with(card(text("new")), object{"flags": nil})).want(x.T, 200, 0)
	x.r.do("PUT", path+"/pins/"+id, nil).want(x.T, 204, 0)
	x.get(path, path+"/"+id, path+"/pins")
	x.r.do("DELETE", path+"/pins/"+id, nil).want(x.T, 204, 0)
	x.r.do("DELETE", path+"/"+id, nil).want(x.T, 204, 0)
}

func (x scene) visitSounds() {
	path := "/guilds/" + x.g.ID() + "/soundboard-sounds"
	id := x.r.do("POST", path, object{"name": "tea", "sound": ogg(time.Second), "volume": 0.5, "emoji_name": "🍵"}).want(x.T, 201, 0).object()["sound_id"].(string)
	x.get(path, path+"/"+id, "/soundboard-default-sounds")
	x.r.do("POST", "/channels/"+x.g.Voice("Lounge").ID()+"/send-soundboard-sound", object{"sound_id": id}).want(x.T, 204, 0)
	x.r.do("DELETE", path+"/"+id, nil).want(x.T, 204, 0)
}

func (x scene) visitEvents() {
	path := "/guilds/" + x.g.ID() + "/scheduled-events"
	body := with(tea(x.g.Voice("Lounge")), object{"recurrence_rule": repeat(3, 1, 0, 1, 2, 3, 4)})
	id := x.r.do("POST", path, body).want(x.T, 200, 0).object()["id"].(string)
	x.r.do("PATCH", path+"/"+id, object{"name": "Snack"}).want(x.T, 200, 0)
	x.get(path, path+"/"+id)
	x.r.do("DELETE", path+"/"+id, nil).want(x.T, 204, 0)
}

func (x scene) visitCommands() {
	for _, g := range []*fake.Guild{x.g, nil} {
		path := commandsPath(x.s, g)
		o := with(option(3, "text"), object{"required": true, "max_length": 100, "choices": []object{{"name": "a", "value": "a"}}})
		body := with(command("rooms", o), object{"name_localizations": object{"ja": "部屋"}, "default_member_permissions": nil})
		register(x.T, x.s, x.r, g, body, object{"name": "Add to KPT", "type": 3})
		id := x.r.do("POST", path, command("where", option(6, "who"))).want(x.T, 201, 0).object()["id"].(string)
		x.r.do("PATCH", path+"/"+id, object{"description": "Other", "default_member_permissions": 32}).want(x.T, 200, 0)
		x.get(path+"?with_localizations=true", path, path+"/"+id)
		x.r.do("DELETE", path+"/"+id, nil).want(x.T, 204, 0)
	}
	register(x.T, x.s, x.r, x.g, command("rooms"))
}

func (x scene) visitInteractions() {
	x.ana.Run("rooms", nil)
	in := x.asked()
	callback := func(in asked) string {
		return "/interactions/" + in.ID + "/" + in.Token + "/callback?with_response=true"
	}
	x.r.do("POST", callback(in), object{"type": 4, "data": card(row(button("more")))}).want(x.T, 200, 0)
	hook := x.hook(in)
	x.get(hook + "/messages/@original")
	x.r.do("PATCH", hook+"/messages/@original", asEdit(card(row(button("more")), text("x")))).want(x.T, 200, 0)
	id := x.r.do("POST", hook, ephemeral("x")).want(x.T, 200, 0).object()["id"].(string)
	x.get(hook + "/messages/" + id)
	x.r.do("PATCH", hook+"/messages/"+id, plain("y")).want(x.T, 200, 0)
	x.r.do("DELETE", hook+"/messages/"+id, nil).want(x.T, 204, 0)
	x.ana.Press(x.g.Voice("Lounge").Messages()[0], "more")
	pressed := x.asked()
	x.r.do("POST", callback(pressed), object{"type": 9, "data": modal(label("Today", input("today")))}).want(x.T, 200, 0)
	x.r.do("DELETE", hook+"/messages/@original", nil).want(x.T, 204, 0)
}

// asEdit is a card as an edit: without the flag that it has anyway.
func asEdit(body object) object {
	delete(body, "flags")
	return body
}
