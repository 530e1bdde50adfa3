package status

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/engawa-bot/engawa/store"
)

const (
	keySize = 32 // bytes; of AES-256

	// format is the first byte of what is sealed: the random nonce, the token
	// encrypted with AES-256-GCM, and its tag. The key of its row is the additional
	// data, so that it opens in its own row only.
	format byte = 1
)

// How a key is made, for the sentences about one that is wrong.
const makeKey = "make one with: openssl rand -base64 32"

var (
	errKeyText = errors.New("ENGAWA_KEY is not base64; " + makeKey)
	errKeySize = fmt.Errorf("ENGAWA_KEY does not hold %d bytes; %s", keySize, makeKey)
)

// ParseKey reads the value of ENGAWA_KEY: 32 bytes in base64; nothing for nothing.
// The error names the variable and never shows the value.
func ParseKey(text string) ([]byte, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errKeyText // without the cause, which quotes the value
	}
	if len(key) != keySize {
		return nil, errKeySize
	}
	return key, nil
}

func newCipher(key []byte) (cipher.AEAD, error) {
	if len(key) != keySize {
		return nil, errKeySize
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// seal closes a token for the row of a key.
func seal(key []byte, row store.Key, token string) ([]byte, error) {
	aead, err := newCipher(key)
	if err != nil {
		return nil, err
	}
	return append([]byte{format}, aead.Seal(nil, nil, []byte(token), []byte(row))...), nil //nolint:gosec // the cipher draws the nonce itself
}

// open gives what was sealed for the row; not with another key, in another row or
// in another format.
func open(key []byte, row store.Key, sealed []byte) (token string, ok bool) {
	aead, err := newCipher(key)
	body, ours := bytes.CutPrefix(sealed, []byte{format})
	if err != nil || !ours {
		return "", false
	}
	plain, err := aead.Open(nil, nil, body, []byte(row))
	return string(plain), err == nil
}
