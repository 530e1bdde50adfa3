package merge

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// While a KPT is to come again, an empty sheet above its own is in the way.
func TestAnEmptySheetGoesAsLongAsTheOneBeforeItIsToCome(t *testing.T) {
	first := kpt.Retro{Date: day(20), Opened: clock(13, 9, 0), Starts: clock(20, 15, 0), Ends: clock(20, 16, 0)}
	next := kpt.Retro{Date: day(27), Opened: clock(20, 15, 30)}
	note := func(of kpt.Retro) kpt.Note { return joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "tea"}, of) }
	gone := note(next)
	gone.Trace.Seen, gone.Trace.Gone = "tea", true
	secret := next
	secret.Reveal = kpt.RevealMeeting
	begun, closed := first, first
	begun.Begun, closed.Closed = first.Starts, first.Ends
	for name, c := range map[string]struct {
		first, next kpt.Retro
		notes       []kpt.Note
		full        bool // something of a person's stands on the sheet
		goes        bool
	}{
		"it is empty":                    {first, next, nil, false, true},
		"a person did something to it":   {first, next, nil, true, false},
		"its only note was deleted":      {first, next, []kpt.Note{gone}, false, true},
		"a hidden note is for it":        {first, secret, []kpt.Note{note(secret)}, false, false},
		"something is still to be added": {first, next, []kpt.Note{note(first)}, false, false},
		"the one before goes on":         {begun, next, nil, false, false},
		"the one before has ended":       {closed, next, nil, false, false},
	} {
		l := kpt.Ledger{Retros: []kpt.Retro{c.first, c.next}, Notes: c.notes}
		r := kpt.Reading{Revision: "1", Sheets: []kpt.Sheet{{Retro: day(27), Empty: !c.full}, {Retro: day(20), Empty: true}}}
		p := Reconcile(l, r, func() kpt.NoteID { return "new" }, clock(20, 17, 0))
		i := slices.IndexFunc(p.Changes, func(c kpt.Change) bool { return c.Kind == kpt.RemoveSheet })
		if (i >= 0) != c.goes || i >= 0 && p.Changes[i].Retro != day(27) {
			t.Errorf("%s: got %+v, want its sheet to go: %t", name, p.Changes, c.goes)
		}
	}
}
