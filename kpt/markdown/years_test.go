package markdown

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// A new sheet is not written below the heading of another year.
func TestANewSheetComesAboveTheHeadingOfAnotherYear(t *testing.T) {
	retro := schedule.Date{Year: 2026, Month: 11, Day: 27}
	for name, c := range map[string]struct{ page, below string }{
		"last year":             {"# 2025年\n## 第48週\n### Keep\n- 去年の\n", ""},
		"this year":             {"# 2026年\n## 10/30\n### Keep\n- 先月の\n", "# 2026年\n"},
		"another month":         {"# KPT\n\n## 2026年10月\n### 10/30\n#### Keep\n- 先月の\n", "# KPT\n\n"},
		"a line with last year": {"メモ\n\n2025年\n\n11/27\n\nKeep\n- 去年の\n", "メモ\n\n"},
		"years as large":        {"# 2025年\n# 11/27\n## Keep\n- 去年の\n", ""},
	} {
		got, err := apply(c.page, layoutTitles(), []kpt.Change{{Kind: kpt.OpenSheet, Retro: retro}})
		above, _, _ := strings.Cut(got, "KPT 2026-11-27")
		if above = strings.TrimRight(above, "# "); err != nil || above != c.below {
			t.Errorf("%s: it comes below %q, want %q (%v):\n%s", name, above, c.below, err, got)
		}
	}
}
