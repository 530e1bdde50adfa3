package meeting

import (
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
)

// saidLine is what the owner of a Try said about it before the meeting.
func (d *drawing) saidLine(s kpt.Said) words.Text {
	who := words.Quote("who", s.By.Name)
	if s.By.Name == "" {
		who = words.Nest("who", d.Words("someone"))
	}
	what := words.Nest("what", d.Words("tries.says."+string(s.What)))
	if s.Word == "" {
		return d.Words("tries.said", who, what)
	}
	return d.Words("tries.said.word", who, what, words.Quote("word", cut(s.Word)))
}
