package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/web"
)

// mood is what Shown.ID holds of a member's status, as JSON: the member's own,
// and ours that took its place.
type mood struct {
	Own  bot.Status `json:"own"`
	Ours bot.Status `json:"ours"`
}

// moods are the statuses that members had before ones whose setting had no answer
// yet.
type moods struct {
	mu     sync.Mutex
	before map[string]bot.Status // by user
}

var errNoToken = errors.New("slack: the member gave no token")

// Owner is the user whose own token one is. A token that Slack does not take is a
// refusal, of reason NoRight if it lacks a scope that statuses need.
func (f *Face) Owner(ctx context.Context, token string) (user string, err error) {
	owner, err := f.api.Owner(ctx, token)
	if v := verdictOn(web.Code(err)); v.whole {
		return "", &bot.Refusal{Reason: bot.Closed, Err: err}
	}
	if err != nil {
		return "", err
	}
	for _, scope := range moodScopes() {
		if !slices.Contains(owner.Scopes, scope) {
			return "", &bot.Refusal{Reason: bot.NoRight, Err: fmt.Errorf("slack: the member's token lacks %s", scope)}
		}
	}
	return owner.User, nil
}

// moodScopes are what a member's own token must allow.
func moodScopes() []string { return []string{"users.profile:read", "users.profile:write"} }

// showMood sets a member's status, or puts back what was there. A status that the
// member set by hand meanwhile stays. It is done with the member's own token;
// without one nothing is done.
func (f *Face) showMood(ctx context.Context, d bot.Display, now bot.Shown) (bot.Shown, error) {
	token, ok := f.cfg.Token(d.Place)
	if len(d.Body) == 0 {
		if !ok || now.ID == "" {
			now.ID = ""
			return now, nil
		}
		return f.putBack(ctx, token, now)
	}
	if !ok {
		return now, &bot.Refusal{Reason: bot.NoRight, Err: errNoToken}
	}
	var want bot.Status
	if err := json.Unmarshal(d.Body, &want); err != nil {
		return now, &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	want.Text = shorten(want.Text, mostStatus)
	return f.setMood(ctx, token, d.Place, want, now)
}

// mostStatus is how long a status may be. Source: users.profile.set.
const mostStatus = 100

func (f *Face) setMood(ctx context.Context, token, user string, want bot.Status, now bot.Shown) (bot.Shown, error) {
	there, err := f.status(ctx, token)
	if err != nil {
		return now, err
	}
	m, known := moodOf(now)
	switch {
	case known && !same(there, m.Ours) && there != (bot.Status{}):
		return now, nil
	case !known:
		m.Own = f.moods.own(user, there, want)
	}
	if err := judgedMood(f.api.SetProfile(ctx, token, web.Status(want))); err != nil {
		return now, err
	}
	f.moods.forget(user)
	m.Ours = want
	raw, err := json.Marshal(m)
	now.ID = string(raw)
	return now, err
}

// putBack gives the member's own status back, unless it has run out or the member
// has another by now.
func (f *Face) putBack(ctx context.Context, token string, now bot.Shown) (bot.Shown, error) {
	m, known := moodOf(now)
	there, err := f.status(ctx, token)
	if known && err == nil && same(there, m.Ours) {
		if !m.Own.Until.IsZero() && !m.Own.Until.After(f.now()) {
			m.Own = bot.Status{}
		}
		err = judgedMood(f.api.SetProfile(ctx, token, web.Status(m.Own)))
	}
	if refusal, _ := bot.Refused(err); refusal != nil && refusal.Reason == bot.NoRight {
		err = nil // the token is no longer good; Slack takes our status away by itself
	}
	if err == nil {
		now.ID = ""
	}
	return now, err
}

func (f *Face) status(ctx context.Context, token string) (bot.Status, error) {
	s, err := f.api.Profile(ctx, token)
	return bot.Status(s), judgedMood(err)
}

// moodOf reads what Shown.ID holds; not known means that nothing of ours is shown.
func moodOf(now bot.Shown) (m mood, known bool) {
	return m, now.ID != "" && json.Unmarshal([]byte(now.ID), &m) == nil
}

// same tells whether two statuses look alike.
func same(a, b bot.Status) bool {
	const untold = ":speech_balloon:" // Slack's, for a text without an emoji
	return a.Text == b.Text && cmp.Or(a.Emoji, untold) == cmp.Or(b.Emoji, untold)
}

// own is the member's own status, when there is one before ours: what stood there
// before a try that had no answer, or what stands there now. What looks like ours
// is from a try of an earlier run.
func (m *moods) own(user string, there, ours bot.Status) bot.Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	if own, tried := m.before[user]; tried {
		return own
	}
	if same(there, ours) {
		there = bot.Status{}
	}
	m.before[user] = there
	return there
}

func (m *moods) forget(user string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.before, user)
}

// judgedMood tells a final no from what passes. A member's token that is no longer
// good concerns that member alone.
func judgedMood(err error) error {
	code := web.Code(err)
	refused := []string{
		"not_admin", "permission_denied", "not_allowed_token_type", "sudo_required", "cannot_update_admin_user", "user_not_found",
	}
	bad := []string{"too_long", "invalid_profile", "profile_status_set_failed_not_valid_emoji", "profile_status_set_failed_not_emoji_syntax", "profile_set_failed"}
	v := verdictOn(code)
	switch {
	case v.reason == bot.Closed, slices.Contains(refused, code):
		return &bot.Refusal{Reason: bot.NoRight, Err: err}
	case v.reason != "", slices.Contains(bad, code):
		return &bot.Refusal{Reason: bot.BadShape, Err: err}
	}
	return err
}
