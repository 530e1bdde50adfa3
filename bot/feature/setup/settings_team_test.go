package setup

import (
	"fmt"
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/bot"
)

// Each further setting is asked for by itself; a form has five questions at most, so
// there are as many as it takes.
func TestEverySettingIsOnOneOfThePages(t *testing.T) {
	var keys []string
	for i, page := range pagesOf(bot.Team{}) {
		if len(page) > bot.MostFields {
			t.Errorf("page %d asks %d things", i, len(page))
		}
		for _, q := range page {
			keys = append(keys, q.Key)
		}
	}
	for _, s := range bot.Settings() {
		if n := len(slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k != s.Ask.Key })); s.Ask.Key != "" && n != 1 {
			t.Errorf("%s is asked %d times", s.Path(), n)
		}
	}
	for page := range 12 {
		if got, is := teamPage(teamWord(page)); !is || got != page {
			t.Errorf("page %d is picked as %q, which is page %d (%v)", page, teamWord(page), got, is)
		}
	}
	for _, word := range []string{"", "rooms", "team.", "team.0", "team.1", "team.x", "team.2x"} {
		if got, is := teamPage(word); is {
			t.Errorf("%q is page %s", word, fmt.Sprint(got))
		}
	}
}

func TestTheFirstPageIsWhatItsNameSays(t *testing.T) {
	var keys []string
	for _, q := range pagesOf(bot.Team{})[0] {
		keys = append(keys, q.Key)
	}
	if want := []string{"name", "lang", "zone", "holidays", "off"}; !slices.Equal(keys, want) {
		t.Errorf("got %q, want %q: the page is called 'Name, language, zone, days off'", keys, want)
	}
	for _, q := range pagesOf(bot.Team{})[0] {
		if want := q.Key == "off"; q.empty != want && len(q.choices) == 0 {
			t.Errorf("%s: may be empty: %v, want %v", q.Key, q.empty, want)
		}
	}
}
