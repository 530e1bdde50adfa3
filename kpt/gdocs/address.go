package gdocs

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/engawa-bot/engawa/kpt"
)

// idPattern is a file's id. Google promises no length; real ones have 44
// characters, old ones 33.
var idPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{20,}$`)

// ParseURL finds the id of a Google Doc in its address, as people copy it from
// their browser, from Drive or from a chat, or in the bare id. The trouble is
// kpt.WrongAddress.
func ParseURL(text string) (id string, trouble *kpt.Trouble) {
	text = strings.Trim(strings.TrimSpace(text), "<>\"'`")
	if idPattern.MatchString(text) {
		return text, nil
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err == nil {
		id = idIn(u)
	}
	if id == "" {
		return "", &kpt.Trouble{Reason: kpt.WrongAddress}
	}
	return id, nil
}

func idIn(u *url.URL) string {
	switch strings.ToLower(u.Hostname()) {
	case "www.google.com": // what Gmail and Docs make of links
		if inner, err := url.Parse(u.Query().Get("q")); err == nil && u.Path == "/url" && inner.Hostname() != u.Hostname() {
			return idIn(inner)
		}
		return ""
	case "docs.google.com", "drive.google.com":
	default:
		return ""
	}
	steps := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, step := range steps {
		if step == "spreadsheets" || step == "presentation" || step == "forms" || step == "folders" {
			return ""
		}
		if step == "d" && i+1 < len(steps) && idPattern.MatchString(steps[i+1]) {
			return steps[i+1]
		}
	}
	if id := u.Query().Get("id"); idPattern.MatchString(id) {
		return id
	}
	return ""
}
