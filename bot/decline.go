package bot

import "github.com/engawa-bot/engawa/bot/words"

// Unheard is why a request is not carried out although it is understood.
type Unheard string

// Why a request is not carried out.
const (
	TooMany Unheard = "ask.busy" // ask at once
	TooLate Unheard = "ask.late" // the platform has told the asker that nobody answered
)

// Decline counts a request that is not carried out, and gives what the asker
// reads: why, and all that they wrote.
func (b *Bot) Decline(r Request, why Unheard) Reply {
	if why == TooLate {
		b.Tally.Expired.Add(1)
	} else {
		b.Tally.Shed.Add(1)
	}
	r = r.seen()
	card := &Card{Tone: Amiss, Lines: []words.Text{words.Say(r.From.Lang, string(why))}}
	if typed := b.typed(r); typed != "" {
		card.Lines = append(card.Lines, words.Say(r.From.Lang, "ask.typed", words.Quote("text", typed)))
	}
	return Reply{Card: card, Team: r.Whose}
}
