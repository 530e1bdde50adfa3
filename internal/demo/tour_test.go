package demo

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/dialogue"
)

func TestTheTourPlaysThroughInBothLanguages(t *testing.T) {
	for _, lang := range words.Langs() {
		synctest.Test(t, func(t *testing.T) {
			got, err := playHow(t.Context(), t, How{Tour: true}, strings.NewReader(""), map[string]string{"LANG": string(lang), "TZ": "Asia/Tokyo"})
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "?") {
					t.Errorf("%s: %s", lang, line)
				}
			}
			say := func(key string) string { return words.Say(lang, key).String() }
			parts := []string{"> bo enters Pairing"}
			for _, step := range Tour(lang) {
				parts = append(parts, step.Title)
			}
			inOrder(t, got, parts...)
			inOrder(t, got, "🏡 #Lounge", "16:00\n", "☕", ": engawa tea", "bo: ", "- dan: ",
				map[words.Lang]string{words.English: "< (Slack, to ", words.Japanese: "< Slack（"}[lang], "📝", ": engawa gong", "["+say("meeting.next")+"]", "["+say("meeting.close")+"]",
				"# KPT 2026-12-04", "# KPT 2026-11-27", "["+say("tries.do.done")+"]", "["+say("verdict.worked")+"]",
				"🌱", "> bo: /practices\n< ")
		})
	}
}

// A page may play them side by side.
func TestBothToursHaveTheSameSteps(t *testing.T) {
	en, ja := Tour(words.English), Tour(words.Japanese)
	if len(en) != len(ja) {
		t.Fatalf("%d steps in English, %d in Japanese", len(en), len(ja))
	}
	for i := range en {
		if en[i].Say == "" || ja[i].Say == "" || len(en[i].Do) != len(ja[i].Do) {
			t.Errorf("step %d: %q with %d deeds, %q with %d", i+1, en[i].Title, len(en[i].Do), ja[i].Title, len(ja[i].Do))
		}
	}
}

func TestWhatTheDemoSaysIsThereInBothLanguages(t *testing.T) {
	read := func(file string) dialogue.Words {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return dialogue.ReadWords(string(text))
	}
	en, ja := read("words_en.txt"), read("words_ja.txt")
	if a, b := slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(ja)); !slices.Equal(a, b) {
		t.Errorf("the keys differ:\n%q\n%q", a, b)
	}
}

func TestTheTourWaitsForWhoReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := "\nana: /rooms\ntour\n\nSTOP\nbo: /rooms\nquit\n"
		got, err := playHow(t.Context(), t, How{Tour: true, typed: true}, strings.NewReader(in), map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "── 1 of 9", "Enter goes on", "── 2 of 9", "Enter goes on", "< (ana only) Who is where", "── 3 of 9", "Enter goes on",
			"You have left the tour", "< (bo only) Who is where")
		if strings.Contains(got, "── 4 of 9") {
			t.Errorf("it went on:\n%s", got)
		}
	})
}

func TestWhoLeavesDuringTheTourEndsTheDemo(t *testing.T) {
	for in, whole := range map[string]bool{"quit\n": false, "\n\nexit\n": false, "\n": true} {
		synctest.Test(t, func(t *testing.T) {
			got, err := playHow(t.Context(), t, How{Tour: true, typed: true}, strings.NewReader(in), map[string]string{"TZ": "Asia/Tokyo"})
			if err != nil || strings.Contains(got, "── 9 of 9") != whole {
				t.Errorf("%q: got %v, and the whole tour: %t, want that", in, err, !whole)
			}
		})
	}
}
