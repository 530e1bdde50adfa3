package merge

import (
	"slices"
	"strings"
	"unicode"

	"github.com/engawa-bot/engawa/kpt"
)

// repeats says whether a line among the Tries that wait is one of those that are known, as it
// is or with a word on it.
func (m *merge) repeats(s *spot) bool {
	of := m.repeated(s)
	return slices.ContainsFunc(m.entries, func(e *entry) bool { return e.try != nil && !e.left && of(e.try) })
}

// repeated says which Tries a line repeats. One with the name of somebody else does not.
func (m *merge) repeated(s *spot) func(*kpt.Try) bool {
	author, text := m.author(s, nil)
	texts := append(kpt.BehindMention(s.text), s.text, text)
	for _, l := range kpt.Labels(s.text) {
		texts = append(texts, l.Rest)
	}
	if strings.HasPrefix(s.text, "@") || strings.HasPrefix(s.text, "＠") { // a mention signs no line: "@Bo tea → done"
		for i, r := range s.text {
			if unicode.IsSpace(r) {
				texts = append(texts, s.text[i:])
			}
		}
	}
	return func(t *kpt.Try) bool {
		if author.Member != "" && t.Owner.Member != "" && author.Member != t.Owner.Member {
			return false
		}
		return slices.ContainsFunc(texts, func(line string) bool {
			same, remarked := kpt.Repeats(line, t.Text)
			return remarked || same && t.State == kpt.Open
		})
	}
}

// matchRepeated gives lines among the Tries that wait to the Tries whose lines are gone from
// there and whose text they have, with a word on it.
func (m *merge) matchRepeated() {
	for date := range m.sheets.there {
		lost, _ := m.waiting(date)
		for _, e := range lost {
			i := slices.IndexFunc(m.spots, func(s *spot) bool { return m.waits(s, date) && m.repeated(s)(e.try) })
			if i >= 0 {
				e.spot, m.spots[i].entry = m.spots[i], e
			}
		}
	}
}
