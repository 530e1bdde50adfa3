package kpt

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

const secretBytes = 32

func newSecret() []byte {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails, see its documentation
	return secret
}

// hidden stands for a member as the author of one note. It differs from note to
// note, so that two anonymous notes of one member do not show as such.
func hidden(secret []byte, id NoteID, member string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(string(id) + "/" + member))
	return hex.EncodeToString(mac.Sum(nil))
}
