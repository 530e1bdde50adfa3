package sounds_test

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/sounds"
)

func TestDiscordTakesEveryChime(t *testing.T) {
	if err := sounds.Check(); err != nil {
		t.Error(err)
	}
}

func TestEveryChimeIsSmallAndShort(t *testing.T) {
	const most = 60 * 1000
	for _, s := range sounds.All() {
		length, err := sounds.Length(s.File)
		if err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if len(s.File) > most {
			t.Errorf("%s: got %d bytes, want at most %d", s.Name, len(s.File), most)
		}
		if length < time.Second || length > sounds.MaxLength {
			t.Errorf("%s: got %v, want 1s to %v", s.Name, length, sounds.MaxLength)
		}
		t.Logf("%-4s %v, %d bytes", s.Name, length, len(s.File))
	}
}

func TestEveryFileInTheFolderIsAChime(t *testing.T) {
	files, err := filepath.Glob("*.ogg")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range sounds.All() {
		want = append(want, string(s.Name)+".ogg")
	}
	slices.Sort(want)
	if !slices.Equal(files, want) {
		t.Errorf("got files %v, want %v", files, want)
	}
}

func TestAChimeIsFoundByItsName(t *testing.T) {
	for _, want := range []sounds.Name{sounds.Bell, sounds.Tea, sounds.Ding, sounds.Gong} {
		s, ok := sounds.Get(want)
		file, err := os.ReadFile(string(want) + ".ogg")
		if err != nil {
			t.Fatal(err)
		}
		if !ok || s.Name != want || string(s.File) != string(file) {
			t.Errorf("Get(%q): got %q, %v, want the sound of that file", want, s.Name, ok)
		}
	}
	if s, ok := sounds.Get("airhorn"); ok {
		t.Errorf("Get(airhorn): got %q, want none", s.Name)
	}
}

func TestADataURIHoldsTheWholeFile(t *testing.T) {
	for _, s := range sounds.All() {
		encoded, ok := strings.CutPrefix(s.DataURI(), "data:audio/ogg;base64,")
		file, err := base64.StdEncoding.DecodeString(encoded)
		if !ok || err != nil || string(file) != string(s.File) {
			t.Errorf("%s: the data URI does not decode to the file: %v", s.Name, err)
		}
	}
}
