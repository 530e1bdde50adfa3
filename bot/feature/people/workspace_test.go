package people_test

import (
	"context"
	"slices"
	"sync"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// workspace is Slack: who is in which channel, and what is wrong with it.
type workspace struct {
	mu    sync.Mutex
	in    map[bot.ChannelID][]bot.Guest
	wrong map[bot.ChannelID]error
	looks map[bot.ChannelID]int
}

func (w *workspace) People(_ context.Context, id bot.ChannelID) ([]bot.Guest, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks[id]++
	return slices.Clone(w.in[id]), w.wrong[id]
}

func (w *workspace) Reach(_ context.Context, id bot.ChannelID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looks[id]++
	return w.wrong[id]
}

func (w *workspace) set(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
}

// looked is how often a channel was looked at since it was last asked.
func (w *workspace) looked(id bot.ChannelID) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.looks[id]
	w.looks[id] = 0
	return n
}

// hand does for tests what other features do.
func hand() bot.Feature {
	press := func(name string, change func(*bot.Ask, *store.Tx) error) bot.Command {
		return bot.Command{Name: name, Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			return bot.Reply{Card: &bot.Card{}}, a.Update(func(tx *store.Tx) error { return change(a, tx) })
		}}
	}
	return bot.Feature{Name: "hand", Commands: []bot.Command{
		press("forget", func(a *bot.Ask, tx *store.Tx) error { return a.ForgetEverywhere(tx, a.From.ID) }),
		press("hide", func(a *bot.Ask, tx *store.Tx) error {
			return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Hidden = true })
		}),
		{Name: "mine", Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			card := &bot.Card{}
			err := a.View(func(tx *store.Tx) error {
				lines, err := mine(a, tx)
				for _, line := range lines {
					card.Lines = append(card.Lines, words.Text{{Text: line}})
				}
				return err
			})
			return bot.Reply{Card: card}, err
		}},
		{Name: "kept", Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			card := &bot.Card{}
			err := a.View(func(tx *store.Tx) (err error) {
				card.Lines, err = a.KeptOf(tx)
				return err
			})
			return bot.Reply{Card: card}, err
		}},
	}}
}
