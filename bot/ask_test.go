package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// asking is a feature with a command of each right.
func asking() bot.Feature {
	name := func(a *bot.Ask) (bot.Reply, error) {
		return bot.Tell(words.Text{{Text: string(a.Team.ID)}}), nil
	}
	return bot.Feature{Name: "asking", Commands: []bot.Command{
		{Name: "name", Way: bot.Slash, Who: bot.Anyone, Run: name},
		{Name: "rule", Way: bot.Slash, Who: bot.Keeper, Run: name},
		{Name: "free", Way: bot.Slash, Who: bot.Anyone, Free: true, Run: name},
		{Name: "break", Way: bot.Slash, Who: bot.Anyone, Run: func(*bot.Ask) (bot.Reply, error) { panic("broken") }},
		{Name: "form", Way: bot.Submit, Who: bot.Anyone, Run: func(*bot.Ask) (bot.Reply, error) {
			return bot.Reply{}, errors.New("disk full")
		}},
	}}
}

func TestARequestFindsItsTeam(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		say := func(r bot.Request) string {
			r.Server.ID, r.From.Lang = server, words.English
			var lines []string
			for _, l := range b.Ask(t.Context(), r).Card.Lines {
				lines = append(lines, l.String())
			}
			return strings.Join(lines, "\n")
		}
		check := func(what, got, want string) {
			t.Helper()
			if !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q", what, got, want)
			}
		}
		check("no team", say(slash("name")), "/engawa setup")
		if got := say(slash("free")); got != "" {
			t.Errorf("a free command without a team: got %q", got)
		}
		if err := b.Found(team("one", lounge)); err != nil {
			t.Fatal(err)
		}
		check("one team", say(slash("name")), "one")
		check("not a keeper", say(slash("rule")), "manage this server")
		check("unknown", say(slash("nothing")), "older version")
		check("a panic", say(slash("break")), "made a mistake")
		check("after a panic", say(slash("name")), "one")
		check("words come back", say(bot.Request{Way: bot.Submit, Do: "form", Input: bot.Input{Typed: []string{"my words"}}}), "my words")
		second := team("two", other)
		second.Text.Main = "100000000000000005"
		if err := b.Found(second); err != nil {
			t.Fatal(err)
		}
		check("two teams", say(slash("name")), "Several teams")
		in := slash("name")
		in.Channel = second.Text.Main
		check("by channel", say(in), "two")
		in = slash("name")
		in.Room = lounge
		check("by room", say(in), "one")
		in = slash("name")
		in.Whose = "two"
		check("by button", say(in), "two")
	}, asking())
}

// twoRoles is a server with two teams, sakura and kiri, each with a role.
func twoRoles(t *testing.T, b *bot.Bot) {
	t.Helper()
	sakura, kiri := team("sakura", lounge), team("kiri", other)
	sakura.Role, kiri.Role, kiri.Text.Main = "100000000000000008", "100000000000000009", "100000000000000010"
	if err := errors.Join(b.Found(sakura), b.Found(kiri)); err != nil {
		t.Fatal(err)
	}
}

// asks is what somebody with some roles is told, in a channel of no team.
func asks(t *testing.T, b *bot.Bot, r bot.Request, roles ...bot.RoleID) string {
	t.Helper()
	r.On, r.Server.ID, r.Channel = "discord", server, "100000000000000099"
	r.From = bot.Person{ID: ana, Name: "Ana", Lang: words.English, Roles: roles}
	reply := b.Ask(t.Context(), r)
	said := reply.Card.Lines[0].String()
	for _, s := range reply.Card.Selects {
		for _, o := range s.Options {
			said += " " + o.Value
		}
	}
	return said
}

func TestAMemberIsAskedWhichTeamOnlyIfTheyBelongToSeveral(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		twoRoles(t, b)
		me := bot.Request{Way: bot.Slash, Do: "me"}
		choose := words.Say(words.English, "ask.which.choose").String()
		for want, roles := range map[string][]bot.RoleID{
			string(ana) + " Ana in  of kiri":               {"100000000000000009"},
			choose + " sakura kiri":                        {"100000000000000008", "100000000000000009"},
			words.Say(words.English, "ask.which").String(): nil,
		} {
			if got := asks(t, b, me, roles...); got != want {
				t.Errorf("with %v: got %q, want %q", roles, got, want)
			}
		}
		me.Values = map[string]string{"text": "typed"}
		if got := asks(t, b, me, "100000000000000008", "100000000000000009"); got == choose+" sakura kiri" {
			t.Error("what was typed with the command was lost")
		}
	}, whoami())
}

