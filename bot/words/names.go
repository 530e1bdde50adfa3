package words

import (
	"time"

	"github.com/engawa-bot/engawa/internal/plain"
)

// DayName gives a date as members of lang write it: 'Tue 24 Nov', '11月24日（火）'.
func DayName(lang Lang, t time.Time) string {
	if lang == Japanese {
		return t.Format("1月2日") + "（" + string([]rune("日月火水木金土")[t.Weekday()]) + "）"
	}
	return t.Format("Mon 2 Jan")
}

// Date passes a day, written as members of lang write it.
func Date(name string, lang Lang, t time.Time) Arg {
	return Arg{Name: name, Text: Text{{Kind: Day, Text: DayName(lang, t), At: t}}}
}

// Clean makes typed text safe to keep on one line: see plain.Line.
func Clean(s string) string { return plain.Line(s) }
