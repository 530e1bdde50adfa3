package remind_test

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/remind"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// hand is a feature for tests: it does what other features do.
func hand() bot.Feature {
	press := func(name string, run func(*bot.Ask) error) bot.Command {
		return bot.Command{Name: name, Way: bot.Press, Who: bot.Anyone, Run: func(a *bot.Ask) (bot.Reply, error) {
			err := run(a)
			return bot.Reply{Card: &bot.Card{}}, err
		}}
	}
	return bot.Feature{Name: "hand", Commands: []bot.Command{
		press("away", func(a *bot.Ask) error {
			last, _ := schedule.ParseDate(a.With[0]) // "": not away
			a.Refresh()
			return a.Update(func(tx *store.Tx) error {
				return a.KeepMember(tx, a.From.ID, func(m *bot.Member) { m.Away = last })
			})
		}),
		press("forget me", func(a *bot.Ask) error {
			return a.Update(func(tx *store.Tx) error { return a.ForgetEverywhere(tx, a.From.ID) })
		}),
		press("write", write),
		press("unwrite", unwrite),
		{Name: "send", Way: bot.Press, Who: bot.Anyone, Run: send},
	}}
}

// write does what bot/feature/notes does with a note.
func write(a *bot.Ask) error {
	n, err := kpt.NewNote(kpt.Keep, "Tea at four", kpt.Author{Member: string(a.From.ID)}, a.Now)
	if err != nil {
		return err
	}
	return a.Update(func(tx *store.Tx) error {
		book := kpt.Of(string(a.Team.ID))
		n, err := book.Add(tx, n, a.With[0] == "anonymous")
		if err != nil {
			return err
		}
		r, _, err := book.Retro(tx, n.Retro())
		if err != nil {
			return err
		}
		return remind.Cancel(a.Scene, tx, remind.KPTEvent(r), a.From.ID)
	})
}

func unwrite(a *bot.Ask) error {
	book := kpt.Of(string(a.Team.ID))
	return a.Update(func(tx *store.Tx) error {
		r, _, err := book.Now(tx, a.Now)
		if err != nil {
			return err
		}
		viewer, err := book.Viewer(tx, string(a.From.ID))
		if err != nil {
			return err
		}
		own, err := book.Own(tx, r.Date, viewer)
		for _, n := range own {
			if err := book.Delete(tx, n.ID, viewer, a.Now); err != nil {
				return err
			}
		}
		return err
	})
}

// send sends the asker a reminder and answers why not.
func send(a *bot.Ask) (bot.Reply, error) {
	minutes, err := time.ParseDuration(a.With[2])
	if err != nil {
		return bot.Reply{}, err
	}
	var why remind.Why
	err = a.Update(func(tx *store.Tx) (err error) {
		why, err = remind.Send(a.Scene, tx, remind.Reminder{
			Event: a.With[0], Kind: a.With[1], To: a.From.ID, Until: a.Now.Add(minutes),
		})
		return err
	})
	return bot.Tell(words.Text{{Text: string(why)}}), err
}
