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
		return l.topics(), nil
	case InTry:
		return append(l.topics(), l.notes(kpt.Draft)...), nil
	case InCommit:
		commitments, err := l.commitments()
		return append(l.notes(kpt.Draft), commitments...), err
	case InClose, Ended:
		reviewed, err := l.review()
		if err != nil {
			return nil, err
		}
		reviewed = slices.DeleteFunc(reviewed, func(i Item) bool { return slices.Contains(l.m.Work.Committed, i.ID) })
		commitments, err := l.commitments()
		return append(reviewed, commitments...), err
	default:
		return l.review()
	}
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

// topics are in the order of their votes once these are counted.
func (l *look) topics() (items []Item) {
	for _, t := range l.m.topics(l.shown.Notes) {
		i := Item{
			ID: t.Notes[0].ID, Kind: ItemTopic, Notes: t.Notes, Group: t.Group, Name: t.Name,
			Mine: t.dots(l.mine()),
		}
		if l.m.Ballot.Closed {
			for _, votes := range l.m.Ballot.Votes {
				i.Votes += t.dots(votes)
			}
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
		Text: t.Text, Owner: t.Owner, Born: t.Born, State: t.State, Terms: t.Terms, Said: said, Practice: practice,
	}
	v.Verdict, _ = t.Verdict(l.m.Retro)
	for _, earlier := range t.Verdicts {
		if earlier.Retro.Before(l.m.Retro) {
			v.Earlier = append(v.Earlier, earlier)
		}
	}
	return Item{ID: t.ID, Kind: kind, Problems: t.Answers, Try: v}, err
}
