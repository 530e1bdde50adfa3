package meeting

import (
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// tellSheet has the sheet of a meeting that is over tell what became of each Try, and of
// each new one who does it, when, and when the team looks at it.
func tellSheet(s *bot.Scene, tx *store.Tx, retro schedule.Date, next kpt.Retro) error {
	all, err := s.Book().Tries(tx)
	if err != nil {
		return err
	}
	var told []kpt.Told
	for _, t := range all {
		text := ""
		switch v, answered := t.Verdict(retro); {
		case answered:
			text = verdictText(s, v)
		case t.Born == retro:
			text = termsText(s, t, next)
		default:
			continue
		}
		told = append(told, kpt.Told{Try: t, Text: text})
	}
	return s.Book().Accounts(tx, retro, told, s.Now)
}

func verdictText(s *bot.Scene, v kpt.Verdict) string {
	if v.Outcome == kpt.Rewrite {
		return s.Words("meeting.verdict.rewritten").String()
	}
	key := "meeting.verdict"
	if v.Word != "" {
		key += ".word"
	}
	return s.Words(key, words.Nest("outcome", s.Words("verdict."+string(v.Outcome))), words.Quote("word", bot.OneLine(v.Word))).String()
}

// termsText says what was decided with a Try. It is looked at in the next KPT, if that has a
// day, unless a day was agreed on.
func termsText(s *bot.Scene, t kpt.Try, next kpt.Retro) string {
	who := t.Owner.Name
	if who == "" {
		who = s.Words("tries.nobody").String()
	}
	parts := []string{who}
	if t.Terms.When != "" {
		parts = append(parts, s.Words("tries.when", words.Quote("when", bot.OneLine(t.Terms.When))).String())
	}
	check := t.Terms.Check
	if check == (schedule.Date{}) && s.Dated(next) {
		check = next.Day()
	}
	if check != (schedule.Date{}) {
		parts = append(parts, s.Words("tries.check", bot.Day("day", s.Team.Lang, check)).String())
	}
	return s.Words("meeting.verdict", words.Quote("outcome", strings.Join(parts, " · "))).String()
}
