package web

import (
	"context"
	"html"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Identity is who a token speaks as.
type Identity struct {
	User   string // user id
	Bot    string // bot id
	Team   string // the workspace's name
	TeamID string // the workspace's id
	URL    string // the workspace's address
	Scopes []string
}

// Who asks who the bot's token speaks as.
func (c *Client) Who(ctx context.Context) (Identity, error) { return c.Owner(ctx, c.token) }

// Me is who the bot's token speaks as; it is asked once.
func (c *Client) Me(ctx context.Context) (Identity, error) {
	return c.self.get("", func() (Identity, error) { return c.Who(ctx) })
}

// Owner asks who a token speaks as.
func (c *Client) Owner(ctx context.Context, token string) (Identity, error) {
	var owner Identity
	api := c.as(token)
	err := c.doAs(ctx, turn{method: "auth.test"}, token, func(ctx context.Context) error {
		told, err := api.AuthTestContext(ctx)
		if err != nil {
			return err
		}
		owner = Identity{User: told.UserID, Bot: told.BotID, Team: told.Team, TeamID: told.TeamID, URL: told.URL}
		for scope := range strings.SplitSeq(told.Header.Get("X-OAuth-Scopes"), ",") {
			if scope = strings.TrimSpace(scope); scope != "" {
				owner.Scopes = append(owner.Scopes, scope)
			}
		}
		return nil
	})
	return owner, err
}

// User is a person, or an app.
type User struct {
	ID     string
	Name   string // as others see it
	Email  string // "" without the scope users:read.email
	Zone   string // IANA name
	Locale string // "ja-JP"
	Bot    bool
	Gone   bool     // deactivated
	Guest  bool     // a guest who sees one channel only
	Teams  []string // ids of the workspaces that they are of
}

// Remembered is what is known of a person without asking.
func (c *Client) Remembered(id string) (User, bool) { return c.people.known(id) }

// User asks about a person, and remembers the answer for an hour.
func (c *Client) User(ctx context.Context, id string) (User, error) {
	return c.people.get(id, func() (User, error) {
		var found User
		err := c.do(ctx, turn{method: "users.info"}, func(ctx context.Context) error {
			u, err := c.api.GetUserInfoContext(ctx, id)
			if err != nil {
				return err
			}
			found = User{
				ID: u.ID, Name: plain.First(u.Profile.DisplayName, u.RealName, u.Name), Email: u.Profile.Email,
				Zone: u.TZ, Locale: u.Locale, Bot: u.IsBot || u.ID == slackbot, Gone: u.Deleted,
				Guest: u.IsUltraRestricted, Teams: append([]string{u.TeamID}, u.Enterprise.Teams...),
			}
			return nil
		})
		return found, err
	})
}

// slackbot is Slack's own, which is_bot does not tell of.
const slackbot = "USLACKBOT"

// Status is what stands beside a member's name. The zero Status is none.
type Status struct {
	Text  string
	Emoji string    // ":dart:"
	Until time.Time // the zero time: until it is changed
}

// Profile asks for the status of the member whose own token is given.
func (c *Client) Profile(ctx context.Context, token string) (Status, error) {
	var found Status
	api := c.as(token)
	err := c.doAs(ctx, turn{method: "users.profile.get"}, token, func(ctx context.Context) error {
		p, err := api.GetUserProfileContext(ctx, &slack.GetUserProfileParameters{})
		if err != nil || p == nil {
			return err
		}
		found = Status{Text: html.UnescapeString(p.StatusText), Emoji: p.StatusEmoji}
		if p.StatusExpiration > 0 {
			found.Until = time.Unix(int64(p.StatusExpiration), 0).UTC()
		}
		return nil
	})
	return found, err
}

// SetProfile sets the status of the member whose own token is given; the zero
// Status takes it away.
func (c *Client) SetProfile(ctx context.Context, token string, s Status) error {
	until := int64(0)
	if !s.Until.IsZero() {
		until = s.Until.Unix()
	}
	api := c.as(token)
	return c.doAs(ctx, turn{method: "users.profile.set"}, token, func(ctx context.Context) error {
		return api.SetUserCustomStatusContext(ctx, s.Text, s.Emoji, until)
	})
}
