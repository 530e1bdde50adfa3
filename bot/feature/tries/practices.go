package tries

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// practices lists what the team has made a habit.
func practices(a *bot.Ask) (bot.Reply, error) { return practicePage(a, 0) }

func turnPractices(a *bot.Ask) (bot.Reply, error) {
	reply, err := practicePage(a, pageOf(a, 0))
	reply.Update = true
	return reply, err
}

func practicePage(a *bot.Ask, n int) (bot.Reply, error) {
	c := &bot.Card{Tone: bot.Calm}
	err := reading(a, func(r *reader) error {
		all, err := r.book.Practices(r.tx)
		if err != nil {
			return err
		}
		sprouts, err := r.sprouts(all)
		if err != nil {
			return err
		}
		c.Title = a.Say("tries.practices", words.Count("n", len(all)+len(sprouts)))
		if len(all)+len(sprouts) == 0 {
			c.Lines = []words.Text{a.Say("tries.practices.none")}
			return nil
		}
		var lines []words.Text
		for _, p := range all {
			line, err := r.lineage(p)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		turn(a, c, append(lines, sprouts...), n, "practices")
		return nil
	})
	return bot.Reply{Card: c}, err
}

// lineage is a practice with the Problems and the Tries that led to it.
func (r *reader) lineage(p kpt.Practice) (words.Text, error) {
	line, err := r.book.Lineage(r.tx, p.ID)
	if err != nil {
		return nil, err
	}
	parts := []words.Text{r.Say("tries.practices.line", words.Quote("text", brief(p.Text, longestInList)), r.day(p.Since))}
	problems, err := r.problems(line)
	if err != nil {
		return nil, err
	}
	parts = append(parts, problems...)
	for _, t := range line {
		parts = append(parts, r.Say("tries.practices.try", r.day(t.Born), words.Quote("text", brief(t.Text, longestInList))))
		setting, err := r.settings(t.ID)
		if err != nil {
			return nil, err
		}
		if setting != nil {
			parts = append(parts, setting)
		}
	}
	return words.Join(parts, "\n"), nil
}
