package kpt

import (
	"regexp"
	"strings"
)

// namePlaces are the columns of a table that say who: -1 where there is none.
type namePlaces struct {
	writer int // whose the lines of a row are
	actor  int // who is to act on them, beside that
}

// How surely a word above a column of names is about the writer.
const (
	ofActor  = 1 + iota // "担当": who does it
	ofEither            // "誰", "who"
	ofAnyone            // "名前"
	ofWriter            // "提案者"
)

var (
	ownerWords  = regexp.MustCompile(`^(?:担当者?|対応者|実施者|実行者|責任者|owner|assignee|assignedto|responsible|actionowner|actionby|dri)$`)
	eitherWords = regexp.MustCompile(`^(?:誰|だれ|人|who|whom|by)$`)
	writerWords = regexp.MustCompile(`^(?:記入者|発言者|提案者|発案者|起票者|起案者|投稿者|報告者|書いた人|言った人|出した人|raisedby|reportedby|proposedby|writtenby|suggestedby|addedby|reporter|proposer|author|writer)$`)
)

// nameRank is how surely a column is that of the writer, by the word above it; 0: it is none of
// names.
func nameRank(head string) int {
	folded := Fold(head)
	switch {
	case columnWord(head) != nameColumn:
		return 0
	case ownerWords.MatchString(folded):
		return ofActor
	case eitherWords.MatchString(folded):
		return ofEither
	case writerWords.MatchString(folded):
		return ofWriter
	}
	return ofAnyone
}

// namesIn are the columns of names by the words of a row, of which one heads what the rows say.
// Who is to act on something is not who wrote it, unless that stands in front of it, as a label
// does. False: it is not clear which of them says who wrote.
func namesIn(heads []string, content int) (at namePlaces, ok bool) {
	at, best, several := namePlaces{-1, -1}, 0, false
	for j, head := range heads {
		rank := nameRank(head)
		if rank == 0 || rank == ofActor && j > content || rank > ofActor && ofTold(heads, j) {
			continue
		}
		switch {
		case rank > best:
			at.writer, best, several = j, rank, false
		case rank == best:
			several = true
		}
	}
	for j, head := range heads {
		if rank := nameRank(head); j != at.writer && at.actor < 0 && (rank == ofActor || rank == ofEither && best == ofWriter) {
			at.actor = j
		}
	}
	return at, !several
}

// ofTold says whether a column of names is about one that tells something of a note.
func ofTold(heads []string, j int) bool {
	of := aboutColumn(heads, j)
	return of >= 0 && columnWord(heads[of]) == toldColumn
}

// aboutColumn is the column that one of names is about: the next to its left that has something
// to say of its own. -1: there is none.
func aboutColumn(heads []string, j int) int {
	for j--; j >= 0; j-- {
		word := columnWord(heads[j])
		if label := j == 0 && strings.TrimSpace(heads[j]) == ""; !label && word != nameColumn && word != otherColumn {
			return j
		}
	}
	return -1
}

// of is whom a row names for what it says of a section: a Try is of the one who does it.
func (at namePlaces) of(row []string, section Section) string {
	said := func(j int) string {
		if j < 0 || j >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[j])
	}
	if by := said(at.actor); by != "" && ofTries(section) {
		return by
	}
	return said(at.writer)
}

// label is the column that a new row of a section says in whose it is; -1 if there is none.
func (at namePlaces) label(section Section) int {
	if at.writer < 0 && ofTries(section) {
		return at.actor
	}
	return at.writer
}
