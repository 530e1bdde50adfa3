package apptest

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// apart are the commands that are not for a walk: the first two show the notes,
// which is what they are for, and the third leads away from where the walk is,
// and is pressed by putOff.
func apart() []string { return []string{"meeting next", "meeting skip", "meeting putoff"} }

// table is every row of the table of commands.
func (v *vault) table() (rows []bot.Command) {
	for _, f := range v.app.Features() {
		rows = append(rows, f.Commands...)
	}
	return rows
}

func (v *vault) rows() int { return len(v.table()) }

// walk gives every command of the table, in each way that somebody can give it:
// what can be typed is typed, and what a button or form could bring along is
// forged, with the ids of the secret notes in it.
func (v *vault) walk(when string, secret bool) {
	v.t.Helper()
	if v.hidden() != secret {
		v.t.Fatalf("%s: the notes are hidden is %v, want %v", when, v.hidden(), secret)
	}
	for _, c := range v.table() {
		v.walked[string(c.Way)+" "+c.Name] = true
		switch {
		case slices.Contains(apart(), c.Name):
			continue
		case c.Way == bot.Slash:
			v.types(c)
		case c.Way == bot.Menu:
			v.picks(c)
		default:
			v.forges(c, when)
		}
		v.again()
		if secret && !v.hidden() {
			v.t.Fatalf("%s: %s %q has shown the notes. If that is what it is for, add it to apart", when, c.Way, c.Name)
		}
	}
}

// again has the walkers and the team as they were, if a command has changed that: one
// of the walkers is to lead the next meeting, and no author of a secret note.
func (v *vault) again() {
	v.t.Helper()
	err := v.app.Bot.Visit(v.t.Context(), v.team.ID, func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error {
			var all error
			for _, who := range []*fake.Member{v.bo, v.lead} {
				_, err := s.KeepAccount(tx, account(who), func(m *bot.Member) {
					m.Name, m.Away, m.Hidden, m.Out, m.Deleted = who.Name(), schedule.Date{}, false, false, false
				})
				all = errors.Join(all, err)
			}
			return all
		})
	})
	if err != nil {
		v.t.Fatal(err)
	}
	now, _ := v.app.Bot.Team(v.team.ID)
	if now.KPT == v.team.KPT && now.Name == v.team.Name && len(now.Rooms) == len(v.team.Rooms) && slices.Equal(now.Habits, v.team.Habits) {
		return
	}
	if err := v.app.Bot.Apply(v.t.Context(), v.team); err != nil {
		v.t.Fatal(err)
	}
}

// types gives a slash command as a member and as a keeper: once with what it
// needs, once with all it takes.
func (v *vault) types(c bot.Command) {
	v.t.Helper()
	for _, who := range []*fake.Member{v.bo, v.lead} {
		for _, all := range []bool{false, true} {
			for _, text := range []string{"umbrella", "md", "csv", "json"} {
				values := map[string]any{}
				for _, p := range c.Args {
					switch {
					case !p.Required && !all:
					case p.Kind == bot.ParamText:
						values[p.Name] = text
					case p.Kind == bot.ParamMember:
						values[p.Name] = v.bo
					default:
						v.t.Fatalf("/%s takes a %q: teach this test to give one", c.Name, p.Kind)
					}
				}
				if text != "umbrella" && values["format"] == nil {
					continue
				}
				a := who.Run(c.Name, values)
				if c.Who == bot.Keeper && who != v.lead && a.Err != nil {
					continue // Discord does not show it to others
				}
				v.answer(a)
			}
		}
	}
}

// picks gives a command of the menu of a message.
func (v *vault) picks(c bot.Command) {
	v.t.Helper()
	m := v.bo.Say(v.guild.Text("general"), "umbrella reviews")
	for _, who := range []*fake.Member{v.bo, v.lead} {
		form := v.answer(who.RunOn(words.Say(words.English, "menu."+strings.ReplaceAll(c.Name, " ", ".")).String(), m)).Form
		if form.Title != "" {
			v.answer(who.Submit(form, nil))
		}
	}
}

// forges presses a button, or sends a form, that nobody was shown.
func (v *vault) forges(c bot.Command, when string) {
	v.t.Helper()
	ids, seen := v.ids()
	for n, id := range ids {
		for m, rest := range [][]string{
			nil, {id}, {id, "0"}, {"0", "0"}, {"worked", id}, {"of", id}, {"now", id}, {"for", id, id}, {"+", "0"}, {v.lead.ID()},
		} {
			with := rest
			if strings.HasPrefix(c.Name, "meeting ") {
				with = append([]string{theFriday().String(), seen}, rest...)
			}
			who := []*fake.Member{v.bo, v.lead}[(n+m)%2]
			r := v.app.Bot.Ask(v.t.Context(), bot.Request{
				Way: c.Way, Do: c.Name, Whose: v.team.ID, Server: bot.Server{ID: v.team.Server},
				From:    bot.Person{Account: account(who), Name: who.Name(), Lang: words.English, Keeper: who == v.lead || c.Who == bot.Keeper},
				Channel: bot.ChannelID(v.guild.Text("general").ID()), Room: bot.RoomID(v.guild.Voice("Lounge").ID()),
				Input: bot.Input{With: with, Chosen: []string{id}, Values: map[string]string{
					"text": "umbrella", "word": "umbrella", "owner": v.bo.ID(), "kind": "keep", "name": "named", "stages": wholePlan,
				}},
			})
			v.ear.look(string(c.Way)+" "+c.Name+" "+when, read(v.t, r))
			if r.Then != nil {
				v.ear.look(string(c.Way)+" "+c.Name+" "+when, read(v.t, r.Then(v.t.Context())))
			}
		}
	}
}

// account is a member's on the pretended platform.
func account(m *fake.Member) bot.Account { return bot.Account{On: "discord", ID: m.ID()} }

// ids are the ids of two secret notes, one of them anonymous, and how far the
// meeting's card has come.
func (v *vault) ids() (ids []string, seen string) {
	v.t.Helper()
	err := v.app.Store.View(func(tx *store.Tx) error {
		m, err := meeting.Of(string(v.team.ID), nil).Meeting(tx, theFriday())
		if err != nil {
			return err
		}
		seen = strconv.Itoa(m.Place.Moves)
		for _, author := range []*fake.Member{v.named, v.nobody} {
			b := kpt.Of(string(v.team.ID))
			viewer, err := b.Viewer(tx, string(v.app.Bot.MemberOf(v.team.ID, account(author))))
			if err != nil {
				return err
			}
			own, err := b.Own(tx, theFriday(), viewer)
			if err != nil {
				return err
			}
			for _, n := range own {
				if n.Kind == map[bool]kpt.Kind{true: kpt.Draft, false: kpt.Problem}[author == v.named] {
					ids = append(ids, string(n.ID))
				}
			}
		}
		return nil
	})
	if err != nil || len(ids) != 2 {
		v.t.Fatalf("%d ids of secret notes, want 2 (%v)", len(ids), err)
	}
	return ids, seen
}
