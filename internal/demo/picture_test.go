package demo

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/demo/picture"
)

var update = flag.Bool("update", false, "draw the README's pictures anew")

// shot is a deed of the scene, and what of the answers is drawn: the first that begins so.
// A deed without that only prepares.
type shot struct{ deed, answer, place string }

// scene is an afternoon and a Friday of the demo's team, for the README.
func scene(lang words.Lang) []shot {
	say := func(key string) string { return words.Say(lang, key).String() }
	if lang == words.Japanese {
		return []shot{
			{"chika enters Lounge", "", ""},
			{"dan enters Focus", "", ""},
			{"wait 8s", "< ボード: ", "#general"},
			{"at 16:00", "< Loungeのチャット: ", "🔊 Lounge"},
			{"bo: /keep text:4時のお茶が楽しい", "< （boだけに） ", "bo"},
			{"chika writes chika: レビューが遅い under Problem in the Doc", "", ""},
			{"at fri 14:59", "", ""},
			{"bo enters Lounge", "", ""},
			{"at fri 15:00:05", "", ""},
			{"ana presses " + say("meeting.start"), "", ""},
			{"wait 2s", "", ""},
			{"ana presses " + say("meeting.next"), "< Loungeのチャット（更新）: ", "🔊 Lounge"},
		}
	}
	return []shot{
		{"chika enters Lounge", "", ""},
		{"dan enters Focus", "", ""},
		{"wait 8s", "< board: ", "#general"},
		{"at 16:00", "< Lounge chat: ", "🔊 Lounge"},
		{"bo: /keep text:Tea at four", "< (bo only) ", "bo"},
		{"chika writes chika: Review takes days under Problem in the Doc", "", ""},
		{"at fri 14:59", "", ""},
		{"bo enters Lounge", "", ""},
		{"at fri 15:00:05", "", ""},
		{"ana presses " + say("meeting.start"), "", ""},
		{"wait 2s", "", ""},
		{"ana presses " + say("meeting.next"), "< Lounge chat (edited): ", "🔊 Lounge"},
	}
}

// The README's pictures show what the product says: after a change of a sentence,
// 'make pictures' draws them anew.
func TestThePicturesShowWhatTheDemoSays(t *testing.T) {
	for lang, file := range map[words.Lang]string{words.English: "engawa.svg", words.Japanese: "engawa.ja.svg"} {
		synctest.Test(t, func(t *testing.T) {
			shots := scene(lang)
			var in strings.Builder
			for _, s := range shots {
				in.WriteString(s.deed + "\n")
			}
			said, err := playScript(t.Context(), t, strings.NewReader(in.String()), map[string]string{"LANG": string(lang), "TZ": "Asia/Tokyo"})
			if err != nil {
				t.Fatal(err)
			}
			title := map[words.Lang]string{words.English: "The board, tea time, a note and the KPT, as a team sees them", words.Japanese: "チームから見たボード、ティータイム、メモ、KPT"}[lang]
			drawn := picture.Draw(title, seen(t, said, shots))
			path := "../../docs/" + file
			if *update {
				if err := os.WriteFile(path, drawn, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if there, err := os.ReadFile(path); err != nil || !bytes.Equal(there, drawn) {
				t.Errorf("docs/%s is of before (%v): run 'make pictures'", file, err)
			}
		})
	}
}

// seen takes from what the demo said what is drawn.
func seen(t *testing.T, said string, shots []shot) (scenes []picture.Scene) {
	t.Helper()
	for _, s := range shots {
		_, after, ok := strings.Cut(said, "\n> "+s.deed+"\n")
		if !ok {
			t.Fatalf("nobody did %q in:\n%s", s.deed, said)
		}
		said = "\n" + after
		if s.answer == "" {
			continue
		}
		answers, _, _ := strings.Cut(after, "\n> ")
		_, found, ok := strings.Cut("\n"+answers, "\n"+s.answer)
		if !ok {
			t.Fatalf("%q is not answered by %q in:\n%s", s.deed, s.answer, answers)
		}
		lines := strings.Split(found, "\n")
		n := 1
		for n < len(lines) && strings.HasPrefix(lines[n], "  ") {
			lines[n] = strings.TrimSpace(lines[n])
			n++
		}
		deed := s.deed
		if strings.HasPrefix(deed, "wait ") || strings.HasPrefix(deed, "at ") {
			deed = ""
		}
		scenes = append(scenes, picture.Scene{Deed: deed, Place: s.place, Lines: lines[:n]})
	}
	return scenes
}
