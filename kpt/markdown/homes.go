package markdown

import (
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// A sheet may be divided by people: below the name of each stand sections of their own.

// placeOver tells each section the heading that it is below, if that is neither a sheet's
// nor a section's: it may be a name.
func (d *document) placeOver() {
	for i := range d.heads {
		h := &d.heads[i]
		h.over = -1
		if h.section == "" || d.owner(i) != i {
			continue
		}
		for j := i - 1; j >= 0 && d.heads[j].retro == h.retro && !d.heads[j].sheet; j-- {
			if above := d.heads[j]; above.level < h.level {
				if above.section == "" {
					h.over = j
				}
				break
			}
		}
	}
}

// divided is a heading that we do not know and below which is a section that is below
// another such heading as well; -1 if there is none.
func (d *document) divided(sheet int) int {
	first := map[kpt.Section]int{}
	for _, i := range d.parts(sheet) {
		h := d.heads[i]
		if h.over < 0 {
			continue
		}
		if was, ok := first[h.section]; ok && was != h.over {
			return was
		}
		first[h.section] = h.over
	}
	return -1
}

// parts are the headings of the sections of a sheet.
func (d *document) parts(sheet int) (all []int) {
	for i := sheet + 1; i < len(d.heads); i++ {
		h := d.heads[i]
		if h.sheet || h.retro != d.heads[sheet].retro {
			break
		}
		if h.section != "" && d.owner(i) == i {
			all = append(all, i)
		}
	}
	return all
}

// home is the section that a line belongs into: in a divided sheet its author's, or one that
// is nobody's. -1 means that there is none.
func (d *document) home(sheet int, section kpt.Section, c kpt.Change) int {
	if d.divided(sheet) < 0 && len(d.owned(sheet, section, c)) == 0 {
		return d.section(sheet, section)
	}
	common, text := -1, c.Text
	for _, i := range d.parts(sheet) {
		h := d.heads[i]
		switch {
		case h.section != section:
		case c.Others(h.own):
		case h.own != "" && kpt.LabelledBy(text, h.own):
			return i
		case h.over >= 0 && kpt.LabelledBy(text, d.heads[h.over].text):
			return i
		case h.over < 0 && common < 0:
			common = i
		}
	}
	return common
}

// owned are the headings of a section that is somebody's alone who is of the team.
func (d *document) owned(sheet int, section kpt.Section, c kpt.Change) []int {
	return slices.DeleteFunc(d.parts(sheet), func(i int) bool {
		h := d.heads[i]
		return h.section != section || h.own == "" || !slices.Contains(c.Owners(), h.own)
	})
}

// nameLevel is that of a line that heads the lines of a person.
const nameLevel = 8

// captions are the lines that say whose the lines below them are, or that a section ends.
func (d *document) captions() map[int]kpt.Headed {
	says := map[int]kpt.Headed{}
	var sheet []kpt.Caption
	end := func() {
		maps.Copy(says, kpt.ReadCaptions(sheet))
		sheet = nil
	}
	in, own, level, last := 0, kpt.None, 0, -1
	for i, line := range d.lines {
		if d.skip[i] || blank(line) {
			continue
		}
		if l, text, n := d.headingAt(i); l > 0 {
			if _, ok := kpt.FindDating(text); ok {
				end()
			}
			in++
			own, level = d.ownForm(i, l, text, own, level)
			last = i + n - 1
			continue
		}
		if c, ok := d.captionAt(i); ok {
			c.Own, c.In, c.First, c.Parted = own, in, last >= 0 && d.next(last) == i, i > 0 && blank(d.lines[i-1])
			sheet = append(sheet, c)
		}
	}
	end()
	return says
}

// ownForm is the form of the heading of a section, with its level, or of that which a heading
// is within; kpt.None below any other.
func (d *document) ownForm(i, level int, text string, own kpt.Form, above int) (kpt.Form, int) {
	if _, ok := kpt.FindSection(text); !ok {
		if level > above && own != kpt.None && !kpt.IsBeside(text) {
			return own, above
		}
		return kpt.None, 0
	}
	if level < boldLevel {
		return kpt.Styled, level
	}
	return kpt.FormOf(bare(d.lines[i])), level
}

// captionAt is the caption that a line may be.
func (d *document) captionAt(i int) (kpt.Caption, bool) {
	line := bare(d.lines[i])
	if marked(line) || strings.ContainsRune("|>#`~! \t", rune(line[0])) || breakPattern.MatchString(line) || i+1 < len(d.lines) && underPattern.MatchString(bare(d.lines[i+1])) {
		return kpt.Caption{}, false
	}
	c, ok := kpt.FindCaption(line)
	c.Line, c.Lists = i, d.headsList(i)
	if isBullet(line) && ok { // "●" may be a bullet, or the sign of a heading
		next := d.next(i)
		ok = c.Lists && strings.HasPrefix(line, "●") && !strings.HasPrefix(d.lines[next], "●") && kpt.OtherPart(strings.Trim(line, kpt.HeadSigns))
	}
	return c, ok
}

// headsList says whether a list begins below a line, if it is not in that list itself.
func (d *document) headsList(i int) bool {
	for i++; i < len(d.lines) && blank(d.lines[i]); i++ {
	}
	return i < len(d.lines) && isBullet(bare(d.lines[i]))
}

// creditLists says whose persons' lines of lists are that stand below plain or bold text that
// may be a name.
func (d *document) creditLists() {
	at, name := 0, ""
	for _, b := range d.bullets {
		if b.head >= 0 && at < d.heads[b.head].after {
			at, name = d.heads[b.head].after, ""
		}
		for ; at < b.line; at++ {
			if text, ok := d.shortText(at); ok && d.headsList(at) {
				name, _ = kpt.SoleName(text) // what is none ends the list of the one before
			}
		}
		if b.marker != "" && b.cell == nil && b.read.ID == "" && b.read.Section != "" && b.read.Person == "" {
			b.read.Person = name
		}
	}
}
