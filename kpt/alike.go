package kpt

// Shape is a text by its pairs of neighbouring characters, with case, width,
// spaces and punctuation left out. It works without knowing where words end, as
// Japanese needs.
type Shape struct {
	pairs map[[2]rune]int
	n     int
}

// ShapeOf is the shape of a text.
func ShapeOf(text string) Shape {
	s := Shape{pairs: map[[2]rune]int{}}
	var last rune
	for _, r := range Fold(text) {
		if last != 0 {
			s.pairs[[2]rune{last, r}]++
			s.n++
		}
		last = r
	}
	return s
}

// Like is how alike two shapes are, from 0 to 1 (Dice's coefficient). Texts of
// fewer than two characters are like nothing.
func (s Shape) Like(other Shape) float64 {
	if s.n == 0 || other.n == 0 {
		return 0
	}
	common := 0
	for p, n := range s.pairs {
		common += min(n, other.pairs[p])
	}
	return 2 * float64(common) / float64(s.n+other.n)
}
