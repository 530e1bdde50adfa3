package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Where several teams share a server, a slash command may be given where it is
// not plain which of them it is about: in a channel that is no team's. Then the
// asker chooses. A keeper whose team has lost its channel and its rooms gets at
// its settings no other way.

// whichDo is what the select of the teams runs. It is no command of the table:
// the one that was given is run then, for the chosen team.
const whichDo = "which"

// unplain says that a request may be about any of some teams.
type unplain struct{ teams []Team }

func (u *unplain) Error() string { return Sorryf("ask.which").Error() }

// Unwrap is what the asker reads who cannot be asked.
func (u *unplain) Unwrap() error { return Sorryf("ask.which") }

// count keeps those teams of a server that a request can be about: what is for a
// team's members is not about a team that the asker does not belong to. That
// somebody belongs to a team counts also while it cannot be seen.
func (b *Bot) count(ctx context.Context, on []Team, r *Request, command Command) []Team {
	if command.Who != Teammate {
		return on
	}
	return slices.DeleteFunc(on, func(t Team) bool {
		in, err := b.asksFrom(ctx, t, r)
		return !in && err == nil
	})
}

// which asks for which team a slash command was given, if that is all that is
// not plain. What was typed with a command would be lost meanwhile, so that one
// has to be given again where it is plain.
func which(r *Request, err error) (Reply, error) {
	var several *unplain
	if !errors.As(err, &several) || r.Way != Slash || len(several.teams) == 0 || len(r.Values) > 0 {
		return Reply{}, err
	}
	choice := Select{Pick: PickOption, Hint: words.Say(r.From.Lang, "ask.which.hint"), Do: whichDo, With: []string{dotted(r.Do)}, Min: 1}
	for _, t := range several.teams[:min(len(several.teams), mostBrought)] {
		choice.Options = append(choice.Options, Option{Value: string(t.ID), Label: words.Text{{Kind: words.Quoted, Text: t.Name}}})
	}
	return Reply{Card: &Card{Tone: Calm, Lines: []words.Text{words.Say(r.From.Lang, "ask.which.choose")}, Selects: []Select{choice}}}, nil
}

// dotted is a command's name as a card brings it along.
func dotted(name string) string { return strings.ReplaceAll(name, " ", ".") }

// meant finds the command of a request. A choice among teams becomes the slash
// command that was given before it; who may give that is looked at as ever.
func (b *Bot) meant(r *Request) (Command, bool) {
	if r.Way != Press || r.Do != whichDo {
		command, ok := b.commands[commandKey{r.Way, r.Do}]
		return command, ok
	}
	if len(r.With) != 1 || len(r.Chosen) != 1 || r.Server.ID == "" {
		return Command{}, false
	}
	command, ok := b.commands[commandKey{Slash, strings.ReplaceAll(r.With[0], ".", " ")}]
	if !ok || slices.ContainsFunc(command.Args, func(p Param) bool { return p.Required }) {
		return Command{}, false
	}
	r.Way, r.Do, r.Whose, r.Input = Slash, command.Name, TeamID(r.Chosen[0]), Input{}
	return command, true
}

// A command that was given on another platform than a server's is one of the team's
// whose channel it was given in, or of the team that knows the asker. Who is in the
// channel belongs to the team, which is asked each time: see Door. Keepers are known
// on the server only.

// heard is a request with the account that it comes from, and the platform.
func (b *Bot) heard(r Request) Request {
	r.On = cmp.Or(r.On, r.From.Account.On, b.around.Platforms.Home())
	if r.From.Account.ID == "" {
		r.From.Account = Account{r.On, string(r.From.ID)}
	}
	return r
}

// isGuest tells whether a request comes from a platform that has no servers.
func (b *Bot) isGuest(r *Request) bool {
	return r.On != b.around.Platforms.Home() && !b.around.Platforms.Of(r.On).Roomy
}

// guest finds the team that a request from such a platform is about.
func (b *Bot) guest(ctx context.Context, r *Request) (*veranda, error) {
	if b.commands[commandKey{r.Way, r.Do}].Asked {
		if v := b.veranda(r.Whose); v != nil {
			return v, nil
		}
		return nil, Sorryf("ask.gone")
	}
	there, mine, any, err := b.teamsOf(r)
	switch {
	case err != nil:
		return nil, err
	case r.Whose != "" && (slices.Contains(there, r.Whose) || slices.Contains(mine, r.Whose)):
		return b.veranda(r.Whose), nil
	case r.Whose != "" && any:
		return nil, Sorryf("ask.guest.stranger")
	case len(there) == 1:
		return b.veranda(there[0]), nil
	}
	if len(mine) > 1 {
		mine = slices.DeleteFunc(mine, func(id TeamID) bool { return !b.still(ctx, id, r.From.Account) })
	}
	switch {
	case len(mine) == 1:
		return b.veranda(mine[0]), nil
	case len(mine) > 1 || len(there) > 1:
		return nil, Sorryf("ask.guest.which")
	case any:
		return nil, Sorryf("ask.guest.stranger")
	}
	return nil, Sorryf("ask.guest.noteam", b.around.Platforms.Of(r.On).Arg(), b.around.Platforms.HomeArg())
}

