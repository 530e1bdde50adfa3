package merge

import (
	"fmt"
	"slices"
	"strings"
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

// Rather a line is not read than read as a note that it is not.
func TestALineBelowWhatIsNobodysNameIsReadOnceSomebodyIsCalledSo(t *testing.T) {
	l := meetLater(nil,
		kpt.Line{Place: "1", Section: kpt.Keeps, Text: "tea"},
		kpt.Line{Place: "2", Section: kpt.Keeps, Text: "朝会が短い", Person: "田中さん", Stand: kpt.Stand{Below: "田中さん"}},
		kpt.Line{Place: "3", Section: kpt.Keeps, Text: "the room", Person: "bo", Stand: kpt.Stand{Below: "Party"}},
		kpt.Line{Place: "4", Section: kpt.Keeps, Text: "bring chairs", Person: "bo", Stand: kpt.Stand{Below: "bo"}},
		kpt.Line{Place: "5", Section: kpt.Problems, Text: "CI", Person: "bo", Stand: kpt.Stand{Below: "bo"}},
	)
	var got []string
	for _, n := range l.Notes {
		got = append(got, fmt.Sprintf("%s %s: %s", n.Kind, n.Author.Name, n.Text))
	}
	slices.Sort(got)
	want := []string{"keep : tea", "keep 田中: 朝会が短い", "problem bo: CI"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheNameOfARowIsShownAsItStandsUntilSomebodyIsKnownByIt(t *testing.T) {
	l := meetLater(nil,
		kpt.Line{Place: "1", Section: kpt.Keeps, Text: "tea", Person: "Carol\n(new)", Named: true},
		kpt.Line{Place: "2", Section: kpt.Keeps, Text: "お茶", Person: "田中", Named: true},
		kpt.Line{Place: "3", Section: kpt.Keeps, Text: "cake", Person: "The best first"},
		kpt.Line{Place: "4", Section: kpt.Keeps, Text: "匿名: slow", Person: "Dan", Named: true},
	)
	var got []string
	for _, n := range kpt.Show(l.Retros[0], l.Notes, kpt.Viewer{}).Notes {
		got = append(got, fmt.Sprintf("%s %q: %s", n.Author.Name, n.Author.Member, n.Text))
	}
	slices.Sort(got)
	member := crowd()[slices.IndexFunc(crowd(), func(p kpt.Person) bool { return p.Author.Name == "田中" })].Author.Member
	want := []string{` "": cake`, ` "": slow`, `Carol (new) "": tea`, fmt.Sprintf("田中 %q: お茶", member)}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
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

// A person changes the name in front of a line: whose it is then, and once eve is known.
func TestANameThatAPersonPutsInFrontOfALineSaysWhoseItIs(t *testing.T) {
	bo, dan, eve := kpt.Author{Member: "1", Name: "bo"}, kpt.Author{Member: "2", Name: "dan"}, kpt.Author{Member: "3", Name: "eve"}
	roster := kpt.Roster{{Author: bo}, {Author: dan}}
	for _, c := range []struct{ line, now, then string }{
		{"dan: slow CI", "dan slow CI", "dan slow CI"},
		{"【dan】the CI takes an hour", "dan the CI takes an hour", "dan the CI takes an hour"},
		{"slow CI (dan)", "dan slow CI", "dan slow CI"},
		{"eve: slow CI", "bo eve: slow CI", "eve slow CI"},
		{"eve: the CI takes an hour", "bo eve: the CI takes an hour", "eve the CI takes an hour"},
		{"bo: slow CI, eve: too", "bo slow CI, eve: too", "bo slow CI, eve: too"},
		{"bo: eve: slow CI", "bo eve: slow CI", "bo eve: slow CI"},
		{"slow CI", "bo slow CI", "bo slow CI"},
		{"why: slow CI", "bo why: slow CI", "bo why: slow CI"},
		{"anonymous：slow CI", " slow CI", " slow CI"},
		{"Anonymous: eve: slow CI", " eve: slow CI", " eve: slow CI"},
	} {
		for _, person := range []bool{false, true} {
			for _, kind := range []kpt.Section{kpt.Keeps, kpt.NewTries} {
				trace := kpt.Trace{Retro: day(27), Section: kind, Want: "bo: slow CI", Seen: "bo: slow CI", Person: person}
				l := kpt.Ledger{Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Roster: roster, Nameless: "Anonymous"}
				if kind == kpt.NewTries {
					l.Tries = []kpt.Try{{ID: "a", Text: "slow CI", Owner: bo, State: kpt.Open, Born: day(27), Trace: trace}}
				} else {
					l.Notes = []kpt.Note{{ID: "a", Kind: kpt.Keep, Text: "slow CI", Author: bo, Trace: trace}}
				}
				r := kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{{Retro: day(27), Lines: []kpt.Line{{ID: "a", Place: "1", Section: kind, Text: c.line}}}}}
				var got []string
				for _, known := range []kpt.Roster{roster, append(roster, kpt.Person{Author: eve})} {
					l.Roster = known
					p := Patient(0)(l, r, kpt.NewID, clock(21, 9, 0))
					if len(p.Changes)+len(p.Conflicts) > 0 {
						t.Errorf("%q: got %+v, want nothing written and nobody told", c.line, p)
					}
					for _, n := range p.Notes {
						l.Notes = []kpt.Note{n}
					}
					for _, try := range p.Tries {
						l.Tries = []kpt.Try{try}
					}
					for _, n := range l.Notes {
						got = append(got, n.Author.Name+" "+n.Text)
					}
					for _, try := range l.Tries {
						got = append(got, try.Owner.Name+" "+try.Text)
					}
				}
				if got[0] != c.now || got[1] != c.then {
					t.Errorf("%q, by a person %v, %s: got %q, want %q, then %q", c.line, person, kind, got, c.now, c.then)
				}
			}
		}
	}
}

// Who types or pastes the whole line anew takes its mark away.
func TestALineUnderAnotherNameIsTheSameNoteAlsoWithoutItsMark(t *testing.T) {
	bo, dan := kpt.Author{Member: "1", Name: "bo"}, kpt.Author{Member: "2", Name: "dan"}
	for _, c := range []struct{ what, lines, want string }{
		{"known", "dan: slow CI", "a dan slow CI"},
		{"unknown", "eve: slow CI", "a bo eve: slow CI"},
		{"other words", "dan: no tea", "a gone, new dan no tea"},
		{"two of them", "dan: slow CI|eve: slow CI", "a gone, new dan slow CI, new  eve: slow CI"},
		{"anonymous now", "Anonymous: slow CI", "a  slow CI"},
	} {
		n := kpt.Note{ID: "a", Kind: kpt.Keep, Text: "slow CI", Author: bo}
		n.Trace = kpt.Trace{Retro: day(27), Section: kpt.Keeps, Want: "bo: slow CI", Seen: "bo: slow CI"}
		l := kpt.Ledger{
			Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}, Nameless: "Anonymous",
			Roster: kpt.Roster{{Author: bo}, {Author: dan}}, Notes: []kpt.Note{n},
		}
		sheet := kpt.Sheet{Retro: day(27)}
		for i, line := range strings.Split(c.lines, "|") {
			sheet.Lines = append(sheet.Lines, kpt.Line{Place: fmt.Sprint(i), Section: kpt.Keeps, Text: line})
		}
		p := Patient(0)(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{sheet}}, func() kpt.NoteID { return "new" }, clock(21, 9, 0))
		var got []string
		for _, n := range p.Notes {
			said := string(n.ID) + " " + n.Author.Name + " " + n.Text
			if n.Trace.Gone {
				said = string(n.ID) + " gone"
			}
			got = append(got, said)
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}
