package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"

	"github.com/engawa-bot/engawa/store/engine"
)

// sealedFrom is the first format whose values carry a checksum.
const sealedFrom = 3

// sealSize is a line break and eight hexadecimal digits.
const sealSize = 1 + 8

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)

	errUnsealed = errors.New("it has no checksum")
	errBroken   = errors.New("its checksum is wrong")
	errNoJSON   = errors.New("it is no JSON")
)

// seal appends the checksum of a value: over its table, its key and its JSON, so
// that a value under a wrong key is noticed too.
func seal(table, key string, data []byte) []byte {
	return fmt.Appendf(data, "\n%08x", sum(table, key, data))
}

// unseal gives the JSON of a value whose checksum is right.
func unseal(table, key string, value []byte) ([]byte, error) {
	n := len(value) - sealSize
	if n < 0 || value[n] != '\n' {
		return nil, errUnsealed
	}
	want := sum(table, key, value[:n])
	for i, c := range value[n+1:] {
		if c != "0123456789abcdef"[want>>(28-4*i)&0xF] {
			return nil, errBroken
		}
	}
	return value[:n], nil
}

// sum has a zero byte behind table and key: no key holds one.
func sum(table, key string, data []byte) uint32 {
	place := make([]byte, 0, len(table)+len(key)+2)
	place = append(append(place, table...), 0)
	place = append(append(place, key...), 0)
	return crc32.Update(crc32.Checksum(place, castagnoli), castagnoli, data)
}

// judge says what is wrong with a value in a file of a format.
func judge(format int, table, key string, value []byte) error {
	if format >= sealedFrom && table != metaTable {
		_, err := unseal(table, key, value)
		return err
	}
	if json.Valid(value) || table == metaTable && key == formatSealed {
		return nil
	}
	return errNoJSON
}

// sealAll is the step that gives each value its checksum. A value that is no JSON
// is an error: what is damaged must not look sound.
func sealAll(w engine.Writer) error {
	for _, table := range w.Tables() {
		if table == metaTable {
			continue
		}
		for key, value := range w.Scan(table, "") {
			if !json.Valid(value) {
				return fmt.Errorf("table %s, %s: %w", table, key, errNoJSON)
			}
			sealed := make([]byte, len(value), len(value)+sealSize)
			copy(sealed, value)
			if err := w.Put(table, key, seal(table, key, sealed)); err != nil {
				return err
			}
		}
	}
	return nil
}