func TestAForgedChoiceOfATeamOpensNothing(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		twoRoles(t, b)
		for what, in := range map[string]bot.Input{
			"another team":       {With: []string{"me"}, Chosen: []string{"sakura"}},
			"a keeper's command": {With: []string{"rule"}, Chosen: []string{"kiri"}},
			"no command":         {With: []string{"which"}, Chosen: []string{"kiri"}},
			"no team":            {With: []string{"me"}, Chosen: []string{"moon"}},
			"two teams":          {With: []string{"me"}, Chosen: []string{"kiri", "kiri"}},
			"nothing":            {},
		} {
			var refusals []string
			for _, key := range []string{"ask.teammate", "ask.keeper", "ask.unknown", "ask.gone"} {
				refusals = append(refusals, words.Say(words.English, key).String())
			}
			got := asks(t, b, bot.Request{Way: bot.Press, Do: "which", Input: in}, "100000000000000009")
			if !slices.Contains(refusals, got) {
				t.Errorf("%s: got %q, want it refused", what, got)
			}
		}
		if got := asks(t, b, bot.Request{Way: bot.Press, Do: "which", Input: bot.Input{With: []string{"me"}, Chosen: []string{"kiri"}}}, "100000000000000009"); got != string(ana)+" Ana in  of kiri" {
			t.Errorf("their own: got %q", got)
		}
	}, whoami())
}

// whoami tells who asks, where they sit and for which team.
func whoami() bot.Feature {
	return bot.Feature{Name: "whoami", Commands: []bot.Command{
		{Name: "me", Way: bot.Slash, Who: bot.Teammate, Run: func(a *bot.Ask) (bot.Reply, error) {
			text := string(a.From.ID) + " " + a.From.Name + " in " + string(a.Room) + " of " + string(a.Team.ID)
			return bot.Tell(words.Text{{Text: text}}), nil
		}},
		{Name: "rule", Way: bot.Slash, Who: bot.Keeper, Run: func(a *bot.Ask) (bot.Reply, error) { return a.Tell("settings.saved") }},
	}}
}

func TestACommandInSlackIsOfTheTeamThatKnowsTheAsker(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		ask := func(do string, who bot.MemberID, in bot.ChannelID) string {
			t.Helper()
			reply := b.Ask(t.Context(), bot.Request{
				On: "slack", Way: bot.Slash, Do: do, Channel: in, From: bot.Person{ID: who, Name: "chi", Lang: words.English},
			})
			return reply.Card.Lines[0].String()
		}
		say := func(key string) string { return words.Say(words.English, key).String() }
		if got, want := ask("me", "U0CHI", channel), words.Say(words.English, "ask.guest.noteam", words.Quote("platform", "Slack"), words.Quote("home", "Discord")).String(); got != want {
			t.Errorf("without a team: %q, want %q", got, want)
		}
		onSlack(t, b)
		visit(t, b, func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, ana, func(m *bot.Member) { m.Name = "Ana" })
		})
		b.Arrived(t.Context(), server, []bot.Move{{Member: ana, Name: "Ana", Room: lounge}})
		maple := team("maple", other)
		maple = maple.Put(bot.Elsewhere{On: "slack", Channel: "C0MAPLE", Window: maple.At("slack").Window})
		if err := errors.Join(b.Found(maple), bottest.SayYes(t.Context(), b, maple.ID)); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			about string
			who   bot.MemberID
			in    bot.ChannelID
			want  string
		}{
			{"a stranger elsewhere", "U0CHI", "D1", say("ask.guest.stranger")},
			{"a stranger looking through the window", "U0CHI", window, say("ask.guest.stranger")},
			{"in the team's channel", "U0CHI", channel, "U0CHI chi in  of sakura"},
			{"known since then", "U0CHI", "D1", "U0CHI chi in  of sakura"},
			{"linked", anaSlack, "D2", "200000000000000001 Ana in 100000000000000003 of sakura"},
			{"in another team's channel", "U0CHI", "C0MAPLE", "U0CHI chi in  of maple"},
			{"of both, elsewhere", "U0CHI", "D1", say("ask.guest.which")},
		} {
			if got := ask("me", c.who, c.in); got != c.want {
				t.Errorf("%s: %q, want %q", c.about, got, c.want)
			}
		}
		if got, want := ask("rule", anaSlack, channel), say("ask.keeper"); got != want {
			t.Errorf("a keeper's command: %q, want %q", got, want)
		}
	}, whoami())
}

