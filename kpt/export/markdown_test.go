package export

import (
	"regexp"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestTextThatLooksLikeMarkdownStaysText(t *testing.T) {
	for in, want := range map[string]string{
		"tea at four":                    "tea at four",
		"# heading":                      `\# heading`,
		"a\n===":                         "a\n\\===",
		"a\n---":                         "a\n\\---",
		"- a":                            `\- a`,
		"+ a":                            `\+ a`,
		"> a":                            `\> a`,
		"a > b, a-b, C#":                 "a > b, a-b, C#",
		"1. a":                           `1\. a`,
		"12) a":                          `12\) a`,
		"1.5倍":                           "1.5倍",
		"*a* **b**":                      `\*a\* \*\*b\*\*`,
		"_a_ b_c __d__":                  `\_a\_ b_c \_\_d\_\_`,
		"予定_表":                           "予定_表",
		"`a`\n```":                       "\\`a\\`\n\\`\\`\\`",
		"~~a~~":                          `\~\~a\~\~`,
		"![i](http://evil.example/p.g)":  `!\[i](<http://evil.example/p.g>)`,
		"<b onclick=x>":                  `\<b onclick=x>`,
		"<!-- c -->":                     `\<!-- c -->`,
		"| a | b |":                      `\| a \| b \|`,
		"&amp; & R&D &#65;":              `\&amp; & R&D \&#65;`,
		`a\b`:                            `a\\b`,
		"https://a.example/b_c~d?e=*を見る": "<https://a.example/b_c~d?e>=\\*を見る",
		"(see https://a.example/b_c).":   "(see <https://a.example/b_c>).",
		"a\n    b":                       "a\n    b",
		"a\n\nb\tc":                      "a\nb    c",
	} {
		if got := escape(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

var (
	linkPattern      = regexp.MustCompile(`<(https?://[^<>\s]+)>`)
	backslashPattern = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// shown is what a reader of Markdown sees of an escaped text.
func shown(markdown string) string {
	var b strings.Builder
	last := 0
	for _, at := range linkPattern.FindAllStringSubmatchIndex(markdown, -1) {
		if strings.HasSuffix(markdown[:at[0]], `\`) {
			continue // an escaped <
		}
		b.WriteString(backslashPattern.ReplaceAllString(markdown[last:at[0]], "$1") + markdown[at[2]:at[3]])
		last = at[1]
	}
	return b.String() + backslashPattern.ReplaceAllString(markdown[last:], "$1")
}

var livePattern = regexp.MustCompile("(?m)^ *(?:[-+#>=*|]|\\d{1,9}[.)](?: |$)|```|~~~)|(?:^|[^\\\\])(?:\\\\\\\\)*[*`\\[|~]")

// FuzzMarkdown: the text is seen as it was written, nothing in it has a meaning,
// and it stays inside its bullet.
func FuzzMarkdown(f *testing.F) {
	for _, text := range []string{
		"tea", "# a", "a\n# b", "- a\n- b", "[a](https://b.example/c_d)", "a_b_c _d_", `\`, `\\*a*`, "<https://a.example>",
		"https://a.example/(b)_c", "1. a\n2) b", "&amp;", "    code", "a\n    ```\n    b", "||\n|-|", "http://*", "http://a_", "https://a`b`",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = kpt.Tidy(text)
		if text == "" {
			return
		}
		got := escape(text)
		if s := shown(got); s != text {
			t.Errorf("%q is seen as %q, written %q", text, s, got)
		}
		if at := livePattern.FindString(linkPattern.ReplaceAllString(got, "")); at != "" {
			t.Errorf("%q has %q in it, written %q", text, at, got)
		}
		n := noted("n1", kpt.Keep, kpt.Author{Name: "Ana"}, text, 20)
		sheet := NewSheet(kpt.Retro{Date: day(20)}, kpt.Shown{Notes: []kpt.Note{n}})
		file := written(t, Markdown, Archive{Team: "T", Sheets: []Sheet{sheet}})
		want := "# T\n\n## 2026-11-20\n\n### keep\n\n- " + strings.ReplaceAll(escape("Ana: "+text), "\n", "\n  ") + "\n"
		if file != want {
			t.Errorf("got\n%s\nwant\n%s", file, want)
		}
	})
}
