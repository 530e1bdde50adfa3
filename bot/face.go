package bot

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Face turns what is owed and shown into calls of one platform. Errors that are
// not a [Refusal] are passing: the courier tries again.
type Face interface {
	// Platform is the word in Owed.Face and Display.Face.
	Platform() Platform

	// Deliver does what is owed, effectively once: called again with the same
	// key after an unknown outcome it finds what the first call did.
	Deliver(ctx context.Context, o store.Owed) (Receipt, error)

	// Show makes the platform show d, given what is shown there now, and
	// returns what is shown then. Called again with the same arguments after an
	// unknown outcome it shows nothing twice.
	Show(ctx context.Context, d Display, now Shown) (Shown, error)

	// Check looks at everything that the team needs on the platform and says in
	// lang what is amiss. A test sound may be played in room ("": none).
	Check(ctx context.Context, t Team, room RoomID, lang words.Lang) []Finding
}

// Guide tells faces what ids mean; Names is one.
type Guide interface {
	Team(id TeamID) (Team, bool)
	// Called is a member's account on a platform, "" if they have none that is known,
	// and their name, "" if it is not known.
	Called(team TeamID, id MemberID, on Platform) (account, name string)
	// LinkTo is an address that leads into a room or channel of a team's server.
	LinkTo(t Team, place ChannelID) string
}

// Receipt tells where a delivered message stands.
type Receipt struct {
	Face    Platform  `json:"face,omitzero"` // the courier notes it
	Channel ChannelID `json:"channel,omitzero"`
	Message string    `json:"message,omitzero"`
}

// Kinds of Owed, and what their bodies are.
const (
	KindPost  = "post"  // Post: a message appears once
	KindEdit  = "edit"  // Edit: a message posted before changes
	KindChime = "chime" // Chime: a sound is heard in a room, at most once
)

// Post is a card that is to appear in a channel, or privately to one person.
// Its Owed's key finds the message again, for an Edit.
type Post struct {
	On      Platform  `json:"-"` // where Channel is; "": on the team's server's
	Channel ChannelID `json:"channel,omitzero"`
	To      MemberID  `json:"-"`           // instead of Channel; refused with NoRight by who takes no messages
	Account string    `json:"to,omitzero"` // theirs, on the platform of the Owed: Owe finds it
	Card    Card      `json:"card"`
	// Stays is for what is told in the team's other channels too: where Channel is closed, it
	// waits there, and goes no other way.
	Stays bool `json:"stays,omitzero"`
}

// Edit changes the card that was posted under the key Of. Channel is where.
// The courier fills in Message from the receipt.
type Edit struct {
	Of      store.Key `json:"of"`
	Channel ChannelID `json:"channel"`
	Message string    `json:"message,omitzero"`
	Card    Card      `json:"card"`
}

// Chime is a sound of ours, to be heard in a room.
type Chime struct {
	Server ServerID `json:"server"`
	Room   RoomID   `json:"room"`
	Sound  string   `json:"sound"` // by name, as the platform has it
}

// Kinds of Display.
const (
	ShowBoard  = "board"  // Card: one message, edited in place
	ShowStatus = "status" // string: a voice room's status line; "" for none
	ShowEvent  = "event"  // Event: a habit in the calendar view
	ShowMood   = "mood"   // Status: what stands beside a member's name; Place is the member
)

// Display is something that should be visible, as it should be now. Displays
// are compared with what is shown, never counted and never owed: a missed
// change remains a difference.
type Display struct {
	Key    store.Key // sakura/board, sakura/status/123, sakura/event/tea
	Face   Platform
	Kind   string
	Place  string // channel, room or server, by Kind
	Body   json.RawMessage
	Settle time.Duration // how long to wait for further changes
	Pace   time.Duration // the shortest time between two changes
	Last   bool          // Engawa ends: only what is there changes, at once, and is not tried again
}

// Shown is what a display shows, as kept in the table 'shown'.
type Shown struct {
	Face       Platform  `json:"face,omitzero"`       // on which platform
	ID         string    `json:"id,omitzero"`         // the platform's id of the message or event; empty: not there, or not known to be
	Place      string    `json:"place,omitzero"`      // where that is
	Hash       string    `json:"hash,omitzero"`       // of the body; empty: nothing is shown; "?": it is not known what is
	At         time.Time `json:"at,omitzero"`         // of the last change
	Born       time.Time `json:"born,omitzero"`       // when the message was posted, or the attempt begun
	Generation int       `json:"generation,omitzero"` // counts messages posted; with the key it names one attempt
	Old        string    `json:"old,omitzero"`        // the message before it, to be taken away
	OldPlace   string    `json:"old_place,omitzero"`
}

// Event is a habit as the platform's calendar shows it: the occurrence that is
// held now, or the next one. So it changes whenever one begins or ends, and with
// that the calendar is looked at.
type Event struct {
	Name    string         `json:"name"`
	About   string         `json:"about"`
	Room    RoomID         `json:"room,omitzero"`
	Link    string         `json:"link,omitzero"` // held elsewhere, if there is no room
	Days    []time.Weekday `json:"days"`
	Clock   schedule.Clock `json:"clock"`
	Zone    string         `json:"zone"`
	Start   time.Time      `json:"start"`         // in UTC; one day may differ from the others
	Held    bool           `json:"held,omitzero"` // it is being held
	Minutes int            `json:"minutes"`
}

// Status is what stands beside a member's name, until Until.
type Status struct {
	Text  string    `json:"text"`
	Emoji string    `json:"emoji"` // ":dart:"
	Until time.Time `json:"until"`
}

// Finding is one line of a doctor's report.
type Finding struct {
	OK   bool
	Key  string // of the catalogue: what was looked at; with '.fix' added, what to do
	Args []words.Arg
}

// Door tells who belongs to a team on a platform. A face is one.
type Door interface {
	// Admits tells whether somebody belongs to the team by what the platform has
	// told of them with what they do. It does not use the network.
	Admits(t Team, p Person) bool

	// Belongs asks the platform whether an account of it belongs to the team now.
	Belongs(ctx context.Context, t Team, account string) (bool, error)
}

// Refusal is a platform's final no to something owed or shown: trying again
// changes nothing until a person changes something there. Faces wrap every other
// failure in plain errors, which the courier tries again. What is Closed is tried
// again too, seldom, until its time is over.
type Refusal struct {
	Reason Reason
	Err    error
	Say    *Sorry // of Closed: what the team is to know, and the fix
	Whole  bool   // of Closed: the platform is closed, not only one place
}

// Reason tells features why a platform refused, so that they can fall back.
type Reason string

// The reasons of a refusal.
const (
	NoPlace  Reason = "no-place"  // the channel, room or message is gone
	NoRight  Reason = "no-right"  // a permission is missing
	NoSound  Reason = "no-sound"  // the sound cannot be played there
	NoRoom   Reason = "no-room"   // a limit of the platform is reached
	Outdated Reason = "outdated"  // the message shown is gone or too old to edit: post anew
	BadShape Reason = "bad-shape" // our own mistake: the platform cannot read it
	Left     Reason = "left"      // who it is for is not in the team any more
	Closed   Reason = "closed"    // a channel or the whole platform, until a person opens it
)

// Error names what was refused, for keepers.
func (r *Refusal) Error() string { return string(r.Reason) + ": " + r.Err.Error() }

// Unwrap gives the platform's own error.
func (r *Refusal) Unwrap() error { return r.Err }

// Refused gives the refusal in err's chain, if any.
func Refused(err error) (*Refusal, bool) {
	var r *Refusal
	ok := errors.As(err, &r)
	return r, ok
}
