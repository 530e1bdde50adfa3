package notebook

import (
	"strconv"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// Answer is the press that says what is to become of lines that are gone. It brings
// along when the team was asked, and a kpt.Answer.
const Answer = "notebook gone"

// due says whether a notebook is to be read although nothing in it has changed: to look
// once more at what is gone, because nobody has answered for long enough, or because
// somebody new may be the one whom a line names.
func (w *worker) due(book kpt.Book, follow kpt.Follow) (due bool, err error) {
	err = w.scribe.db.View(func(tx *store.Tx) error {
		v, err := book.Vanished(tx)
		if due = v.Due(w.scribe.now()); due || err != nil {
			return err
		}
		roster, err := bot.Roster(tx, w.team)
		if err != nil || roster.Sum() == follow.Roster {
			return err
		}
		due, err = book.HasUnknown(tx)
		return err
	})
	return due, err
}

// askVanished asks the team, once, what is to become of lines that are gone. It says how
// many they are, and nothing of them. doubted says that the reading is not believed yet.
func (w *worker) askVanished(tx *store.Tx, team bot.Team, book kpt.Book, now time.Time) (doubted bool, err error) {
	v, err := book.Vanished(tx)
	if err != nil || v.Doubted() || len(v.Lines) == 0 || !v.Asked.Equal(now) {
		return v.Doubted(), err
	}
	button := func(a kpt.Answer, look bot.Look) bot.Button {
		label := words.Say(team.Lang, "notebook.gone."+string(a))
		return bot.Button{Label: label, Do: Answer, With: []string{strconv.FormatInt(v.Asked.UnixNano(), 10), string(a)}, Look: look}
	}
	card := bot.Card{
		Tone: bot.Amiss, Silent: true, Lines: []words.Text{words.Say(team.Lang, "notebook.gone", words.Count("n", len(v.Lines)))},
		Buttons: []bot.Button{button(kpt.BringBack, bot.Main), button(kpt.OnPurpose, "")},
	}
	post := bot.Post{Channel: team.Text.Main, Card: card}
	key := store.KeyOf(string(w.team), "notebook", "gone", now.Format(time.RFC3339Nano))
	return false, bot.Owe(tx, key, bot.KindPost, string(team.Text.Main), post, now, now.Add(kpt.AskedFor))
}
