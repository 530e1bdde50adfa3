package discord

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

// What a reader of Discord's Markdown looks for. Mentions count although they
// are escaped: it is not the client alone that looks for them.
var (
	tokenForms = regexp.MustCompile(`(?i)<@[!&]?\d+>|<#\d+>|<t:-?\d+(:\w)?>|</[^>]*:\d+>|<a?:\w+:\d+>|<id:\w+>|@everyone|@here`)
	opaqueForm = regexp.MustCompile(`\\[^0-9A-Za-z\s]|<https?://[^ <>\n]+>`) // an escape or a link
	lineForm   = regexp.MustCompile(`(?m)^\s*(#|-|\+|>|\d+[.)])`)
)

// formats lists what Discord would not show as it stands in s.
func formats(s string) []string {
	found := tokenForms.FindAllString(s, -1)
	s = opaqueForm.ReplaceAllString(s, "x")
	found = append(found, lineForm.FindAllString(s, -1)...)
	for _, r := range s {
		if strings.ContainsRune("\\*_~`|<>[]", r) {
			found = append(found, string(r))
		}
	}
	return found
}

// shows is s as a reader sees it.
func shows(s string) string {
	s = opaqueForm.ReplaceAllStringFunc(s, func(o string) string {
		if o[0] == '<' {
			return o[1 : len(o)-1]
		}
		return o[1:]
	})
	return strings.ReplaceAll(s, "\u200b", "")
}

func hostile() []string {
	return []string{
		"", " ", "plain", "**bold** *i* __u__ _i_ ~~s~~ ||spoiler|| `code` ```block```",
		"<@123456789012345678>", "<@!123456789012345678>", "<@&1>", "<#1>", "<t:1:R>", "</rooms:1>", "<:tea:1>", "<a:tea:1>", "<id:browse>",
		"@everyone @here @EveryOne", "@\u200beveryone", "<\u200b@1>", "\\<@1>", "\\\\<@1>", "\\", "\\**x**",
		"# heading", "  ## heading", "-# small", "- list", "+ list", "* list", "1. one", " 12) twelve", "> quote", ">>> all",
		"a\n# b\r\n- c\u2028> d\re\v1. f", "[click](https://evil.example)", "[click](<https://evil.example>)", "<https://a.example> <mailto:a@b.example>",
		"https://docs.example/d/a_b_c#h=1", "(https://x.example/Go_(language)), see", "https://x.example/**a**||b||", "https://a.example/@everyone",
		"https://x.example/aを見て", "http://a.example:80?x=<@1>", "xhttps://a_b_c", "https://_a_", "HTTPS://A.EXAMPLE/_x_",
		"\u202egnp.exe\u202c \u2066x\u2069 \u200f\u061cعربى", "👩‍👩‍👧 🇫🇷 é", "bad \xff utf-8", "<https://>", "10:30 2026-11-24 don't a.b -5", strings.Repeat("🍵", 4000),
	}
}

func FuzzWhatPeopleTypedNeverFormats(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := escape(typed)
		if found := formats(got); len(found) > 0 {
			t.Fatalf("escape(%q) = %q holds %q", typed, got, found)
		}
		if want := plain.Piece(typed); shows(got) != want {
			t.Fatalf("escape(%q) = %q shows %q, want %q", typed, got, shows(got), want)
		}
	})
}

func TestPastedLinksStayLinksWithoutAPreview(t *testing.T) {
	for typed, want := range map[string]string{
		"see https://docs.example/d/a_b-c#h=1.":      "see <https://docs.example/d/a_b-c#h=1>.",
		"(https://x.example/Go_(language))":          "(<https://x.example/Go_(language)>)",
		"https://x.example/aを見て":                     "<https://x.example/a>を見て",
		"https://x.example/**a**":                    `<https://x.example/>\*\*a\*\*`,
		"[a](https://x.example)":                     `\[a\](<https://x.example>)`,
		"https://user@evil.example":                  "<https://user>@evil.example",
		"javascript:alert(1) ftp://x.example/a_b":    `javascript:alert(1) ftp://x.example/a\_b`,
		"https://a.example https://b.example:8080/x": "<https://a.example> <https://b.example:8080/x>",
	} {
		if got := escape(typed); got != want {
			t.Errorf("escape(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestEachKindOfRunHasItsMarkdown(t *testing.T) {
	at := time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		run  words.Run
		want string
	}{
		{words.Run{Text: "**tea** > 1"}, "**tea** > 1"},
		{words.Run{Kind: words.Quoted, Text: "**tea**"}, `\*\*tea\*\*`},
		{words.Run{Kind: words.Member, Text: "42"}, "<@42>"},
		{words.Run{Kind: words.Member, Text: "42> @everyone <@1"}, "42\\> @\u200beveryone \\<@1"},
		{words.Run{Kind: words.Place, Text: "42"}, "<#42>"},
		{words.Run{Kind: words.Group, Text: "42"}, "<@&42>"},
		{words.Run{Kind: words.Moment, Text: "16:00", At: at}, "<t:1795536000:t>"},
		{words.Run{Kind: words.Moment, Text: "16:00"}, "16:00"},
		{words.Run{Kind: words.Since, Text: "16:00", At: at}, "<t:1795536000:R>"},
		{words.Run{Kind: words.Day, Text: "Tue 24 Nov", At: at}, "Tue 24 Nov"},
		{words.Run{Kind: words.Link, Text: "https://zoom.example/j/1_2"}, "<https://zoom.example/j/1_2>"},
		{words.Run{Kind: words.Link, Text: "javascript:alert(1)"}, "javascript:alert(1)"},
		{words.Run{Kind: words.Link, Text: "https://a.example/> <@1>"}, `<https://a.example/%3E%20%3C@1%3E>`},
		{words.Run{Kind: words.Link, Text: "<@1>"}, `\<@1\>`},
	} {
		if got := markdown(words.Text{tt.run}); got != tt.want {
			t.Errorf("markdown(%+v) = %q, want %q", tt.run, got, tt.want)
		}
	}
}

func FuzzShortenedTextFitsAndSplitsNoCluster(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s, 7)
	}
	f.Add("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 10)
	f.Fuzz(func(t *testing.T, s string, most int) {
		if !utf8.ValidString(s) || most < 1 || most > 5000 {
			t.Skip("not what is given to it")
		}
		got := shorten(s, most, ellipsis)
		if units(got) > most {
			t.Fatalf("shorten(%q, %d) = %q, %d long", s, most, got, units(got))
		}
		if got != s && !wholeClusters(s, strings.TrimSuffix(got, ellipsis)) {
			t.Fatalf("shorten(%q, %d) = %q splits a cluster", s, most, got)
		}
	})
}

// wholeClusters tells whether begin ends where a grapheme cluster of s does, or
// before blanks that follow there.
func wholeClusters(s, begin string) bool {
	if !strings.HasPrefix(s, begin) {
		return false
	}
	end := 0
	for g := uniseg.NewGraphemes(s); end < len(begin) && g.Next(); {
		end += len(g.Str())
	}
	return end == len(begin) || strings.Trim(s[len(begin):end], " ") == ""
}
