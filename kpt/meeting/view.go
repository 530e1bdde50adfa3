package meeting

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// Look is who looks at a meeting, and at what.
type Look struct {
	Viewer MemberID // "" is everyone: what may be on the card that all see
	Stage  Stage    // whose items; "" is the present one
	Page   int      // from 0; beyond the last it is the last
	Size   int      // items of a page; 0 is all of them
}

// Called is the retro of a meeting, and the day by which people know it.
type Called struct{ Retro, Day schedule.Date }

// View is what a viewer may see of a meeting.
type View struct {
	Called
	Version int
	Seen    int // for Press.Seen
	Step    Step
	Since   time.Time // when the stage began
	Plan    Steps     // without the stages that are idle, but for the present one
	People  PeopleView
	Vote    VoteView
	Page    Page
	Hidden  kpt.Totals // notes that the viewer may not see yet
}

// PeopleView is who takes part. Who has not finished is only a number.
type PeopleView struct {
	Lead     MemberID
	Speaker  MemberID
	Present  []MemberID
	Hands    []MemberID // that are up, the first first
	Finished int        // with the present stage, without who has left
	Done     bool       // the viewer has
}

// VoteView is how the vote and the groups stand.
type VoteView struct {
	Closed  bool
	Budget  int            // votes of each member
	Left    int            // of the viewer's
	Resting int            // of the viewer's: given, and beyond what counts since topics were put together
	Stale   bool           // votes of somebody rest
	Voters  int            // whose votes count
	Changes int            // for Undo
	Undo    bool           // there is something to undo
	Similar [][]kpt.NoteID // groups to propose, in InGroup
}

// Page is some of the items of a stage.
type Page struct {
	Items []Item
	Table kpt.NoteID // what is on the table; it may be on another page
	Page  int
	Pages int // at least 1
	Total int // items on all pages
	// Of are the notes that came of an answer, with the owner of the Try.
	Of map[kpt.NoteID]kpt.Author
}

// ItemKind says what an item is.
type ItemKind string

// The kinds of item. A note has its own kind.
const (
	ItemTry        ItemKind = "review"     // a Try to be answered
	ItemTopic      ItemKind = "topic"      // one or more Problems
	ItemNote       ItemKind = "note"       // one note
	ItemCommitment ItemKind = "commitment" // a Try of this meeting
)

// Item is one thing in a list.
type Item struct {
	ID       kpt.NoteID // what deeds name it by
	Kind     ItemKind
	Notes    []kpt.Note // as kpt.Show gave them
	Group    GroupID    // of a topic
	Name     string     // of the group
	Votes    int        // on the topic, once the vote is closed
	Mine     int        // of these the viewer's, also before
	Problems []kpt.NoteID
	Try      TryView
}

// TryView is a Try in a meeting.
type TryView struct {
	Text     string
	Owner    kpt.Author
	Born     schedule.Date // the day of the retro that decided it
	State    kpt.State
	Terms    kpt.Terms
	Verdict  kpt.Verdict   // of this meeting; zero if it has none yet
	Earlier  []kpt.Verdict // the oldest first, with the days of their retros in the place of the names
	Choices  []kpt.Outcome // what may be said of it
	Said     kpt.Said      // what its owner said since the last meeting, as far as the viewer may know; zero if nothing
	Practice bool
}

// look is a View being made.
type look struct {
	Look
	hall   Hall
	tx     *store.Tx
	m      Meeting
	viewer kpt.Viewer
	shown  kpt.Shown
	topics []Topic   // of the notes that are shown
	tries  []kpt.Try // the oldest first, those of one day by their texts
	called kpt.Called
}

// View is what a viewer may see of the meeting of a retro. Notes come from
// kpt.Show, and votes are the viewer's own until the vote is closed.
func (h Hall) View(tx *store.Tx, date schedule.Date, by Look) (View, error) {
	m, err := h.Meeting(tx, date)
	if err != nil {
		return View{}, err
	}
	viewer := kpt.Viewer{}
	if by.Viewer != "" {
		if viewer, err = h.book.Viewer(tx, string(by.Viewer)); err != nil {
			return View{}, err
		}
	}
	if by.Stage == Waiting {
		by.Stage = m.Place.Stage
	}
	l := &look{Look: by, hall: h, tx: tx, m: m, viewer: viewer}
	if l.shown, err = h.book.Notes(tx, date, viewer); err != nil {
		return View{}, err
	}
	l.topics = m.topics(l.shown.Notes)
	if l.tries, err = h.book.Tries(tx); err != nil {
		return View{}, err
	}
	if l.called, err = h.book.Called(tx); err != nil {
		return View{}, err
	}
	items, err := l.items()
	if err != nil {
		return View{}, err
	}
	retro, _, err := h.book.Retro(tx, date)
	if err != nil {
		return View{}, err
	}
	vote, err := l.vote()
	if err != nil {
		return View{}, err
	}
	v := View{
		Called: Called{date, retro.Day()}, Version: m.Version, Seen: m.Place.Moves, Step: m.step(), Since: m.Place.Since, Plan: l.plan(),
		People: l.people(), Vote: vote, Page: paged(items, by), Hidden: l.shown.Hidden,
	}
	v.Page.Table, v.Page.Of = l.table(items), kpt.CameOf(l.tries)
	return v, nil
}

