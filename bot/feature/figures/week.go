package figures

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Week is what a team's rooms tell of seven days. It counts only what two or more did
// together: nobody is seen alone in it.
type Week struct {
	Pairings int // pairing sessions
	Teas     int // tea times at which two or more sat together
	AtTea    int // how many they were, at the most
}

// WeekOf counts the seven days up to one.
func WeekOf(tx *store.Tx, team bot.TeamID, to schedule.Date) (w Week, err error) {
	from := to.AddDays(-7)
	for row, err := range days.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return w, err
		}
		date, err := dateOf(row.Key)
		if err != nil {
			return w, err
		}
		if !from.Before(date) || to.Before(date) {
			continue
		}
		w.Pairings += row.Value.Pairings
		if row.Value.Held && row.Value.Tea >= 2 {
			w.Teas++
			w.AtTea = max(w.AtTea, row.Value.Tea)
		}
	}
	return w, nil
}

// SayWeek puts a week into one line; empty if there is nothing to tell.
func SayWeek(lang words.Lang, w Week) words.Text {
	var parts []words.Text
	if w.Pairings > 0 {
		parts = append(parts, words.Say(lang, "figures.week.pairing", words.Count("n", w.Pairings)))
	}
	if w.Teas > 0 {
		parts = append(parts, words.Say(lang, "figures.week.tea", words.Count("n", w.Teas), words.Count("most", w.AtTea)))
	}
	if len(parts) == 0 {
		return nil
	}
	return words.Say(lang, "figures.week", words.Nest("parts", words.Join(parts, " · ")))
}
