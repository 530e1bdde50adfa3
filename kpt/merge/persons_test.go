package merge

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// What persons do in the notebook.

func (h *history) words() string {
	parts := []string{
		"CI is slow", "CI is slow on Mondays", "pairing", "ペアプロが楽しい", "ペアプロの時間が短い", "朝会が長い",
		"朝会が長すぎる", "🍵 tea", "👩‍👩‍👧", "# heading", "- bullet", "Ana: quoted", "more tests", "レビューが遅い", "docs",
	}
	s := parts[h.rand.IntN(len(parts))]
	for range h.rand.IntN(3) {
		s += []string{" ", "、", "\n"}[h.rand.IntN(3)] + parts[h.rand.IntN(len(parts))]
	}
	return s
}

func (h *history) somePage() *page {
	if len(h.paper.sheets) == 0 {
		return nil
	}
	return h.paper.sheets[h.rand.IntN(min(2, len(h.paper.sheets)))]
}

func (h *history) someLine() (*page, *sentence) {
	pg := h.somePage()
	if pg == nil || len(pg.lines) == 0 {
		return nil, nil
	}
	return pg, pg.lines[h.rand.IntN(len(pg.lines))]
}

// left remembers a line as a person left it.
func (h *history) left(l *sentence) {
	l.human = true
	h.kept[l] = *l
	h.paper.revision++
}

// took remembers that a person took a line away.
func (h *history) took(pg *page, l *sentence) {
	delete(h.kept, l)
	pg.lines = slices.DeleteFunc(pg.lines, func(o *sentence) bool { return o == l })
	h.paper.revision++
	h.loses(l)
	h.lost[l.ID] = true
	h.unknown(l)
}

// unknown: the ledger does not know yet that the line was there, and now cannot
// find out, so that it has to add it again.
func (h *history) unknown(l *sentence) {
	if l.origin != "" && !h.paper.known[l.origin] {
		h.paper.again[l.origin] = h.paper.added[l.origin]
	}
}

// loses remembers which notes a person may have meant by a line that is not as
// it was: without a mark, any that has no line now.
func (h *history) loses(l *sentence) {
	if l.ID != "" {
		return
	}
	h.unknown(l)
	h.lost[l.origin] = true
	for id := range h.mine {
		if i := h.find(id); i >= 0 && h.ledger.Notes[i].Trace.Seen != "" && h.lines(id) == 0 {
			h.lost[id] = true
		}
	}
}

func (h *history) types() {
	pg := h.somePage()
	if pg == nil {
		return
	}
	text := []string{"", "", "Ana: ", "田中： ", "【田中】", "Bo: "}[h.rand.IntN(6)] + h.words()
	section := []kpt.Section{kpt.Keeps, kpt.Problems, kpt.NewTries}[h.rand.IntN(3)]
	at, depth := h.rand.IntN(len(pg.lines)+1), 0
	if at > 0 && h.rand.IntN(3) == 0 {
		depth, section = pg.lines[at-1].Depth+1, pg.lines[at-1].Section
	}
	h.note("a person types %q in %s at depth %d", text, section, depth)
	h.left(h.paper.insert(pg, at, &sentence{Line: kpt.Line{Section: section, Text: text, Depth: depth}}))
}

func (h *history) changes() {
	if _, l := h.someLine(); l != nil {
		was := l.Text
		switch h.rand.IntN(3) {
		case 0:
			l.Text += "!"
		case 1:
			l.Text = "もっと" + l.Text
		default:
			l.Text = strings.Replace(l.Text, "slow", "too slow", 1) + "。"
		}
		h.note("a person changes %q to %q", was, l.Text)
		h.loses(l)
		h.left(l)
	}
}

func (h *history) rewrites() {
	if _, l := h.someLine(); l != nil {
		was := l.Text
		l.Text = h.words()
		h.note("a person rewrites %q as %q", was, l.Text)
		h.loses(l)
		h.left(l)
	}
}

func (h *history) erases() {
	if pg, l := h.someLine(); l != nil {
		h.note("a person deletes %q (%s)", l.Text, l.ID)
		h.took(pg, l)
	}
}

// cuts cuts a line and pastes it, which may take its mark, into some section.
func (h *history) cuts() {
	pg, l := h.someLine()
	if l == nil {
		return
	}
	line := l.Line
	if h.rand.IntN(3) > 0 {
		line.ID = ""
	}
	if line.Section != kpt.Tries {
		line.Section = []kpt.Section{kpt.Keeps, kpt.Problems, kpt.NewTries}[h.rand.IntN(3)]
	}
	line.Depth = 0
	h.note("a person cuts %q (%s) and pastes it in %s with mark %q", l.Text, l.ID, line.Section, line.ID)
	h.took(pg, l)
	if h.rand.IntN(4) == 0 {
		h.sync()
	}
	pasted := h.paper.insert(pg, h.rand.IntN(len(pg.lines)+1), &sentence{Line: line, origin: l.origin, ours: l.ours})
	h.left(pasted)
}

func (h *history) copies() {
	pg, l := h.someLine()
	if l == nil {
		return
	}
	line := l.Line
	h.note("a person copies %q (%s)", l.Text, l.ID)
	h.loses(l)
	h.left(h.paper.insert(pg, h.rand.IntN(len(pg.lines)+1), &sentence{Line: line, origin: l.origin, ours: l.ours}))
}

func (h *history) strikes() {
	if _, l := h.someLine(); l != nil {
		l.Struck = !l.Struck
		l.Crossed = l.Struck
		h.note("a person strikes %q", l.Text)
		h.left(l)
	}
}

func (h *history) suggests() {
	if pg := h.somePage(); pg != nil {
		h.left(h.paper.insert(pg, h.rand.IntN(len(pg.lines)+1), &sentence{
			Line: kpt.Line{Section: kpt.Keeps, Text: h.words(), Suggested: true},
		}))
	}
}

// dropsMarks is what restyling or a round trip through another program does.
func (h *history) dropsMarks() {
	if pg := h.somePage(); pg != nil {
		h.note("marks are lost on %v", pg.retro)
		for _, l := range pg.lines {
			i := h.find(l.ID)
			l.ID = ""
			if i >= 0 && !trace(h.ledger.Notes[i].Trace).ours(kpt.Tidy(l.Text)) {
				h.loses(l) // changed and without its mark: it may be like no note any more
			}
		}
		h.paper.revision++
	}
}
