package discord_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/discord"
)

// text is a text display.
func text(content string) object { return object{"type": 10, "content": content} }

func button(id string) object {
	return object{"type": 2, "style": 1, "label": "Press", "custom_id": id}
}

func row(list ...object) object { return object{"type": 1, "components": list} }

// card is a message of Components V2.
func card(list ...object) object {
	return object{"flags": 1 << 15, "components": list, "allowed_mentions": object{"parse": []string{}}}
}

func with(o object, more object) object {
	for k, v := range more {
		o[k] = v
	}
	return o
}

// bad is a message that is refused with a code.
type bad struct {
	body object
	code int
}

func badMessages() map[string]bad {
	many := make([]object, 41)
	for i := range many {
		many[i] = text("x")
	}
	six := make([]object, 6)
	for i := range six {
		six[i] = button(fmt.Sprint(i))
	}
	menu := object{"type": 3, "custom_id": "m", "options": []object{{"label": "a", "value": "a"}, {"label": "b", "value": "a"}}}
	return map[string]bad{
		"a card with content":               {with(card(text("x")), object{"content": "y"}), 50035},
		"a card with empty content":         {with(card(text("x")), object{"content": ""}), 50035},
		"a card with embeds":                {with(card(text("x")), object{"embeds": []object{}}), 50035},
		"41 components":                     {card(many...), 50035},
		"six buttons in a row":              {card(row(six...)), 50035},
		"a custom_id twice":                 {card(row(button("a"), button("a"))), 50035},
		"a long custom_id":                  {card(row(button(strings.Repeat("x", 101)))), 50035},
		"a button without label":            {card(row(object{"type": 2, "style": 1, "custom_id": "a"})), 50035},
		"a link without url":                {card(row(object{"type": 2, "style": 5, "label": "Zoom"})), 50035},
		"4,001 characters":                  {card(text(strings.Repeat("x", 2001)), text(strings.Repeat("x", 2000))), 50035},
		"2,001 emoji in one text":           {card(text(strings.Repeat("🍵", 2001))), 50035},
		"an empty text":                     {card(text("")), 50035},
		"a blank text":                      {card(text(" \n")), 50035},
		"a bare button":                     {card(button("a")), 50035},
		"a container in a container":        {card(object{"type": 17, "components": []object{{"type": 17, "components": []object{text("x")}}}}), 50035},
		"a section without accessory":       {card(object{"type": 9, "components": []object{text("x")}}), 50035},
		"an option twice":                   {card(row(menu)), 50035},
		"a select beside a button":          {card(row(button("a"), object{"type": 5, "custom_id": "u"})), 50035},
		"a text display without the flag":   {object{"components": []object{text("x")}, "allowed_mentions": object{}}, 50035},
		"no components in a card":           {card(), 50006},
		"nothing":                           {object{}, 50006},
		"only spaces":                       {plain("  "), 50006},
		"2,001 characters of content":       {plain(strings.Repeat("x", 2001)), 50035},
		"a long nonce":                      {with(plain("x"), object{"nonce": strings.Repeat("n", 26)}), 50035},
		"an ephemeral message in a channel": {with(plain("x"), object{"flags": 64}), 50035},
		"users in parse and listed":         {with(plain("x"), object{"allowed_mentions": object{"parse": []string{"users"}, "users": []string{"1"}}}), 50035},
		"no JSON":                           {nil, 50109},
		"a number for content":              {with(plain(""), object{"content": 5}), 50035},
	}
}

func TestMessagesThatDiscordRefuses(t *testing.T) {
	for name, tt := range badMessages() {
		t.Run(name, func(t *testing.T) {
			s := start(t, fake.Options{})
			general := s.NewGuild("Sakura").Text("general")
			var body any = tt.body
			if tt.body == nil {
				body = "{"
			}
			newRest(t, s).do("POST", "/channels/"+general.ID()+"/messages", body).want(t, 400, tt.code)
			if len(general.Messages()) != 0 || len(s.Violations()) != 1 {
				t.Errorf("got %d messages and violations %q; want none and one", len(general.Messages()), s.Violations())
			}
		})
	}
}

