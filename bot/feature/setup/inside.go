package setup

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// Insiders tells whether somebody is one of a channel's own people now: in it,
// of the workspace, and no guest who is let into that channel alone. A face is one.
type Insiders interface {
	Insider(ctx context.Context, channel bot.ChannelID, account string) (bool, error)
}

// tellWithin is how long it is tried to tell a team something.
const tellWithin = 48 * time.Hour

// Answers are the answers to the question whether a team may have a channel on a
// platform that is not its server's. Only who is inside may give one. Cards of before
// have their buttons under the platform's name.
func Answers(insiders map[bot.Platform]Insiders) bot.Feature {
	answer := func(yes bool) func(*bot.Ask) (bot.Reply, error) {
		return func(a *bot.Ask) (bot.Reply, error) { return decide(a, insiders[a.On], yes) }
	}
	f := bot.Feature{Name: "wish"}
	for _, name := range append([]bot.Platform{"wish"}, slices.Sorted(maps.Keys(insiders))...) {
		f.Commands = append(f.Commands,
			bot.Command{Name: string(name) + " yes", Way: bot.Press, Who: bot.Anyone, Asked: true, Run: answer(true)},
			bot.Command{Name: string(name) + " no", Way: bot.Press, Who: bot.Anyone, Asked: true, Run: answer(false)})
	}
	return f
}

func decide(a *bot.Ask, insiders Insiders, yes bool) (bot.Reply, error) {
	if insiders == nil || len(a.With) != 2 {
		return bot.Reply{}, bot.Sorryf("ask.unknown")
	}
	place, mark := bot.Spot{On: a.On, ID: bot.ChannelID(a.With[0])}, a.With[1]
	home := words.Quote("home", a.Traits(a.Team.Home).Name)
	if _, asked := a.WishFor(place, mark); !asked || a.Channel != place.ID {
		return bot.Reply{}, bot.Sorryf("wish.over", home)
	}
	lang, team := a.From.Lang, a.Scene
	return bot.Reply{Then: func(ctx context.Context) bot.Reply {
		inside, err := insiders.Insider(ctx, place.ID, a.From.Account.ID)
		switch {
		case err != nil:
			return bot.Tell(words.Say(lang, "wish.unknown", a.Traits(a.On).Arg()))
		case !inside:
			return bot.Tell(words.Say(lang, "wish.outside"))
		}
		reply := bot.Tell(words.Say(lang, "wish.over", home))
		err = team.Again(ctx, func(s *bot.Scene) (err error) {
			if w, asked := s.WishFor(place, mark); asked {
				reply, err = settle(s, w, yes, lang)
			}
			return err
		})
		if err != nil {
			return bot.Tell(bot.Undone(lang, err))
		}
		return reply
	}}, nil
}

// settle keeps the answer, and tells the team. The card says it to the channel.
func settle(s *bot.Scene, w bot.PendingWish, yes bool, lang words.Lang) (bot.Reply, error) {
	key, keep := "wish.refused", s.SaidNo
	if yes {
		key, keep = "wish.agreed", s.SaidYes
	}
	err := keep(w)
	var faults bot.Faults
	if errors.As(err, &faults) { // another team was first
		return bot.Tell(faults[0].Sorry.Say(lang)), nil
	}
	if err != nil {
		return bot.Reply{}, err
	}
	card := bot.Card{Tone: bot.Calm, Lines: []words.Text{s.Words(key, words.Quote("team", s.Team.Name), words.Quote("home", s.Traits(s.Team.Home).Name))}}
	err = s.Update(func(tx *store.Tx) error {
		post := bot.Post{Channel: s.Team.Text.Main, Card: bot.Card{
			Tone: bot.Calm, Silent: true, Lines: []words.Text{s.Words(key+".here", words.Quote("channel", string(w.Place)), s.Traits(w.On).Arg())},
		}}
		owed := s.Key("answered", string(w.Place), w.Mark())
		return bot.Owe(tx, owed, bot.KindPost, string(s.Team.Text.Main), post, s.Now, s.Now.Add(tellWithin))
	})
	return bot.Reply{Card: &card, Update: true}, err
}
