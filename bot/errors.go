package bot

import (
	"errors"

	"github.com/engawa-bot/engawa/bot/words"
)

// Sorry is an error that a member can mend: they read its sentence, and nothing
// goes to the log. Every other error is 'internal' to members.
type Sorry struct {
	Key  string // of the catalogue
	Args []words.Arg
}

// Error is the sentence in English.
func (s *Sorry) Error() string { return s.Say(words.English).String() }

// Say is the sentence in the reader's language.
func (s *Sorry) Say(lang words.Lang) words.Text { return words.Say(lang, s.Key, s.Args...) }

// Sorryf makes a Sorry from a key of the catalogue.
func Sorryf(key string, args ...words.Arg) error { return &Sorry{Key: key, Args: args} }

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
