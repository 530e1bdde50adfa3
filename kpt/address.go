package kpt

import (
	"net/url"
	"regexp"
	"strings"
)

// docID is a file's id at Google. Google promises no length; real ones have 44
// characters, old ones 33.
var docID = regexp.MustCompile(`^[A-Za-z0-9_-]{20,}$`)

// DocID finds the id of a Google Doc in its address, as people copy it from
// their browser, from Drive or from a chat, or in the bare id. Two addresses are
// of one Doc if their ids are equal, however they are typed. Not ok means that
// it is no address of a Doc.
func DocID(text string) (id string, ok bool) {
	text = strings.Trim(strings.TrimSpace(text), "<>\"'`")
	if docID.MatchString(text) {
		return text, true
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err == nil {
		id = docIn(u)
	}
	return id, id != ""
}

// DocAddress is where people find the Doc of which a text is an address.
func DocAddress(text string) (address string, ok bool) {
	id, ok := DocID(text)
	if !ok {
		return "", false
	}
	return "https://docs.google.com/document/d/" + id + "/edit", true
}

func docIn(u *url.URL) string {
	switch strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") {
	case "www.google.com": // what Gmail and Docs make of links
		if inner, err := url.Parse(u.Query().Get("q")); err == nil && u.Path == "/url" && inner.Hostname() != u.Hostname() {
			return docIn(inner)
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
		if step == "d" && i+1 < len(steps) && docID.MatchString(steps[i+1]) {
			return steps[i+1]
		}
	}
	if id := u.Query().Get("id"); docID.MatchString(id) {
		return id
	}
	return ""
}
