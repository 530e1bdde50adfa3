package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
)

// Platform names a platform on which people talk. Only the faces and the wiring
// give one: nobody else knows which there are.
type Platform string

// Account is somebody's account on a platform. What its id looks like is the
// platform's business.
type Account struct {
	On Platform `json:"on"`
	ID string   `json:"id"`
}

// String is the account as a text, by which two of them are told apart. Tests
// whose platform has no name have the bare id.
func (a Account) String() string {
	if a.On == "" {
		return a.ID
	}
	return string(a.On) + ":" + a.ID
}

// Accounts are a person's accounts, one a platform.
type Accounts map[Platform]string

// On is the account on a platform; its id is empty if there is none.
func (a Accounts) On(p Platform) Account { return Account{p, a[p]} }

// all lists them, by platform.
func (a Accounts) all() (list []Account) {
	for _, p := range slices.Sorted(maps.Keys(a)) {
		list = append(list, a.On(p))
	}
	return list
}

// IDKind is what an id of a platform is of.
type IDKind string

// What ids are of.
const (
	IDServer  IDKind = "server"
	IDText    IDKind = "text" // a channel of the server
	IDRoom    IDKind = "room"
	IDRole    IDKind = "role"
	IDPerson  IDKind = "person"
	IDChannel IDKind = "channel" // where a team reads that is at home elsewhere
)

// Offers is what a platform has that others have not.
type Offers struct {
	Roomy    bool // servers with voice rooms and keepers: teams may be at home there
	Windows  bool // a team may show other teams a board
	Statuses bool // what stands beside a member's name can be set, see package status
}

// Traits is what a platform is like, as its face tells: what needs no connection.
// All but Platform and Name may be missing: then the platform does not offer it,
// and any id is one of its own.
type Traits struct {
	Platform Platform
	Name     string // as people call it
	Offers          // what it has

	// IDs tells whether a text may be an id of a kind.
	IDs func(IDKind, string) bool
	// Hints tell keepers, in English, where they find an id of a kind.
	Hints map[IDKind]string
	// Wrong is the sentence of the catalogue about a text that is none; "": a
	// general one.
	Wrong map[IDKind]string
	// Pasted finds the id in what people paste: a link.
	Pasted func(IDKind, string) string
	// Link is an address that leads into a room or channel of a server.
	Link func(ServerID, ChannelID) string
	// Typed is how a slash command is given there; "": not at all. nil: by its name.
	Typed func(Command) string
}

// Platforms are those that the wiring knows, whether or not they are set up: those
// on which people like to be reached first.
type Platforms []Traits

// Of are the traits of a platform.
func (all Platforms) Of(p Platform) Traits {
	for _, t := range all {
		if t.Platform == p {
			return t
		}
	}
	return Traits{Platform: p, Name: string(p)}
}

// Home is the platform on which a team is at home if nothing else is said: the
// first with voice rooms.
func (all Platforms) Home() Platform {
	for _, t := range all {
		if t.Roomy {
			return t.Platform
		}
	}
	return ""
}

// rank is where a platform stands; those that are not known come last.
func (all Platforms) rank(p Platform) int {
	if i := slices.IndexFunc(all, func(t Traits) bool { return t.Platform == p }); i >= 0 {
		return i
	}
	return len(all)
}

// sorted puts the places of a team into the order in which people like to be
// reached.
func (all Platforms) sorted(list []Elsewhere) []Elsewhere {
	list = slices.DeleteFunc(slices.Clone(list), Elsewhere.empty)
	slices.SortStableFunc(list, func(a, b Elsewhere) int {
		if d := all.rank(a.On) - all.rank(b.On); d != 0 {
			return d
		}
		return strings.Compare(string(a.On), string(b.On))
	})
	return list
}

// IsID tells whether a text may be an id of a kind.
func (t Traits) IsID(kind IDKind, id string) bool {
	if t.IDs == nil {
		return id != ""
	}
	return t.IDs(kind, id)
}

// ID finds an id in what people paste.
func (t Traits) ID(kind IDKind, pasted string) string {
	pasted = strings.TrimSpace(pasted)
	if t.Pasted == nil {
		return pasted
	}
	return t.Pasted(kind, pasted)
}

// wrong is what to say of a text that is no id.
func (t Traits) wrong(kind IDKind) *Sorry {
	if key := t.Wrong[kind]; key != "" {
		return &Sorry{Key: key}
	}
	return &Sorry{"fault.unlike", []words.Arg{t.Arg()}}
}

// Arg is the platform's name, for a sentence with {platform} in it.
func (t Traits) Arg() words.Arg { return words.Quote("platform", t.Name) }

// HomeArg is the name of the platform of servers, for a sentence with {home} in it.
func (all Platforms) HomeArg() words.Arg { return words.Quote("home", all.Of(all.Home()).Name) }

// Gives tells how a slash command is given on the platform; "": it cannot be.
func (t Traits) Gives(c Command) string {
	if t.Typed == nil {
		return "/" + c.Name
	}
	return t.Typed(c)
}

// Guesthouses are the platforms without servers, on which a team may read besides.
func (s *Scene) Guesthouses() (list []Platform) {
	for _, t := range s.bot.around.Platforms {
		if !t.Roomy && t.Platform != s.Team.Home {
			list = append(list, t.Platform)
		}
	}
	return list
}

// GuestsArg names the platforms without servers on which a team may read, for a
// sentence with {platform} in it.
func (s *Scene) GuestsArg() words.Arg {
	var list []words.Text
	for _, p := range s.Guesthouses() {
		list = append(list, words.Text{{Kind: words.Quoted, Text: s.Traits(p).Name}})
	}
	return words.Nest("platform", words.Join(list, s.Words("list.or").String()))
}

// Guest is somebody as a platform knows them that is not the server's.
type Guest struct {
	Account Account
	Name    string
	Email   string // "" where it may not be seen
	Zone    string // IANA name
	Lang    words.Lang
}
