package schedule

import "slices"

// times are the times of day that a text names, and the part of the day that goes with them.
type times struct {
	hours []timeOfDay
	half  int // of the day, as its token has it; -1 for none
	part  int // of the day; -1 for none
}

// timeOfDay is one as it is written.
type timeOfDay struct {
	hour, minute int
	sure         bool // with a nought before it, or a word such as noon
}

// takeTimes takes the times of day out of the tokens. It is not ok where one is no time.
func takeTimes(toks []token) (t times, rest []token, ok bool) {
	t.half, t.part = -1, -1
	for i := 0; i < len(toks); {
		tok := toks[i]
		found, used := timeAt(toks[i:])
		switch {
		case used > 0:
			t.hours = append(t.hours, found)
			if found.hour > 23 || found.minute > 59 || found.hour < 0 {
				return t, nil, false
			}
			if i += used; i < len(toks) && toks[i].kind == dash && toks[i].text == "から" { // 10時から
				i++
			}
			if len(kinds(rest, weekdayName)) > 0 && len(kinds(toks[i:], weekdayName)) > 0 {
				rest = append(rest, token{kind: unknown, at: toks[i].at, text: toks[i].text}) // of which is the time?
			}
			continue
		case tok.kind == half && t.half < 0:
			t.half = tok.n
		case tok.kind == part && t.part < 0:
			t.part = tok.n
			if i > 0 && toks[i-1].kind == later { // in the morning
				rest = rest[:len(rest)-1]
			}
			if everyPart(toks, i) {
				rest = append(rest, token{kind: daySet, n: everyWeekday, text: tok.text, at: tok.at})
			}
		case tok.kind == half, tok.kind == part, tok.kind == colon, tok.kind == hour, tok.kind == minute, tok.kind == halfHour:
			return t, nil, false
		default:
			rest = append(rest, tok)
		}
		i++
	}
	return t, t.takeBare(rest), true
}

// everyPart tells whether the part of the day at i is that of every day: 'every morning',
// 'mornings at'. Where days are named it is theirs.
func everyPart(toks []token, i int) bool {
	if slices.ContainsFunc(toks, func(t token) bool { return t.kind == weekdayName || t.kind == daySet || t.kind == relative }) {
		return false
	}
	return i > 0 && toks[i-1].kind == every || toks[i].text[len(toks[i].text)-1] == 's'
}

// takeBare takes an hour that has no sign of its own but the part of the day: 'every morning at 9'.
func (t *times) takeBare(rest []token) []token {
	at := -1
	for i, tok := range rest {
		if tok.kind == number && isDigit(tok.text[0]) {
			if at >= 0 {
				return rest
			}
			at = i
		}
	}
	if t.part < 0 || len(t.hours) > 0 || at < 0 || rest[at].n > 12 || at+1 < len(rest) && rest[at+1].kind != unknown && !startsDays(rest[at+1]) {
		return rest
	}
	t.hours = append(t.hours, timeOfDay{hour: rest[at].n})
	return append(append([]token(nil), rest[:at]...), rest[at+1:]...)
}

// startsDays tells whether a token cannot belong to the number before it.
func startsDays(t token) bool {
	return t.kind == every || t.kind == weekdayName || t.kind == daySet || t.kind == comma || t.kind == relative
}

// timeAt reads "16:00", "16時半", "16時30分", "4pm", "9.30am", "16h30" and "noon", and tells of
// how many tokens it is.
func timeAt(toks []token) (t timeOfDay, used int) {
	kindAt := func(i int) kind {
		if i < len(toks) {
			return toks[i].kind
		}
		return unknown
	}
	if kindAt(0) == noon {
		return timeOfDay{hour: 12, sure: true}, 1
	}
	if kindAt(0) != number {
		return t, 0
	}
	t = timeOfDay{hour: toks[0].n, sure: toks[0].text[0] == '0'}
	if len(toks[0].text) > 2 && isDigit(toks[0].text[0]) {
		t.hour = -1
	}
	minutes := func(i int) bool { return kindAt(i) == number && digits(toks[i].text, 2, 2) }
	switch {
	case kindAt(1) == colon && minutes(2), kindAt(1) == dot && minutes(2) && kindAt(3) == half:
		t.minute = toks[2].n
		return t, 3
	case kindAt(1) == hour && kindAt(2) == halfHour:
		t.minute = 30
		return t, 3
	case kindAt(1) == hour && kindAt(2) == number && kindAt(3) == minute:
		t.minute = toks[2].n
		return t, 4
	case kindAt(1) == hour && toks[1].text == "h" && minutes(2):
		t.minute = toks[2].n
		return t, 3
	case kindAt(1) == hour:
		return t, 2
	case kindAt(1) == half:
		return t, 1
	}
	return timeOfDay{}, 0
}

// clock is the one time of day that is meant, and whether it could be the one half a day
// later too. It is not ok where several are, or none can be.
func (t times) clock() (c Clock, doubtful, ok bool) {
	if len(t.hours) != 1 || t.half >= 0 && t.part >= 0 {
		return c, false, false
	}
	said := t.hours[0]
	c = Clock{Hour: said.hour, Minute: said.minute}
	switch {
	case t.half >= 0:
		c.Hour, ok = inHalf(c.Hour, t.half)
	case t.part >= 0:
		c.Hour, ok = inPart(c.Hour, t.part)
	default:
		return c, !said.sure && c.Hour >= 1 && c.Hour <= 6, true
	}
	return c, false, ok
}

// inHalf is an hour in the first or the second half of the day. Twelve at night, and 12 o'clock
// in Japanese, may be either end of it.
func inHalf(hour, half int) (int, bool) {
	japanese, afterNoon := half >= 2, half%2 == 1
	switch {
	case hour == 12:
		return hour, afterNoon && !japanese
	case hour == 0:
		return 12 * (half % 2), japanese
	case hour > 12:
		return hour, afterNoon
	case afterNoon:
		return hour + 12, true
	}
	return hour, true
}

// inPart is an hour in a part of the day.
func inPart(hour, part int) (int, bool) {
	bounds := [...]struct{ first, last int }{morning: {4, 11}, afternoon: {12, 18}, evening: {16, 23}, night: {18, 23}}
	for _, h := range []int{hour, hour + 12} {
		if h >= bounds[part].first && h <= bounds[part].last {
			return h, true
		}
	}
	return 0, false
}

// within tells whether an hour of the day's 24 is in a part of it.
func within(hour, part int) bool {
	h, ok := inPart(hour, part)
	return ok && h == hour
}
