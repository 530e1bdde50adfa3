package bot

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Feature is a part of the bot: the commands it answers and what it cares about
// of all that happens to a team. Nil functions are things it does not care
// about. All of them run in the team's own goroutine, one after another, must
// not use the network, and keep nothing between calls but what is in the store.
type Feature struct {
	Name     string
	Commands []Command

	// Plans tells what is to come due for the team. It is asked again whenever the
	// team's set-up has changed.
	Plans func(Team) []Plan
	// Opened is told when a team's rooms are known, after a start, a change of
	// its set-up or a lost connection: the time to compare displays.
	Opened func(*Scene) error
	// Moved is told when somebody came, went or changed, after the picture has
	// changed.
	Moved func(*Scene, []Move) error
	// Closing is told when Engawa is about to end, if it knows who is where: the
	// time to say so, with displays that are Last. It is told too when Engawa was
	// taken out of the team's server: see [Scene.Parting].
	Closing func(*Scene) error
	Fallbacks
	Of
	// Home is the feature's part of the asker's own page. It only reads.
	Home func(*Ask, *store.Tx) (HomePart, error)
}

// Fallbacks is what a feature does when the world does not do its part.
type Fallbacks struct {
	// Refused is told when a platform finally refused what is owed, in the
	// transaction that takes it off the list.
	Refused func(*Scene, *store.Tx, store.Owed, *Refusal) error
}

// Of is what a feature does about what it keeps of a person.
type Of struct {
	// Kept says, for '/engawa privacy', what the feature keeps of a person: one
	// sentence each, in the asker's language.
	Kept func(*Ask, *store.Tx, MemberID) ([]words.Text, error)
	// Forget deletes what the feature keeps of a person.
	Forget func(*Scene, *store.Tx, MemberID) error
	// Met is told that the team has come to know somebody: they were seen in one of its rooms,
	// and nothing was kept of them.
	Met func(*Scene, *store.Tx, MemberID) error
	// Linked is told that the accounts of two rows have become one person's: the time
	// to make what was wished with either hold for both.
	Linked func(s *Scene, tx *store.Tx, stays, other MemberID) error
}

// Plan is something of a feature's that comes due, and what is done then.
type Plan struct {
	ID string // "tea", "tea/close", without the team; no two plans have the same
	schedule.Plan
	// Due is told of an occurrence. After an error it is told again.
	Due func(*Scene, schedule.Due) error
	// Unkept is what to say, without the store, of an occurrence that could not be
	// recorded, for what ails the store. Whatever it says, Due is not told again.
	// nil: it says nothing.
	Unkept func(*Scene, schedule.Due, Ail) []Post
}

// HomePart is what a feature shows of itself on a person's own page, which
// nobody else reads, in the asker's language. The zero HomePart is nothing.
type HomePart struct {
	Title   words.Text
	Lines   []words.Text
	Buttons []Button
}

func (p HomePart) empty() bool {
	return p.Title.Empty() && len(p.Lines) == 0 && len(p.Buttons) == 0
}

// mostButtons is how many buttons a card may have.
const mostButtons = 20

// HomeCard is the asker's own page: the parts of all features, one below the
// other in the features' order. Buttons beyond those that a card may have are
// left out.
func (a *Ask) HomeCard() (Card, error) {
	card := Card{Tone: Calm, Title: a.Say("home.title", words.Quote("team", a.Team.Name))}
	err := a.View(func(tx *store.Tx) error {
		for _, f := range a.bot.features {
			if f.Home == nil {
				continue
			}
			part, err := f.Home(a, tx)
			if err != nil {
				return err
			}
			if part.empty() {
				continue
			}
			if !part.Title.Empty() {
				card.Lines = append(card.Lines, a.Say("home.part", words.Nest("title", part.Title)))
			}
			card.Lines = append(card.Lines, part.Lines...)
			card.Buttons = append(card.Buttons, part.Buttons...)
		}
		return nil
	})
	card.Buttons = card.Buttons[:min(len(card.Buttons), mostButtons)]
	return card, err
}
