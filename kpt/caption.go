package kpt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Caption is a short line without the style of a heading that may head what stands below
// it: "■ その他", "Next actions:", "【田中】". It is a name, another heading, or a remark: see
// ReadCaptions.
type Caption struct {
	Text string
	Form Form
	// Own is the form of the heading of the section that it stands in.
	Own Form
	// In is the number of that section in the sheet, and Line what the notebook knows the
	// caption by.
	In, Line int
	First    bool // it is the first line of its section
	Parted   bool // a blank line is above it
	Lists    bool // a list begins below it, and not with its own sign
}

// Form is what makes a line look like a heading: "【", "**", ":", or the sign that it begins
// with.
type Form string

// Forms that are no signs.
const (
	Plain  Form = ""  // nothing
	Styled Form = "#" // a heading's style
	Bold   Form = "**"
	Colon  Form = ":"
	None   Form = "-" // of the heading of a section, where a line is in none
)

// FormOf is the form of a line. Bold text has ** around it.
func FormOf(line string) Form {
	line = strings.TrimSpace(line)
	first, n := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	switch {
	case n == 0:
		return Plain
	case strings.HasPrefix(line, "**") || strings.HasPrefix(line, "__"):
		return Bold
	case strings.ContainsRune("【[［〈<＜《≪〔", first):
		if strings.ContainsRune("】]］〉>＞》≫〕:：", last) {
			return "【"
		}
	case strings.ContainsRune("*-–—", first):
		return Plain // of a list
	case strings.ContainsRune(captionSigns, first), unicode.Is(unicode.So, first):
		return Form(first)
	case strings.ContainsRune(":：", last):
		return Colon
	case unicode.IsDigit(first), unicode.In(first, unicode.No):
		return "1"
	}
	return Plain
}

const captionSigns = "■□●○◆◇▼▽▲△▶◎★☆"

// FindCaption is the caption that a line may be, in its own form; false if it is none for
// sure.
func FindCaption(line string) (Caption, bool) {
	line = strings.TrimSpace(line)
	c := Caption{Text: line, Form: FormOf(line)}
	_, section := IsSection(strings.Trim(line, "*_"))
	_, dated := OnlyDay(line)
	said := strings.Trim(line, HeadSigns+"*_:：")
	switch n := utf8.RuneCountInString(line); {
	case n > LongHeading, Fold(said) == "", section, dated, IsRule(line), strings.ContainsAny(line, "\n。！？!?"):
		return c, false
	case c.Form == Plain && !OtherPart(line) && !plainCaption(line) && !HoldsSeveral(line):
		return c, false
	}
	return c, true
}

// plainCaption says whether a line that has no sign of a heading may be one: it is short, and
// no sentence.
func plainCaption(line string) bool {
	const most, words = 30, 5
	return utf8.RuneCountInString(line) <= most && len(strings.Fields(line)) <= words && !strings.ContainsAny(line, ".、,:：") && !enclosed(line)
}

// Headed is what a caption says of the lines below it.
type Headed struct {
	Name string // they are this person's; "": they are nobody's own
	Ends bool   // they are not of the section. With a Name: unless somebody of the team has it
	Tell bool   // the team is to be told of it: they may be notes
}

// ReadCaptions tells what captions of a sheet say, by their lines. One that is missing is a
// remark, which says nothing.
//
//	Ana:  Bo:        in several sections, or several from the beginning of one: names
//	Ana:             behind other lines: a name, if somebody is called so, or the end
//	■ その他          behind other lines: the end
//	the best first:  right below the heading of the section: a remark
//
// Rather a line is not read than read as something it is not.
func ReadCaptions(sheet []Caption) map[int]Headed {
	says := map[int]Headed{}
	inside := formsInside(sheet)
	ended := map[int]bool{}  // sections that a name ends if nobody is called so
	named := map[int]bool{}  // that have what may be a name
	colons := map[int]bool{} // that begin with one, and with lines of text below it
	for _, h := range NameHeads(maybeNames(sheet)) {
		says[h.Line] = Headed{Name: h.Name}
	}
	for _, c := range sheet {
		name, sure := says[c.Line]
		may := ""
		if c.Form != Plain || c.Lists {
			may = c.soleName()
		}
		switch {
		case !sure && may != "" && colons[c.In] && c.Form == Colon && !c.Lists: // the same as the one before
		case sure && ended[c.In]: // what it stands below may be something else
			name.Ends = true
			says[c.Line] = name
		case sure:
		case c.headsSomethingElse(inside[c.Form]):
			ended[c.In] = ended[c.In] || may != ""
			says[c.Line] = Headed{Name: may, Ends: true, Tell: named[c.In] && ofOthers(c.Text) || IsShelved(strings.Trim(c.Text, "*_"))}
		}
		named[c.In] = named[c.In] || may != "" && (c.Form != Plain && c.First || sure || c.Lists)
		colons[c.In] = colons[c.In] || may != "" && c.First && c.Form == Colon && !c.Lists
	}
	return says
}

