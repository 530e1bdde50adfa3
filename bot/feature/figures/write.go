package figures

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/store"
)

// Write writes the totals that are kept of a team's rooms as CSV, a line a day.
func Write(w io.Writer, tx *store.Tx, team bot.TeamID) error {
	out := csv.NewWriter(w)
	lines := [][]string{{"date", "pairing_sessions", "tea_held", "people_at_tea", "focus_minutes"}}
	for row, err := range days.Scan(tx, store.KeyOf(string(team))) {
		if err != nil {
			return err
		}
		date, err := dateOf(row.Key)
		if err != nil {
			return err
		}
		d := row.Value
		lines = append(lines, []string{
			date.String(), strconv.Itoa(d.Pairings), strconv.FormatBool(d.Held), strconv.Itoa(d.Tea), strconv.Itoa(d.Focus),
		})
	}
	return out.WriteAll(lines)
}