func TestARepeatedNonceReturnsTheFirstMessage(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		g := s.NewGuild("Sakura")
		post := func(channel, text string) any {
			body := with(plain(text), object{"nonce": "tea", "enforce_nonce": true})
			return r.do("POST", "/channels/"+g.Text(channel).ID()+"/messages", body).want(t, 200, 0).object()["id"]
		}
		first := post("general", "a")
		if got := post("general", "b"); got != first {
			t.Errorf("got %v; want the first, %v", got, first)
		}
		if got := post("other", "c"); got == first {
			t.Error("the nonce holds in another channel too")
		}
		time.Sleep(3 * time.Minute)
		if got := post("general", "d"); got == first {
			t.Error("the nonce holds after its window too")
		}
		if got := g.Text("general").Messages(); len(got) != 2 || got[0].Content != "a" || got[0].Nonce != "tea" {
			t.Errorf("got %+v; want a and d", got)
		}
	})
}

func TestTextWithoutAllowedMentionsIsAViolation(t *testing.T) {
	s := start(t, fake.Options{})
	path := "/channels/" + s.NewGuild("Sakura").Text("general").ID() + "/messages"
	newRest(t, s).do("POST", path, object{"content": "hello"}).want(t, 200, 0)
	if v := s.Violations(); len(v) != 1 || !strings.Contains(v[0], "allowed_mentions") {
		t.Errorf("got %q; want one about allowed_mentions", v)
	}
}

func TestOnlyAllowedMentionsPing(t *testing.T) {
	s := start(t, fake.Options{})
	g := s.NewGuild("Sakura")
	ana, bo, tea := g.Member("ana"), g.Member("bo"), g.Role("tea")
	content := fmt.Sprintf("@everyone <@%s> <@!%s> <@&%s>", ana.ID(), bo.ID(), tea.ID())
	tests := map[string]struct {
		allowed object
		want    []string
	}{
		"nobody":       {object{"parse": []string{}}, nil},
		"listed":       {object{"users": []string{bo.ID()}, "roles": []string{tea.ID()}}, []string{"@tea", "@bo"}},
		"all users":    {object{"parse": []string{"users"}}, []string{"@ana", "@bo"}},
		"everyone too": {object{"parse": []string{"everyone"}}, nil}, // the bot may not
	}
	for name, tt := range tests {
		for kind, body := range map[string]object{"plain": plain(content), "card": card(text(content))} {
			t.Run(name+" "+kind, func(t *testing.T) {
				ch := g.Text(name + kind)
				newRest(t, s).do("POST", "/channels/"+ch.ID()+"/messages", with(body, object{"allowed_mentions": tt.allowed})).want(t, 200, 0)
				if got := ch.Messages()[0].Mentions; !slices.Equal(got, tt.want) {
					t.Errorf("got %q; want %q", got, tt.want)
				}
			})
		}
	}
}

func TestACardStaysACard(t *testing.T) {
	s := start(t, fake.Options{})
	general := s.NewGuild("Sakura").Text("general")
	r, path := newRest(t, s), "/channels/"+general.ID()+"/messages"
	id := r.do("POST", path, card(text("one"))).want(t, 200, 0).object()["id"].(string)
	r.do("PATCH", path+"/"+id, object{"flags": 0}).want(t, 400, 50035)
	r.do("PATCH", path+"/"+id, object{"content": "plain", "allowed_mentions": object{}}).want(t, 400, 50035)
	r.do("PATCH", path+"/"+id, with(card(text("two")), object{"content": nil})).want(t, 200, 0)
	got := general.Messages()[0]
	if got.Text() != "two" || got.Edits != 1 || got.Flags != 1<<15 || !got.Edited.After(got.Created) {
		t.Errorf("got %+v; want two, edited once", got)
	}
}

func TestOldMessagesAreEditedAsOftenAsTheTestWants(t *testing.T) {
	inBubble(t, fake.Options{Limits: fake.Limits{OldEdits: 3}}, func(t *testing.T, s *fake.Server, d dialer) {
		r := pipeRest(t, s, d)
		path := "/channels/" + s.NewGuild("Sakura").Text("general").ID() + "/messages"
		path += "/" + r.do("POST", path, plain("0")).want(t, 200, 0).object()["id"].(string)
		for i := range 5 {
			r.do("PATCH", path, plain(fmt.Sprint(i))).want(t, 200, 0)
		}
		time.Sleep(time.Hour + time.Second)
		for range 3 {
			r.do("PATCH", path, plain("old")).want(t, 200, 0)
		}
		r.do("PATCH", path, plain("old")).want(t, 429, 30046)
		time.Sleep(time.Hour)
		r.do("PATCH", path, plain("old")).want(t, 200, 0)
	})
}
