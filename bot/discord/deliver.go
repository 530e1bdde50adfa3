package discord

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/rest"
	"github.com/engawa-bot/engawa/store"
)

// nonceLasts is for how long a nonce is relied on: Discord says 'the past few
// minutes'. What was owed longer ago is looked for in the channel first.
const nonceLasts = 2 * time.Minute

// Codes of Discord's errors. Source: Discord's 'Opcodes and Status Codes'.
const (
	unknownChannel = 10003
	unknownMessage = 10008
	tooOldToEdit   = 30046
	manyPrivate    = 40003 // too many direct-message channels were opened of late
	missingAccess  = 50001
	takesNone      = 50007 // the person takes no messages of ours
	missingRights  = 50013
	notAllowedHere = 50024
	nobody         = 50033 // to whom a message could go
)

// Deliver posts, edits or plays what is owed.
func (f *Face) Deliver(ctx context.Context, o store.Owed) (bot.Receipt, error) {
	switch o.Kind {
	case bot.KindPost:
		var p bot.Post
		if err := read(o, &p); err != nil {
			return bot.Receipt{}, err
		}
		channel, urgency, err := f.place(ctx, p)
		if err != nil {
			return bot.Receipt{}, err
		}
		id, err := f.postOnce(ctx, attempt{key: string(o.Key), born: o.Born, urgency: urgency}, channel, p.Card, teamOf(o.Key))
		return bot.Receipt{Channel: channel, Message: id}, err
	case bot.KindEdit:
		var e bot.Edit
		if err := read(o, &e); err != nil {
			return bot.Receipt{}, err
		}
		body := render(f.named(e.Card, teamOf(o.Key)), teamOf(o.Key), mark(string(e.Of))).edit()
		err := f.api.Do(ctx, rest.Call{Method: http.MethodPatch, Path: messagePath(e.Channel, e.Message), Body: body, Urgency: rest.Soon})
		if rest.Code(err) == unknownMessage {
			err = nil // somebody took it away
		}
		return bot.Receipt{}, judged(err)
	case bot.KindChime:
		var c bot.Chime
		if err := read(o, &c); err != nil {
			return bot.Receipt{}, err
		}
		_, err := f.chime(ctx, c.Server, c.Room, c.Sound)
		return bot.Receipt{}, err
	}
	return bot.Receipt{}, &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("discord: nothing of kind %q can be delivered", o.Kind)}
}

func read(o store.Owed, into any) error {
	if err := json.Unmarshal(o.Body, into); err != nil {
		return &bot.Refusal{Reason: bot.BadShape, Err: fmt.Errorf("discord: read what is owed as %s: %w", o.Key, err)}
	}
	return nil
}

func teamOf(key store.Key) bot.TeamID { return bot.TeamID(key.Parts()[0]) }

func messagePath(channel bot.ChannelID, message string) string {
	return "/channels/" + string(channel) + "/messages/" + message
}

// attempt names one message that must appear once.
type attempt struct {
	key     string
	born    time.Time // of the first try
	urgency rest.Urgency
}

// postOnce posts a card, or finds that an earlier try did.
func (f *Face) postOnce(ctx context.Context, a attempt, channel bot.ChannelID, card bot.Card, team bot.TeamID) (string, error) {
	body := render(f.named(card, team), team, mark(a.key))
	body.Nonce, body.EnforceNonce = nonce(a.key), true
	var posted struct {
		ID string `json:"id"`
	}
	call := rest.Call{Method: http.MethodPost, Path: "/channels/" + string(channel) + "/messages", Out: &posted, Urgency: a.urgency}
	over := func() bool {
		age := f.now().Sub(a.born)
		return age < 0 || age > nonceLasts
	}
	call.Late = func() (any, error) { // the queue may hold it for longer than the nonce lasts
		if over() {
			return nil, errNonceOver
		}
		return body, nil
	}
	err := errNonceOver
	if !over() {
		err = f.api.Do(ctx, call)
	}
	if errors.Is(err, errNonceOver) {
		id, err := f.find(ctx, channel, mark(a.key))
		if id != "" || err != nil {
			return id, judged(err)
		}
		call.Late, call.Body = nil, body
		err = f.api.Do(ctx, call)
		return posted.ID, judged(err)
	}
	return posted.ID, judged(err)
}

// errNonceOver keeps a post from being sent before it is looked for.
var errNonceOver = errors.New("discord: what is owed for long is looked for first")

// find looks among the newest messages of a channel for ours with a mark. It
// needs Read Message History; without it Discord shows nothing, and then
// nothing is found.
func (f *Face) find(ctx context.Context, channel bot.ChannelID, mark int32) (string, error) {
	var messages []struct {
		ID     string `json:"id"`
		Author struct {
			ID string `json:"id"`
		} `json:"author"`
		Components []struct {
			ID int32 `json:"id"`
		} `json:"components"`
	}
	path := "/channels/" + string(channel) + "/messages?limit=50"
	if err := f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &messages, Urgency: rest.Urgent}); err != nil {
		return "", err
	}
	me := f.self().User
	for _, m := range messages {
		if len(m.Components) > 0 && m.Components[0].ID == mark && (me == "" || m.Author.ID == me) {
			return m.ID, nil
		}
	}
	return "", nil
}

// nonce is a key as Discord takes it: at most 25 characters.
func nonce(key string) string {
	sum := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// mark is a key as a component's id: positive, 32 bits.
func mark(key string) int32 {
	sum := sha256.Sum256([]byte(key))
	return cmp.Or(int32(binary.BigEndian.Uint32(sum[20:])>>1), 1)
}

// judged tells a final no of Discord's from what passes.
func judged(err error) error {
	if err == nil {
		return nil
	}
	refusal := func(reason bot.Reason) error { return &bot.Refusal{Reason: reason, Err: err} }
	switch rest.Code(err) {
	case manyPrivate:
		return err // whatever its status, it passes
	case unknownChannel, notAllowedHere, nobody:
		return refusal(bot.NoPlace)
	case unknownMessage, tooOldToEdit:
		return refusal(bot.Outdated)
	case missingAccess, missingRights, takesNone:
		return refusal(bot.NoRight)
	}
	switch rest.Status(err) {
	case http.StatusForbidden:
		return refusal(bot.NoRight)
	case http.StatusNotFound:
		return refusal(bot.NoPlace)
	case http.StatusBadRequest:
		return refusal(bot.BadShape)
	}
	return err
}
