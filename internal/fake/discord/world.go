package discord

import (
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// world is all there is; Server.mu guards it.
type world struct {
	lastID       uint64
	bot          *user
	guilds       map[string]*Guild
	order        []*Guild // as they were made
	channels     map[string]*Channel
	private      map[string]*message // ephemeral messages
	commands     commandSet          // global
	interactions interactions
	watchers     map[*server.Reader[Event]]struct{}
	wall         wall
}

// wall is the clock on the wall.
type wall struct {
	zone   *time.Location
	now    func() time.Time // judges what is in the past
	nonces func() time.Time // by which nonces are forgotten
}

func newWorld() *world {
	w := &world{
		guilds:   map[string]*Guild{},
		channels: map[string]*Channel{},
		private:  map[string]*message{},
		watchers: map[*server.Reader[Event]]struct{}{},
		wall:     wall{zone: time.UTC, now: time.Now, nonces: time.Now},
	}
	w.interactions.byToken = map[string]*interaction{}
	w.bot = &user{ID: w.newID(), Username: "engawa", GlobalName: "Engawa", Bot: true}
	return w
}

const (
	epoch   = 1420070400000      // ms; the first instant of 2015, from which Discord counts
	firstID = 100000000000000000 // so that ids look right in a bubble, whose clock starts in 2000
	bubble  = 946684800000       // ms; 2000
)

// newID makes a snowflake, greater than each before it.
func (w *world) newID() string {
	id := max(w.lastID+1, firstID)
	now := time.Now().UnixMilli()
	if ms := now - epoch; ms > 0 {
		id = max(id, uint64(ms)<<22)
	} else {
		id = max(id, firstID+uint64(max(0, now-bubble))<<22)
	}
	w.lastID = id
	return strconv.FormatUint(id, 10)
}

// timestamp is a time as Discord writes it.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

// orNull is nil for no text.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// utf16Length is how long a text of the bot's is taken to be. What people enter is counted in characters.
// Discord does not say which it counts, so this is the stricter one each way.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
