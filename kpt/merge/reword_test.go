package merge

import (
	"strconv"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// reworded says what becomes of Tries that wait on a sheet, each "label: text", when the
// sheet says what is given in their place: "ID text" of each Try that the ledger changes.
func reworded(tries string, lines ...string) string {
	roster := kpt.Roster{{Author: kpt.Author{Member: "1", Name: "ana"}}, {Author: kpt.Author{Member: "2", Name: "bo"}}}
	l := kpt.Ledger{Roster: roster, Retros: []kpt.Retro{{Date: day(27), Opened: clock(20, 9, 0)}}}
	for i, line := range strings.Split(tries, ", ") {
		owner, text, _ := roster.Split(line)
		l.Tries = append(l.Tries, kpt.Try{
			ID: kpt.NoteID("t" + strconv.Itoa(i+1)), Text: text, Owner: owner, Born: day(20), State: kpt.Open,
			Trace: kpt.Trace{Retro: day(27), Section: kpt.Tries, Want: line, Seen: line},
		})
	}
	sheet := kpt.Sheet{Retro: day(27)}
	for _, line := range lines {
		id, text, marked := strings.Cut(line, "=")
		if !marked {
			id, text = "", line
		}
		sheet.Lines = append(sheet.Lines, kpt.Line{ID: kpt.NoteID(id), Section: kpt.Tries, Text: text})
	}
	n := 0
	fresh := func() kpt.NoteID { n++; return kpt.NoteID("new" + strconv.Itoa(n)) }
	var got []string
	for _, t := range Reconcile(l, kpt.Reading{Revision: "2", Sheets: []kpt.Sheet{sheet}}, fresh, clock(21, 9, 0)).Tries {
		got = append(got, strings.Join([]string{string(t.ID), t.Owner.Name, t.Text}, " "))
	}
	return strings.Join(got, ", ")
}

func TestATryWhoseLineIsRewordedIsTheSameTry(t *testing.T) {
	for _, c := range []struct {
		tries string
		lines string // with "/" between them
		want  string
	}{
		{"bo: pair on Tuesdays", "bo: review by noon", "t1 bo review by noon"},
		{"bo: pair on Tuesdays", "review by noon", "t1 bo review by noon"},
		{"bo: 朝会を短くする", "bo: 議事録を毎回残す", "t1 bo 議事録を毎回残す"},
		{"bo: pair on Tuesdays", "t1=bo: pair on Tuesdays/bo: review by noon", "new1 bo review by noon"},
		{"bo: pair on Tuesdays", "bo: review by noon/bo: cameras on", "t1 bo pair on Tuesdays, new1 bo review by noon, new2 bo cameras on"},
		{"bo: pair on Tuesdays, ana: one demo a week", "ana: cameras on/bo: review by noon", "t1 bo review by noon, t2 ana cameras on"},
		{"bo: pair on Tuesdays, bo: one demo a week", "bo: review by noon/bo: cameras on", "t1 bo review by noon, t2 bo cameras on"},
		{"bo: pair on Tuesdays, bo: one demo a week", "bo: review by noon/t2=bo: one demo a week", "t1 bo review by noon"},
		{
			"bo: pair on Tuesdays, bo: one demo a week, ana: cameras on, ana: tea at four",
			"bo: review by noon/t3=ana: cameras on/t4=ana: tea at four",
			"t1 bo pair on Tuesdays, t2 bo one demo a week, new1 bo review by noon",
		},
		// Under another name at the same time.
		{"bo: pair on Tuesdays", "ana: pair on two Tuesdays", "t1 ana pair on two Tuesdays"},
		{"bo: pair on Tuesdays", "ana: review by noon", "t1 ana review by noon"},
		{"bo: pair on Tuesdays", "t1=ana: review by noon", "t1 ana review by noon"},
		{"bo: 朝会を短くする", "【ana】議事録を毎回残す", "t1 ana 議事録を毎回残す"},
		{"bo: pair on Tuesdays", "eve: review by noon", "t1 bo eve: review by noon"},
		{"pair on Tuesdays", "ana: review by noon", "t1 ana review by noon"},
		{"bo: pair on Tuesdays, bo: one demo a week", "bo: one demo a month/ana: pair on two Tuesdays", "t1 ana pair on two Tuesdays, t2 bo one demo a month"},
		{"bo: pair on Tuesdays, bo: one demo a week", "ana: one demo a month/t1=bo: pair on Tuesdays", "t2 ana one demo a month"},
		{"bo: pair on Tuesdays", "ana: cameras on/ana: pair on two Tuesdays", "t1 ana pair on two Tuesdays, new1 ana cameras on"},
		{"bo: pair on Tuesdays", "t1=bo: pair on Tuesdays/ana: pair on two Tuesdays", "new1 ana pair on two Tuesdays"},
		{"bo: pair on Tuesdays", "ana: review by noon/ana: cameras on", "t1 bo pair on Tuesdays, new1 ana review by noon, new2 ana cameras on"},
	} {
		if got := reworded(c.tries, strings.Split(c.lines, "/")...); got != c.want {
			t.Errorf("%s become %s: got %q, want %q", c.tries, c.lines, got, c.want)
		}
	}
}