// A feature learns here, and not from a member who was not asked something, that
// its form is more than faces show.
func TestAFormOfMoreThanFacesShowIsNotShown(t *testing.T) {
	field := func(i int) bot.Field { return bot.Field{Key: fmt.Sprint("f", i), Kind: bot.FieldLine} }
	radio := func(n int) bot.Field {
		return bot.Field{Key: "radio", Kind: bot.FieldRadio, Options: make([]bot.Option, n)}
	}
	fields := func(n int) (list []bot.Field) {
		for i := range n {
			list = append(list, field(i))
		}
		return list
	}
	forms := map[string]struct {
		fields []bot.Field
		shown  bool
	}{
		"none": {nil, false}, "one": {fields(1), true}, "five": {fields(5), true}, "six": {fields(6), false},
		"one choice": {[]bot.Field{radio(1)}, false}, "ten choices": {[]bot.Field{radio(10)}, true}, "eleven choices": {[]bot.Field{radio(11)}, false},
		"twice": {[]bot.Field{field(1), field(1)}, false},
	}
	var asked bot.Form
	feature := bot.Feature{Name: "forms", Commands: []bot.Command{{
		Name: "form", Way: bot.Slash, Who: bot.Anyone,
		Run: func(*bot.Ask) (bot.Reply, error) { return bot.Reply{Form: &asked}, nil },
	}}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		for name, c := range forms {
			asked = bot.Form{Do: "x", Fields: c.fields}
			r := b.Ask(t.Context(), bot.Request{Way: bot.Slash, Do: "form", From: bot.Person{ID: "1", Lang: words.English}, Server: bot.Server{ID: server}})
			if got := r.Form != nil; got != c.shown {
				t.Errorf("%s: got shown %v, want %v", name, got, c.shown)
			}
			if !c.shown && (r.Card == nil || !strings.Contains(r.Card.Lines[0].String(), "made a mistake")) {
				t.Errorf("%s: got %+v, want a word about it", name, r.Card)
			}
		}
	}, feature)
}

// library is a feature whose commands read for long: what each does while it reads
// is read, and with 'noted' there is a first answer.
func library(read func(*bot.Ask) (bot.Reply, error)) bot.Feature {
	study := func(first bot.Reply) func(*bot.Ask) (bot.Reply, error) {
		return func(a *bot.Ask) (bot.Reply, error) { return a.Study(first, read), nil }
	}
	return bot.Feature{Name: "library", Commands: []bot.Command{
		{Name: "read", Way: bot.Slash, Who: bot.Anyone, Run: study(bot.Reply{})},
		{Name: "noted", Way: bot.Slash, Who: bot.Anyone, Run: study(bot.Tell(words.Text{{Text: "noted"}}))},
	}}
}

func studies(t *testing.T, b *bot.Bot, name string) bot.Reply {
	t.Helper()
	reply := b.Ask(t.Context(), bot.Request{Way: bot.Slash, Do: name, Whose: "sakura", From: bot.Person{ID: ana, Lang: words.English}})
	if reply.Then == nil {
		t.Fatalf("%s has nothing to follow", name)
	}
	return reply
}

func TestTwoHistoriesAreReadAtATimeAndWhoIsToldToStopWaitsNoLonger(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	var now, most atomic.Int64
	read := func(*bot.Ask) (bot.Reply, error) {
		most.Store(max(most.Load(), now.Add(1)))
		begun <- struct{}{}
		<-goOn
		now.Add(-1)
		return bot.Reply{}, nil
	}
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 7 {
			reply := studies(t, b, "read")
			all.Go(func() { reply.Then(t.Context()) })
		}
		<-begun
		<-begun
		ended, end := context.WithCancel(t.Context())
		end()
		if card := studies(t, b, "read").Then(ended).Card; card == nil || card.Tone != bot.Amiss {
			t.Errorf("who waits for a place when the bot stops is told %v", card)
		}
		for range 5 {
			goOn <- struct{}{}
			<-begun
		}
		close(goOn)
		all.Wait()
		if most.Load() != 2 {
			t.Errorf("%d histories were read at a time, want 2", most.Load())
		}
	}, library(read))
}

