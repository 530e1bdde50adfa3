package merge

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// matchMarks gives each entry the line that has its mark. Of several, which are
// copies by a person, it is the one that is as we left it, else the first in
// its own section; the others count as that person's lines.
func (m *merge) matchMarks() {
	for _, s := range m.spots {
		e := m.markedBy(s)
		if e == nil {
			continue
		}
		if e.spot == nil || e.fits(s) > e.fits(e.spot) {
			if e.spot != nil {
				e.spot.entry = nil
			}
			e.spot, s.entry = s, e
		}
	}
}

// fits ranks lines for an entry.
func (e *entry) fits(s *spot) int {
	n := 0
	if e.trace.ours(s.text) || s.text == e.trace.Want {
		n += 4
	}
	if e.on(s.retro) {
		n += 2
	}
	if s.Section == e.trace.Section {
		n++
	}
	return n
}

// on says whether the line of an entry is looked for on the sheet of a retro.
func (e *entry) on(retro schedule.Date) bool {
	t := e.trace
	return retro == t.Retro || t.From != (schedule.Date{}) && retro == t.From
}

// lost says whether the entry should have a line and has none.
func (e *entry) lost() bool { return e.spot == nil && e.trace.expected() && !e.trace.Gone }

// free says whether a line may turn out to be one that lost its mark.
func (m *merge) free(s *spot) bool {
	return s.entry == nil && s.Section != "" && (s.ID == "" || m.known[s.ID] != nil && !m.past(s))
}

// past says whether a line is that of a Try on a sheet from which it was
// carried over: history, which is left alone.
func (m *merge) past(s *spot) bool {
	e := m.known[s.ID]
	return e != nil && e.try != nil && s.retro.Before(e.trace.Retro)
}

// matchTexts gives lines without a mark to the entries whose text they have:
// in their own section first, each in its order.
func (m *merge) matchTexts() {
	for _, anywhere := range []bool{false, true} {
		for _, e := range m.entries {
			if !e.lost() {
				continue
			}
			i := slices.IndexFunc(m.spots, func(s *spot) bool {
				return m.free(s) && e.on(s.retro) && e.trace.ours(s.text) &&
					(anywhere || s.Section == e.trace.Section)
			})
			if i >= 0 {
				e.spot, m.spots[i].entry = m.spots[i], e
			}
		}
	}
}

const (
	alike  = 0.5 // from here on two texts may be one and the same, edited
	margin = 0.1 // by which the best must be better than the second
)

// matchAlike gives lines without a mark to the entries whose text they have
// with changes. A line that is like two notes, or a note that is like two
// lines, is given to none: better a note anew than somebody else's. But a note that is
// all there, with something put in, comes before those of which something is missing:
// on an old sheet, notes whose lines are long gone are like the line still. Nor does a
// line go to a note of which nobody knows whether it was ever written, or to one that has
// been gone for so long that the team is asked.
//
// A Try may get another name at the same time, if no line is like it without that.
func (m *merge) matchAlike() {
	m.pairAlike(m.unlabelled)
	m.pairAlike(m.relabelled)
}

// pairAlike is matchAlike with what counts as the text of a line.
func (m *merge) pairAlike(textOf func(*entry, *spot) (text string, ok bool)) {
	var pairs []pair
	entries, spots := m.likely()
	for _, e := range entries {
		stood := m.stood(e)
		texts := shapes(stood)
		for _, s := range spots {
			if !e.on(s.retro) {
				continue
			}
			rest, ok := textOf(e, s)
			if !ok {
				continue
			}
			if like := likest(kpt.ShapeOf(rest), texts); like >= alike {
				pairs = append(pairs, pair{e, s, like, grownFrom(rest, stood)})
			}
		}
	}
	for _, p := range pairs {
		if !slices.ContainsFunc(pairs, func(q pair) bool { return q.rivals(p) }) {
			p.entry.spot, p.spot.entry = p.spot, p.entry
		}
	}
}

// unlabelled is a line as it may be an entry's, without a label; false if it says
// that it is somebody else's.
func (m *merge) unlabelled(e *entry, s *spot) (text string, ok bool) {
	if text, ok := m.bare(s.text, e); ok {
		return text, true
	}
	author, rest, labelled := m.roster.Split(s.text)
	switch {
	case !labelled && m.strangers(e, s.text):
		return "", false
	case !labelled || e.author().Member == author.Member:
		return rest, true
	case e.author().Name != "" || !m.roster.Reads(e.text(), author):
		return "", false
	case e.namesNobody():
		return s.text, true
	}
	return rest, true // typed with a name that nobody knew then
}

// strangers says whether a line is labelled by somebody whom nobody knows yet,
// while the entry has an author: a label that is no part of the entry's own text.
func (m *merge) strangers(e *entry, line string) bool {
	if e.author().Name == "" {
		return false
	}
	var own []kpt.Label
	for _, text := range m.stood(e) {
		own = append(own, kpt.Labels(text)...)
	}
	return slices.ContainsFunc(kpt.Labels(line), func(l kpt.Label) bool {
		return l.Rest != "" && !slices.ContainsFunc(own, func(o kpt.Label) bool { return kpt.Fold(o.Name) == kpt.Fold(l.Name) })
	})
}

type pair struct {
	entry *entry
	spot  *spot
	like  float64
	whole bool // all of the entry's text is there
}

// rivals says whether q is about as good for one of p's two.
func (q pair) rivals(p pair) bool {
	switch {
	case (q.entry == p.entry) == (q.spot == p.spot), p.whole && !q.whole:
		return false
	}
	return q.like > p.like-margin || q.whole && !p.whole
}

// grownFrom says whether a line is one of some texts with something put in, or at its
// beginning or end.
func grownFrom(line string, texts []string) bool {
	is := []rune(kpt.Fold(line))
	return slices.ContainsFunc(texts, func(text string) bool {
		was := []rune(kpt.Fold(text))
		n := 0
		for n < len(was) && n < len(is) && was[n] == is[n] {
			n++
		}
		rest := was[n:]
		return len(rest) <= len(is)-n && slices.Equal(rest, is[len(is)-len(rest):])
	})
}

func (m *merge) likely() (entries []*entry, spots []*spot) {
	for _, e := range m.entries {
		account := e.note != nil && e.note.Kind == kpt.Account
		if e.lost() && !account && e.trace.Seen != "" && !slices.Contains(m.plan.Vanished.Lines, e.lineID()) {
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	for _, s := range m.spots {
		if m.free(s) {
			spots = append(spots, s)
		}
	}
	return entries, spots
}

// shapes are those of what may stand of an entry.
func shapes(stood []string) (shapes []kpt.Shape) {
	for _, text := range stood {
		shapes = append(shapes, kpt.ShapeOf(text))
	}
	return shapes
}

// stood is what may stand of an entry, without a label.
func (m *merge) stood(e *entry) (texts []string) {
	for _, line := range append(slices.Clone(e.trace.Sent), e.trace.Seen) {
		text, ok := m.bare(line, e)
		if !ok && !e.namesNobody() {
			_, text, _ = m.roster.Split(line)
		}
		texts = append(texts, text)
	}
	return texts
}

// likest is how alike a shape is to the one of others that it is most like.
func likest(s kpt.Shape, others []kpt.Shape) (most float64) {
	for _, other := range others {
		most = max(most, s.Like(other))
	}
	return most
}
