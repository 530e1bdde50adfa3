package gdocs

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
)

// A sheet may be divided by people: below the name of each stand sections of their own.

// under is the heading that we do not know which one of a level is below; nil if there is
// none. Those that it ends are left.
func (r *reader) under(level int) *paragraph {
	for n := len(r.over); n > 0; n-- {
		if last := r.over[n-1]; last.heading() < level {
			return last
		}
		r.over = r.over[:n-1]
	}
	return nil
}

// whose is what stands above the heading of a section: it may be a name.
func (p *part) whose() string {
	if p.over == nil {
		return ""
	}
	return p.over.text(p.over.start)
}

// divided is a heading that we do not know and below which is a section that is below
// another such heading as well; nil if there is none.
func (s *sheet) divided() *paragraph {
	first := map[kpt.Section]*paragraph{}
	for _, p := range s.parts {
		switch was := first[p.section]; {
		case p.over == nil:
		case was == nil:
			first[p.section] = p.over
		case was != p.over:
			return was
		}
	}
	return nil
}

// home is the section that a line belongs into: in a divided sheet its author's, or one that
// is nobody's. Nil means that there is none.
func (s *sheet) home(section kpt.Section, text string) *part {
	found := s.find(section)
	if found == nil || s.divided() == nil {
		return found
	}
	var common *part
	for _, p := range s.parts {
		switch {
		case p.section != section:
		case p.over == nil && (common == nil || p == found):
			common = p
		case p.over != nil && kpt.LabelledBy(text, p.whose()):
			return p
		}
	}
	return common
}

// addHome puts lines where they belong in a section, and gives those that are to have
// another.
func (p *plan) addHome(s *sheet, section kpt.Section, lines []kpt.Change) (rest []kpt.Change, err error) {
	byPart := map[*part][]kpt.Change{}
	for _, c := range lines {
		if at := s.home(section, c.Text); at != nil {
			byPart[at] = append(byPart[at], c)
		} else {
			rest = append(rest, c)
		}
	}
	for _, at := range s.parts {
		if len(byPart[at]) > 0 {
			if err := p.addTo(s, at, byPart[at]); err != nil {
				return nil, err
			}
		}
	}
	return rest, nil
}

// nameHeads are the paragraphs that head the lines of a person, each with the name.
func (t *tab) nameHeads() map[*paragraph]string {
	if !slices.ContainsFunc(t.paragraphs, (*paragraph).seemsName) {
		return nil
	}
	names := map[*paragraph]string{}
	var maybe []kpt.NameHead
	in := 0
	end := func() {
		for _, h := range kpt.NameHeads(maybe) {
			names[t.paragraphs[h.Line]] = h.Name
		}
		maybe = nil
	}
	for i, p := range t.paragraphs {
		if p.inTable || p.bullet != nil || p.empty() {
			continue
		}
		switch w := p.look(); {
		case w.kind == sheetHeading:
			end()
			in++
		case w.kind == sectionHeading, w.level < body && w.kind == foreignHeading:
			in++
		case w.id != "" || !p.seemsName() || !p.headsList():
		default:
			text := p.text(p.start)
			if w.kind == foreignHeading {
				text = "**" + text + "**"
			}
			if h, ok := kpt.FindNameHead(text); ok {
				h.In, h.Line = in, i
				maybe = append(maybe, h)
			}
		}
	}
	end()
	return names
}

// seemsName says whether a paragraph is short and has the signs of a name above lines.
func (p *paragraph) seemsName() bool {
	const most = 32 // units
	if p.end-p.start > most || p.inTable || p.bullet != nil || len(p.pieces) == 0 || p.heading() < body {
		return false
	}
	first, _ := utf8.DecodeRuneInString(p.pieces[0].text)
	said := false
	for _, c := range p.pieces {
		if last, n := utf8.DecodeLastRuneInString(strings.TrimRight(c.text, " \n\u3000")); n > 0 {
			said = strings.ContainsRune(":：】］]〉>＞", last)
		}
	}
	return said || strings.ContainsRune("■□●◆◇▼", first) || p.pieces[0].bold
}

// headsList says whether a list begins below a paragraph, if it is not in that list itself.
func (p *paragraph) headsList() bool {
	next := p.next
	for next != nil && next.empty() {
		next = next.next
	}
	if next == nil || next.bullet != nil {
		return next != nil
	}
	if next.typedBullet() == 0 {
		return false
	}
	return p.typedBullet() == 0 || []rune(typedMarker(p.pieces[0].text))[0] != []rune(typedMarker(next.pieces[0].text))[0]
}

// credit says whose a person's line of a list is that stands below plain text that may be a
// name.
func (r *reader) credit(p *paragraph, w what) {
	if r.part == nil || r.in != page || w.id != "" {
		return
	}
	if w.kind == plain {
		if name, ok := kpt.SoleName(p.text(w.text)); ok && p.headsList() {
			r.sole = name
		}
		return
	}
	if n := len(r.bed.all); n > 0 && r.bed.all[n-1].paragraph == p && r.bed.all[n-1].Person == "" {
		r.bed.all[n-1].Person = r.sole
	}
}
