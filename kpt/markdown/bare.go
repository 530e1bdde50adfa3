package markdown

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// A section may have lines without bullets. Where it has bullets, text without one is about
// the list, or goes on what the bullet above it says.

// mayBeBare says whether a line is text without a bullet that may be a note: in a section,
// or with a mark.
func (d *document) mayBeBare(i, head int) bool {
	line := bare(d.lines[i])
	if marked(line) {
		return true
	}
	text := paragraph(line)
	if head < 0 || d.heads[head].section == "" || blank(line) || columns(line[:len(line)-len(text)]) > 3 {
		return false
	}
	if _, explains := kpt.IsSection(text); explains {
		return false // the section that it is in: see findPlain
	}
	return !strings.ContainsRune("|>#<`~![", rune(text[0])) && !boldPattern.MatchString(text) && !breakPattern.MatchString(line) && !underPattern.MatchString(line)
}

// marked says whether a line has a mark of ours.
func marked(line string) bool { return strings.Contains(line, "<!--") && unmarked(line) != line }

// wraps says whether a line without indent goes on the sentence of a long one above it.
func (d *document) wraps(b *bullet, line string) bool {
	const long = 40
	return b.marker == "" && line != "" && line[0] >= 'a' && line[0] <= 'z' && columns(bare(d.lines[b.after-1])) >= long && !marked(line)
}

// settle leaves those lines without bullets that are notes, and says whose lines are whose
// that stand below a heading within a section.
func (d *document) settle() {
	listed := map[int]int{} // the first line of each list
	for _, b := range slices.Backward(d.bullets) {
		if b.marker != "" && b.read.Text != "" && !kpt.Instructs(b.read.Text) {
			listed[b.head] = b.line
		}
	}
	mixed := d.mixed()
	d.bullets = slices.DeleteFunc(d.bullets, func(b *bullet) bool {
		list, isListed := listed[b.head]
		if b.marker != "" || b.read.ID != "" || !isListed && !kpt.IsHint(b.read.Text) {
			return false
		}
		if isListed && (mixed[b] || list < b.line && blank(d.lines[b.line-1])) && kpt.MayBeNote(b.read.Text) {
			d.unread = append(d.unread, beside{b, ""})
		} else if name, ok := kpt.MayBeSigned(b.read.Text); ok && isListed {
			d.unread = append(d.unread, beside{b, name})
		}
		return true
	})
	for _, b := range d.bullets {
		b.read.Bare = b.marker == ""
		if b.head >= 0 && b.read.Section != "" && d.owner(b.head) != b.head {
			b.read.Person = d.heads[b.head].text
		} else if b.head >= 0 && b.read.Section != "" && d.heads[d.owner(b.head)].own != "" {
			b.read.Person = d.heads[d.owner(b.head)].own
		} else if b.head >= 0 && d.heads[b.head].over >= 0 {
			b.read.Person = d.heads[d.heads[b.head].over].text
		}
	}
	d.creditLists()
	d.readTables()
}

// beside is a line without a bullet beside a list, which may be a note: see kpt.Sheet.Unread. With
// a name it is one only if somebody is called so: see kpt.MayBeSigned.
type beside struct {
	*bullet
	name string
}

// signedBeside are those of a sheet with a name.
func (d *document) signedBeside(retro schedule.Date) (all []kpt.Unclear) {
	for _, l := range d.unread {
		if l.retro == retro && l.name != "" {
			all = append(all, kpt.Unclear{Text: l.read.Text, If: l.name})
		}
	}
	return all
}

// mixed are the lines without a bullet among fewer that have one: see kpt.Mixed.
func (d *document) mixed() map[*bullet]bool {
	at := make([]kpt.Together, len(d.bullets))
	for i, b := range d.bullets {
		parted := i == 0 || d.bullets[i-1].head != b.head || d.bullets[i-1].after != b.line
		bare := b.marker == "" && b.read.ID == ""
		at[i] = kpt.Together{Parted: parted, Bullet: b.marker != "" && !kpt.Instructs(b.read.Text), Bare: bare && kpt.MayBeNote(b.read.Text)}
	}
	found := map[*bullet]bool{}
	for _, i := range kpt.Mixed(at) {
		found[d.bullets[i]] = true
	}
	return found
}

// bareLike says whether lines of a sheet have no bullets; if there are none, it is as the
// others of the file are. Tries have boxes, whatever the others have.
func (d *document) bareLike(sheet int) bool {
	some, has := false, map[bool]bool{}
	for _, b := range d.bullets {
		if b.cell != nil || b.read.Section == kpt.Tries || b.read.Section == "" {
			continue
		}
		if sheet >= 0 && b.retro == d.heads[sheet].retro {
			if some = true; b.marker != "" {
				return false
			}
		}
		has[b.marker != ""] = true
	}
	return some || has[false] && !has[true]
}

// firstLike is how the first line of a section looks.
func (e *edits) firstLike(section kpt.Section, retro schedule.Date) *bullet {
	b := fresh(section)
	if section != kpt.Tries && e.doc.bareLike(e.doc.sheet(retro)) {
		b.look = look{content: 2}
	}
	return b
}
