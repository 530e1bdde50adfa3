package figures

import (
	"math"
	"strconv"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// Say puts a figure into words: '2 pairing sessions a week since Fri 20 Nov'.
func Say(lang words.Lang, f Figure) words.Text {
	since := bot.Day("day", lang, f.Since)
	if !f.Known {
		return words.Say(lang, "figures.unknown", since)
	}
	return words.Say(lang, "figures.of."+string(f.Measure), number("n", f.Value), since)
}

// Name is what a measure is called, where members choose one.
func Name(lang words.Lang, m kpt.Measure) words.Text {
	return words.Say(lang, "figures.measure."+string(m))
}

// number passes a number with at most one decimal. Only 1 is one.
func number(name string, value float64) words.Arg {
	text := decimal(value)
	n := 2
	if text == "1" {
		n = 1
	}
	arg := words.Count(name, n)
	arg.Text = words.Text{{Text: text}}
	return arg
}

func decimal(value float64) string { return strconv.FormatFloat(math.Round(value*10)/10, 'f', -1, 64) }
