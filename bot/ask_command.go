package bot

import (
	"regexp"

	"github.com/engawa-bot/engawa/bot/words"
)

// Way is how a command is given.
type Way string

// The ways of giving a command.
const (
	Slash  Way = "slash"
	Press  Way = "press"  // a button or a select
	Submit Way = "submit" // a form
	Menu   Way = "menu"   // from the menu of a message
)

// Who may give a command.
type Who string

// Who may give a command. Keepers are those who may manage the server.
// Teammates are those who belong to the team now: see Door. Anyone is for what
// shows nothing of the team but what everybody sees, and for what protects the
// asker: privacy, fewer reminders, parting accounts. It is given in private by
// those who left, too.
const (
	Anyone   Who = "anyone"
	Teammate Who = "teammate"
	Keeper   Who = "keeper"
)

// Command is a row of the one table of commands: it registers, dispatches and
// documents. Slash commands are described in the catalogue under 'cmd.NAME'
// with blanks as dots ('cmd.engawa.setup'), their arguments under
// 'cmd.NAME.ARG'. What the menu of a message calls a command is in the catalogue
// under 'menu.NAME'.
type Command struct {
	Name string // "rooms", "engawa setup"; unique for its Way
	Way  Way
	Who  Who
	Args []Param
	Free bool // needs no team: runs in a server where none is set up yet
	// Looks says that it only shows something, or asks with a form, and writes
	// nothing. So it is answered while the disk is full.
	Looks bool
	// Secret says that what is typed must never be shown again, not even to its
	// author when it could not be saved.
	Secret bool
	// Asked is an answer to a question that was put to a channel elsewhere. It
	// runs for the team that asks, whoever answers: what they may is for the
	// command to find out.
	Asked bool
	Told  Told // of a slash command
	Run   func(*Ask) (Reply, error)
}

// Told is how people come to know of a slash command, and how it is given where
// commands have neither subcommands nor arguments with names.
type Told struct {
	// Help is the sentence of '/engawa help' that names it, in the catalogue; '{command}'
	// in it is how it is given. None: another command's sentence does.
	Help string
	// Typed is how it is typed where commands are of one word, with a text behind it
	// for the first argument: "/kpt mine". It is also "/kpt" if that alone means it. The
	// first is the one that people are told. None: it cannot be typed there.
	Typed []string
	// Bare is the command that is meant, with its values, where nothing was typed
	// behind this one.
	Bare Bare
}

// Bare is a slash command that asks with a form, and what is filled in already.
type Bare struct {
	Do     string
	Values map[string]string
}

// ParamKind is what an argument of a slash command holds.
type ParamKind string

// The kinds of argument.
const (
	ParamText   ParamKind = "text"
	ParamMember ParamKind = "member"
)

// Param is an argument of a slash command.
type Param struct {
	Name     string
	Kind     ParamKind
	Required bool
	Max      int  // characters of a text; 0: 100
	Words    bool // what somebody wrote: it comes back if it could not be saved
}

// Person is who asks. Faces give the account; who that is in the team, they need
// not know.
type Person struct {
	Account Account
	ID      MemberID
	Name    string // as the server shows it
	Lang    words.Lang
	Locale  string // language and country, as the platform says them: en-GB, ja; "": not known
	Keeper  bool
	Roles   []RoleID
}

// Place is a channel of a server, as the platform names it.
type Place struct {
	ID    ChannelID
	Name  string
	Voice bool
}

// Server is what a face knows of a platform's server without asking it.
type Server struct {
	ID     ServerID
	Name   string
	Places []Place  // in the order that members see; text and voice channels only
	Roles  []RoleID // nil: not known
}

// Request is a command as a face hears it.
type Request struct {
	On      Platform // where it was heard; "": on the servers' platform
	Once    string   // names what was done, where the platform may tell it twice
	Way     Way
	Do      string
	Whose   TeamID // as the pressed card said; empty for a slash command
	From    Person
	Server  Server
	Channel ChannelID
	Room    RoomID // the voice room the asker sits in
	Input
}

// Input is what came with a request.
type Input struct {
	Values map[string]string // of a slash command's arguments or a form's fields
	With   []string          // what the button, select or form brought along
	Chosen []string          // of a select
	Typed  []string          // what the asker wrote into a form, in its order
	About  Message           // of a Menu command
}

// Message is a message that somebody wrote, as a Menu command is given on it.
type Message struct {
	Text string // without what is not text
	Link string // where people find it
}

// Ask is a request with the scene it is made in.
type Ask struct {
	*Scene
	Request
	Ours bool // the asker belongs to the team now
}

// Say speaks to the asker in the asker's own language.
func (a *Ask) Say(key string, args ...words.Arg) words.Text {
	return words.Say(a.From.Lang, key, args...)
}

// Tell is a private reply of one sentence in the asker's own language.
func (a *Ask) Tell(key string, args ...words.Arg) (Reply, error) {
	return Tell(a.Say(key, args...)), nil
}

// brought is what a button, a select or a form of ours brings along: ids, days,
// numbers and words of ours. What people type comes in Values.
var brought = regexp.MustCompile(`^[A-Za-z0-9+/:._-]{0,100}$`)

// mostBrought is how many of them may come with a request: a select has no more.
const mostBrought = 25

// checkWire refuses a request with anything that no card or form of ours can have
// brought along. Whether the asker may do what is left is for the command to say.
func (r Request) checkWire() error {
	if len(r.With) > mostBrought || len(r.Chosen) > mostBrought {
		return Sorryf("ask.unknown")
	}
	for _, list := range [][]string{r.With, r.Chosen} {
		for _, s := range list {
			if !brought.MatchString(s) {
				return Sorryf("ask.unknown")
			}
		}
	}
	return nil
}
