package status

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store"
)

func TestAKeyIs32BytesInBase64(t *testing.T) {
	want := bytes.Repeat([]byte{0xfb}, keySize)
	got, err := ParseKey(" " + base64.StdEncoding.EncodeToString(want) + "\n")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %x, error %v, want %x", got, err, want)
	}
	if got, err := ParseKey(" \n"); got != nil || err != nil {
		t.Errorf("nothing: got %x, error %v, want nothing", got, err)
	}
	for _, value := range []string{
		"not-base64-at-all!", strings.Repeat("c2VjcmV0", 4), base64.StdEncoding.EncodeToString(want[:31]),
		base64.StdEncoding.EncodeToString(append(want, 1)), base64.RawStdEncoding.EncodeToString(want),
	} {
		key, err := ParseKey(value)
		if key != nil || err == nil || !strings.Contains(err.Error(), "ENGAWA_KEY") || !strings.Contains(err.Error(), "openssl rand -base64 32") {
			t.Errorf("%q: got %x, error %v, want the variable and the fix", value, key, err)
		}
		if err != nil && strings.Contains(err.Error(), value) {
			t.Errorf("the error shows the value: %v", err)
		}
	}
}

func TestWhatIsSealedOpensWithItsKeyInItsRow(t *testing.T) {
	key, row := bytes.Repeat([]byte{7}, keySize), store.KeyOf("sakura", "1", "U1")
	sealed, err := seal(key, row, "a token")
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal(key, row, "a token")
	if err != nil || bytes.Equal(sealed, again) {
		t.Errorf("sealed twice to the same, error %v: the nonce is not random", err)
	}
	other := bytes.Repeat([]byte{8}, keySize)
	newer := append([]byte{format + 1}, sealed[1:]...)
	for name, c := range map[string]struct {
		key    []byte
		row    store.Key
		sealed []byte
		want   string
	}{
		"as it was":      {key, row, sealed, "a token"},
		"another key":    {other, row, sealed, ""},
		"no key":         {nil, row, sealed, ""},
		"a short key":    {key[:16], row, sealed, ""},
		"another row":    {key, store.KeyOf("sakura", "2", "U1"), sealed, ""},
		"another format": {key, row, newer, ""},
		"cut":            {key, row, sealed[:len(sealed)-1], ""},
		"nothing":        {key, row, nil, ""},
		"format only":    {key, row, sealed[:1], ""},
	} {
		if got, ok := open(c.key, c.row, c.sealed); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q, %t, want %q", name, got, ok, c.want)
		}
	}
	if _, err := seal(key[:16], row, "a token"); err == nil {
		t.Error("a short key seals")
	}
}

// before is what was sealed with format 1 when it was new: it must open as long as
// there are stores that hold such bytes.
const before = "Aff6FP5APahlWD+b0Ll6GWPw99av68FCNvVS/JtOZD39vhcS"

func sealedBefore(t testing.TB) (key []byte, row store.Key, sealed []byte) {
	t.Helper()
	sealed, err := base64.StdEncoding.DecodeString(before)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat([]byte{7}, keySize), store.KeyOf("sakura", "1", "U1"), sealed
}

func TestWhatWasSealedBeforeStillOpens(t *testing.T) {
	key, row, sealed := sealedBefore(t)
	if got, ok := open(key, row, sealed); got != "a token" || !ok {
		t.Errorf("got %q, %t, want a token", got, ok)
	}
}

// FuzzNothingOpensButWhatWasSealed opens other bytes, in other rows, and what was
// sealed with bits turned over.
func FuzzNothingOpensButWhatWasSealed(f *testing.F) {
	key, row, sealed := sealedBefore(f)
	for _, data := range [][]byte{nil, {format}, {0}, make([]byte, 40), sealed, sealed[1:], sealed[:13]} {
		f.Add(data, string(row))
	}
	f.Add(sealed, "sakura/1/U2")
	f.Fuzz(func(t *testing.T, data []byte, where string) {
		genuine := bytes.Equal(data, sealed) && where == string(row)
		if got, ok := open(key, store.Key(where), data); ok != genuine || ok && got != "a token" {
			t.Errorf("got %q, %t", got, ok)
		}
		turned := bytes.Clone(sealed)
		for i, b := range data {
			turned[i%len(turned)] ^= b
		}
		if _, ok := open(key, row, turned); ok != bytes.Equal(turned, sealed) {
			t.Errorf("%x opens: %t", turned, ok)
		}
	})
}