// teamsOf lists the teams whose channel a guest's request was given in, and those
// that know the asker; any tells whether there is a team on that platform at all.
func (b *Bot) teamsOf(r *Request) (there, mine []TeamID, any bool, err error) {
	err = b.db.View(func(tx *store.Tx) error {
		there, mine, any = nil, nil, false
		for _, t := range b.Teams() {
			t = b.home.served(t)
			own := t.At(r.On).Channel
			if own == "" {
				continue
			}
			any = true
			if own == r.Channel {
				there = append(there, t.ID)
			}
			_, _, known, err := rowOf(tx, t, r.From.Account)
			if err != nil {
				return err
			}
			if known {
				mine = append(mine, t.ID)
			}
		}
		return nil
	})
	return there, mine, any, err
}

// still tells whether somebody whom a team knows belongs to it, also if that
// cannot be seen just now.
func (b *Bot) still(ctx context.Context, team TeamID, a Account) bool {
	t, _ := b.Team(team)
	in, err := b.Belongs(ctx, t, a)
	return in || err != nil
}

// others are the other accounts of somebody.
func (b *Bot) others(t Team, a Account) (list []Account) {
	err := b.db.View(func(tx *store.Tx) error {
		_, m, err := memberOf(tx, t, a)
		list = m.others(a.On)
		return err
	})
	if err != nil {
		b.log.Error("cannot read which accounts are somebody's", "team", t.ID, "err", err)
	}
	return list
}

// recognise puts the person in the place of the account that they use. Who asks as a
// guest is put beside the room that they sit in, and who belongs to the team and was
// not known to it is known from now on.
func (v *veranda) recognise(s *Scene, r *Request, ours bool) error {
	guest := s.bot.isGuest(r)
	if guest {
		r.Server = Server{ID: s.Team.Server}
	}
	command := s.bot.commands[commandKey{r.Way, r.Do}]
	if command.Asked {
		r.From.ID = MemberID(r.From.Account.String())
		return nil // they are none of the team's
	}
	var row MemberID
	err := s.View(func(tx *store.Tx) error {
		var who Member
		var err error
		if row, _, _, err = rowOf(tx, s.Team, r.From.Account); err != nil {
			return err
		}
		if r.From.ID, who, err = memberOf(tx, s.Team, r.From.Account); err != nil {
			return err
		}
		if guest && r.From.ID != row {
			r.From.Name = cmp.Or(who.Name, r.From.Name)
		}
		return r.meant(tx, s.Team, command)
	})
	if err == nil && ours {
		err = s.hears(r.From.ID, r.From.Lang)
		if AilOf(err) != "" {
			err = nil // it is kept another time, and they are answered now
		}
	}
	if err != nil || !guest {
		return err
	}
	r.Room = s.Seats[r.From.ID].Room
	if r.From.ID != row || !ours {
		return nil
	}
	if err := s.meet(r.From); AilOf(err) == "" {
		return err
	}
	return nil // they are met another time, and answered now
}

// meant puts members in the place of the accounts that a request names.
func (r *Request) meant(tx *store.Tx, t Team, command Command) error {
	for _, p := range command.Args {
		if named := r.Values[p.Name]; p.Kind == ParamMember && named != "" {
			id, _, err := memberOf(tx, t, Account{r.On, named})
			if err != nil {
				return err
			}
			r.Values[p.Name] = string(id)
		}
	}
	return nil
}

// meet has the team know somebody of its channel, without writing what it knows
// already.
func (s *Scene) meet(p Person) error {
	var m Member
	err := s.View(func(tx *store.Tx) (err error) {
		m, err = s.Member(tx, p.ID)
		return err
	})
	if err != nil || m.Name != "" {
		return err
	}
	return s.Update(func(tx *store.Tx) error {
		_, err := s.KeepAccount(tx, p.Account, func(m *Member) { m.Name = p.Name })
		return err
	})
}
