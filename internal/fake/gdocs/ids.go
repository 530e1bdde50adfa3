package gdocs

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"math/big"
)

// ids makes ids that look like Google's. They are the same in every run.
type ids struct {
	seed string
	n    int
}

// mix makes the ids to come others than those that a document may have got from another server.
func (i *ids) mix(document []byte) {
	sum := sha256.Sum256(append([]byte(i.seed), document...))
	i.seed = string(sum[:])
}

func (i *ids) text(length int) string {
	i.n++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", i.seed, i.n))
	return new(big.Int).SetBytes(sum[:]).Text(36)[:length]
}

func (i *ids) kix() string        { return "kix." + i.text(12) }
func (i *ids) heading() string    { return "h." + i.text(12) }
func (i *ids) tab() tabID         { return tabID("t." + i.text(12)) }
func (i *ids) suggestion() string { return "suggest." + i.text(12) }
func (i *ids) document() string   { return "1" + i.text(43) }

func (i *ids) revision() string {
	i.n++
	sum := sha512.Sum512(fmt.Appendf(nil, "%s %d", i.seed, i.n))
	return "AIfake" + base64.RawURLEncoding.EncodeToString(sum[:48])
}