// step is the present step of the plan.
func (m Meeting) step() Step {
	if i := m.Plan.index(m.Place.Stage); i >= 0 {
		return m.Plan[i]
	}
	return Step{Stage: m.Place.Stage}
}

// plan is the plan without what is skipped.
func (l *look) plan() Steps {
	return slices.DeleteFunc(slices.Clone(l.m.Plan), func(s Step) bool {
		return s.Stage != l.m.Place.Stage && l.m.idle(s.Stage, l.shown, l.tries)
	})
}

// paged cuts items into pages and takes one.
func paged(items []Item, by Look) Page {
	size := by.Size
	if size <= 0 {
		size = max(1, len(items))
	}
	p := Page{Total: len(items), Pages: max(1, (len(items)+size-1)/size)}
	p.Page = min(max(0, by.Page), p.Pages-1)
	p.Items = items[min(p.Page*size, len(items)):min((p.Page+1)*size, len(items))]
	return p
}

func (l *look) people() PeopleView {
	all := l.m.People
	finished := slices.DeleteFunc(slices.Clone(l.m.Rounds[l.m.Place.Stage].Finished), func(who MemberID) bool {
		return slices.Contains(all.Order, who) && !slices.Contains(all.Present, who) // they have left
	})
	return PeopleView{
		Lead: l.m.People.Lead, Speaker: l.m.Speaker(), Present: l.m.People.Present, Hands: l.m.People.Hands,
		Finished: len(finished), Done: slices.Contains(l.m.Rounds[l.m.Place.Stage].Finished, l.Viewer),
	}
}

func (l *look) vote() (VoteView, error) {
	b := l.m.Ballot
	v := VoteView{
		Closed: b.Closed, Budget: l.budget(), Changes: l.m.Grouping.Changes, Undo: len(l.m.Grouping.Was) > 0,
	}
	for who := range b.Votes {
		topics, err := l.topicsFor(who)
		if err != nil {
			return v, err
		}
		if total(b.counted(who, topics, v.Budget)) > 0 {
			v.Voters++
		}
		v.Stale = v.Stale || b.resting(who, l.topics, v.Budget) > 0
	}
	v.Left = v.Budget - total(l.mine())
	if l.Viewer != "" {
		v.Resting = b.resting(l.Viewer, l.topics, v.Budget)
	}
	if l.Stage == InGroup {
		v.Similar = l.similar(l.topics)
	}
	return v, nil
}

// topicsFor are the topics that a voter may see: all that are shown, and their own that
// are still hidden.
func (l *look) topicsFor(who MemberID) ([]Topic, error) {
	if who == "" || l.shown.Hidden.Problems == 0 {
		return l.topics, nil
	}
	viewer, err := l.hall.book.Viewer(l.tx, string(who))
	if err != nil {
		return nil, err
	}
	shown, err := l.hall.book.Notes(l.tx, l.m.Retro, viewer)
	return l.m.topics(shown.Notes), err
}

// budget is how many votes each member has, as far as the viewer may know.
func (l *look) budget() int { return l.m.Ballot.budget(len(l.topics) + l.shown.Hidden.Problems) }

// mine are the votes of the viewer that count; everyone has none.
func (l *look) mine() map[kpt.NoteID]int {
	if l.Viewer == "" {
		return nil
	}
	return l.m.Ballot.counted(l.Viewer, l.topics, l.budget())
}

// similar proposes groups of Problems that are in none.
func (l *look) similar(topics []Topic) [][]kpt.NoteID {
	var alone []kpt.Note
	for _, t := range topics {
		if t.Group == 0 {
			alone = append(alone, t.Notes...)
		}
	}
	return kpt.Similar(alone)
}

// table is what is on the table.
func (l *look) table(items []Item) kpt.NoteID {
	if put := l.m.Rounds[l.m.Place.Stage].Table; put != "" &&
		slices.ContainsFunc(items, func(i Item) bool { return i.ID == put }) {
		return put
	}
	if l.m.Place.Stage != InTries {
		return ""
	}
	for _, i := range items {
		if i.Kind == ItemTry && i.Try.Verdict.Outcome == "" {
			return i.ID
		}
	}
	return ""
}
