package slack

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Marks in a message's text. Source: Slack's "Formatting message text".
var (
	angled = regexp.MustCompile(`<([^<>\n]+)>`)
	styled = regexp.MustCompile(`(^|[\s(*_~])(\*[^\s*][^*\n]*\*|_[^\s_][^_\n]*_|~[^\s~][^~\n]*~)($|[\s.,:;!?)*_~])`)
)

// marker stands for a mark while styles are taken away. No text has it.
const marker = "\x00"

// unescaped is a text with the three signs that Slack escapes.
func unescaped(text string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(text)
}

// readable is a message as people read it, with the addresses behind its links;
// named gives the name of a user id.
func readable(text string, named func(id string) string) string {
	var marks []string
	text = strings.ReplaceAll(text, marker, "")
	text = angled.ReplaceAllStringFunc(text, func(mark string) string {
		ref, label, _ := strings.Cut(mark[1:len(mark)-1], "|")
		marks = append(marks, spoken(unescaped(ref), unescaped(label), named))
		return marker
	})
	for range 4 { // styles stand in each other, and neighbours share the space between them
		text = styled.ReplaceAllStringFunc(text, func(found string) string {
			p := styled.FindStringSubmatch(found)
			return p[1] + p[2][1:len(p[2])-1] + p[3]
		})
	}
	text = unescaped(text)
	var b strings.Builder
	for _, mark := range marks {
		before, rest, _ := strings.Cut(text, marker)
		b.WriteString(before)
		b.WriteString(mark)
		text = rest
	}
	return strings.TrimSpace(b.String() + text)
}

// spoken is what people read of one mark.
func spoken(ref, label string, named func(id string) string) string {
	kind, rest := ref[:min(1, len(ref))], ref[min(1, len(ref)):]
	switch kind {
	case "@":
		if label == "" && rest != "" {
			label = named(rest)
		}
		return "@" + strings.TrimPrefix(label, "@")
	case "#":
		return "#" + strings.TrimPrefix(cmp.Or(label, rest), "#")
	case "!":
		return special(rest, label)
	}
	address := ref
	for _, scheme := range []string{"mailto:", "tel:"} {
		address = strings.TrimPrefix(address, scheme)
	}
	return linked(label, address)
}

// linked is what a link says and where it leads; its address alone if it says no more.
func linked(label, address string) string {
	bare := func(s string) string {
		for _, scheme := range []string{"https://", "http://"} {
			s = strings.TrimPrefix(s, scheme)
		}
		return strings.TrimSuffix(s, "/")
	}
	if label = strings.TrimSpace(label); label == "" || bare(label) == bare(address) {
		return address
	}
	return label + " (" + address + ")"
}

// special is a group, a date, or a word to all.
func special(ref, label string) string {
	parts := strings.Split(ref, "^")
	switch {
	case parts[0] == "subteam":
		return "@" + strings.TrimPrefix(cmp.Or(label, "…"), "@")
	case parts[0] == "date" && len(parts) > 2:
		text := cmp.Or(label, parts[2])
		if at, err := strconv.ParseInt(parts[1], 10, 64); err == nil && label == "" {
			text = time.Unix(at, 0).UTC().Format("2006-01-02 15:04 UTC")
		}
		if len(parts) > 3 {
			return linked(text, parts[3])
		}
		return text
	case ref == "here", ref == "channel", ref == "everyone":
		return "@" + ref
	}
	return cmp.Or(label, "@"+ref)
}
