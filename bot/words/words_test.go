package words_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/words"
)

func TestBothLanguagesHaveEverySentence(t *testing.T) {
	english, japanese := words.Keys(words.English), words.Keys(words.Japanese)
	if len(english) < 100 {
		t.Fatalf("%d sentences, want at least 100", len(english))
	}
	for _, key := range english {
		if !slices.Contains(japanese, key) {
			t.Errorf("no Japanese for %s", key)
		}
	}
	for _, key := range japanese {
		if !slices.Contains(english, key) {
			t.Errorf("no English for %s", key)
		}
	}
}

var hole = regexp.MustCompile(`\{([a-z]+)[|}]`)

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	args := func(lang words.Lang, key string) []string {
		var names []string
		for _, m := range hole.FindAllStringSubmatch(words.Say(lang, key).String(), -1) {
			if !slices.Contains(names, m[1]) {
				names = append(names, m[1])
			}
		}
		slices.Sort(names)
		return names
	}
	for _, key := range words.Keys(words.English) {
		if en, ja := args(words.English, key), args(words.Japanese, key); !slices.Equal(en, ja) {
			t.Errorf("%s: English takes %v, Japanese %v", key, en, ja)
		}
	}
}

func TestJapaneseSentencesEndPolitely(t *testing.T) {
	end := regexp.MustCompile(`(.{0,6})。`)
	polite := regexp.MustCompile(`(です|ます|ました|ません|でした|ましょう|ください|なさい|どうぞ|か|また次回に|\}[)）]|まで|消えます|の場合|など|書く)$`)
	for _, key := range words.Keys(words.Japanese) {
		if strings.HasSuffix(key, ".hint") {
			continue // notes, not sentences
		}
		for _, m := range end.FindAllStringSubmatch(words.Say(words.Japanese, key).String(), -1) {
			if !polite.MatchString(m[1]) {
				t.Errorf("%s: …%s。", key, m[1])
			}
		}
	}
}

// Half the width of what stands before it, such a sign looks like a slip. What is between
// backquotes is typed as it stands.
func TestJapaneseIsWrittenWithSignsOfItsOwnWidth(t *testing.T) {
	typed := regexp.MustCompile("`[^`]*`")
	half := regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}ー々〜…、。！？」』）】}]\**[?!,]`)
	for _, key := range words.Keys(words.Japanese) {
		text := typed.ReplaceAllString(words.Say(words.Japanese, key).String(), "`")
		if slip := half.FindString(text); slip != "" {
			t.Errorf("%s: …%s, want a full-width sign", key, slip)
		}
	}
}

func TestArgumentsKeepTheirKind(t *testing.T) {
	got := words.Say(words.English, "where.in", words.Person("name", "1"), words.Room("room", "2"),
		words.At("since", time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)))
	var kinds []words.Kind
	for _, r := range got {
		kinds = append(kinds, r.Kind)
	}
	want := []words.Kind{words.Member, words.Plain, words.Place, words.Plain, words.Moment, words.Plain}
	if !slices.Equal(kinds, want) {
		t.Errorf("kinds %v, want %v", kinds, want)
	}
}

func TestANumberChoosesItsWord(t *testing.T) {
	for n, want := range map[int]string{0: "0 people", 1: "1 person", 2: "2 people"} {
		if got := words.Say(words.English, "rooms.unnamed", words.Count("n", n)).String(); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestBracesInTypedTextStayText(t *testing.T) {
	got := words.Say(words.English, "tea.topic.kept", words.Quote("text", "{text} {n|a|b} {")).String()
	if want := "Kept for tea: {text} {n|a|b} {"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzCleanLeavesOneVisibleLine(f *testing.F) {
	for _, s := range []string{"", "a\nb", "\u202eabc", "\u200b", "👩‍👩‍👧", "\xff", "مرحبا"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := words.Clean(s)
		if strings.ContainsAny(got, "\n\r\t\u202e\u2066\u200b\x00") {
			t.Errorf("Clean(%q) = %q", s, got)
		}
		if again := words.Clean(got); again != got {
			t.Errorf("Clean(%q) = %q, once more %q", s, got, again)
		}
	})
}

// What is bold begins and ends with text: else the platforms show the asterisks.
func TestBoldTextHasNoBlankAtItsEdges(t *testing.T) {
	for _, lang := range words.Langs() {
		for _, key := range words.Keys(lang) {
			parts := strings.Split(words.Say(lang, key).String(), "**")
			if len(parts)%2 == 0 {
				t.Errorf("%s %s: something bold does not end", lang, key)
			}
			for i, part := range parts {
				if i%2 == 1 && strings.TrimSpace(part) != part {
					t.Errorf("%s %s: '**%s**'", lang, key, part)
				}
			}
		}
	}
}
