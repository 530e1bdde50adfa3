package schedule

import (
	"strings"
	"time"
)

// reader reads what somebody wrote for a rule.
type reader struct {
	input, text string
	now         time.Time // zero where a text is read that must mean the same for ever
	usual       Rule      // what is meant where only a time or only days are written; zero for nothing
}

func (r reader) today() Date { return DateOf(r.now) }

// typed says whether somebody who can be asked has just written the text.
func (r reader) typed() bool { return !r.now.IsZero() }

func (r reader) fault(fault, part string, near ...string) error {
	return &InputError{Input: r.input, Fault: fault, Part: part, Suggestions: near}
}

// rule reads days and a time.
func (r reader) rule() (Rule, error) {
	said, days, ok := takeTimes(tokens(r.text))
	switch {
	case !ok || len(kinds(days, colon)) > 0:
		return Rule{}, r.fault(FaultTime, "")
	case len(kinds(days, zoneName)) > 0:
		return Rule{}, r.fault(FaultZoneInRule, "")
	case len(said.hours) > 1:
		return Rule{}, r.fault(FaultTimes, "")
	case gap(days) && r.typed():
		return Rule{}, r.fault(FaultRule, "")
	}
	days = trimmed(days)
	if len(said.hours) == 0 {
		return r.timeless(days, said)
	}
	c, doubtful, clear := said.clock()
	switch {
	case !clear:
		return Rule{}, r.fault(FaultTime, "")
	case doubtful && r.typed():
		return Rule{}, r.halves(days, c)
	}
	return r.with(days, c)
}

// halves asks in which half of the day a time is meant.
func (r reader) halves(days []token, c Clock) error {
	var near []string
	for _, c.Hour = range []int{c.Hour, c.Hour + 12} {
		rule, err := r.with(days, c)
		if err != nil {
			return err
		}
		near = append(near, rule.String())
	}
	return r.fault(FaultWhich, "", near...)
}

// with reads the days, or takes the usual ones, for a time.
func (r reader) with(days []token, c Clock) (Rule, error) {
	switch {
	case len(days) > 0:
		return r.on(days, c)
	case r.usual == Rule{} || r.usual.once != 0 || len(r.usual.Times()) != 1:
		return Rule{}, r.fault(FaultNoDays, "", "weekdays "+c.String(), "daily "+c.String(), "fri "+c.String())
	}
	usual := r.usual
	usual.hours, usual.minutes = 1<<c.Hour, 1<<c.Minute
	return usual, nil
}

// timeless reads days alone: at the usual time, where there is one.
func (r reader) timeless(days []token, said times) (Rule, error) {
	times := r.usual.Times()
	c := Clock{Hour: 15}
	if len(times) == 1 {
		c = times[0]
	}
	if said.part >= 0 && !within(c.Hour, said.part) {
		c = Clock{Hour: [...]int{morning: 9, afternoon: 15, evening: 18, night: 20}[said.part]}
	}
	rule, err := r.on(days, c)
	switch {
	case len(days) == 0 || len(kinds(days, unknown)) > 0:
		return Rule{}, r.fault(FaultRule, "")
	case err != nil:
		return Rule{}, err
	case len(times) != 1 || !r.typed() || said.part >= 0 || said.half >= 0:
		return Rule{}, r.fault(FaultNoTime, "", r.text+" "+c.String())
	}
	return rule, nil
}

// trimmed is without a comma at the end.
func trimmed(toks []token) []token {
	for len(toks) > 0 && toks[len(toks)-1].kind == comma {
		toks = toks[:len(toks)-1]
	}
	return toks
}

// gap tells whether a list has an empty item: "mon,,fri".
func gap(toks []token) bool {
	isComma := func(t token) bool { return t.kind == comma && strings.Contains(",、・", t.text) }
	for i, t := range toks {
		if isComma(t) && (i == 0 || isComma(toks[i-1])) {
			return true
		}
	}
	return false
}
