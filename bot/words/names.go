package words

import (
	"strings"
	"time"
)

// DayName gives a date as members of lang write it: 'Tue 24 Nov', '11月24日(火)'.
func DayName(lang Lang, t time.Time) string {
	if lang == Japanese {
		return t.Format("1月2日") + "(" + string([]rune("日月火水木金土")[t.Weekday()]) + ")"
	}
	return t.Format("Mon 2 Jan")
}

// Date passes a day, written as members of lang write it.
func Date(name string, lang Lang, t time.Time) Arg {
	return Arg{Name: name, Text: Text{{Kind: Day, Text: DayName(lang, t), At: t}}}
}

// Clean makes typed text safe to keep on one line: control characters and the
// bidirectional overrides that could reorder what others read are dropped,
// every white space becomes a blank, and the ends are trimmed. Joiners stay:
// emoji and several scripts need them.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\u000b' || r == '\u000c':
			return ' '
		case r < 0x20 || r >= 0x7f && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == '\u200b', r == '\ufeff', r == '\u061c', r == '\u200e', r == '\u200f':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(s), " ")
}
