package web

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// Trigger opens one modal for whoever did what it is of, soon.
type Trigger struct {
	ID      string    // "": none
	By      time.Time // it is not used later
	Urgency Urgency
}

// OpenView opens a modal. A trigger that would be dead before its turn takes none:
// see Late.
func (c *Client) OpenView(ctx context.Context, t Trigger, view slack.ModalViewRequest) error {
	return c.do(ctx, turn{method: "views.open", by: t.By, urgency: t.Urgency}, func(ctx context.Context) error {
		_, err := c.api.OpenViewContext(ctx, t.ID, view)
		return err
	})
}

// PublishHome sets user's home tab.
func (c *Client) PublishHome(ctx context.Context, user string, view slack.HomeTabViewRequest) error {
	return c.do(ctx, turn{method: "views.publish"}, func(ctx context.Context) error {
		_, err := c.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: view})
		return err
	})
}

// Response is what is said through a response_url.
type Response struct {
	Text    string // for notifications; & < > escaped
	Blocks  []slack.Block
	Replace bool // the message in which it was done
	Public  bool // everybody in the channel reads it
	Delete  bool // the message in which it was done goes; nothing is said
}

// Respond answers what somebody did, past the queue. A response_url is good five
// times within thirty minutes. One that is not Slack's is refused unsent.
func (c *Client) Respond(ctx context.Context, responseURL string, r Response) error {
	said := &slack.WebhookMessage{Text: r.Text, ReplaceOriginal: r.Replace, DeleteOriginal: r.Delete, ResponseType: slack.ResponseTypeEphemeral}
	if r.Public {
		said.ResponseType = slack.ResponseTypeInChannel
	}
	if len(r.Blocks) > 0 {
		said.Blocks = &slack.Blocks{BlockSet: r.Blocks}
	}
	if !c.ours(responseURL) {
		return &Error{Method: responseMethod, cause: errForeign}
	}
	if err := c.pacer.enter(); err != nil {
		return &Error{Method: responseMethod, cause: err}
	}
	defer c.pacer.flying.Done()
	err := c.once(ctx, responseMethod, responseURL, func(ctx context.Context) error {
		return slack.PostWebhookCustomHTTPContext(ctx, responseURL, c.http, said)
	})
	if err != nil {
		return err
	}
	return nil
}

const responseMethod = "response_url"

// OpenSocket asks for the address of a connection of Socket Mode, which is a secret
// and good once.
func (c *Client) OpenSocket(ctx context.Context, appToken string) (address string, err error) {
	api := slack.New("", slack.OptionAPIURL(c.base), slack.OptionHTTPClient(c.http), slack.OptionAppLevelToken(appToken))
	err = c.doAs(ctx, turn{method: "apps.connections.open"}, appToken, func(ctx context.Context) error {
		var err error
		_, address, err = api.StartSocketModeContext(ctx)
		return err
	})
	return address, err
}
