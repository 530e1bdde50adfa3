package bot

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"

	"github.com/engawa-bot/engawa/bot/words"
)

// Card is something the bot shows: a face draws it in its platform's way. A
// card that is too long for a platform is shortened by the face, never refused.
type Card struct {
	Title   words.Text   `json:"title,omitzero"`
	Lines   []words.Text `json:"lines,omitzero"` // one paragraph each
	Selects []Select     `json:"selects,omitzero"`
	Buttons []Button     `json:"buttons,omitzero"` // at most 20
	Ping    []MemberID   `json:"ping,omitzero"`    // who of those named in it hears a ping; nobody else ever does
	Silent  bool         `json:"silent,omitzero"`  // arrives without a sound
	Tone    Tone         `json:"tone,omitzero"`
}

// Tone colours a card.
type Tone string

// The tones of a card; the zero Tone has no colour.
const (
	Warm  Tone = "warm"  // an invitation
	Calm  Tone = "calm"  // information
	Amiss Tone = "amiss" // something needs a hand
)

// Button runs a command of kind Press when pressed.
type Button struct {
	Label words.Text `json:"label"`
	Do    string     `json:"do,omitzero"`   // the command's name
	With  []string   `json:"with,omitzero"` // what the press brings along; with Do and a separator each at most 67 bytes in all
	Look  Look       `json:"look,omitzero"`
	URL   string     `json:"url,omitzero"` // a link instead of a command
}

// Look is how much a button stands out.
type Look string

// The looks of a button; the zero Look is the ordinary one.
const (
	Main   Look = "main" // leads on: one of a card at the most, and its first
	Danger Look = "danger"
)

// Pick is what a select offers.
type Pick string

// What a select may offer: the given options, or the server's own lists.
const (
	PickOption Pick = "option"
	PickRoom   Pick = "room"    // voice channels
	PickText   Pick = "channel" // text channels
	PickRole   Pick = "role"
)

// Select lets a person choose; choosing runs a command of kind Press, with the
// chosen values in Ask.Chosen.
type Select struct {
	Pick    Pick       `json:"pick"`
	Hint    words.Text `json:"hint,omitzero"`
	Do      string     `json:"do"`
	With    []string   `json:"with,omitzero"`
	Options []Option   `json:"options,omitzero"` // of PickOption; at most 25
	Chosen  []string   `json:"chosen,omitzero"`
	Min     int        `json:"min,omitzero"`
	Max     int        `json:"max,omitzero"` // 0 means 1; at most 25
}

// Option is one choice of a select, or of a field of kind FieldRadio.
type Option struct {
	Value string     `json:"value"`
	Label words.Text `json:"label"`
	Hint  words.Text `json:"hint,omitzero"`
}

// Form is what the bot asks in one go; sending it runs a command of kind
// Submit, with what was filled in in Ask.Values.
type Form struct {
	Title  words.Text // at most 45 characters
	Do     string
	With   []string
	Fields []Field // 1 to MostFields
}

// What every face can show of a form. Who has more to ask makes pages of it: see
// pageOf in bot/feature/setup/times.go.
const (
	MostFields  = 5
	MostChoices = 10
)

// fault says what no face could show of a form.
func (f Form) fault() error {
	if len(f.Fields) == 0 || len(f.Fields) > MostFields {
		return fmt.Errorf("form %q has %d fields; a form shows 1 to %d", f.Do, len(f.Fields), MostFields)
	}
	keys := map[string]bool{}
	for _, field := range f.Fields {
		if n := len(field.Options); field.Kind == FieldRadio && (n < 2 || n > MostChoices) {
			return fmt.Errorf("form %q: %q has %d options; a form shows 2 to %d", f.Do, field.Key, n, MostChoices)
		}
		if keys[field.Key] {
			return fmt.Errorf("form %q asks for %q twice", f.Do, field.Key)
		}
		keys[field.Key] = true
	}
	return nil
}

