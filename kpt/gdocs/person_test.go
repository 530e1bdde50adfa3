package gdocs_test

import (
	"fmt"
	"slices"
	"strings"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
)

// What a person does in the Doc. What cannot be done there is left undone.

func (h *history) person() {
	deeds := []func(fake.Spot, fake.Line) error{
		h.types, h.types, h.types, h.goesOn, h.goesOn, h.inserts, h.inserts, h.rewrites, h.erases, h.moves, h.pastes, h.restyles, h.restyles,
		h.nests, h.suggests, h.decides, h.heads, h.datesWithin,
	}
	lines := h.doc.Lines()
	i := h.some(len(lines))
	deed := deeds[h.some(len(deeds))]
	before := h.doc.Revision()
	err := deed(h.doc.LineAt(i), lines[i])
	if h.doc.Revision() == before {
		return
	}
	if err != nil {
		h.fault("a person's deed failed half-way: %v", err)
	}
}

// takes remembers that a person took away a line, or what was written on it. It
// is the note whose mark or text is there; one that has lost its mark may be it.
func (h *history) takes(l fake.Line) {
	marked := map[kpt.NoteID]bool{}
	for _, s := range h.read().Sheets {
		for _, read := range s.Lines {
			marked[read.ID] = true
			if read.Place == placeOf(l) {
				h.taken[read.ID] = true
			}
		}
	}
	for _, n := range h.ledger.Notes {
		token := strings.Fields(n.Text)
		loose := !marked[n.ID] && (n.Trace.Seen != "" || len(n.Trace.Sent) > 0)
		if loose || len(token) > 0 && strings.Contains(l.Text, token[0]) {
			h.taken[n.ID] = true
		}
	}
}

// placeOf is a line's kpt.Line.Place. Histories have one tab.
func placeOf(l fake.Line) string { return fmt.Sprintf("t.0:%d", l.Index) }

func (h *history) types(at fake.Spot, l fake.Line) error {
	text := pick(h, "", "", "Ana: ", "【田中】", "・", "- ", "\t") + h.text("h")
	h.note("a person types %q after %q", text, l.Text)
	return at.Type(text)
}

// goesOn types below a line what belongs to it, without a bullet.
func (h *history) goesOn(at fake.Spot, l fake.Line) error {
	if l.Heading > 0 || l.List == "" {
		return nil
	}
	text := h.text("h")
	h.note("a person goes on with %q below %q", text, l.Text)
	if err := at.Type(text); err != nil {
		return err
	}
	return h.doc.Line(text).Unbullet()
}

func (h *history) inserts(at fake.Spot, l fake.Line) error {
	if l.Heading > 0 || l.Text == "" {
		return nil
	}
	h.note("a person adds to %q", l.Text)
	switch h.some(4) {
	case 0:
		return at.Append(pick(h, "。", "!!", "🍵", "\u3099", "\vsoft"))
	case 1:
		return at.Insert("", pick(h, "もっと", "🍵", "Re: "))
	case 2:
		return at.Chip("", "Bo", "bo@example.com")
	default:
		return at.Insert(firstWord(l.Text), pick(h, " really", "\n", "🇫🇷", "🇯🇵"))
	}
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	if strings.ContainsAny(word, "🇫\u200d\u3099") {
		return ""
	}
	return word
}

func (h *history) rewrites(at fake.Spot, l fake.Line) error {
	if l.Heading > 0 {
		return nil
	}
	h.note("a person rewrites %q", l.Text)
	h.takes(l)
	return at.Replace("", h.text("h"))
}

func (h *history) erases(at fake.Spot, l fake.Line) error {
	h.note("a person deletes %q", l.Text)
	h.takes(l)
	if h.some(4) == 0 {
		return at.Cut("")
	}
	return at.Delete()
}

func (h *history) moves(at fake.Spot, l fake.Line) error {
	lines := h.doc.Lines()
	to := h.some(len(lines))
	h.note("a person cuts %q and pastes it after %q", l.Text, lines[to].Text)
	h.takes(l)
	return at.MoveAfter(h.doc.LineAt(to))
}

func (h *history) pastes(at fake.Spot, l fake.Line) error {
	h.note("a person pastes after %q", l.Text)
	return at.Paste(h.text("h"), h.text("h"))
}

func (h *history) restyles(at fake.Spot, l fake.Line) error {
	h.note("a person restyles %q", l.Text)
	switch h.some(8) {
	case 0:
		return at.Bold("")
	case 1:
		return at.Strike("")
	case 2:
		return at.Relist(pick(h, "BULLET_STAR_CIRCLE_SQUARE", "NUMBERED_DECIMAL_ALPHA_ROMAN", "BULLET_CHECKBOX"))
	case 3:
		return at.Unbullet()
	case 4:
		return at.Bullet("BULLET_DIAMOND_CIRCLE_SQUARE")
	case 5:
		return at.Link("", "https://example.com")
	case 6:
		return at.Heading(pick(h, 0, 2, 3))
	default:
		return at.TableAround(1 + h.some(3))
	}
}

func (h *history) nests(at fake.Spot, l fake.Line) error {
	h.note("a person nests %q", l.Text)
	if h.some(3) == 0 {
		return at.Unnest()
	}
	return at.Nest()
}

func (h *history) suggests(at fake.Spot, l fake.Line) error {
	h.note("a person suggests at %q", l.Text)
	var id string
	var err error
	switch h.some(3) {
	case 0:
		id, err = at.Suggest("", h.text("s"))
	case 1:
		id, err = at.SuggestLine(h.text("s"))
	default:
		id, err = at.SuggestDeletion("")
		h.takes(l)
	}
	if err == nil {
		h.suggestions = append(h.suggestions, id)
	}
	return err
}

func (h *history) decides(fake.Spot, fake.Line) error {
	if len(h.suggestions) == 0 {
		return nil
	}
	id := h.suggestions[len(h.suggestions)-1]
	h.suggestions = h.suggestions[:len(h.suggestions)-1]
	h.note("a person decides on %s", id)
	if h.some(2) == 0 {
		return h.doc.Accept(id)
	}
	return h.doc.Reject(id)
}

// heads does something to a heading.
func (h *history) heads(at fake.Spot, l fake.Line) error {
	if l.Heading == 0 {
		return nil
	}
	h.note("a person changes the heading %q", l.Text)
	switch h.some(3) {
	case 0:
		return at.Rename(pick(h, "よかった点 🍵", "Kudos", "Keep", "問題点"))
	case 1:
		return at.Append(" (" + h.text("h") + ")")
	default:
		if err := at.Type("Keep"); err != nil {
			return err
		}
		return h.doc.Line("Keep").Heading(2)
	}
}

// datesWithin writes the heading of a day, or a bold line, behind a line: mostly within a section.
func (h *history) datesWithin(at fake.Spot, l fake.Line) error {
	h.words++
	text := pick(h, "11/13", "11/20", "11/27", "Nov 6", "2026-11-13", "11月20日(金)")
	h.note("a person writes the heading of the day %q after %q", text, l.Text)
	if err := at.Type(text); err != nil {
		return err
	}
	lines := h.doc.Lines()
	i := slices.IndexFunc(lines, func(o fake.Line) bool { return o.Index > l.Index && o.Text == text })
	if i < 0 {
		return nil
	}
	if h.some(3) == 0 {
		return h.doc.LineAt(i).Bold("")
	}
	return h.doc.LineAt(i).Heading(2 + h.some(3))
}
