package meeting

import (
	"cmp"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// items are what a stage is about.
func (l *look) items() ([]Item, error) {
	switch l.Stage {
	case InKeep:
		return l.notes(kpt.Keep), nil
	case InProblem:
		return l.notes(kpt.Problem), nil
	case InGroup, InVote:
		return l.voted(), nil
	case InTry:
		return l.ideas(), nil
	case InCommit:
		commitments, err := l.commitments()
		return append(l.notes(kpt.Draft), commitments...), err
	case InClose, Ended:
		return l.results()
	default:
		return l.review()
	}
}

// ideas are the topics, below each the drafts that are for it (of several topics below
// the first), and at the end the drafts that are for none.
func (l *look) ideas() (items []Item) {
	drafts := l.notes(kpt.Draft)
	for _, t := range l.voted() {
		items = append(items, t)
		drafts = slices.DeleteFunc(drafts, func(d Item) bool {
			if !t.For(d) {
				return false
			}
			items = append(items, d)
			return true
		})
	}
	return append(items, drafts...)
}

// For says whether a draft is for a topic.
func (i Item) For(d Item) bool {
	return slices.ContainsFunc(i.Notes, func(n kpt.Note) bool { return slices.Contains(d.Problems, n.ID) })
}

// results are the Tries that were answered, those that were decided, those that have no
// answer, and the ideas that nobody took up.
func (l *look) results() ([]Item, error) {
	reviewed, err := l.review()
	if err != nil {
		return nil, err
	}
	var answered, open []Item
	for _, i := range reviewed {
		switch {
		case i.Try.Verdict.Outcome != "":
			answered = append(answered, i)
		default:
			open = append(open, i)
		}
	}
	commitments, err := l.commitments()
	return slices.Concat(answered, commitments, open, l.notes(kpt.Draft)), err
}

func (l *look) notes(kind kpt.Kind) (items []Item) {
	for _, n := range l.shown.Notes {
		if n.Kind == kind {
			items = append(items, Item{
				ID: n.ID, Kind: ItemNote, Notes: []kpt.Note{n}, Problems: there(l.shown.Notes, l.m.Work.Links[n.ID]),
			})
		}
	}
	return items
}

// voted are the topics, in the order of their votes once these are counted.
func (l *look) voted() (items []Item) {
	mine, votes := l.mine(), []map[kpt.NoteID]int{}
	if l.m.Ballot.Closed {
		for who := range l.m.Ballot.Votes {
			votes = append(votes, l.m.Ballot.counted(who, l.topics, l.budget()))
		}
	}
	for _, t := range l.topics {
		i := Item{ID: t.Notes[0].ID, Kind: ItemTopic, Notes: t.Notes, Group: t.Group, Name: t.Name, Mine: t.dots(mine)}
		for _, v := range votes {
			i.Votes += t.dots(v)
		}
		items = append(items, i)
	}
	slices.SortStableFunc(items, func(x, y Item) int { return cmp.Compare(y.Votes, x.Votes) })
	return items
}

// review are the Tries that the meeting answers, the oldest first.
func (l *look) review() (items []Item, err error) {
	for _, t := range l.tries {
		if !l.m.underReview(t) {
			continue
		}
		i, err := l.try(ItemTry, t)
		if err != nil {
			return nil, err
		}
		i.Try.Choices = t.Choices(l.m.Retro)
		items = append(items, i)
	}
	return items, nil
}

// commitments are in the order in which they were made.
func (l *look) commitments() (items []Item, err error) {
	for _, id := range l.m.Work.Committed {
		n := slices.IndexFunc(l.tries, func(t kpt.Try) bool { return t.ID == id })
		if n < 0 {
			continue
		}
		i, err := l.try(ItemCommitment, l.tries[n])
		if err != nil {
			return nil, err
		}
		items = append(items, i)
	}
	return items, nil
}

func (l *look) try(kind ItemKind, t kpt.Try) (Item, error) {
	_, practice, err := l.hall.book.Practice(l.tx, t.ID)
	if err != nil {
		return Item{}, err
	}
	said, _, err := l.hall.book.Said(l.tx, t, l.viewer)
	v := TryView{
		Text: t.Text, Owner: t.Owner, Born: l.called.Day(t.Born), State: t.State, Terms: t.Terms, Said: said, Practice: practice,
	}
	v.Verdict, _ = t.Verdict(l.m.Retro)
	for _, earlier := range t.Verdicts {
		if earlier.Retro.Before(l.m.Retro) {
			v.Earlier = append(v.Earlier, earlier)
		}
	}
	v.Earlier = l.called.Verdicts(v.Earlier)
	return Item{ID: t.ID, Kind: kind, Problems: t.Answers, Try: v}, err
}
