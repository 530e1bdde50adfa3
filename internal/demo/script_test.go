package demo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

func TestAScriptIsPlayedFromAFileOrFromWhatComesIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tea.txt")
	const text = "# tea\n> ana: /rooms\nbo leaves\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, in string }{{file, "dance\n"}, {"-", text}} {
		synctest.Test(t, func(t *testing.T) {
			got, err := playHow(t.Context(), t, How{Script: c.from}, strings.NewReader(c.in), nil)
			if err != nil {
				t.Fatal(err)
			}
			inOrder(t, got, "> ana: /rooms\n< (ana only) Who is where", "> bo leaves\n")
		})
	}
}

func TestAScriptEndsWhereItGoesWrongAndSaysWhere(t *testing.T) {
	for in, want := range map[string]string{
		"ana: /rooms\n\n> dance\nbo leaves\n": "-:3: That is not understood.",
		"ana enters Kitchen\nbo leaves\n":     "-:1: There is no Kitchen here. There are: Lounge, Focus, Pairing",
	} {
		synctest.Test(t, func(t *testing.T) {
			got, err := playHow(t.Context(), t, How{Script: "-"}, strings.NewReader(in), nil)
			if err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
			if strings.Contains(got, "> bo leaves") {
				t.Errorf("it went on:\n%s", got)
			}
		})
	}
	_, err := playHow(t.Context(), t, How{Script: "no/such.txt"}, strings.NewReader(""), nil)
	if err == nil || !strings.Contains(err.Error(), "no/such.txt cannot be read: no such file") {
		t.Errorf("got %v, want the file named", err)
	}
}
