package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Scene is what a feature sees when something happens to a team: the team as it
// is set up, without what is another team's, who is where, and the time in the team's zone. It is good for the
// length of the call.
type Scene struct {
	Team  Team
	Seats Seats // not to be changed
	Now   time.Time
	bot   *Bot
	home  *veranda // nil where no team is set up
}

// Words speaks to everyone in the team, in the team's language.
func (s *Scene) Words(key string, args ...words.Arg) words.Text {
	return words.Say(s.Team.Lang, key, args...)
}

// View reads the store.
func (s *Scene) View(fn func(*store.Tx) error) error { return s.bot.view(fn) }

// Update changes the store in one transaction; see [store.Store.Update].
func (s *Scene) Update(fn func(*store.Tx) error) error { return s.bot.update(fn) }

// Key is a key of the team's.
func (s *Scene) Key(parts ...string) store.Key { return store.KeyOf(string(s.Team.ID), parts...) }

// Show says what a display should show from now on; d's body is filled in from
// body, and its face, if it is none, is the server's. A nil body takes it away.
func (s *Scene) Show(d Display, body any) error {
	d.Face, d.Body = cmp.Or(d.Face, s.Team.Home), nil
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		d.Body = raw
	}
	s.bot.around.Screen.Show(d)
	return nil
}

// Change changes the team's set-up: fn changes a copy, which is checked and
// saved. What features show and have planned follows after the call.
func (s *Scene) Change(fn func(*Team) error) error { return s.keep(fn, hand{}) }

func (s *Scene) keep(fn func(*Team) error, by hand) error {
	team, err := s.bot.amend(s.home.id, fn, by)
	if kept(err) {
		s.home.change(team)
		s.Team = s.bot.home.served(team)
	}
	return err
}

// Again runs fn in the team's own goroutine, for what follows a first answer:
// see [Bot.Visit].
func (s *Scene) Again(ctx context.Context, fn func(*Scene) error) error {
	return s.bot.Visit(ctx, s.Team.ID, fn)
}

// Taken tells whether a team has that id.
func (s *Scene) Taken(id TeamID) bool {
	_, taken := s.bot.Team(id)
	return taken || s.bot.isTaken(id)
}

// HasDoc tells whether the Doc that the team has linked is the team's; see
// [Bot.HasDoc].
func (s *Scene) HasDoc() bool { return s.bot.HasDoc(s.Team.ID) }

// Parting tells whether Engawa was just taken out of the team's server.
func (s *Scene) Parting() bool { return s.home != nil && s.home.parting }

// Leaving tells whether the team was just deleted: the time to take away what is shown.
func (s *Scene) Leaving() bool { return s.home != nil && s.home.leaving }

// Compare lets all features compare their displays after the call.
func (s *Scene) Compare() {
	if s.home != nil {
		s.home.compare = true
	}
}

// Refresh is Compare after the features have planned anew: what they plan has changed.
func (s *Scene) Refresh() {
	if s.home != nil {
		s.home.changed = true
	}
}

// TeamsOn lists the teams of a server.
func (s *Scene) TeamsOn(server ServerID) []Team { return s.bot.TeamsOn(server) }

// Copies is for how many days copies of the store hold what was deleted; 0: there
// are none.
func (s *Scene) Copies() int { return s.bot.around.Copies }

// Helps lists the slash commands that have a sentence of help.
func (s *Scene) Helps() []Command { return s.bot.helps() }

// Tally is what the bot counts.
func (s *Scene) Tally() *Tally { return &s.bot.Tally }

// Today is the team's own date.
func (s *Scene) Today() schedule.Date { return schedule.DateOf(s.Now) }

// LinkTo is an address that leads into a room or channel of the team's server; "" if
// its platform has none.
func (s *Scene) LinkTo(place ChannelID) string { return s.bot.LinkTo(s.Team, place) }

// Traits are what a platform is like.
func (s *Scene) Traits(p Platform) Traits { return s.bot.around.Platforms.Of(p) }

// Platforms are those on which the team is: where its server is, and where it has a
// channel of its own, in the order in which people like to be reached.
func (s *Scene) Platforms() (list []Platform) {
	for _, e := range s.bot.around.Platforms.sorted(s.Team.Elsewhere) {
		if e.Channel != "" {
			list = append(list, e.On)
		}
	}
	return append(list, s.Team.Home)
}

// Visit runs fn in a team's own goroutine, for those who have looked at
// something outside: fn must not use the network. Nothing is done for a team
// that is gone.
func (b *Bot) Visit(ctx context.Context, team TeamID, fn func(*Scene) error) error {
	v := b.veranda(team)
	if v == nil {
		return nil
	}
	return v.do(ctx, func() error { return fn(v.scene()) })
}

// Known is what is known of a team without asking a platform, for a doctor.
type Known struct {
	Ail    Ail       // of the store; "": it is well
	Habits []Finding // what is amiss with when the team's habits are
	Whose  []Finding // what of the team's is another team's too
	Doc    bool      // the Doc that the team has linked is its own
}

// Known tells what is known of a team; lang is for whoever reads it.
func (b *Bot) Known(id TeamID, lang words.Lang) Known {
	team, _ := b.Team(id)
	return Known{Ail: b.Ails(), Habits: team.Findings(b.now(), lang), Whose: b.Whose(id, lang), Doc: b.HasDoc(id)}
}

// Known is [Bot.Known] of the scene's team, for what follows a first answer.
func (s *Scene) Known(lang words.Lang) Known { return s.bot.Known(s.Team.ID, lang) }

// Reload is [Bot.Refresh], for what follows a first answer.
func (s *Scene) Reload(ctx context.Context) { s.bot.Refresh(ctx, s.Team.ID) }
