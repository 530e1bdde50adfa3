package schedule

import (
	"math/rand/v2"
	"testing"
)

// anyRule gives a rule of any shape that there is.
func anyRule(r *rand.Rand) Rule {
	rule := at(uint8(1+r.IntN(everyWeekday)), Clock{r.IntN(24), r.IntN(60)})
	switch r.IntN(6) {
	case 0:
		rule.weeks = uint8(1+r.IntN(30)) << 1
		if rule.weekdays == everyWeekday || rule.weeks == everyWeek {
			rule.weeks = 0
		}
	case 1:
		return everyWeeks(2+r.IntN(mostWeeks-1), rule.weekdays, Clock{r.IntN(24), r.IntN(60)}, Date{2026, 11, 1 + r.IntN(30)})
	case 2:
		return onceAt(Date{2026, 1, 1 + r.IntN(365)}.AddDays(0), Clock{r.IntN(24), r.IntN(60)})
	case 3:
		rule.weekdays, rule.daysOfMonth = everyWeekday, uint32(1+r.IntN(everyDayOfMonth>>1))
		if rule.daysOfMonth&lastDay != 0 {
			rule.daysOfMonth &^= 1 << 31
		}
	case 4:
		rule.months = uint16(1+r.IntN(everyMonth>>1)) << 1
	}
	if r.IntN(2) == 0 {
		rule.hours |= 1 << r.IntN(24)
		rule.minutes |= 1 << r.IntN(60)
	}
	return rule
}

func TestARuleIsReadFromItsTextAsItWas(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 50_000 {
		rule := anyRule(r)
		if rule.weeks != 0 && len(rule.Times()) > 1 && rule.months == everyMonth {
			rule.months = everyMonth &^ (1 << 3)
		}
		got, err := ParseRule(rule.String())
		if err != nil || got != rule || got.String() != rule.String() {
			t.Fatalf("%+v is %q, and that is %+v, %v, want the same", rule, rule, got, err)
		}
	}
}
