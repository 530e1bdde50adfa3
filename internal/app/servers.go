package app

import (
	"errors"
	"regexp"
	"strings"
	"unicode"

	"github.com/engawa-bot/engawa/bot"
)

// servers are those that ENGAWA_SERVERS lists; none is all.
func (c Config) servers() (list []bot.ServerID) {
	for _, id := range serverIDs(c.Servers) {
		list = append(list, bot.ServerID(id))
	}
	return list
}

func serverIDs(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

var serverID = regexp.MustCompile(`^[0-9]{15,20}$`)

// checkServers refuses a list in which something is no id: a server that is
// written wrongly would be served no more. A list with nothing in it is refused
// as well: whoever wrote it did not mean all servers.
func checkServers(text string) error {
	ids := serverIDs(text)
	if len(ids) == 0 && text != "" {
		return errors.New("ENGAWA_SERVERS lists no server: write Discord server ids with commas between them, or unset it to serve all")
	}
	wrong := false
	for _, id := range ids {
		wrong = wrong || !serverID.MatchString(id)
	}
	if wrong {
		return errors.New("ENGAWA_SERVERS is not a list of Discord server ids with commas between them: copy each with 'Copy Server ID', or leave it empty to serve all") // without what it is: it may be a token, misplaced
	}
	return nil
}
