package markdown

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// unclear are the headings and tables of a sheet that may be sections which it has not.
func (d *document) unclear(retro schedule.Date) (all []kpt.Unclear) {
	sheet := d.sheet(retro)
	add := func(text string, maybe []kpt.Section) {
		maybe = slices.DeleteFunc(slices.Clone(maybe), func(s kpt.Section) bool {
			return d.section(sheet, s) >= 0 || d.tableOf(sheet, s) != nil
		})
		if len(maybe) > 0 {
			all = append(all, kpt.Unclear{Text: text, Sections: maybe})
		}
	}
	for i, h := range d.heads {
		if h.retro == retro && !h.sheet && h.section == "" {
			add(d.maybe(sheet, i))
		}
	}
	all = slices.Concat(all, d.strangers(retro), d.shelved(retro), d.saying(retro), d.signedBeside(retro), d.doubles(retro))
	loose := d.loose(retro)
	for i, section := range kpt.Spaced(loose) {
		add(loose[i], []kpt.Section{section})
	}
	for _, line := range loose {
		if section, ok := kpt.LineSection(line); ok {
			add(line, []kpt.Section{section})
		}
	}
	for _, of := range d.outlines(retro) {
		add(of.Text, of.Sections)
	}
	for _, t := range d.tablesOf(retro) {
		all = append(all, t.read.Owned...)
		for _, of := range t.read.Odd {
			if add(of.Text, of.Sections); len(of.Sections) == 0 {
				all = append(all, of)
			}
		}
		switch {
		case len(t.read.Unclear) == 0:
		case t.outer != "" && !slices.ContainsFunc(t.read.Unclear, func(s kpt.Section) bool { return s != t.outer }):
			all = append(all, kpt.Unclear{Text: d.begins(t)})
		case d.isPast(t.head) && d.told(d.past[t.head]):
		case d.isPast(t.head):
			add(d.heads[d.past[t.head]].text, t.read.Unclear)
		default:
			add(d.begins(t), t.read.Unclear)
		}
	}
	return all
}

// doubles are the headings that head notes and are not understood, where the sheet has the sections
// that they may be besides.
func (d *document) doubles(retro schedule.Date) (all []kpt.Unclear) {
	for i, h := range d.heads {
		if h.retro != retro || h.sheet || h.section != "" || d.isPast(i) || slices.Contains(d.strange, i) || !kpt.HeadsNotes(h.text) || !d.saysBelow(i) {
			continue
		}
		if !slices.ContainsFunc(kpt.MaybeSections(h.text), func(s kpt.Section) bool { return !d.has(retro, s) }) {
			all = append(all, kpt.Unclear{Text: h.text})
		}
	}
	return all
}

// tablesOf are the tables of a sheet.
func (d *document) tablesOf(retro schedule.Date) []*table {
	return slices.DeleteFunc(slices.Clone(d.tables), func(t *table) bool { return t.retro != retro })
}

// strangers are the headings that stand in a section of a sheet and head something else.
func (d *document) strangers(retro schedule.Date) (all []kpt.Unclear) {
	for _, i := range d.strange {
		if d.heads[i].retro == retro {
			all = append(all, kpt.Unclear{Text: d.heads[i].text})
		}
	}
	return all
}

// shelved are the sections of a sheet that are put away, and have lines.
func (d *document) shelved(retro schedule.Date) (all []kpt.Unclear) {
	for i, h := range d.heads {
		if past, is := d.past[i]; is && i == past && h.retro == retro && kpt.IsShelved(h.text) && !slices.Contains(d.strange, i) && d.saysBelow(i) {
			all = append(all, kpt.Unclear{Text: h.text})
		}
	}
	return all
}

// saying are the headings of sections that say more than that, where one of them has nothing below
// it: see kpt.SaysNote.
func (d *document) saying(retro schedule.Date) (all []kpt.Unclear) {
	alone := false
	for i, h := range d.heads {
		if h.retro != retro || h.section == "" || d.owner(i) != i {
			continue
		}
		if name, ok := kpt.SaysNote(h.text); ok {
			all = append(all, kpt.Unclear{Text: h.text, Unless: name})
			within := i+1 < len(d.heads) && d.heads[i+1].level > h.level && d.heads[i+1].level < boldLevel
			alone = alone || !within && !d.saysBelow(i) && !slices.ContainsFunc(d.tables, func(t *table) bool { return t.head == i })
		}
	}
	if !alone {
		return nil
	}
	return all
}

