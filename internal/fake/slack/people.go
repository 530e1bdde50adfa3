package slack

import (
	"slices"
	"strings"
	"time"
)

// Member is a person in the workspace, or the app itself. Its methods are what a person does.
type Member struct {
	s      *Server
	id     string
	name   string
	email  string
	locale string
	zone   *time.Location
	status status
	bot    bool
	screen screen
	outside
}

// status is what stands beside the name.
type status struct {
	text, emoji string
	until       int64 // Unix seconds; 0: until it is changed
}

// screen is what the member has before them.
type screen struct {
	at     *Channel       // where they type; nil: the first channel they are in
	home   *view          // the app's home tab, as published
	modals []*view        // the top is the last
	last   []*interaction // of the last half hour
}

// MemberOption changes a member as they join.
type MemberOption func(*Member)

// Email is the member's address; without it name@example.com.
func Email(address string) MemberOption { return func(m *Member) { m.email = address } }

// Locale is the member's language, such as "ja-JP"; without it "en-US".
func Locale(locale string) MemberOption { return func(m *Member) { m.locale = locale } }

// Zone is the member's time zone; without it UTC.
func Zone(zone *time.Location) MemberOption { return func(m *Member) { m.zone = zone } }

// Member is the one of that name; if there is none, one joins, with the options.
func (s *Server) Member(name string, opts ...MemberOption) *Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.world.people {
		if m.name == name {
			return m
		}
	}
	handle := strings.ToLower(strings.ReplaceAll(name, " ", "."))
	m := &Member{
		s: s, id: s.world.ids.next("U"), name: name,
		email: handle + "@example.com", locale: "en-US", zone: time.UTC,
	}
	for _, o := range opts {
		o(m)
	}
	s.world.people = append(s.world.people, m)
	s.event(object{"type": "team_join", "user": m.wire(true)})
	return m
}

// ID is the member's user id.
func (m *Member) ID() string { return m.id }

// Name is what the member is called.
func (m *Member) Name() string { return m.name }

// At sets the channel in which the member types from now on.
func (m *Member) At(c *Channel) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	m.screen.at = c
}

// Deactivate ends the member's account: direct messages to them fail, their tokens answer account_inactive.
func (m *Member) Deactivate() {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	m.gone = true
	m.s.event(object{"type": "user_change", "user": m.wire(true)})
}

// Status is the text and emoji beside the member's name, and until when; the zero time is without end.
func (m *Member) Status() (text, emoji string, until time.Time) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	st := m.current()
	if st.until != 0 {
		until = time.Unix(st.until, 0)
	}
	return st.text, st.emoji, until
}

// SetStatus is the member setting it by hand.
func (m *Member) SetStatus(text, emoji string, until time.Time) {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	m.status = status{text: text, emoji: emoji}
	if !until.IsZero() {
		m.status.until = until.Unix()
	}
	m.s.watchedStatus(m)
}

// People lists the members as they joined, without the app.
func (s *Server) People() []*Member {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.world.people[1:])
}

// current is the status, unless it has run out.
func (m *Member) current() status {
	if m.status.until != 0 && !time.Now().Before(time.Unix(m.status.until, 0)) {
		m.status = status{}
	}
	return m.status
}

// whereabouts is the channel in which the member types.
func (m *Member) whereabouts() *Channel {
	if m.screen.at != nil {
		return m.screen.at
	}
	for _, c := range m.s.world.channels {
		if !c.archived && c.kind != direct && slices.Contains(c.members, m) {
			return c
		}
	}
	return m.s.world.direct(m)
}

// person finds a member by id; nil when there is none.
func (w *world) person(id string) *Member {
	for _, m := range w.people {
		if m.id == id {
			return m
		}
	}
	return nil
}

// named finds a member by id, name or @name.
func (w *world) named(name string) *Member {
	for _, m := range w.people {
		if name == m.id || strings.TrimPrefix(name, "@") == m.name {
			return m
		}
	}
	return nil
}
