package slack

import (
	"context"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// verdict is what an error of Slack's means.
type verdict struct {
	reason bot.Reason
	say    string // of Closed: a key of the catalogue
	whole  bool   // it concerns the app as a whole
}

// sorry is what to say of something Closed.
func (v verdict) sorry(channel string, err error) *bot.Sorry {
	return &bot.Sorry{Key: v.say, Args: []words.Arg{words.Quote("channel", channel), words.Quote("scope", web.Needed(err))}}
}

// verdictOn reads the code of an error; the zero verdict means that it passes.
// Source: the errors of chat.postMessage, chat.update and conversations.history.
func verdictOn(code string) verdict {
	switch code {
	case "is_archived", "is_inactive":
		return verdict{bot.Closed, "slack.closed.archived", false}
	case "channel_not_found":
		return verdict{bot.Closed, "slack.closed.gone", false}
	case "not_in_channel", "channel_is_limited_access":
		return verdict{bot.Closed, "slack.closed.outside", false}
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_non_threadable_channel", "posting_to_channel_denied", "access_denied",
		"app_access_restricted", "ekm_access_denied", "team_access_not_granted":
		return verdict{bot.Closed, "slack.closed.restricted", false}
	case "token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed":
		return verdict{bot.Closed, "slack.closed.token", true}
	case "missing_scope", "no_permission":
		return verdict{bot.Closed, "slack.closed.scope", true}
	case "message_not_found", "cant_update_message", "edit_window_closed":
		return verdict{bot.Outdated, "", false}
	case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "block_mismatch", "no_text",
		"invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "markdown_text_conflict",
		"too_many_attachments", "invalid_arguments", "invalid_array_arg", "invalid_form_data":
		return verdict{bot.BadShape, "", false}
	}
	return verdict{}
}

// judged tells a final no of Slack's from what passes. What is closed is said with
// the channel's name and what to do.
func (f *Face) judged(ctx context.Context, channel string, err error) error {
	v := verdictOn(web.Code(err))
	if v.reason == "" {
		return err
	}
	refusal := &bot.Refusal{Reason: v.reason, Err: err}
	switch {
	case v.whole:
		f.fall(err)
		refusal.Say, refusal.Whole = v.sorry("", err), true
	case v.reason == bot.Closed:
		refusal.Say = v.sorry(f.nameOf(ctx, channel), err)
	}
	return refusal
}

// judgedDirect is judged for what one person reads: who cannot be written to takes
// no messages.
func (f *Face) judgedDirect(ctx context.Context, channel string, err error) error {
	none := []string{
		"user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled",
		"channel_not_found", "is_inactive", "is_archived",
	}
	if slices.Contains(none, web.Code(err)) {
		return &bot.Refusal{Reason: bot.NoRight, Err: err}
	}
	return f.judged(ctx, channel, err)
}

// names are what channels were called when last seen.
type names struct {
	mu sync.Mutex
	of map[bot.ChannelID]string
}

// nameOf is how people know a channel; its id if Slack never said.
func (f *Face) nameOf(ctx context.Context, channel string) string {
	if channel != "" {
		_, _ = f.channel(ctx, bot.ChannelID(channel)) // it may have another name by now
	}
	return f.names.name(bot.ChannelID(channel))
}

func (n *names) name(id bot.ChannelID) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if name := n.of[id]; name != "" {
		return "#" + name
	}
	return string(id)
}

// channel asks about a channel and remembers its name.
func (f *Face) channel(ctx context.Context, id bot.ChannelID) (web.Channel, error) {
	c, err := f.api.Channel(ctx, string(id))
	if err == nil {
		f.names.mu.Lock()
		defer f.names.mu.Unlock()
		f.names.of[id] = plain.Line(c.Name)
	}
	return c, err
}
