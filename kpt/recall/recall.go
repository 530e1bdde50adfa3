package recall

import (
	"cmp"
	"math"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Problem is one that a team had.
type Problem struct {
	ID    kpt.NoteID
	Text  string
	Retro schedule.Date // that it was raised in
}

// Match is an old Problem that a text resembles.
type Match struct {
	Problem

	Score float64 // from Threshold to 1, the same text
}

const (
	// Threshold is the score from which on two texts pass for one Problem.
	Threshold = 0.48
	// Most is how many matches Find gives.
	Most = 3
)

// Index is a number of Problems, to be found by their texts. It does not change,
// so several goroutines may use it.
type Index struct {
	problems []Problem
	places   map[gram][]place
}

// place is where a gram stands.
type place struct {
	problem int     // by its position in the Index
	weight  float64 // the squares of one Problem's weights add up to 1
}

// New makes an Index. Any of it may be shown to whoever asks, so give it only
// what everyone may see. Ten thousand Problems take some tenths of a second.
func New(problems []Problem) *Index {
	x := &Index{problems: slices.Clone(problems), places: map[gram][]place{}}
	for i, p := range problems {
		for _, t := range terms(p.Text) {
			x.places[t.gram] = append(x.places[t.gram], place{i, t.weight})
		}
	}
	squares := make([]float64, len(problems))
	for g, places := range x.places {
		rarity := x.rarity(g)
		for i := range places {
			places[i].weight *= rarity
			squares[places[i].problem] += places[i].weight * places[i].weight
		}
	}
	for _, places := range x.places {
		for i, p := range places {
			places[i].weight /= math.Sqrt(squares[p.problem])
		}
	}
	return x
}

// Find gives the Problems of retros before a date that a text resembles, the
// most alike first, of those the latest: Most at most, and none below Threshold.
func (x *Index) Find(text string, before schedule.Date) []Match {
	var found []Match
	for i, score := range x.scores(text) {
		if score >= Threshold && x.problems[i].Retro.Before(before) {
			found = append(found, Match{x.problems[i], score})
		}
	}
	slices.SortFunc(found, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.Retro.Compare(a.Retro), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(len(found), Most)]
}

// scores tells of each Problem how alike a text is, to six places: sums of the
// same numbers in another order differ beyond.
func (x *Index) scores(text string) []float64 {
	const places = 1e6
	scores := make([]float64, len(x.problems))
	squares := 0.0
	for _, t := range terms(text) {
		weight := t.weight * x.rarity(t.gram)
		squares += weight * weight
		for _, p := range x.places[t.gram] {
			scores[p.problem] += weight * p.weight
		}
	}
	if squares == 0 {
		return nil
	}
	for i, score := range scores {
		scores[i] = math.Round(score/math.Sqrt(squares)*places) / places
	}
	return scores
}

// rarity is what a gram counts for by how few Problems have it.
func (x *Index) rarity(g gram) float64 {
	return math.Log1p(float64(1+len(x.problems)) / float64(1+len(x.places[g])))
}
