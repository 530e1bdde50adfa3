package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

func readJSON(data string) (file, error) {
	dec := json.NewDecoder(strings.NewReader(data))
	dec.DisallowUnknownFields()
	var f file
	err := dec.Decode(&f)
	return f, err
}

// readCSV reads what the CSV says of an Archive: neither the team nor the times
// of the retros.
func readCSV(data string) (file, error) {
	data, ok := strings.CutPrefix(data, byteOrderMark)
	if !ok {
		return file{}, fmt.Errorf("no byte order mark")
	}
	if strings.Count(data, "\n") != strings.Count(data, "\r\n") {
		return file{}, fmt.Errorf("a line ends without CR LF")
	}
	records, err := csv.NewReader(strings.NewReader(data)).ReadAll()
	if err != nil {
		return file{}, err
	}
	f := file{Version: version, Retros: []retro{}, Tries: []try{}}
	for _, record := range records[1:] {
		cells := row{}
		for i, cell := range record {
			if strings.IndexAny(cell, "=+-@\t\r\n") == 0 {
				return file{}, fmt.Errorf("the cell %q is a formula", cell)
			}
			cells[records[0][i]] = unguarded(cell)
		}
		if err := f.take(cells); err != nil {
			return file{}, fmt.Errorf("%v: %w", cells, err)
		}
	}
	return f, nil
}

func unguarded(cell string) string {
	if regexp.MustCompile(`^'+(?:[\t\r\n]|[\s　]*[=+\-@＝＋－＠])`).MatchString(cell) {
		return cell[1:]
	}
	return cell
}

func (f *file) take(cells row) error {
	date, err := schedule.ParseDate(cells["retro"])
	if err != nil {
		return err
	}
	if cells["kind"] == tryKind {
		t, err := readTry(cells)
		t.Born = date
		f.Tries = append(f.Tries, t)
		return err
	}
	i := slices.IndexFunc(f.Retros, func(r retro) bool { return r.Date == date })
	if i < 0 {
		i = len(f.Retros)
		f.Retros = append(f.Retros, retro{Date: date, Notes: []note{}})
	}
	r := &f.Retros[i]
	if cells["hidden"] != "" {
		count := map[string]*int{"keep": &r.Hidden.Keeps, "problem": &r.Hidden.Problems, "draft": &r.Hidden.Drafts}
		*count[cells["kind"]], err = strconv.Atoi(cells["hidden"])
		return err
	}
	n := note{
		ID: kpt.NoteID(cells["id"]), Kind: cells["kind"], Text: cells["text"], Author: cells["author"],
		Link: cells["link"], Under: kpt.NoteID(cells["under"]), Struck: cells["struck"] == "true",
	}
	for name, at := range map[string]*time.Time{"written": &n.Written, "changed": &n.Changed} {
		if cells[name] != "" {
			*at, err = time.Parse(time.RFC3339Nano, cells[name])
			if err != nil {
				return err
			}
		}
	}
	r.Notes = append(r.Notes, n)
	return nil
}

func readTry(cells row) (t try, err error) {
	t = try{
		ID: kpt.NoteID(cells["id"]), Text: cells["text"], Owner: cells["author"], State: kpt.State(cells["state"]),
		Answers: []kpt.NoteID{}, Verdicts: []verdict{},
	}
	if t.Carried, err = strconv.Atoi(cells["carried"]); err != nil {
		return t, err
	}
	for _, id := range strings.Fields(cells["answers"]) {
		t.Answers = append(t.Answers, kpt.NoteID(id))
	}
	for line := range strings.SplitSeq(cells["verdicts"], "\n") {
		more, ok := strings.CutPrefix(line, "  ")
		if ok {
			t.Verdicts[len(t.Verdicts)-1].Word += "\n" + more
		} else if line != "" {
			head, word, _ := strings.Cut(line, ": ")
			date, outcome, _ := strings.Cut(head, " ")
			v := verdict{Outcome: kpt.Outcome(outcome), Word: word}
			if v.Retro, err = schedule.ParseDate(date); err != nil {
				return t, err
			}
			t.Verdicts = append(t.Verdicts, v)
		}
	}
	return t, nil
}

// inCSV is what the CSV says of a file.
func inCSV(f file) file {
	f.Team = ""
	f.Retros = slices.Clone(f.Retros)
	for i, r := range f.Retros {
		f.Retros[i] = retro{Date: r.Date, Notes: r.Notes, Hidden: r.Hidden}
	}
	return f
}

func checkReadsBack(t *testing.T, a Archive) {
	t.Helper()
	data := written(t, JSON, a)
	if got, err := readJSON(data); err != nil || !reflect.DeepEqual(got, fileOf(a)) {
		t.Errorf("JSON: got %+v and %v, want %+v, from\n%s", got, err, fileOf(a), data)
	}
	if !json.Valid([]byte(data)) || !utf8.ValidString(data) || bytes.Contains([]byte(data), []byte("\t")) {
		t.Errorf("not the JSON that was promised:\n%s", data)
	}
	data = written(t, CSV, a)
	if got, err := readCSV(data); err != nil || !reflect.DeepEqual(got, inCSV(fileOf(a))) {
		t.Errorf("CSV: got %+v and %v, want %+v, from\n%s", got, err, inCSV(fileOf(a)), data)
	}
}

func TestJSONAndCSVReadBack(t *testing.T) {
	checkReadsBack(t, sakura())
	checkReadsBack(t, Archive{})
}

func FuzzReadBack(f *testing.F) {
	for _, text := range []string{
		"tea", "=1+1", "'=1", "''@x", "'tis", "+", "-a", "＝1", " =1", "a,b;\"c\"\n=d", "\"", "a\n  b: c", "<b>&", "\\.", "だめ：\nx",
		"2026-11-20 worked: x", "\u2028", "#,\"'",
	} {
		f.Add(text, "Ana", text)
		f.Add("x", text, "x")
	}
	f.Fuzz(func(t *testing.T, text, name, word string) {
		text, word = kpt.Tidy(text), kpt.Tidy(word)
		name = strings.ReplaceAll(kpt.Tidy(name), "\n", " ")
		if text == "" {
			return
		}
		a := sakura()
		n := noted("n1", kpt.Keep, kpt.Author{Name: name}, text, 20)
		n.Link = text
		a.Sheets[0] = NewSheet(a.Sheets[0].retro, kpt.Shown{Notes: []kpt.Note{n}})
		a.Tries[0].Text, a.Tries[0].Owner = text, kpt.Author{Name: name}
		a.Tries[0].Verdicts[0].Word = word
		checkReadsBack(t, a)
	})
}

func TestACellThatLooksLikeAFormulaIsText(t *testing.T) {
	for in, want := range map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra", "\na": "'\na",
		" =1": "' =1", "　＝1": "'　＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "'=1": "''=1", "''-": "'''-",
		"": "", "a=1": "a=1", "'tis": "'tis", "'": "'", " a": " a", "ー1": "ー1", "・a": "・a",
	} {
		if got := guarded(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if got := unguarded(guarded(in)); got != in {
			t.Errorf("%q reads back as %q", in, got)
		}
	}
}
