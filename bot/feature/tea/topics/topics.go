// Package topics holds the things to talk about that Engawa brings to tea, in
// English and in Japanese. It must not know which team has had which.
//
// en.txt and ja.txt have one topic a line, 'id: text', with the same ids in the
// same order; empty lines and lines that begin with # are for their editors. A
// topic is a question that anyone can answer, an intern in the first week too;
// none asks about looks, money, religion, politics, family status or health.
package topics

import (
	_ "embed"
	"strings"
)

// ID names a topic in both languages. Teams' histories keep it, so that no topic
// comes again too soon: it is never changed and never given to another topic.
type ID string

// Topic is one thing to talk about, at most 140 characters of one language.
type Topic struct {
	ID   ID
	Text string
}

var (
	//go:embed en.txt
	en string
	//go:embed ja.txt
	ja string
)

// All returns the topics in a language: "ja" for Japanese, anything else for
// English. The order is the same in both.
func All(lang string) []Topic {
	if lang == "ja" {
		return parse(ja)
	}
	return parse(en)
}

// parse leaves a line without an id in the result, with the ID empty, for the
// tests to find.
func parse(text string) []Topic {
	var all []Topic
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, says, ok := strings.Cut(line, ": ")
		if !ok {
			id, says = "", line
		}
		all = append(all, Topic{ID(id), says})
	}
	return all
}
