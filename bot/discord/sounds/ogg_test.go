package sounds_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot/discord/sounds"
)

func TestLengthIsTheLastGranuleOverTheSampleRate(t *testing.T) {
	for name, want := range map[sounds.Name]time.Duration{
		sounds.Bell: 5150 * time.Millisecond,
		sounds.Tea:  2400 * time.Millisecond,
		sounds.Ding: 2500 * time.Millisecond,
		sounds.Gong: 5150 * time.Millisecond,
	} {
		s, _ := sounds.Get(name)
		if got, err := sounds.Length(s.File); got != want || err != nil {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, want)
		}
	}
}

func TestADamagedFileHasNoLength(t *testing.T) {
	s, _ := sounds.Get(sounds.Ding)
	changed := func(at int, to byte) []byte {
		file := append([]byte(nil), s.File...)
		file[at] = to
		return file
	}
	for name, file := range map[string][]byte{
		"empty":                 nil,
		"cut in its last page":  s.File[:len(s.File)-1],
		"cut to its first page": s.File[:58],
		"cut in its first page": s.File[:40],
		"trailing bytes":        append(append([]byte(nil), s.File...), 0),
		"wrong magic":           changed(0, 'o'),
		"not Vorbis":            changed(29, 'V'),
		"no sample rate":        zeroRate(s.File),
	} {
		if got, err := sounds.Length(file); err == nil {
			t.Errorf("%s: got %v, want an error", name, got)
		}
	}
}

func zeroRate(file []byte) []byte {
	file = append([]byte(nil), file...)
	binary.LittleEndian.PutUint32(file[28+12:], 0)
	return file
}

func FuzzLength(f *testing.F) {
	for _, s := range sounds.All() {
		f.Add(s.File)
	}
	s, _ := sounds.Get(sounds.Tea)
	f.Add(s.File[:58])
	f.Add([]byte("OggS"))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := sounds.Length(file)
		if got < 0 || (err != nil && got != 0) {
			t.Errorf("got %v with error %v", got, err)
		}
	})
}
