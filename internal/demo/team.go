package demo

import (
	"strings"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// cast is who plays, and on what.
type cast struct {
	guild  *fake.Guild
	people []*fake.Member
	team   bot.Team
	doc    *fakedocs.Doc
}

// setCast sets up the team on the pretended platforms, which look at the same clock.
func setCast(on pretended, lang words.Lang, zone *time.Location, clock *clock) cast {
	on.discord.Calendar(clock.now)
	on.discord.Remembers(clock.now)
	guild := on.discord.NewGuild("Sakura")
	c := cast{guild: guild, team: Team(guild, lang, zone), people: People(guild, lang), doc: on.docs.NewDoc("KPT Sakura")}
	c.team.Habits = []bot.Habit{bot.UsualHabit(bot.Tea), bot.UsualHabit(bot.KPT), gathering()}
	c.team.KPT.Doc = c.doc.URL()
	SlackTeam(on.slack, &c.team, c.people, lang)
	return c
}

// gathering is what the pretended team meets for besides.
func gathering() bot.Habit {
	h := bot.UsualHabit(bot.NameOf(habit.Gathering, "winsession"))
	h.Rule, h.Title, h.Emoji = "first mon 17:00", "WinSession", "🏆"
	return h
}

// Team is a team of a server, with a lounge, a focus room and a pairing
// room, as set-up would make it.
func Team(g *fake.Guild, lang words.Lang, zone *time.Location) bot.Team {
	room := func(name string, kind bot.RoomKind) bot.Room {
		return bot.Room{ID: bot.RoomID(g.Voice(name).ID()), Name: name, Kind: kind}
	}
	return bot.Team{
		ID: bot.TeamID(strings.ToLower(g.Name())), Name: g.Name(), Server: bot.ServerID(g.ID()), Manner: bot.Manner{Lang: lang, Zone: zone.String()},
		Text:   bot.Channels{Main: bot.ChannelID(g.Text("general").ID())},
		Rooms:  []bot.Room{room("Lounge", bot.Lounge), room("Focus", bot.Focus), room("Pairing", bot.Pairing)},
		Habits: []bot.Habit{bot.UsualHabit(bot.Standup), bot.UsualHabit(bot.Tea), bot.UsualHabit(bot.KPT)},
	}
}

// People are six: ana keeps the server, yuki reads Japanese and ren English;
// the others read the team's language.
func People(g *fake.Guild, lang words.Lang) []*fake.Member {
	own := fake.Locale(map[words.Lang]string{words.English: "en-US", words.Japanese: "ja"}[lang])
	return []*fake.Member{
		g.Member("ana", fake.Manager(), own), g.Member("bo", own), g.Member("chika", own), g.Member("dan", own),
		g.Member("yuki", fake.Locale("ja")), g.Member("ren", fake.Locale("en-GB")),
	}
}

// Args finds the arguments of a slash command by name.
func Args(b *bot.Bot) func(string) ([]string, bool) {
	commands := b.Commands()
	return func(name string) (args []string, known bool) {
		for _, c := range commands {
			if c.Name != name || c.Way != bot.Slash {
				continue
			}
			for _, a := range c.Args {
				args = append(args, a.Name)
			}
			return args, true
		}
		return nil, false
	}
}
