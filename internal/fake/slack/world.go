package slack

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// world is the workspace; Server.mu guards it.
type world struct {
	ids      ids
	team     team
	bot      *Member
	people   []*Member // as they joined, the bot first
	channels []*Channel
	views    map[string]*view
	tokens   map[string]*token
	triggers map[string]*trigger
	hooks    map[string]*hook // by the path of their response_url
	audience
}

// audience is who waits for what happens.
type audience struct {
	change   chan struct{} // closed at the next change that a person can see
	watchers map[*server.Reader[Event]]struct{}
}

// team is what the workspace and its app are called, and its clock.
type team struct {
	id, name, domain string
	app, botID       string
	zone             *time.Location
}

func newWorld(s *Server) *world {
	w := &world{
		views:    map[string]*view{},
		tokens:   map[string]*token{},
		triggers: map[string]*trigger{},
		hooks:    map[string]*hook{},
		audience: audience{change: make(chan struct{}), watchers: map[*server.Reader[Event]]struct{}{}},
	}
	w.team = team{id: w.ids.next("T"), name: "Fake", domain: "fake", app: w.ids.next("A"), botID: w.ids.next("B"), zone: time.UTC}
	w.bot = &Member{s: s, id: w.ids.next("U"), name: "engawa", sort: sort{bot: true}, zone: time.UTC, locale: "en-US"}
	w.people = []*Member{w.bot}
	scopes := s.opts.App.BotScopes
	if scopes == nil {
		scopes = botScopes()
	}
	w.tokens[botToken] = &token{kind: botKind, scopes: scopes, who: w.bot}
	w.tokens[appToken] = &token{kind: appKind, scopes: []string{"connections:write"}, who: w.bot}
	return w
}

// ids makes names that have not been used yet.
type ids struct {
	last      int
	lastStamp int64 // microseconds
}

// next is an id such as "C0FAKE0007".
func (i *ids) next(prefix string) string {
	i.last++
	return fmt.Sprintf("%s0FAKE%04d", prefix, i.last)
}

// stamp is a message's ts, later than each before it.
func (i *ids) stamp() string {
	i.lastStamp = max(i.lastStamp+1, time.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", i.lastStamp/1e6, i.lastStamp%1e6)
}

// object is a JSON object.
type object = map[string]any

// text is the string at name, or "".
func text(o object, name string) string {
	t, _ := o[name].(string)
	return t
}

// inner is the object at name, or nil.
func inner(o object, name string) object {
	n, _ := o[name].(object)
	return n
}

// list is the objects in the array at name.
func list(o object, name string) []object {
	all, _ := o[name].([]any)
	found := []object{}
	for _, v := range all {
		if n, ok := v.(object); ok {
			found = append(found, n)
		}
	}
	return found
}

// mustJSON marshals what this package itself has built.
func mustJSON(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("fake slack: " + err.Error())
	}
	return data
}

// copied is a deep copy of a JSON value.
func copied[T any](v T) T {
	var c T
	if err := json.Unmarshal(mustJSON(v), &c); err != nil {
		panic("fake slack: " + err.Error())
	}
	return c
}

// utf16Length is how long a text of the app's is taken to be.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
