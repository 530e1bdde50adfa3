package bot_test

import (
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/schedule"
)

func TestARuleIsReadAsItIsShown(t *testing.T) {
	for rule, want := range map[string][2]string{
		"weekdays 16:00":    {"weekdays 16:00", "平日 16:00"},
		"daily 9:30":        {"daily 09:30", "毎日 09:30"},
		"fri 15:00":         {"fri 15:00", "金曜 15:00"},
		"mon,wed,sun 10:00": {"mon,wed,sun 10:00", "月曜・水曜・日曜 10:00"},
		"first mon 17:00":   {"first mon 17:00", "第1月曜 17:00"},
		"1st,3rd wed 18:00": {"first,third wed 18:00", "第1・第3水曜 18:00"},
		"last mon,fri 9:00": {"last mon,fri 09:00", "最終月曜・金曜 09:00"},
		"2026-12-18 19:00":  {"2026-12-18 19:00", "2026-12-18 19:00"},
		"0 16 1 * *":        {"0 16 1 * *", "0 16 1 * *"},
		"whenever":          {"whenever", "whenever"},
	} {
		for i, lang := range words.Langs() {
			got := bot.RuleText(lang, rule)
			if got != want[i] {
				t.Errorf("%s in %s: got %q, want %q", rule, lang, got, want[i])
			}
			meant, err := schedule.ParseRule(rule)
			if err != nil {
				continue
			}
			if read, err := schedule.ParseRule(got); err != nil || read != meant {
				t.Errorf("%q is read as %v (%v), want %v", got, read, err, meant)
			}
		}
	}
}