// Ask kinds of a field.
const (
	FieldLine  = "line"  // one line of text
	FieldText  = "text"  // several lines
	FieldRadio = "radio" // one of 2 to 10 options
)

// Field is one question of a form.
type Field struct {
	Key      string
	Label    words.Text // at most 45 characters
	Hint     words.Text // at most 100 characters
	Kind     string
	Value    string   // what stands there already
	Options  []Option // of FieldRadio: 2 to MostChoices
	Optional bool
	Max      int // characters; 0: the platform's own limit, 4,000
}

// Reply answers the one who asked. It is computed without the network, so that
// every face can keep its platform's time limit.
type Reply struct {
	Card   *Card
	Form   *Form // instead of a card; not in answer to a Submit
	File   *File // comes with the card; not with an Update or a Public reply
	Public bool  // everyone in the channel reads it; otherwise only the asker
	Update bool  // the card takes the place of the one whose button was pressed

	// Then, if set, takes its time (it may use the network) and its reply
	// takes the place of this one, if it has a Card. It runs outside the team's goroutine.
	Then func(context.Context) Reply

	Team TeamID // whose buttons and forms these are; set by Bot
}

// MostFile is how many bytes a File may have. Platforms take 10 MiB where nobody
// pays for more; the rest is for what goes with it.
const MostFile = 8 << 20

// File is a file to keep, or a picture to look at. Faces refuse more than MostFile.
type File struct {
	Name  string // of a-z, 0-9, '-', '_' and '.'; of a picture it ends with ".png"
	Data  []byte
	About words.Text // of a picture, for who cannot see it
}

// Tell is a private reply of one sentence.
func Tell(text words.Text) Reply { return Reply{Card: &Card{Lines: []words.Text{text}}} }

// Converse gives the first reply to a request, and then each that follows, as long
// as give reports that more can be said. It returns the last.
func Converse(ctx context.Context, log *slog.Logger, r Request, first Reply, give func(Reply) bool) Reply {
	reply := first
	for give(reply) && reply.Then != nil {
		then, team := reply.Then, reply.Team
		reply = Guarded(log, r, func() Reply { return then(ctx) })
		reply.Team = cmp.Or(reply.Team, team)
	}
	return reply
}

// Guarded is what answer gives. A panic in it is logged and answered, and does not
// end the process.
func Guarded(log *slog.Logger, r Request, answer func() Reply) (reply Reply) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic in a command", "do", r.Do, "panic", p, "stack", string(debug.Stack()))
			reply = Tell(words.Say(r.From.Lang, "ask.internal"))
		}
	}()
	return answer()
}

// mostStudies is how many read a team's whole history at a time, in the process:
// with more of them all others would wait for the processor.
const mostStudies = 2

// Study gives a reply that follows first, at once, and is made by read: of what
// takes its time, as all of a team's notes do. read runs outside the team's
// goroutine, in its turn, and is given an Ask of its own: the team, its seats and
// the time as they are now. It may read the store, and changes nothing. A Card of
// its Reply takes the place of first; without one, first stays.
func (a *Ask) Study(first Reply, read func(*Ask) (Reply, error)) Reply {
	scene := *a.Scene
	scene.Seats, scene.home = maps.Clone(a.Seats), nil
	later := &Ask{&scene, a.Request, a.Ours}
	b := a.bot
	first.Then = func(ctx context.Context) Reply {
		select {
		case b.home.studies <- struct{}{}:
			defer func() { <-b.home.studies }()
		case <-ctx.Done():
			return b.unread(later.Request, first, ctx.Err())
		}
		reply, err := read(later)
		if err != nil {
			return b.unread(later.Request, first, err)
		}
		return reply
	}
	return first
}

// unread is what follows a first reply if the history could not be read: what
// first says of itself is true all the same.
func (b *Bot) unread(r Request, first Reply, err error) Reply {
	said := b.sorry(r, err)
	if first.Card != nil {
		return Reply{}
	}
	return said
}
