package export

import (
	"encoding/csv"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

const byteOrderMark = "\uFEFF"

// columns are the head, from left to right.
func columns() []string {
	return []string{
		"retro", "kind", "id", "text", "author", "written", "changed", "link", "under", "struck",
		"state", "carried", "answers", "verdicts", "hidden",
	}
}

// row is what stands in the columns that say something.
type row map[string]string

func writeCSV(w io.Writer, f file) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	records := [][]string{columns()}
	for _, r := range rows(f) {
		var cells []string
		for _, name := range columns() {
			cells = append(cells, guarded(r[name]))
		}
		records = append(records, cells)
	}
	return out.WriteAll(records)
}

func rows(f file) (all []row) {
	for _, r := range f.Retros {
		for _, n := range r.Notes {
			all = append(all, n.row(r))
		}
		all = append(all, r.hiddenRows()...)
	}
	days := kpt.Called{}
	for _, r := range f.Retros {
		days[r.Name] = r.Date
	}
	for _, t := range f.Tries {
		all = append(all, t.row(days))
	}
	return all
}

func (n note) row(r retro) row {
	cells := row{
		"retro": r.Date.String(), "kind": n.Kind, "id": string(n.ID), "text": n.Text, "author": n.Author,
		"written": instant(n.Written), "changed": instant(n.Changed), "link": n.Link, "under": string(n.Under),
	}
	if n.Struck {
		cells["struck"] = strconv.FormatBool(true)
	}
	return cells
}

func (r retro) hiddenRows() (all []row) {
	for _, h := range []struct {
		kind string
		n    int
	}{
		{string(kpt.Keep), r.Hidden.Keeps},
		{string(kpt.Problem), r.Hidden.Problems},
		{draftKind, r.Hidden.Drafts},
	} {
		if h.n > 0 {
			all = append(all, row{"retro": r.Date.String(), "kind": h.kind, "hidden": strconv.Itoa(h.n)})
		}
	}
	return all
}

func (t try) row(days kpt.Called) row {
	var answers, verdicts []string
	for _, id := range t.Answers {
		answers = append(answers, string(id))
	}
	for _, v := range t.Verdicts {
		line := days.Day(v.Retro).String() + " " + string(v.Outcome)
		if v.Word != "" {
			line += ": " + strings.ReplaceAll(v.Word, "\n", "\n  ")
		}
		verdicts = append(verdicts, line)
	}
	return row{
		"retro": days.Day(t.Born).String(), "kind": tryKind, "id": string(t.ID), "text": t.Text, "author": t.Owner,
		"state": string(t.State), "carried": strconv.Itoa(t.Carried),
		"answers": strings.Join(answers, " "), "verdicts": strings.Join(verdicts, "\n"),
	}
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// formulaPattern is the beginning of a cell that a spreadsheet may run; see
// https://owasp.org/www-community/attacks/CSV_Injection.
var formulaPattern = regexp.MustCompile(`^'*(?:[\t\r\n]|[\s　]*[=+\-@＝＋－＠])`)

func guarded(cell string) string {
	if formulaPattern.MatchString(cell) {
		return "'" + cell
	}
	return cell
}
