package meeting

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// ballots plays random votes and groupings, and asks after each what counts.
type ballots struct {
	*hall
	tx     *store.Tx
	rand   *rand.Rand
	notes  []kpt.NoteID
	people []string
}

func (b *ballots) act(who string, d Deed) {
	p := Press{Retro: b.retro, By: by(who), At: b.now}
	_, _, _ = b.Act(b.tx, p, d) // a refused deed has done nothing
}

func (b *ballots) looks(who MemberID) View {
	v, err := b.View(b.tx, b.retro, Look{Viewer: who, Stage: InVote})
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *ballots) some() (ids []kpt.NoteID) {
	for range 1 + b.rand.IntN(5) {
		ids = append(ids, b.notes[b.rand.IntN(len(b.notes))])
	}
	return ids
}

func (b *ballots) step() {
	who := b.people[b.rand.IntN(len(b.people))]
	note := b.notes[b.rand.IntN(len(b.notes))]
	switch b.rand.IntN(9) {
	case 0, 1, 2:
		b.act(who, Vote{note, b.rand.IntN(4)})
	case 3, 4:
		b.act("p0", Group{Notes: b.some()})
	case 5:
		b.act("p0", Group{Notes: b.some(), Into: GroupID(1 + b.rand.IntN(4))})
	case 6:
		b.act("p0", Ungroup{b.some()})
	case 7:
		b.act("p0", Undo{b.looks("").Vote.Changes})
	case 8:
		b.act("p0", SetBudget{b.rand.IntN(5)})
	}
}

// check says whether each member's votes that count are within the budget, and whether
// all of them together are what is counted in the end.
func (b *ballots) check() error {
	sum := map[kpt.NoteID]int{}
	for _, who := range b.people {
		v, used := b.looks(MemberID(who)), 0
		for _, i := range v.Page.Items {
			if i.Mine > maxDots {
				return fmt.Errorf("%s has %d votes on %s", who, i.Mine, i.ID)
			}
			used += i.Mine
			sum[i.ID] += i.Mine
		}
		if used > v.Vote.Budget || used+v.Vote.Left != v.Vote.Budget {
			return fmt.Errorf("%s has %d votes that count and %d left, of %d", who, used, v.Vote.Left, v.Vote.Budget)
		}
	}
	b.act("p0", CloseVote{})
	for _, i := range b.looks("").Page.Items {
		if i.Votes != sum[i.ID] {
			return fmt.Errorf("%s has %d votes when they are counted, and %d on the ballots", i.ID, i.Votes, sum[i.ID])
		}
	}
	b.act("p0", OpenVote{})
	return nil
}

func TestNobodyHasMoreVotesThanTheBudgetHoweverProblemsAreGrouped(t *testing.T) {
	need.Unraced(t)
	for seed := range uint64(60) {
		b := &ballots{hall: openHall(t, all(), kpt.Retro{Date: date(27)}), rand: rand.New(rand.NewPCG(seed, 5)), people: []string{"p0", "p1", "p2"}}
		b.update(func(tx *store.Tx) error {
			b.tx = tx
			for i := range 2 + b.rand.IntN(15) {
				b.notes = append(b.notes, kpt.NoteID(fmt.Sprintf("n%02d", i)))
				b.act("p0", AddNote{ID: b.notes[i], Kind: kpt.Problem, Text: fmt.Sprint("problem ", i)})
			}
			b.act("p0", Start{})
			for n := range 40 {
				b.step()
				if err := b.check(); err != nil {
					t.Fatalf("seed %d, step %d: %v", seed, n, err)
				}
			}
			return nil
		})
	}
}
