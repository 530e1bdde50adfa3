package gdocs

import (
	"slices"
	"strings"

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
func (s *sheet) home(section kpt.Section, c kpt.Change) *part {
	found, text := s.find(section), c.Text
	if found == nil || s.divided() == nil && !s.owned(section, c) {
		return found
	}
	var common *part
	for _, p := range s.parts {
		switch {
		case p.section != section:
		case c.Others(p.own):
		case p.own != "" && kpt.LabelledBy(text, p.own):
			return p
		case p.over == nil && (common == nil || p == found):
			common = p
		case p.over != nil && kpt.LabelledBy(text, p.whose()):
			return p
		}
	}
	return common
}

// owned says whether a section is somebody's alone who is of the team.
func (s *sheet) owned(section kpt.Section, c kpt.Change) bool {
	return slices.ContainsFunc(s.parts, func(p *part) bool {
		return p.section == section && p.own != "" && slices.Contains(c.Owners(), p.own)
	})
}

// lastOf is the end of the last part of a section; nil if that is in a table, or there is none.
func (s *sheet) lastOf(section kpt.Section) (last *paragraph) {
	for _, p := range s.parts {
		if p.section == section {
			last = p.last
		}
	}
	return last
}

// addHome puts lines where they belong in a section, and gives those that are to have
// another.
func (p *plan) addHome(s *sheet, section kpt.Section, lines []kpt.Change) (rest []kpt.Change, err error) {
	byPart := map[*part][]kpt.Change{}
	for _, c := range lines {
		if at := s.home(section, c); at != nil {
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

// captions are lines without the style of a heading that head what is below them.
type captions map[*paragraph]kpt.Headed

// captions are the paragraphs that say whose the lines below them are, or that a section ends.
func (t *tab) captions() (found captions) {
	if !slices.ContainsFunc(t.paragraphs, (*paragraph).seemsCaption) {
		return nil
	}
	found = captions{}
	var sheet []kpt.Caption
	end := func() {
		for line, said := range kpt.ReadCaptions(sheet) {
			found[t.paragraphs[line]] = said
		}
		sheet = nil
	}
	at := captionScan{own: kpt.None}
	for i, p := range t.paragraphs {
		if p.inTable || p.empty() && p.bullet == nil {
			at.parted = true
			continue
		}
		w := p.look()
		if w.kind == sheetHeading {
			end()
		}
		if !at.heading(p, w) {
			if c, ok := kpt.FindCaption(p.formed()); ok && w.id == "" && p.seemsCaption() && p.mayHead() {
				c.Own, c.In, c.First, c.Parted, c.Lists, c.Line = at.own, at.in, at.first, at.parted, p.headsList(), i
				sheet = append(sheet, c)
			}
			at.first = false
		}
		at.parted = false
	}
	end()
	return found
}

// captionScan is where captions are looked for.
type captionScan struct {
	own    kpt.Form // of the heading of the section
	level  int      // of that heading
	in     int
	first  bool // nothing is between that heading and here
	parted bool // an empty paragraph is above
}

// heading takes in a heading; false if it is none that begins or ends a section.
func (at *captionScan) heading(p *paragraph, w what) bool {
	switch {
	case w.kind == sectionHeading && w.level < body:
		at.own, at.level = kpt.Styled, w.level
	case w.kind == sectionHeading:
		at.own, at.level = kpt.FormOf(p.formed()), w.level
	case w.kind == sheetHeading:
		at.own = kpt.None
	case w.kind == foreignHeading && w.level < body:
		if w.level <= at.level {
			at.own = kpt.None
		}
	default:
		return false
	}
	at.in, at.first = at.in+1, true
	return true
}

// formed is the text of a paragraph, with ** around if all is bold.
func (p *paragraph) formed() string {
	text := p.text(p.start)
	if p.all(func(c piece) bool { return c.bold }) {
		return "**" + text + "**"
	}
	return text
}

// mayHead says whether a paragraph is no bullet that is made of characters, or its sign may be
// that of a heading.
func (p *paragraph) mayHead() bool {
	return p.typedBullet() == 0 || headed(p.text(p.start))
}

// seemsCaption says whether a paragraph is short and in no list.
func (p *paragraph) seemsCaption() bool {
	return p.end-p.start <= 2*kpt.LongHeading && !p.inTable && p.bullet == nil && len(p.pieces) > 0 && p.heading() == body
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
		if p.headsList() {
			r.sole, _ = kpt.SoleName(p.text(w.text)) // what is none ends the list of the one before
		}
		return
	}
	if n := len(r.bed.all); n > 0 && r.bed.all[n-1].paragraph == p && r.bed.all[n-1].Person == "" {
		r.bed.all[n-1].Person = r.sole
	}
}

// headed goes on below a caption; false if it says nothing of what is below it.
func (r *reader) headed(p *paragraph, said kpt.Headed) bool {
	switch {
	case said.Name != "" && r.part != nil:
		next := &bed{head: p, whose: whose{by: said.Name}}
		if said.Ends {
			next.below = said.Name
		}
		r.turn(next)
	case said.Ends && said.Name == "" && r.sheet != nil:
		if said.Tell {
			r.strange(strings.Trim(p.text(p.start), ":："), body)
		}
		r.leave(nil)
		if kpt.HeadsNotes(p.text(p.start)) {
			r.surely(p)
		}
		r.puzzled(p.text(p.start), kpt.MaybeSections(p.text(p.start)))
	default:
		return false
	}
	return true
}
