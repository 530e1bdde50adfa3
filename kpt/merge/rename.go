package merge

import (
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// A person who puts another name in front of somebody's line says whose it is: that is their
// word in the notebook, where everybody may write. If the name is known, the note or Try is
// that one's, who sees it among their own; nobody is told of it. A name that is not known
// yet is text until it is. Who gave us the note has still written it: they see it among their
// own with the name that it has now, and are not reminded (kpt.Beside.Writer). They do not lose
// the right to have it deleted: a line that a person has changed is deleted in the notebook, by
// them as by everybody, and who tries elsewhere is told so (kpt.MayEdit). An anonymous note is
// never given a name, and of one that a person has made nobody's no writer is kept.

// keepWriter keeps who gave us a note in front of whose line a person has put another name.
func (e *entry) keepWriter(before kpt.Author) {
	n := e.note
	switch {
	case n.Author.Name == "", n.Author.Member == n.Writer && !n.Unknown:
		n.Writer = ""
	case before.Name == "", before.Member == "", before.Secret != "", e.was.Person, n.Writer != "":
	case n.Unknown, n.Author.Member != before.Member:
		n.Writer = before.Member
	}
}

// matchRenamed gives lines without a mark to the entries whose text they have after another
// name, where only one goes with the other.
func (m *merge) matchRenamed() {
	may := func(e *entry, s *spot) bool {
		return e.lost() && e.author().Name != "" && e.trace.Seen != "" && m.free(s) && e.on(s.retro) && m.saysOfAnother(e, s.text)
	}
	for _, e := range m.entries {
		if !e.lost() || e.author().Name == "" {
			continue
		}
		var found []*spot
		for _, s := range m.spots {
			if may(e, s) {
				found = append(found, s)
			}
		}
		if len(found) != 1 {
			continue
		}
		rivals := slices.DeleteFunc(slices.Clone(m.entries), func(other *entry) bool { return !may(other, found[0]) })
		if len(rivals) == 1 {
			e.spot, found[0].entry = found[0], e
		}
	}
}

// saysOfAnother says whether a line is the text of an entry with another name at it.
func (m *merge) saysOfAnother(e *entry, line string) bool {
	if _, own := m.bare(line, e); own {
		return false
	}
	stood := m.stood(e)
	return slices.ContainsFunc(kpt.Labels(line), func(l kpt.Label) bool {
		return slices.Contains(stood, strings.TrimSpace(l.Rest))
	})
}

// relabelled is the line of a Try without a name that is not its owner's; false if it has
// none.
func (m *merge) relabelled(e *entry, s *spot) (text string, ok bool) {
	if e.try == nil || m.mayBe(e, s) {
		return "", false
	}
	if _, rest, ok := m.roster.Split(s.text); ok {
		return rest, true
	}
	all := kpt.Labels(s.text)
	if len(all) == 0 {
		return "", false
	}
	return strings.TrimSpace(all[0].Rest), true
}

// takeName keeps the word that a person has put in the place of a name: the entry is nobody's.
func (m *merge) takeName(e *entry) {
	word, _, ok := m.unnamed(e.spot.text)
	switch {
	case !ok || e.author() != (kpt.Author{}) || e.nameless() != "":
	case e.note != nil:
		e.note.Nameless, e.note.Unknown = word, false
	default:
		e.try.Nameless, e.try.Unknown = word, false
	}
}

// renamed says whether a person has put a name in front of somebody's line that nobody
// knows yet.
func (m *merge) renamed(e *entry) bool {
	if e.author().Name == "" {
		return e.waits()
	}
	_, own := m.bare(e.spot.text, e)
	_, _, known := m.roster.Split(e.spot.text)
	return !own && !known && (e.waits() || m.strangers(e, e.spot.text))
}

// pass gives an entry to the one whom a person has named in front of it, and who is known now.
func (m *merge) pass(e *entry) {
	author, text, ok := m.roster.Split(e.spot.text)
	if _, own := m.bare(e.spot.text, e); ok && !own && text != "" {
		e.give(author, text)
	}
}
