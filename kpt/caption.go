package kpt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Caption is a short line without the style of a heading that may head what stands below
// it: "■ その他", "Next actions:", "【田中】". It is the name of the one whose the lines below it
// are, or it ends the section, or it is a remark within it: see ReadCaptions.
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
	case c.Form == Plain && !OtherPart(line) && !plainCaption(line):
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

// OtherPart says whether a line is what people head something else with that a meeting has
// beside its notes: "その他", "連絡事項", "Next actions:", "次回: 12/4". It is nobody's name.
func OtherPart(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	return otherParts.MatchString(Fold(line)) || besideNotes.MatchString(line)
}

// otherParts are such headings, folded.
var otherParts = regexp.MustCompile(`^(?:その他|そのほか|他|メモ|備考|補足|連絡|連絡事項|業務連絡|お知らせ|告知|共有|共有事項|報告|報告事項|次回|次回(?:の)?(?:予定|日程|日時|開催|に向けて|まで(?:に)?)|今後の予定|予定|雑談|感想|一言|ひとこと|雑感|感謝|ありがとう|宿題|決定事項|決まったこと|確認事項|持ち越し|保留|議題|アジェンダ|参加者|出席者|司会|書記|ファシリ|ファシリテーター|リンク|資料|参考|参考資料` +
	`|(?:次の|今後の|ネクスト)?アクション(?:アイテム)?|todo|やること` +
	`|others?|other(?:things|topics|business|notes)|misc|miscellaneous|notes?|meetingnotes|memo|fyi|announcements?|news|updates?|parkinglot|parked|backlog|nextmeeting|nexttime|agenda|thanks|thankyou|thankyous|kudos|shoutouts?|appreciations?|(?:next)?actions?|(?:next)?actionitems|nextsteps?|todos|decisions?|decided|homework|followups?|links?|resources|references|attendees|participants|present|absent|facilitator|openquestions|questions|aob|anyotherbusiness)$`)

// ReadCaptions tells those captions of a sheet that are names, by their lines, each with the
// name; and those that end the section they stand in: what is below them is nobody's.
// Rather a line is not read than read as something it is not.
func ReadCaptions(sheet []Caption) (names map[int]string, ends map[int]bool) {
	names, ends = map[int]string{}, map[int]bool{}
	var heads []NameHead
	within := map[Form]bool{} // forms that captions within a section have
	for _, c := range sheet {
		if c.within() {
			within[c.Form] = true
		}
		if h, ok := c.name(); ok {
			heads = append(heads, h)
		}
	}
	for _, h := range NameHeads(heads) {
		names[h.Line] = h.Name
	}
	for _, c := range sheet {
		if _, name := names[c.Line]; !name && c.ends(within[c.Form]) {
			ends[c.Line] = true
		}
	}
	return names, ends
}

// within says whether a caption belongs to what it is the first line of: it does not look as
// the heading of that does.
func (c Caption) within() bool {
	if !c.First || c.Own == None || c.Form == Plain || c.Form == Colon { // that may be a remark
		return false
	}
	sign := !strings.Contains("【**:#", string(c.Form))
	return c.Form != c.Own || sign && !c.Lists
}

// ends says whether a caption that is no name ends its section; alike: its form is that of
// captions within sections.
func (c Caption) ends(alike bool) bool {
	switch {
	case c.Own == None: // it may be a section
		return c.Lists && len(MaybeSections(c.Text)) > 0
	case OtherPart(strings.Trim(c.Text, "*_")) && (c.Form != Plain && c.Form != "1" || c.Lists):
		return !c.First || c.Parted || c.Form == c.Own
	case c.First && (c.Form != c.Own || c.Form == Plain), c.within(), alike && c.Form != Plain:
		return false
	case c.Form == Plain:
		return c.Own != Styled && c.Parted && c.Lists
	case c.Form == c.Own:
		return c.Form != "1" || c.Lists
	case c.Form == "1":
		return false
	case c.Own == Styled:
		return c.Parted || c.Lists && c.Form != Colon
	}
	return c.Parted || c.Lists
}

// name is the name that a caption may be.
func (c Caption) name() (NameHead, bool) {
	if c.Own == None || !c.Lists || OtherPart(c.Text) {
		return NameHead{}, false
	}
	h, ok := FindNameHead(c.Text)
	h.In, h.Line, h.First = c.In, c.Line, c.First
	h.Weak = h.Weak || c.Form == c.Own
	return h, ok
}
