package gdocs

import "github.com/engawa-bot/engawa/kpt"

// ParseURL finds the id of a Google Doc in its address; see [kpt.DocID]. The
// trouble is kpt.WrongAddress.
func ParseURL(text string) (id string, trouble *kpt.Trouble) {
	id, ok := kpt.DocID(text)
	if !ok {
		return "", &kpt.Trouble{Reason: kpt.WrongAddress}
	}
	return id, nil
}
