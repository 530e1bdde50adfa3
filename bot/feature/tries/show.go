package tries

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// showFound shows the Try that has the words asked for, or those to choose from.
func showFound(a *bot.Ask) (reply bot.Reply, err error) {
	if strings.TrimSpace(a.Values["text"]) == "" {
		return openPage(a, 0)
	}
	err = reading(a, func(r *reader) error {
		found, err := r.search()
		if err != nil {
			return err
		}
		if len(found) == 1 {
			reply, err = r.story(found[0], 0)
			return err
		}
		reply, err = r.foundPage(found)
		return err
	})
	return reply, sorry(err)
}

// showChosen shows the Try that was chosen from a list, or another page of it.
func showChosen(a *bot.Ask) (reply bot.Reply, err error) {
	id, err := which(a)
	if err != nil {
		return bot.Reply{}, err
	}
	err = reading(a, func(r *reader) error {
		t, ok, err := r.book.Try(r.tx, id)
		if err == nil && !ok {
			err = kpt.ErrNoTry
		}
		if err != nil {
			return err
		}
		reply, err = r.story(t, pageOf(a, 1))
		reply.Update = true
		return err
	})
	return reply, sorry(err)
}

// story is a Try from the Problems that it is for to what became of it.
func (r *reader) story(t kpt.Try, n int) (bot.Reply, error) {
	c := &bot.Card{Tone: bot.Calm, Title: r.Say("tries.story"), Lines: []words.Text{whole(r.From.Lang, t)}}
	line, err := r.around(t)
	if err != nil {
		return bot.Reply{}, err
	}
	lines, err := r.problems(line)
	if err != nil {
		return bot.Reply{}, err
	}
	for _, step := range line {
		if lines, err = r.step(lines, step, step.ID == t.ID); err != nil {
			return bot.Reply{}, err
		}
	}
	last := line[len(line)-1]
	if p, ok, err := r.book.Practice(r.tx, last.ID); err != nil {
		return bot.Reply{}, err
	} else if ok {
		lines = append(lines, r.Say("tries.practice", r.day(p.Since)))
	}
	left, err := r.OwnerLeft(r.tx, t)
	switch {
	case err != nil:
		return bot.Reply{}, err
	case left:
		c.Buttons = []bot.Button{{Label: r.Say("tries.take"), Do: "tries take", With: []string{string(t.ID)}}}
	case kpt.MaySay(t, string(r.From.ID)) == nil:
		c.Buttons = answers(r.From.Lang, t.ID)
	}
	turn(r.Ask, c, lines, n, "tries show", string(t.ID))
	return bot.Reply{Card: c}, nil
}

// around is a Try with those that it was rewritten from and to, the oldest first.
func (r *reader) around(t kpt.Try) ([]kpt.Try, error) {
	line, err := r.book.Lineage(r.tx, t.ID)
	if err != nil {
		return nil, err
	}
	all, err := r.book.Tries(r.tx)
	if err != nil {
		return nil, err
	}
	for id := t.ID; ; {
		i := slices.IndexFunc(all, func(next kpt.Try) bool {
			known := func(t kpt.Try) bool { return t.ID == next.ID }
			return next.Terms.Rewrites == id && !slices.ContainsFunc(line, known)
		})
		if i < 0 {
			return line, nil
		}
		line, id = append(line, all[i]), all[i].ID
	}
}

// problems are those that some Tries are for, as far as the asker may see them.
func (r *reader) problems(tries []kpt.Try) ([]words.Text, error) {
	var ids []kpt.NoteID
	for _, t := range tries {
		for _, id := range t.Answers {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	shown, err := r.book.NotesWith(r.tx, ids, r.viewer)
	if err != nil {
		return nil, err
	}
	all, err := r.book.Tries(r.tx)
	if err != nil {
		return nil, err
	}
	var lines []words.Text
	came := kpt.CameOf(all)
	for _, n := range shown.Notes {
		by, err := r.who(n.Author)
		if err != nil {
			return nil, err
		}
		day, text := r.day(n.Retro()), words.Quote("text", brief(n.Text, longestInList))
		if _, of := came[n.ID]; by == nil && of {
			by = r.Say("kpt.oftry")
		}
		if n.Signs(n.Text) {
			lines = append(lines, r.Say("tries.for.signed", day, text))
			continue
		}
		if by == nil {
			by = r.Say("kpt.nameless")
		}
		lines = append(lines, r.Say("tries.for", day, text, words.Nest("who", by)))
	}
	hidden := shown.Hidden
	if more := hidden.Keeps + hidden.Problems + hidden.Drafts; more > 0 {
		lines = append(lines, r.Say("tries.for.hidden", words.Count("n", more)))
	}
	return lines, nil
}

// step adds one Try of a line of rewrites: how it was decided, what meetings said
// of it, and what was said since. The text of the one whose story it is, stands
// above already.
func (r *reader) step(lines []words.Text, t kpt.Try, own bool) ([]words.Text, error) {
	owner, err := r.owner(t)
	if err != nil {
		return nil, err
	}
	day, who := r.day(t.Born), words.Nest("owner", owner)
	if own {
		lines = append(lines, r.Say("tries.decided", day, who))
	} else {
		lines = append(lines, r.Say("tries.decided.as", day, who, words.Quote("text", brief(t.Text, longestInList))))
	}
	for _, v := range sorted(t.Verdicts) {
		day, outcome := r.day(v.Retro), words.Nest("outcome", r.Say("verdict."+string(v.Outcome)))
		if v.Word == "" {
			lines = append(lines, r.Say("tries.verdict", day, outcome))
		} else {
			lines = append(lines, r.Say("tries.verdict.word", day, outcome, words.Quote("word", bot.OneLine(v.Word))))
		}
	}
	if own && t.Carried > 0 {
		lines = append(lines, r.Say("tries.carried", words.Count("n", t.Carried)))
	}
	said, err := r.said(t)
	if said != nil {
		lines = append(lines, said)
	}
	return lines, err
}

// sorted are verdicts in the order of their retros.
func sorted(verdicts []kpt.Verdict) []kpt.Verdict {
	return slices.SortedStableFunc(slices.Values(verdicts), func(x, y kpt.Verdict) int {
		return x.Retro.Compare(y.Retro)
	})
}
