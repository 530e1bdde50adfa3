package meant

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// The corpus is sentences that teams have written or could: what each sets, or nothing.
func TestASettingIsReadAndNothingElseIsTakenForOne(t *testing.T) {
	file, err := os.Open("testdata/tries.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	settings, others := 0, 0
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, want, told := strings.Cut(line, " => ")
		if !told {
			t.Fatalf("%q does not say what it sets: TEXT => SETTING, or => none", line)
		}
		got := "none"
		if s, ok := By(text); ok {
			got = s.line()
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if want == "none" {
			others++
		} else {
			settings++
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if settings < 60 || others < 60 {
		t.Errorf("the corpus has %d settings and %d others, want 60 of each", settings, others)
	}
}

// line is a setting as the corpus has it.
func (s Setting) line() string {
	parts := []string{string(s.Kind)}
	if s.Title != "" {
		parts = append(parts, "'"+s.Title+"'")
	}
	if s.Cameras {
		parts = append(parts, "cameras")
	}
	for _, part := range []string{s.Days, s.Clock} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// Whatever is put around a setting, and has a meaning of its own, is not passed over.
func TestWhatIsNotUnderstoodIsNotPassedOver(t *testing.T) {
	for _, text := range []string{"cameras on at standup", "tea at 15:30", "a study group on Wednesdays", "朝会はカメラオン", "ティータイムを15:30に", "水曜に勉強会"} {
		if _, ok := By(text); !ok {
			t.Errorf("%s: is not read", text)
		}
		for _, beside := range []string{"no ", "never ", "if we can, ", "for interns: ", "maybe ", "stop ", "もし", "たまに", "新人だけ", "来週から", "先週は"} {
			if s, ok := By(beside + text); ok {
				t.Errorf("%s: was taken for %s", beside+text, s.line())
			}
		}
		for _, beside := range []string{" once", " if you like", " for two weeks", " (optional)", "?", " or later", ", and no phones", "かも", "しない", "は難しい", "は任意", "を検討", "の件"} {
			if s, ok := By(text + beside); ok {
				t.Errorf("%s: was taken for %s", text+beside, s.line())
			}
		}
	}
}
