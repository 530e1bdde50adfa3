package merge

import (
	"fmt"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// meetLater reads lines as nobody is known, then again as the crowd is.
func meetLater(before []kpt.Note, lines ...kpt.Line) kpt.Ledger {
	l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Notes: before, Nameless: "Anonymous", NamelessToo: []string{"匿名"}}
	r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27), Lines: lines}}}
	ids := 0
	newID := func() kpt.NoteID { ids++; return kpt.NoteID(fmt.Sprint("new", ids)) }
	for round := range 3 {
		p := Reconcile(l, r, newID, clock(20, 9, round))
		l = taken(l, p)
		for _, c := range p.Changes {
			for i, line := range r.Sheets[0].Lines {
				if line.Place == c.Place && c.Kind == kpt.AdoptLine {
					r.Sheets[0].Lines[i].ID = c.ID
				}
			}
		}
		l.Roster = crowd()
	}
	return l
}

// taken is a ledger after a plan.
func taken(l kpt.Ledger, p kpt.Plan) kpt.Ledger {
	all := map[kpt.NoteID]kpt.Note{}
	tries := map[kpt.NoteID]kpt.Try{}
	for _, n := range append(l.Notes, p.Notes...) {
		all[n.ID] = n
	}
	for _, n := range p.Forget {
		delete(all, n.ID)
	}
	for _, t := range append(l.Tries, p.Tries...) {
		tries[t.ID] = t
	}
	l.Notes, l.Tries = nil, nil
	for _, n := range all {
		l.Notes = append(l.Notes, n)
	}
	for _, t := range tries {
		l.Tries = append(l.Tries, t)
	}
	return l
}

func TestALineIsItsWritersOnceTheyAreKnown(t *testing.T) {
	l := meetLater(nil,
		kpt.Line{Place: "1", Section: kpt.Keeps, Text: "お茶", Person: "bo"},
		kpt.Line{Place: "2", Section: kpt.Problems, Text: "ana: slow builds"},
		kpt.Line{Place: "3", Section: kpt.Tries, Text: "絵を描く（田中）"},
		kpt.Line{Place: "4", Section: kpt.Keeps, Text: "田中"},
		kpt.Line{Place: "5", Section: kpt.Keeps, Text: "pairing", Depth: 1},
	)
	got := map[string]string{}
	for _, n := range l.Notes {
		got[n.Text] = n.Author.Member
		if n.Unknown || n.Under != "" {
			t.Errorf("still unknown or below a name: %+v", n)
		}
	}
	for _, try := range l.Tries {
		got[try.Text] = try.Owner.Member
	}
	want := map[string]string{"お茶": "2", "slow builds": "1", "絵を描く": "3", "pairing": "3"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatIsNobodysStaysNobodysWhenPeopleAreMet(t *testing.T) {
	secret := joining(kpt.Note{ID: "a", Kind: kpt.Keep, Text: "Deploys hurt\nana: I broke them", Author: kpt.Author{Secret: "x"}, Nameless: "Anonymous"}, kpt.Retro{Date: day(27)})
	secret.Trace.Seen = secret.Trace.Want
	forgotten := kpt.Note{ID: "f", Kind: kpt.Keep, Text: "tea", Trace: kpt.Trace{Retro: day(27), Section: kpt.Keeps, Want: "bo: tea", Seen: "bo: tea", Person: true}}
	l := meetLater([]kpt.Note{secret, forgotten},
		kpt.Line{ID: "a", Place: "1", Section: kpt.Keeps, Text: "Anonymous: Deploys hurt"},
		kpt.Line{Place: "2", Section: kpt.Keeps, Text: "ana: I broke them"},
		kpt.Line{Place: "3", Section: kpt.Keeps, Text: "匿名：ana: slow"},
		kpt.Line{Place: "4", Section: kpt.Keeps, Text: "Anonymous", Person: ""},
		kpt.Line{Place: "5", Section: kpt.Keeps, Text: "bo: below", Depth: 1},
		kpt.Line{ID: "f", Place: "6", Section: kpt.Keeps, Text: "bo: tea"},
	)
	for _, n := range l.Notes {
		if n.Author.Name != "" && n.Text != "below" {
			t.Errorf("%q became %s's", n.Text, n.Author.Name)
		}
	}
}
