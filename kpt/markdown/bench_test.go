package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

// BenchmarkFiveYears reads and adds to a file of 260 sheets with 40 bullets.
func BenchmarkFiveYears(b *testing.B) {
	var text strings.Builder
	for i := range 260 {
		fmt.Fprintf(&text, "## KPT %v\n\n### Tries\n\n### Keep\n\n", friday().AddDays(-7*i))
		for j := range 40 {
			fmt.Fprintf(&text, "- Ana: 朝会が長い %d/%d <!-- engawa:%s -->\n", i, j, kpt.NewID())
		}
		text.WriteString("\n### Problem\n\n### Try\n\n")
	}
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			if n := len(parse(text.String(), kpt.Titles{}).sheets()); n != 260 {
				b.Fatalf("got %d sheets, want 260", n)
			}
		}
	})
	b.Run("add", func(b *testing.B) {
		c := kpt.Change{Kind: kpt.AddLine, Retro: friday(), Section: kpt.Keeps, ID: kpt.NewID(), Text: "tea"}
		for b.Loop() {
			if _, err := apply(text.String(), titles(), []kpt.Change{c}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
