package meeting

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// Whatever a meeting came to, its summary fits onto a phone's screen, and what does not is
// counted: nothing is left out without a word.
func TestASummaryFitsOntoAPhoneAndCountsTheRest(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	text := func(most int) words.Text {
		letters := draw(r, []string{"a", "長", "w "})
		return words.Text{{Text: short(strings.Repeat(letters, 1+r.IntN(most)), summaryText)}}
	}
	for round := range 150 {
		var parts []part
		for i := range 4 {
			n := draw(r, []int{0, 0, 1, 3, 12, 40})
			p := part{more: func(n int) words.Text { return words.Text{{Text: fmt.Sprintf("… and %d more", n)}} }}
			for range n {
				p.items = append(p.items, text(200))
			}
			if i > 0 {
				p.head = words.Text{{Text: fmt.Sprintf("part %d · %d", i, n)}}
			}
			parts = append(parts, p)
		}
		last := text(200)
		lines := fit(nil, slices.Clone(parts), last)
		total := titleRows
		for _, l := range lines {
			total += rows(l)
		}
		if total > mostRows {
			t.Fatalf("round %d: %d rows, want at most %d:\n%s", round, total, mostRows, words.Join(lines, "\n"))
		}
		all := words.Join(lines, "\n").String()
		for i, p := range parts {
			if len(p.items) > 0 && i > 0 && !strings.Contains(all, p.head.String()) {
				t.Fatalf("round %d: a part of %d is not counted:\n%s", round, len(p.items), all)
			}
		}
		if n := len(parts[0].items); n > 0 {
			shown, left := 0, 0
			for _, l := range lines {
				if strings.HasPrefix(l.String(), "… and") || strings.HasPrefix(l.String(), "part") {
					_, _ = fmt.Sscanf(l.String(), "… and %d more", &left)
					break
				}
				shown++
			}
			if onlyDecisions := len(lines) > shown; onlyDecisions && shown+left != n {
				t.Fatalf("round %d: %d shown and %d left out of %d decisions:\n%s", round, shown, left, n, all)
			}
		}
		if !strings.HasSuffix(all, last.String()) {
			t.Fatalf("round %d: the last line is left out:\n%s", round, all)
		}
	}
}

func draw[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
