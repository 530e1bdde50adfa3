package recall

import (
	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
)

// longest is how much of a Problem or a Try is shown, in runes.
const longest = 160

// Lines says what was recalled, a paragraph for each Problem below one that
// leads in; nothing if nothing was.
func Lines(lang words.Lang, olds []Old) []words.Text {
	if len(olds) == 0 {
		return nil
	}
	lines := []words.Text{words.Say(lang, "recall.lead")}
	for _, old := range olds {
		parts := []words.Text{words.Say(lang, "recall.problem", words.Quote("day", old.Day.String()), words.Quote("text", signed(lang, old.Text, old.Nobody)))}
		for _, t := range old.Tries {
			parts = append(parts, words.Say(lang, "recall.try", words.Quote("text", signed(lang, t.Text, t.Owner.Name == "")), words.Nest("fate", fate(lang, t))))
		}
		if len(old.Tries) == 0 {
			parts = append(parts, words.Say(lang, "recall.untried"))
		}
		lines = append(lines, words.Join(parts, "\n"))
	}
	return lines
}

// signed is a text as it is recalled. One without an author does not look as if it
// had one.
func signed(lang words.Lang, text string, nobody bool) string {
	if nobody {
		text = bot.Unsigned(lang, text)
	}
	return brief(text)
}

// fate is what became of a Try.
func fate(lang words.Lang, t kpt.Try) words.Text {
	if t.State == kpt.Open || len(t.Verdicts) == 0 {
		return words.Say(lang, "recall.open")
	}
	last := t.Verdicts[len(t.Verdicts)-1]
	outcome, day := words.Nest("outcome", words.Say(lang, "verdict."+string(last.Outcome))), words.Quote("day", last.Retro.String())
	if last.Word == "" {
		return words.Say(lang, "recall.fate", outcome, day)
	}
	return words.Say(lang, "recall.fate.word", outcome, day, words.Quote("word", brief(last.Word)))
}

func brief(text string) string {
	return plain.Cut(words.Clean(text), longest)
}
