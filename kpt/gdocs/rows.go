package gdocs

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// row is a paragraph that is to be typed.
type row struct {
	text  string
	style string // of a heading; "" is a bullet
	mark  string // "" for none
}

func text(rows []row) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = r.text
	}
	return strings.Join(all, "\n")
}

func lineRows(lines []kpt.Change) []row {
	rows := make([]row, len(lines))
	for i, c := range lines {
		rows[i] = row{text: typed(c.Text), mark: c.ID.Mark()}
	}
	return rows
}

// partRows is a section; one without lines gets an empty bullet to write into.
func (p *plan) partRows(retro schedule.Date, s kpt.Section, lines []kpt.Change) []row {
	rows := []row{{typed(p.style.sections[s]), p.style.section, sectionMark(retro, s)}}
	if len(lines) == 0 && p.style.bare {
		return append(rows, row{style: "NORMAL_TEXT"})
	}
	if len(lines) == 0 {
		return append(rows, row{})
	}
	return append(rows, p.lineRows(lines)...)
}

func (p *plan) sheetRows(a additions) []row {
	rows := []row{{typed(p.style.heading(a.title)), p.style.sheet, sheetMark(a.retro)}}
	for _, s := range kpt.Sections() {
		if p.style.table != nil && slices.Contains(p.style.table.sections(), s) {
			continue
		}
		rows = append(rows, p.partRows(a.retro, s, a.lines[s])...)
	}
	return rows
}

// putSheet makes a new sheet, with a table if the newest one has its sections in one.
func (p *plan) putSheet(at spot, a additions, rank int) {
	var table *copied
	if p.style.table != nil {
		if table = p.copyTable(a); !table.whole(a, p.style.table.sections()) {
			p.style.table, table = nil, nil // no line may be left out
		}
	}
	rows := p.sheetRows(a)
	if table == nil {
		p.put(at, rows, rank, p.style.preset)
		return
	}
	p.putAnd(at, append(rows, row{style: "NORMAL_TEXT"}), rank, p.style.preset, func(t *tab, first int64) []*docs.Request {
		return table.requests(t, first+units(text(rows))+1, p.style.preset)
	})
}

// put types rows at a spot, and gives them their own look: whatever is there is
// inherited otherwise.
func (p *plan) put(at spot, rows []row, rank int, preset string) {
	p.putAnd(at, rows, rank, preset, func(*tab, int64) []*docs.Request { return nil })
}

// putAnd is put with what is done then; the rows begin at an index.
func (p *plan) putAnd(at spot, rows []row, rank int, preset string, then func(t *tab, first int64) []*docs.Request) {
	at = at.steady()
	q, t := at.paragraph, at.paragraph.tab
	if at.how == fill && p.filled[q] {
		at.how = after // what is put into it later comes below
	}
	p.filled[q] = p.filled[q] || at.how == fill
	insert, index, first := text(rows), q.start, q.start
	switch at.how {
	case after:
		insert, index, first = "\n"+insert, q.end-1, q.end
		p.split[q] = true
	case before:
		insert += "\n"
	}
	end := first + units(text(rows)) + 1
	requests := []*docs.Request{insertText(t, index, insert)}
	if q.bullet != nil {
		requests = append(requests, &docs.Request{DeleteParagraphBullets: &docs.DeleteParagraphBulletsRequest{Range: span(t, first, end)}})
	}
	requests = append(requests, &docs.Request{UpdateParagraphStyle: &docs.UpdateParagraphStyleRequest{
		Fields: paragraphLook, ParagraphStyle: &docs.ParagraphStyle{NamedStyleType: "NORMAL_TEXT"}, Range: span(t, first, end),
	}})
	if end-1 > first {
		requests = append(requests, restyle(t, first, end-1, emphasis+","+font))
	}
	requests = append(requests, dress(t, first, rows, preset)...)
	requests = append(requests, names(t, first, rows)...)
	p.step(q, index, rank, append(requests, then(t, first)...)...)
}

// What our text does not inherit from its surroundings. In a list it keeps the
// font, which may be the Doc's own.
const (
	emphasis      = "bold,italic,underline,strikethrough,smallCaps,baselineOffset,link,foregroundColor,backgroundColor"
	font          = "fontSize,weightedFontFamily"
	paragraphLook = "namedStyleType,alignment,indentStart,indentEnd,indentFirstLine,spaceAbove,spaceBelow,keepWithNext,pageBreakBefore"
)

func restyle(t *tab, start, end int64, fields string) *docs.Request {
	return &docs.Request{UpdateTextStyle: &docs.UpdateTextStyleRequest{
		Fields: fields, TextStyle: &docs.TextStyle{}, Range: span(t, start, end),
	}}
}

// dress makes headings and bullets of rows.
func dress(t *tab, at int64, rows []row, preset string) []*docs.Request {
	var requests []*docs.Request
	list := at
	endList := func() {
		if at > list {
			requests = append(requests, &docs.Request{CreateParagraphBullets: &docs.CreateParagraphBulletsRequest{
				BulletPreset: preset, Range: span(t, list, at),
			}})
		}
	}
	for _, r := range rows {
		end := at + units(r.text) + 1
		if r.style != "" {
			endList()
			requests = append(requests, &docs.Request{UpdateParagraphStyle: &docs.UpdateParagraphStyleRequest{
				Fields: "namedStyleType", ParagraphStyle: &docs.ParagraphStyle{NamedStyleType: r.style}, Range: span(t, at, end),
			}})
			list = end
		}
		at = end
	}
	endList()
	return requests
}

// names marks rows that begin at an index.
func names(t *tab, at int64, rows []row) []*docs.Request {
	var requests []*docs.Request
	for _, r := range rows {
		end := at + units(r.text)
		if r.mark != "" && end > at {
			requests = append(requests, nameRange(t, at, end, r.mark))
		}
		at = end + 1
	}
	return requests
}

var numberPattern = regexp.MustCompile(`[0-9]+`)

// cleared is a marker whose box is not ticked.
func cleared(marker string) string {
	return strings.NewReplacer("x", " ", "X", " ", "✓]", " ]", "✔]", " ]", "☑", "☐").Replace(marker)
}

// nextMarker is the typed bullet of the nth line after one with a marker.
func nextMarker(marker string, n int) string {
	return numberPattern.ReplaceAllStringFunc(cleared(marker), func(s string) string {
		i, err := strconv.Atoi(s)
		if err != nil {
			return s
		}
		return strconv.Itoa(i + n)
	})
}