func TestWhatWasAnsweredStaysTrueThoughTheHistoryCannotBeRead(t *testing.T) {
	live(t, func(t *testing.T, b *bot.Bot) {
		if err := b.Found(team("sakura", lounge)); err != nil {
			t.Fatal(err)
		}
		if then := studies(t, b, "noted").Then(t.Context()); then.Card != nil {
			t.Errorf("in the place of 'noted' stands %v", then.Card.Lines)
		}
		if then := studies(t, b, "read").Then(t.Context()); then.Card == nil || then.Card.Tone != bot.Amiss {
			t.Error("who waits for an answer is not told that there is none")
		}
	}, library(func(*bot.Ask) (bot.Reply, error) { return bot.Reply{}, errors.New("unreadable") }))
}

// part is a feature with a part of the asker's own page: a line and some buttons.
func part(name string, buttons int) bot.Feature {
	return bot.Feature{Name: name, Home: func(a *bot.Ask, _ *store.Tx) (bot.HomePart, error) {
		p := bot.HomePart{
			Title: words.Text{{Text: name}},
			Lines: []words.Text{a.Say("habit.tea"), {{Kind: words.Member, Text: string(a.From.ID)}}},
		}
		for i := range buttons {
			p.Buttons = append(p.Buttons, bot.Button{Label: words.Text{{Text: fmt.Sprint(name, i)}}, Do: "x"})
		}
		return p, nil
	}}
}

// door is a feature by whose command people come to their own page.
func door() bot.Feature {
	return bot.Feature{Name: "door", Commands: []bot.Command{{Name: "home", Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
		card, err := a.HomeCard()
		return bot.Reply{Card: &card}, err
	}}}}
}

func homeOf(t *testing.T, b *bot.Bot) *bot.Card {
	t.Helper()
	if err := b.Found(team("sakura", lounge)); err != nil {
		t.Fatal(err)
	}
	return b.Ask(t.Context(), bot.Request{Way: bot.Press, Do: "home", Whose: "sakura", From: bot.Person{ID: ana, Lang: words.Japanese}}).Card
}

func TestTheOwnPageHasAllPartsInTheFeaturesOrderInTheAskersLanguage(t *testing.T) {
	nothing := bot.Feature{Name: "nothing", Home: func(*bot.Ask, *store.Tx) (bot.HomePart, error) { return bot.HomePart{}, nil }}
	live(t, func(t *testing.T, b *bot.Bot) {
		card := homeOf(t, b)
		var lines []string
		for _, line := range card.Lines {
			lines = append(lines, line.String())
		}
		if got, want := strings.Join(lines, "|"), "one|ティータイム|"+string(ana)+"|two|ティータイム|"+string(ana); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := len(card.Buttons); got != 20 || card.Buttons[0].Label.String() != "one0" || card.Buttons[19].Label.String() != "two9" {
			t.Errorf("got %d buttons from %s to %s, want the first 20", got, card.Buttons[0].Label, card.Buttons[got-1].Label)
		}
		if got := card.Title.String(); !strings.Contains(got, "Sakura") {
			t.Errorf("got the title %q, want the team in it", got)
		}
	}, door(), part("one", 10), nothing, part("two", 15))
}

func TestAPartThatFailsIsToldAsAFault(t *testing.T) {
	broken := bot.Feature{Name: "broken", Home: func(*bot.Ask, *store.Tx) (bot.HomePart, error) {
		return bot.HomePart{}, errors.New("disk full")
	}}
	live(t, func(t *testing.T, b *bot.Bot) {
		if got := homeOf(t, b); got.Tone != bot.Amiss {
			t.Errorf("got %+v, want to be told that it went wrong", got)
		}
	}, door(), part("one", 1), broken)
}
