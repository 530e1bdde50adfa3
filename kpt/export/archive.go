package export

import (
	"cmp"
	"strconv"

	"github.com/engawa-bot/engawa/kpt"
)

// Archive is the KPT of a team, or a part of it.
type Archive struct {
	Team   string // its name
	Words  Words
	Sheets []Sheet   // in any order
	Tries  []kpt.Try // in any order
}

// Sheet is what everyone may see of one retro.
type Sheet struct {
	retro kpt.Retro
	shown kpt.Shown
}

// called is by which day people know each retro of some sheets.
func called(sheets []Sheet) kpt.Called {
	var all []kpt.Retro
	for _, s := range sheets {
		all = append(all, s.retro)
	}
	return kpt.CalledOf(all)
}

// NewSheet is a retro with its notes. It takes what kpt.Show gave to anyone and
// keeps of it what everyone may see: a viewer's own notes become totals too.
func NewSheet(r kpt.Retro, s kpt.Shown) Sheet {
	all := kpt.Show(r, s.Notes, kpt.Viewer{})
	all.Hidden.Keeps += s.Hidden.Keeps
	all.Hidden.Problems += s.Hidden.Problems
	all.Hidden.Drafts += s.Hidden.Drafts
	return Sheet{r, all}
}

// Words are what the Markdown says by itself, in the team's language. What is
// not given is said as kpt calls it, in English. CSV and JSON have no language.
type Words struct {
	Titles   kpt.Titles
	Outcomes map[kpt.Outcome]string
	// Nameless stands for a name in front of a text that has none and could be
	// read as if it had.
	Nameless string
	// Hidden says that n notes are not shown yet.
	Hidden func(n int) string
}

func (w Words) outcome(o kpt.Outcome) string { return cmp.Or(w.Outcomes[o], string(o)) }

func (w Words) hidden(n int) string {
	if w.Hidden == nil {
		return strconv.Itoa(n) + " not shown yet"
	}
	return w.Hidden(n)
}
