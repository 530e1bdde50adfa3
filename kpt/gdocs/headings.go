package gdocs

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// kind is what a paragraph is for the reader.
type kind int

const (
	other kind = iota // nothing
	plain             // text without a bullet
	sheetHeading
	sectionHeading
	foreignHeading // neither of the two
	bullet         // or a line that is marked
)

// what is a paragraph with what it says.
type what struct {
	kind    kind
	day     // of a sheet's heading
	section kpt.Section
	level   int   // of a heading; body for a fake one
	text    int64 // of a bullet: where its text begins
	id      kpt.NoteID
}

// day is that of a sheet: the zero date as long as only a part of it is known, as the
// heading says it. It says nothing where our marks do.
type day struct {
	retro  schedule.Date
	dating kpt.Dating
	title  schedule.Date // in our heading, as we wrote it; else zero
}

// sameDay says whether two are of one day, whatever weekday they say.
func (d day) sameDay(other day) bool {
	d.dating.Weekday, other.dating.Weekday = 0, 0
	d.dating.Above, other.dating.Above = kpt.Years{}, kpt.Years{}
	return d == other
}

// look says what a paragraph is. Headings go by their text, then by our mark;
// lines by our mark, then by their bullet.
func (p *paragraph) look() what {
	text := p.text(p.start)
	id, at := p.id()
	retro, section, marked := p.headingMark()
	if marked && p.bullet == nil && text != "" {
		return p.markedHeading(text, retro, section)
	}
	typed := p.typedBullet()
	if id != "" && text != "" {
		from := p.start
		if typed > 0 && at.start > p.start {
			from = p.start + typed // else what looks like a bullet is our own text
		}
		return what{kind: bullet, text: from, id: id}
	}
	if p.bullet == nil {
		if w, ok := p.heads(text, typed > 0); ok {
			return w
		}
	} else if w, ok := p.numberedHeading(text); ok {
		return w
	}
	if p.bullet != nil || typed > 0 {
		return what{kind: bullet, text: p.start + typed}
	}
	if text != "" || slices.ContainsFunc(p.pieces, func(c piece) bool { return !c.counts() }) {
		return what{kind: plain, text: p.start}
	}
	return what{kind: other}
}

// markedHeading is a heading that we made, or what a person made of it. A sheet
// stays that of its retro, also if they write there when the meeting really is.
func (p *paragraph) markedHeading(text string, retro schedule.Date, section kpt.Section) what {
	w := what{kind: sectionHeading, day: day{retro: retro}, section: section, level: p.heading()}
	if section == "" {
		w.kind = sheetHeading
	}
	if now, ok := kpt.FindSection(text); ok && section != "" {
		w.section = now
	}
	return w
}

// heads says whether a paragraph without a bullet is a heading.
func (p *paragraph) heads(text string, typed bool) (what, bool) {
	if text == "" {
		return what{}, false
	}
	level := p.heading()
	short := utf8.RuneCountInString(text) <= kpt.LongHeading
	looks := level < body || short && p.all(func(c piece) bool { return c.bold })
	names := kpt.IsSection
	if looks {
		names = kpt.FindSection
	}
	section, isSection := names(text)
	dating, isSheet := kpt.FindDating(text)
	_, only := kpt.OnlyDay(text)
	switch {
	case isSection && short && (looks || !typed || headed(text)):
		return what{kind: sectionHeading, section: section, level: level}, true
	case typed && level == body:
		return what{}, false
	case isSheet && (looks || only && dating.Year != 0):
		return dated(dating, level), true
	case looks:
		return what{kind: foreignHeading, level: level}, true
	}
	return what{}, false
}

// numberedHeading says whether an item of a list is a heading all the same: one
// with a heading's style that says what it heads. Other items that a person
// made as large as a heading are still lines.
func (p *paragraph) numberedHeading(text string) (what, bool) {
	level := p.heading()
	if level == body {
		return what{}, false
	}
	if section, ok := kpt.FindSection(text); ok {
		return what{kind: sectionHeading, section: section, level: level}, true
	}
	if dating, ok := kpt.FindDating(text); ok {
		return dated(dating, level), true
	}
	return what{}, false
}

// dayLine takes a line of plain text that says nothing but a day for the heading of a sheet,
// if a section follows at once that the present sheet cannot have.
func (r *reader) dayLine(p *paragraph, w what) what {
	if w.kind != plain || r.in != page {
		return w
	}
	dating, ok := kpt.OnlyDay(p.text(p.start))
	if !ok {
		return w
	}
	next := p.next
	for next != nil && next.empty() {
		next = next.next
	}
	if next == nil {
		return w
	}
	below := next.look()
	own := r.sheet != nil && r.sheet.level < body && r.sheet.find(below.section) == nil
	if below.kind != sectionHeading || own {
		return w
	}
	return dated(dating, body)
}

// dated is the heading of a sheet.
func dated(d kpt.Dating, level int) what {
	retro, _ := d.Date()
	if d.Other {
		retro = schedule.Date{}
	}
	return what{kind: sheetHeading, day: day{retro: retro, dating: d}, level: level}
}

// typedPattern is a bullet that is made of characters, with the spaces around.
var typedPattern = regexp.MustCompile(`^[\s\x{3000}]*(?:[-–—*+][\s\x{3000}]+|[・•●○◦‣∙■□◆◇▪▫★☆✓✔]|[0-9０-９]{1,2}[.)．）](?:[\s\x{3000}]+|([^0-9０-９\s]))|[-－](\p{L}|[「『（【])|[①-⑳])[\s\x{3000}]*`)

// boxPattern is a box that is made of characters, with the spaces around.
var boxPattern = regexp.MustCompile(`^[\s\x{3000}]*(?:\[[ xX✓✔]\](?:[\s\x{3000}]+|$)|[☐☑][\s\x{3000}]*)`)

// typedBullet is how long a typed bullet is with the spaces around it, in units, or the typed
// box behind a bullet; 0 if there is none.
func (p *paragraph) typedBullet() int64 { return units(p.marker()) }

// marker is the bullet and the box that are typed at the beginning of a paragraph.
func (p *paragraph) marker() string {
	switch {
	case len(p.pieces) == 0, p.pieces[0].chip, !p.pieces[0].counts():
		return ""
	case p.bullet != nil:
		return boxPattern.FindString(p.pieces[0].text)
	}
	return typedMarker(p.pieces[0].text)
}

// ticked says whether the box that is typed at the beginning of a paragraph is ticked.
func (p *paragraph) ticked() bool {
	box := p.marker()
	if p.bullet == nil && box != "" {
		box = box[len(bulletMarker(p.pieces[0].text)):]
	}
	return strings.ContainsAny(box, "xX✓✔☑")
}

// typedMarker is the bullet that a text begins with, and the box behind it, with the spaces
// around them.
func typedMarker(text string) string {
	bullet := bulletMarker(text)
	return bullet + boxPattern.FindString(text[len(bullet):])
}

// bulletMarker is the bullet that a text begins with, with the spaces around it.
func bulletMarker(text string) string {
	m := typedPattern.FindStringSubmatchIndex(text)
	if m == nil {
		return ""
	}
	marker := text[:m[1]]
	// A number or a dash may have text right behind it, of which the pattern takes one
	// character: a decimal is no number of a list.
	if behind := max(m[2], m[4]); behind > 0 {
		marker = text[:behind]
	}
	if !apart(marker, text[len(marker):]) {
		return ""
	}
	return marker
}

// headed says whether a text begins with a sign that people put before headings.
func headed(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("■□●○◆◇", first) || unicode.IsDigit(first)
}
