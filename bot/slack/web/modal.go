package web

import (
	"context"

	"github.com/slack-go/slack"
)

// UpdateView gives an open modal another content. It needs no trigger.
func (c *Client) UpdateView(ctx context.Context, id string, view slack.ModalViewRequest) error {
	return c.do(ctx, turn{method: "views.update"}, func(ctx context.Context) error {
		_, err := c.api.UpdateViewContext(ctx, view, "", "", id)
		return err
	})
}
