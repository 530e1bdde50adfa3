package gdocs

import "github.com/engawa-bot/engawa/kpt"

// A sheet may be divided by people: below the name of each stand sections of their own.

// under is the heading that we do not know which one of a level is below; nil if there is
// none. Those that it ends are left.
func (r *reader) under(level int) *paragraph {
	for n := len(r.over); n > 0; n-- {
		if last := r.over[n-1]; last.heading() < level {
			return last
		}
		r.over = r.over[:n-1]
	}
	return nil
}

// whose is what stands above the heading of a section: it may be a name.
func (p *part) whose() string {
	if p.over == nil {
		return ""
	}
	return p.over.text(p.over.start)
}

// divided is a heading that we do not know and below which is a section that is below
// another such heading as well; nil if there is none.
func (s *sheet) divided() *paragraph {
	first := map[kpt.Section]*paragraph{}
	for _, p := range s.parts {
		switch was := first[p.section]; {
		case p.over == nil:
		case was == nil:
			first[p.section] = p.over
		case was != p.over:
			return was
		}
	}
	return nil
}

// home is the section that a line belongs into: in a divided sheet its author's, or one that
// is nobody's. Nil means that there is none.
func (s *sheet) home(section kpt.Section, text string) *part {
	found := s.find(section)
	if found == nil || s.divided() == nil {
		return found
	}
	var common *part
	for _, p := range s.parts {
		switch {
		case p.section != section:
		case p.over == nil && (common == nil || p == found):
			common = p
		case p.over != nil && kpt.LabelledBy(text, p.whose()):
			return p
		}
	}
	return common
}

// addHome puts lines where they belong in a section, and gives those that are to have
// another.
func (p *plan) addHome(s *sheet, section kpt.Section, lines []kpt.Change) (rest []kpt.Change, err error) {
	byPart := map[*part][]kpt.Change{}
	for _, c := range lines {
		if at := s.home(section, c.Text); at != nil {
			byPart[at] = append(byPart[at], c)
		} else {
			rest = append(rest, c)
		}
	}
	for _, at := range s.parts {
		if len(byPart[at]) > 0 {
			if err := p.addTo(s, at, byPart[at]); err != nil {
				return nil, err
			}
		}
	}
	return rest, nil
}
