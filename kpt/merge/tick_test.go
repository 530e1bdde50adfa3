package merge

import (
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestATickIsToldOnceOfAnOpenTryAmongThoseThatWait(t *testing.T) {
	try := kpt.Try{ID: "a", Text: "tea", State: kpt.Open, Trace: kpt.Trace{Retro: day(27), Section: kpt.Tries, Want: "tea", Seen: "tea"}}
	ticked, answered, fresh := try, try, try
	ticked.Trace.Ticked, ticked.Trace.Struck = true, true
	answered.State = kpt.Done
	fresh.Trace.Section = kpt.NewTries
	line := kpt.Line{ID: "a", Place: "1", Section: kpt.Tries, Text: "tea", Drawn: kpt.Drawn{Ticked: true, Struck: true}}
	cleared, struck, new, moved := line, line, line, line
	cleared.Ticked, cleared.Struck = false, false
	struck.Ticked = false
	new.ID = ""
	moved.Section = kpt.NewTries
	for name, c := range map[string]struct {
		tries  []kpt.Try
		line   kpt.Line
		closed bool
		want   []bool
	}{
		"ticked":                  {[]kpt.Try{try}, line, false, []bool{true}},
		"ticked before":           {[]kpt.Try{ticked}, line, false, nil},
		"cleared":                 {[]kpt.Try{ticked}, cleared, false, []bool{false}},
		"never ticked":            {[]kpt.Try{try}, cleared, false, nil},
		"struck out":              {[]kpt.Try{try}, struck, false, nil},
		"answered":                {[]kpt.Try{answered}, line, false, nil},
		"decided on this sheet":   {[]kpt.Try{fresh}, moved, false, nil},
		"after its KPT":           {[]kpt.Try{try}, line, true, nil},
		"ticked as it is written": {nil, new, false, []bool{true}},
	} {
		r := kpt.Retro{Date: day(27), Opened: clock(20, 9, 0)}
		if c.closed {
			r.Closed = clock(27, 16, 0)
		}
		l := kpt.Ledger{Retros: []kpt.Retro{r}, Tries: c.tries}
		page := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{c.line}}}}
		p := Reconcile(l, page, func() kpt.NoteID { return "new" }, clock(28, 9, 0))
		if len(p.Ticks) != len(c.want) || len(c.want) > 0 && (p.Ticks[0].Ticked != c.want[0] || p.Ticks[0].Retro != day(27)) {
			t.Errorf("%s: got %+v, want %v", name, p.Ticks, c.want)
		}
		for _, got := range p.Tries {
			if got.Text != "tea" {
				t.Errorf("%s: got the text %q", name, got.Text)
			}
		}
	}
}
