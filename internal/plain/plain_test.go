package plain_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/internal/plain"
)

func TestWhatIsSeenStays(t *testing.T) {
	for _, s := range []string{
		"tea at four", "お茶は四時です。", "Ａｎａ", "Zoë", "e\u0301", "한국어", "שלום", "مرحبا",
		"👩‍👩‍👧", "🏳️‍🌈", "👨🏽‍💻", "🧑🏻‍🤝‍🧑🏿", "❤️‍🔥", "🙂‍↔️", "1️⃣ #️⃣", "☎︎", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "⛹🏿‍♀️", "🇯🇵",
		"می\u200cخواهم", "نامه\u200cای", "ക്\u200d", "क्\u200dष", "ක්\u200dරියා", "র\u200d্যাব", "葛󠄀飾", "辻󠄁さん", "a − b",
		"\u06dd١", "x\uFFFDy", "x\uE000", "ℹ️", "ه\u200d", "سنة ه\u200d", "™️", "▶️", "◀️", "◼️", "↔️", "⬛", "C++",
		"🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "⛓️‍💥", "🚶‍➡️", "👁️‍🗨️",
	} {
		for name, clean := range map[string]func(string) string{"Line": plain.Line, "Text": plain.Text} {
			if got := clean(s); got != s {
				t.Errorf("%s(%+q) = %+q", name, s, got)
			}
		}
		if !plain.Visible(s) {
			t.Errorf("%+q is not visible", s)
		}
	}
}

func TestWhatIsNotSeenGoes(t *testing.T) {
	for in, want := range map[string]string{
		"a\u200bb": "ab", "a\u00adb": "ab", "\u202eevil\u202c": "evil", "\u2066a\u2069": "a", "a\u200e\u200f\u061cb": "ab",
		"a\u2060\u2061\u2064b": "ab", "\ufeffa": "a", "a\ufff9b\ufffac\ufffb": "abc", "a\u180eb": "ab",
		"an\u3164a": "an a", "\u115f\u1160a\uffa0": "a", "a\u2800b": "a b",
		"a\x1b[31mb": "a[31mb", "a\x00b\x7f": "ab", "a\u009bb": "ab",
		"a\u200db": "ab", "a\u200c": "a", "ana\ufe0f": "ana", "\u200d\u200d": "", "\ufe0f": "", "葛\U000E0100\U000E0101": "葛\U000E0100",
		"a\U000E0061\U000E0062": "a", "🏴\U000E0061\U000E0062": "🏴", "🙂\U000E0061\U000E007F": "🙂",
		"C+\u200d+": "C++", "C++\uFE0F": "C++", "=\uFE0E": "=", "a+\uFE00": "a+", "<\u200d>": "<>", "|\uFE0F|": "||", "→\u200d→": "→→", "−\uFE0F": "−",
		"\uFFFC": "", "a\uFFFCb": "ab", "\uFFFC\u200d\uFFFC": "", "\U00013441\U00013442": "", "\U00013430": "", "علي\u200d": "علي",
		"🏴\U000E0068\U000E0065\U000E006C\U000E006C\U000E006F\U000E007F": "🏴", "🏴\U000E0075\U000E0073\U000E0063\U000E0061\U000E007F": "🏴",
		"a\U000E0101b": "ab", "👩\u200b\u200d👧": "👩‍👧", "👩\u200d": "👩", "\u200d👩": "👩", "1\ufe0f": "1",
		"علی\u200c": "علی", "a\u034fb\u17b4\u17b5": "ab", "a\uFFFE\uFDD0b": "ab", "a\U0001BCA0b\U0001D173": "ab",
		" a \t b\u3000c\u00a0": "a b c", "a\r\nb\u2028c": "a b c", "a\xffb": "a\uFFFDb",
	} {
		if got := plain.Line(in); got != want {
			t.Errorf("Line(%+q) = %+q, want %+q", in, got, want)
		}
		if got := plain.Visible(in); got != (want != "") {
			t.Errorf("Visible(%+q) = %v", in, got)
		}
	}
}

func TestWhatNobodyKnowsTheLooksOfIsNothingToSee(t *testing.T) {
	for _, s := range []string{"\uE000", "\uF8FF", "\U000F0000", "\U0010FFFD", "\uE000 \uE001"} {
		if plain.Visible(s) || plain.First(s, "ana") != "ana" {
			t.Errorf("%+q is visible", s)
		}
		if got := plain.Line(s); got != s {
			t.Errorf("%+q became %+q", s, got)
		}
	}
}

func TestATextKeepsItsLines(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh": "a\nb\nc\nd\ne\nf\ng\nh",
		"\n\na  \n\n\tb\u200b \n\u3164\n":      "a\n\n    b",
		"  - a\n  - b":                         "  - a\n  - b",
	} {
		if got := plain.Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTheFirstNameThatCanBeSeenIsTheName(t *testing.T) {
	for want, names := range map[string][]string{
		"": {"\u3164", "\u200b\u200d"}, "ana": {"", "\u2800", " ana\u202e "}, "bo": {"bo", "ana"},
	} {
		if got := plain.First(names...); got != want {
			t.Errorf("First(%+q) = %q, want %q", names, got, want)
		}
	}
}

// alphabet has what the rules are about, and what stands beside it.
var alphabet = []rune("ab1#+→ه\uFFFC \n\t\u3000葛あ👩👧🏽♂❤🏴عيक्ക\u0301\u20e3" +
	"\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff\u00ad\ufff9\u180b\u180e\u115f\u3164\u2800\u034f\ufe00\ufe0e\ufe0f\x1b\x7f\u0085\r" +
	"\U000E0061\U000E0067\U000E0067\U000E007F\U000E0100\U000E0001\uFFFE")

func TestAnyMixtureIsCleanAfterOnce(t *testing.T) {
	need.Unraced(t)
	draw := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		var b strings.Builder
		for range draw.IntN(12) {
			b.WriteRune(alphabet[draw.IntN(len(alphabet))])
		}
		check(t, b.String())
	}
}

func check(t *testing.T, s string) {
	t.Helper()
	line, text := plain.Line(s), plain.Text(s)
	if again := plain.Line(line); again != line {
		t.Errorf("Line(%+q) = %+q, once more %+q", s, line, again)
	}
	if again := plain.Text(text); again != text {
		t.Errorf("Text(%+q) = %+q, once more %+q", s, text, again)
	}
	if again := plain.Line(text); again != line {
		t.Errorf("%+q on one line is %+q, or by way of its text %+q", s, line, again)
	}
	if strings.Contains(line, "\n") || !utf8.ValidString(text) {
		t.Errorf("Line(%+q) = %+q, Text %+q", s, line, text)
	}
	if private := strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Co, r) }); !private && plain.Visible(s) != (line != "") {
		t.Errorf("Visible(%+q) = %v, and its line is %+q", s, plain.Visible(s), line)
	}
	const never = "\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\u2800\u034f\U000E0001"
	for _, r := range text {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune(never, r) {
			t.Errorf("Text(%+q) = %+q has %U", s, text, r)
		}
	}
}

func FuzzWhatIsSeenIsCleanAfterOnce(f *testing.F) {
	for _, s := range []string{"", "a\nb", "\u202eabc", "👩‍👩‍👧", "\xff", "مرحبا", "می\u200cخواهم", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "葛󠄀", "1️⃣", "ㅤ"} {
		f.Add(s)
	}
	f.Fuzz(check)
}
