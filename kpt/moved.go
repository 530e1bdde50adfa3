package kpt

import "regexp"

// arrows point from one day to another, or back.
const arrows = `(?:[-=~―─]+>|<[-=~]+|[<>]+|[\x{2190}-\x{21FF}\x{27F0}-\x{27FF}\x{2900}-\x{297F}\x{2B00}-\x{2B11}\x{2794}\x{2798}-\x{27BE}▶►▷▸◀◄])`

var (
	arrow = regexp.MustCompile(arrows)
	// otherDayOfMonth is "11/27→30".
	otherDayOfMonth = regexp.MustCompile(`[-/.月]\s*\d{1,2}日?(?:\s*[(][^()]{1,4}[)])?\s*` + arrows + `\s*\d{1,2}(?:日|[^\d:時分]|$)`)
	ofMoving        = regexp.MustCompile(`変更|延期|順延|移動|振替|振り替え|ずら|前倒し|繰り?[上下]げ|リスケ|代わり|` +
		`\b(?:(?:re)?moved?|re-?scheduled?|postponed?|shifted|delayed|brought forward|instead|changed)\b`)
)

// moved says whether a heading speaks of one day that is put in the place of another: which
// of the two it is of is not clear.
func moved(text string) bool {
	for _, m := range arrow.FindAllStringIndex(text, -1) {
		if days(text[:m[0]]) > 0 && days(text[m[1]:]) > 0 {
			return true
		}
	}
	return otherDayOfMonth.MatchString(text) || ofMoving.MatchString(text) && days(text) > 1
}

// days is how many days a text speaks of.
func days(text string) (n int) {
	for _, form := range dateForms {
		for _, m := range form.pattern.FindAllStringSubmatchIndex(text, -1) {
			if d, ok := form.read(groups(text, m)); ok && d.exists() && !touches(text, m[0], m[1]) {
				n++
			}
		}
		text = form.pattern.ReplaceAllString(text, " | ")
	}
	return n
}