// maybeNames are the captions that may be names.
func maybeNames(sheet []Caption) (all []NameHead) {
	for _, c := range sheet {
		if c.Own == None || !c.Lists || OtherPart(c.Text) {
			continue
		}
		if h, ok := FindNameHead(c.Text); ok {
			h.In, h.Line, h.First = c.In, c.Line, c.First
			h.Weak = h.Weak || c.Form == c.Own
			all = append(all, h)
		}
	}
	return all
}

// soleName is the name that a caption may be which ends its section if it is none; "" if it
// cannot be one.
func (c Caption) soleName() string {
	if c.Own == None || OtherPart(c.Text) || IsShelved(c.Text) || len(MaybeSections(c.Text)) > 0 {
		return ""
	}
	name, _ := SoleName(strings.Trim(c.Text, "*_"))
	return name
}

// formsInside are the forms that a sheet's captions have which belong to their section for
// sure. Others of the same form do so too.
func formsInside(sheet []Caption) map[Form]bool {
	inside := map[Form]bool{}
	for _, c := range sheet {
		if c.opensWithSign() {
			inside[c.Form] = true
		}
	}
	return inside
}

// headsSomethingElse says whether a caption that is no name for sure heads something else than
// its section; inside: captions that look like it stand within their sections.
func (c Caption) headsSomethingElse(inside bool) bool {
	switch {
	case IsShelved(strings.Trim(c.Text, "*_")):
		return c.Own != None
	case c.Own == None: // it may be a section that is not understood
		return c.Lists && len(MaybeSections(c.Text)) > 0
	case c.saysSeveral():
		return true
	case c.saysOtherPart():
		return !c.First || c.Parted || c.Form == c.Own
	case c.First && (c.Form != c.Own || c.Form == Plain), c.opensWithSign(): // it is about what it stands right below
		return false
	case inside && c.Form != Plain:
		return false
	}
	return c.standsOut()
}

// saysSeveral says whether a caption heads several sections, or looks back at Tries. Plain text
// that does, where the sections have headings of another look, may be a note.
func (c Caption) saysSeveral() bool {
	return (c.Form != Plain || c.Lists || c.Own == Plain) && HoldsSeveral(strings.Trim(c.Text, "*_"))
}

// saysOtherPart says whether a caption names something else that a meeting has, and is no
// line of plain text or of a numbered list that only begins so.
func (c Caption) saysOtherPart() bool {
	looks := c.Form != Plain && c.Form != "1"
	return (looks || c.Lists) && OtherPart(strings.Trim(c.Text, "*_"))
}

// opensWithSign says whether a caption is the first line of its section, and looks like a
// heading, but not like that of the section. Plain text and a colon may be a remark's.
func (c Caption) opensWithSign() bool {
	if !c.First || c.Own == None || c.Form == Plain || c.Form == Colon {
		return false
	}
	sign := !strings.Contains("【**:#", string(c.Form))
	return c.Form != c.Own || sign && !c.Lists
}

// standsOut says whether a caption looks as if it headed something else than its section:
//
//	plain text            above a list, with a blank line above, if the section has no style
//	as its section does   always; a number only above a list
//	a number              never
//	a colon               with a blank line above; also above a list, if the section has no style
//	anything else         with a blank line above, or above a list
func (c Caption) standsOut() bool {
	switch c.Form {
	case Plain:
		return c.Own != Styled && c.Parted && c.Lists
	case c.Own:
		return c.Form != "1" || c.Lists
	case "1":
		return false
	case Colon:
		return c.Parted || c.Lists && c.Own != Styled
	}
	return c.Parted || c.Lists
}
