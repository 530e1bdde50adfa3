package bot

import (
	"context"
	"fmt"

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
	Main   Look = "main"
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