// maybe is what is told of a heading that heads no section, and the sections that it may be.
func (d *document) maybe(sheet, head int) (text string, sections []kpt.Section) {
	text = d.heads[head].text
	if sections = kpt.MaybeSections(text); d.isPast(head) && d.told(d.past[head]) {
		return text, nil
	} else if d.isPast(head) {
		text = d.heads[d.past[head]].text
	} else if len(sections) == 0 && !kpt.OfBefore(text) {
		sections = d.renamed(sheet, head)
	}
	return text, sections
}

// renamed are the sections that a heading which tells nothing may be: a person may have renamed
// ours. It stands where such a section belongs, and has lines that are marked; or it has none,
// and the sheet is as we made it but for one section.
func (d *document) renamed(sheet, head int) []kpt.Section {
	h := d.heads[head]
	if kpt.OtherPart(h.text) || !slices.ContainsFunc(d.parts(sheet), func(i int) bool { return d.heads[i].level == h.level }) {
		return nil
	}
	all := kpt.Sections()
	missing := slices.DeleteFunc(slices.Clone(all), func(s kpt.Section) bool {
		return d.section(sheet, s) >= 0 || d.tableOf(sheet, s) != nil
	})
	marked := slices.ContainsFunc(d.bullets, func(b *bullet) bool { return b.head == head && b.read.ID != "" })
	if made := d.heads[sheet].title != (schedule.Date{}); !marked && (!made || len(missing) != 1 || missing[0] == kpt.Tries) {
		return nil
	}
	above, below := -1, len(all) // the sections around it
	for _, i := range d.parts(sheet) {
		at := slices.Index(all, d.heads[i].section)
		if i < head {
			above = at
		} else {
			below = min(below, at)
		}
	}
	return slices.DeleteFunc(missing, func(s kpt.Section) bool {
		at := slices.Index(all, s)
		return at <= above || at >= below
	})
}

// outlines are the lines of lists outside of all sections of a sheet that may head some.
func (d *document) outlines(retro schedule.Date) (all []kpt.Unclear) {
	for head := range d.heads {
		if d.heads[head].retro != retro || d.heads[head].section != "" {
			continue
		}
		texts, heads := d.outline(head)
		for i, text := range texts {
			if section, ok := heads[i]; ok {
				all = append(all, kpt.Unclear{Text: text, Sections: []kpt.Section{section}})
			}
		}
	}
	return all
}

// outline are the bullets below a heading, and which of them may head others; -1 is above all
// headings.
func (d *document) outline(head int) (texts []string, heads map[int]kpt.Section) {
	var depths []int
	for _, b := range d.bullets {
		if b.head == head && b.cell == nil {
			texts, depths = append(texts, b.read.Text), append(depths, b.read.Depth)
		}
	}
	return texts, kpt.Outline(texts, depths)
}

// loose are the lines of a sheet that are in no section, with a bullet or without.
func (d *document) loose(retro schedule.Date) (lines []string) {
	head := -1
	for i, line := range d.lines {
		for head+1 < len(d.heads) && d.heads[head+1].line <= i {
			head++
		}
		if head < 0 || d.heads[head].retro != retro || d.heads[head].section != "" || d.skip[i] || d.isHead(i) || d.inTable(i) {
			continue
		}
		text := strings.TrimSpace(bare(line))
		if m := bulletPattern.FindString(text); m != "" {
			text = text[len(m):]
		}
		lines = append(lines, text)
	}
	return lines
}

// begins is the first row of a table.
func (d *document) begins(t *table) string {
	var said []string
	for _, c := range t.rows[0] {
		if text := unescape(unmarked(d.raw(c))); text != "" {
			said = append(said, text)
		}
	}
	return strings.Join(said, " | ")
}
