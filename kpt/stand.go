package kpt

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Stand is where a line stands, as far as that says whose it is.
type Stand struct {
	// Below is the caption that the line stands below, which is a name or heads something
	// else than the section: the line is of the Section if somebody of the team has that
	// name. "" is for all other lines. See Headed.
	Below string
	// Heads says that it has the sign of a heading, and a list with another sign below it.
	Heads bool
	// Bare says that it has no bullet.
	Bare bool
	Cell CellPlace
}

// CellPlace is where the cell of a table is that a line stands in; zero: it stands in none.
type CellPlace struct {
	Table       int // the number of the table, from 1
	Row, Column int
}

// Labels says whether a line is nothing but a label, as people put a name above lines: "Emi:",
// "【全員】", "みんな". Whose name it is, if it is one, only the roster tells.
func (l Line) Labels() bool {
	text := Tidy(l.Text)
	if l.Heads || ForAll(text) {
		return true
	}
	_, ok := FindNameHead(text)
	return ok
}

// ForAll says whether a line, as a label, says that the lines below it are everybody's.
func ForAll(line string) bool {
	line = strings.TrimSpace(norm.NFKC.String(plain.Line(line)))
	return allOfUs()[Fold(line)]
}

// allOfUs are words for everybody, folded.
var allOfUs = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("全員 全体 みんな 皆 皆さん みなさん チーム全体 チーム全員 メンバー全員 共通 everyone everybody all allofus wholeteam thewholeteam theteam") {
		all[Fold(word)] = true
	}
	return all
})
