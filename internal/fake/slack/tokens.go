package slack

import (
	"slices"
	"strings"
)

const (
	botToken    = "xoxb-fake-bot" //nolint:gosec // fake
	appToken    = "xapp-fake-app" //nolint:gosec // fake
	memberToken = "xoxp-fake-"    //nolint:gosec // fake; the name follows
)

// kind of a token.
type kind string

const (
	botKind    kind = "bot"
	appKind    kind = "app"
	memberKind kind = "user"
)

// token is one that was given out.
type token struct {
	kind   kind
	scopes []string
	who    *Member // who acts with it
	dead   string  // the error that everyone gets who uses it; empty while it is good
}

func (t *token) has(scope string) bool { return slices.Contains(t.scopes, scope) }

// BotToken is the token of the Web API.
func (s *Server) BotToken() string { return botToken }

// AppToken is the token that opens Socket Mode.
func (s *Server) AppToken() string { return appToken }

// SetBotScopes gives the app other scopes, as a reinstallation would; the token stays.
func (s *Server) SetBotScopes(scopes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.tokens[botToken].scopes = scopes
}

// BotScopes are those the app has now.
func (s *Server) BotScopes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.world.tokens[botToken].scopes)
}

// RevokeBotToken makes every call of the bot answer token_revoked, and says so in an event.
func (s *Server) RevokeBotToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.tokens[botToken].dead = "token_revoked"
	s.event(object{"type": "tokens_revoked", "tokens": object{"oauth": []string{}, "bot": []string{s.world.bot.id}}})
}

// RevokeAppToken makes apps.connections.open answer invalid_auth; open connections stay until they are closed.
func (s *Server) RevokeAppToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.tokens[appToken].dead = "invalid_auth"
}

// Uninstall takes the app out of the workspace: both tokens answer account_inactive and its sockets close.
func (s *Server) Uninstall() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.event(object{"type": "app_uninstalled"})
	s.world.tokens[botToken].dead = "account_inactive"
	s.world.tokens[appToken].dead = "account_inactive"
	for _, c := range s.link.conns {
		c.bye("link_disabled")
	}
}

// RestoreTokens makes the app's two tokens good again.
func (s *Server) RestoreTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.tokens[botToken].dead, s.world.tokens[appToken].dead = "", ""
}

// Grant gives the app a token of the member's own, with these scopes; a second one replaces the first.
func (m *Member) Grant(scopes ...string) string {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	name := memberToken + m.name
	m.s.world.tokens[name] = &token{kind: memberKind, scopes: scopes, who: m}
	return name
}

// Revoke takes back what Grant gave.
func (m *Member) Revoke() {
	m.s.mu.Lock()
	defer m.s.mu.Unlock()
	if t := m.s.world.tokens[memberToken+m.name]; t != nil {
		t.dead = "token_revoked"
		m.s.event(object{"type": "tokens_revoked", "tokens": object{"oauth": []string{m.id}, "bot": []string{}}})
	}
}

// allow finds whether the token may call the method on the channel that the call names.
func (t *token) allow(m method, ch *Channel) error {
	if !slices.Contains(m.kinds, t.kind) {
		return misuse("not_allowed_token_type", "%s is not for %s tokens", m.name, t.kind)
	}
	needed := m.scopes(ch)
	if len(needed) == 0 || slices.ContainsFunc(needed, t.has) {
		return nil
	}
	return missingScope(t, needed...)
}

func missingScope(t *token, needed ...string) error {
	return &apiError{Code: "missing_scope", more: object{
		"needed": strings.Join(needed, ","), "provided": strings.Join(t.scopes, ","),
	}}
}
