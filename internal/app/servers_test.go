package app

import (
	"strings"
	"testing"
)

func TestTheListOfServersIsReadWithCommasOrBlanks(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "123456789012345678": "123456789012345678",
		"123456789012345678,223456789012345678":         "123456789012345678 223456789012345678",
		" 123456789012345678 ,\n\t223456789012345678, ": "123456789012345678 223456789012345678",
	} {
		cfg, err := ReadConfig(map[string]string{"HOME": t.TempDir(), "ENGAWA_SERVERS": text})
		var got []string
		for _, id := range cfg.servers() {
			got = append(got, string(id))
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: got %q and %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"  ", "\n", ",", " , ,"} {
		if _, err := ReadConfig(map[string]string{"HOME": t.TempDir(), "ENGAWA_SERVERS": text}); err == nil || !strings.Contains(err.Error(), "lists no server") {
			t.Errorf("%q: got %v, want it refused, for nobody asked to serve all", text, err)
		}
	}
	for _, text := range []string{"sakura", "123456789012345678,x", "123456789012345678;223456789012345678", "12"} {
		if _, err := ReadConfig(map[string]string{"HOME": t.TempDir(), "ENGAWA_SERVERS": text}); err == nil || !strings.Contains(err.Error(), "ENGAWA_SERVERS") {
			t.Errorf("%q: got %v, want it refused", text, err)
		}
	}
}
