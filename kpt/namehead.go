package kpt

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// NameHead is a line that may be the name of the one whose the lines below it are.
type NameHead struct {
	Name string
	// Weak says that the line may as well be a note or another heading. It is a name if
	// it stands in several sections.
	Weak bool
	// First says that it is the first line of its section.
	First bool
	// In is the number of the section that it stands in, and Line what the notebook knows
	// it by.
	In, Line int
}

// FindNameHead finds the name in a line that says nothing else: "Ana:", "【田中】", "■Ana".
func FindNameHead(line string) (h NameHead, ok bool) {
	const most = 24
	line = strings.TrimSpace(line)
	if n := utf8.RuneCountInString(line); n == 0 || n > most || strings.ContainsAny(line, "\n。！？!?、") || besideNotes.MatchString(line) {
		return NameHead{}, false
	}
	first, n := utf8.DecodeRuneInString(line)
	last, m := utf8.DecodeLastRuneInString(line)
	switch {
	case strings.ContainsRune(":：", last):
		h.Name = strings.Trim(line[:len(line)-m], "*_ ")
	case strings.ContainsRune("【[［〈<＜", first) && brackets()[first] == last:
		h.Name = line[n : len(line)-m]
	case strings.HasPrefix(line, "**") && strings.HasSuffix(line, "**"):
		h.Name, h.Weak = strings.Trim(line, "*"), true
	case strings.ContainsRune("■□●◆◇▼", first):
		h.Name, h.Weak = line[n:], true
	default:
		return NameHead{}, false
	}
	h.Name = strings.TrimSpace(h.Name)
	_, section := FindSection(h.Name)
	_, dated := FindDating(h.Name)
	return h, Fold(h.Name) != "" && !strings.ContainsAny(h.Name, ":：") && !section && !dated
}

// NameHeads are those of what may be heads of names in a sheet that are: where several
// stand in one section from its beginning, or one in several. Anything else is a remark about
// a list.
func NameHeads(maybe []NameHead) (all []NameHead) {
	divided := map[int]bool{} // sections that begin with one
	for _, h := range maybe {
		divided[h.In] = divided[h.In] || h.First
	}
	for _, h := range maybe {
		for _, o := range maybe {
			same := Fold(unhonored(o.Name)) == Fold(unhonored(h.Name))
			if same && o.In != h.In || !same && o.In == h.In && divided[h.In] && !o.Weak && !h.Weak {
				all = append(all, h)
				break
			}
		}
	}
	return all
}

// SoleName is what a line says that may be nothing but somebody's name, in a section of lists,
// right above one: "Ana", "■Ana". Whether it is one, only the roster tells: a line of the list
// is nobody's otherwise, as it would be without.
func SoleName(line string) (name string, ok bool) {
	if h, ok := FindNameHead(line); ok {
		return h.Name, true
	}
	const most = 24
	name = strings.TrimSpace(strings.TrimLeft(line, HeadSigns))
	if utf8.RuneCountInString(name) > most || strings.ContainsFunc(name, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Zs, unicode.Pd) }) {
		return "", false
	}
	_, section := FindSection(name)
	return name, Fold(name) != "" && !section
}

// HeadSigns are put before headings by people, and before lines.
const HeadSigns = "■□●○◆◇▼▽▲△▶・〇★☆ \u3000"
