package store_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/store"
)

func TestAKeyIsItsPartsJoined(t *testing.T) {
	for _, c := range []struct {
		want  store.Key
		parts []string
	}{
		{"sakura", []string{"sakura"}},
		{"sakura/tea/2026-11-24/16:00", []string{"sakura", "tea", "2026-11-24", "16:00"}},
		{"桜/お茶 ☕", []string{"桜", "お茶 ☕"}},
		{"a/b%2Fc", []string{"a", "b/c"}},
		{"a/%/b", []string{"a", "", "b"}},
		{"%", []string{""}},
		{"a%25/%252F", []string{"a%", "%2F"}},
		{"a/%0A%7F%C2%85", []string{"a", "\n\x7f\u0085"}},
		{"a/%FF\ufffd", []string{"a", "\xff\ufffd"}},
	} {
		if got := store.KeyOf(c.parts[0], c.parts[1:]...); got != c.want {
			t.Errorf("KeyOf(%q): got %q, want %q", c.parts, got, c.want)
		}
		if got := c.want.Parts(); !slices.Equal(got, c.parts) {
			t.Errorf("Parts of %q: got %q, want %q", c.want, got, c.parts)
		}
	}
	if got := store.Key("").Parts(); got != nil {
		t.Errorf("Parts of nothing: got %q, want none", got)
	}
}

func FuzzPartsAreWhatKeyOfWasGiven(f *testing.F) {
	f.Add("sakura", "tea", "16:00")
	f.Add("", "/", "%2F")
	f.Add("\x00", "\xff%", "%")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		k := store.KeyOf(a, b, c)
		if got, want := k.Parts(), []string{a, b, c}; !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", k, got, want)
		}
		if strings.Count(string(k), "/") != 2 || !utf8.ValidString(string(k)) || strings.ContainsFunc(string(k), unicode.IsControl) {
			t.Errorf("%q is no clean key of three parts", k)
		}
		if below := string(store.KeyOf(a, b)) + "/"; !strings.HasPrefix(string(k), below) {
			t.Errorf("%q is not below %q", k, below)
		}
		store.Key(a).Parts() // whatever it is
	})
}
