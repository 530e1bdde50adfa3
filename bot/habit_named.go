package bot

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/engawa-bot/engawa/bot/habit"
	"github.com/engawa-bot/engawa/store"
)

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// FreeName makes a name for a habit of a kind of which a team may have several, which no
// other of the team has, or had lately: of its title, or where that has no letters for
// it, of the time.
func (s *Scene) FreeName(t Team, kind habit.Kind, title string) (HabitName, error) {
	word := strings.Trim(notWord.ReplaceAllString(strings.ToLower(title), "-"), "-")
	if len(word) > 20 {
		word = strings.Trim(word[:20], "-")
	}
	if word == "" {
		word = strconv.FormatInt(s.Now.Unix(), 36)
	}
	name := NameOf(kind, word)
	err := s.View(func(tx *store.Tx) error {
		for n := 2; ; n++ {
			_, taken := t.Habit(name)
			had, err := s.Occasions(tx, name)
			if err != nil || !taken && len(had) == 0 {
				return err
			}
			name = NameOf(kind, fmt.Sprintf("%s-%d", word, n))
		}
	})
	return name, err
}
