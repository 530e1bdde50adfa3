package gdocs

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// scanner walks through JSON once. A Doc of some years is several megabytes, of
// which little is of use: encoding/json takes four times as long to make the
// API's structs of it. What has another type than is asked for is passed over.
// It sees when an answer was cut off, and does not look for other faults in
// Google's JSON.
type scanner struct {
	data   []byte
	at     int
	depth  int
	known  map[string]string // names that occurred, for they occur again
	broken bool
}

// maxDepth is how deep values may be nested: tables in tables are a few dozen.
const maxDepth = 1000

// begin moves past a bracket.
func (s *scanner) begin() {
	s.at++
	if s.depth++; s.depth > maxDepth {
		s.fail()
	}
}

func (s *scanner) fail() { s.broken, s.at = true, len(s.data) }

// end moves past the bracket that must come now.
func (s *scanner) end(bracket byte) {
	if s.space() != bracket {
		s.fail()
		return
	}
	s.at++
	s.depth--
}

// space moves to the next byte that is not white space, and gives it; 0 at the end.
func (s *scanner) space() byte {
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case ' ', '\n', '\r', '\t', ',', ':':
		default:
			return c
		}
	}
	return 0
}

// object calls do for each member with its name in quotes; do must take its
// value.
func (s *scanner) object(do func(name []byte)) {
	if s.space() != '{' {
		s.skip()
		return
	}
	s.begin()
	for s.space() == '"' {
		do(s.raw())
	}
	s.end('}')
}

// array calls do for each value; do must take it.
func (s *scanner) array(do func()) {
	if s.space() != '[' {
		s.skip()
		return
	}
	s.begin()
	for c := s.space(); c != ']' && c != '}' && c != 0; c = s.space() {
		do()
	}
	s.end(']')
}

// raw is the text of the next string with its quotes.
func (s *scanner) raw() []byte {
	start := s.at
	for s.at++; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return s.data[start:s.at]
		}
	}
	s.fail()
	return nil
}

// same is a string that occurs often.
func (s *scanner) same(raw []byte) string {
	if name, ok := s.known[string(raw)]; ok {
		return name
	}
	name := unquote(raw)
	s.known[string(raw)] = name
	return name
}

// name is a text of which there are few.
func (s *scanner) name() string {
	if s.space() != '"' {
		s.skip()
		return ""
	}
	return s.same(s.raw())
}

func unquote(raw []byte) string {
	if len(raw) < 2 {
		return ""
	}
	inner := raw[1 : len(raw)-1]
	line, ended := bytes.CutSuffix(inner, []byte(`\n`))
	if bytes.IndexByte(line, '\\') < 0 && utf8.Valid(line) {
		if ended {
			return string(line) + "\n"
		}
		return string(line)
	}
	var text string
	_ = json.Unmarshal(raw, &text) // it is a string
	return text
}

func (s *scanner) text() string {
	if s.space() != '"' {
		s.skip()
		return ""
	}
	return unquote(s.raw())
}

// word is a number, true, false or null.
func (s *scanner) word() string {
	switch s.space() {
	case '"', '{', '[', '}', ']', 0:
		s.skip()
		return ""
	}
	start := s.at
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case ' ', '\n', '\r', '\t', ',', '}', ']':
			return string(s.data[start:s.at])
		}
	}
	return string(s.data[start:])
}

func (s *scanner) index() int64 {
	n, err := strconv.ParseInt(s.word(), 10, 32)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

func (s *scanner) number() float64 {
	n, err := strconv.ParseFloat(s.word(), 64)
	if err != nil {
		return 0
	}
	return n
}

func (s *scanner) truth() bool { return s.word() == "true" }

func (s *scanner) texts() []string {
	var all []string
	s.array(func() { all = append(all, s.text()) })
	return all
}

// skip passes over a value.
func (s *scanner) skip() {
	switch s.space() {
	case '"':
		s.raw()
	case '{':
		s.object(func([]byte) { s.skip() })
	case '[':
		s.array(s.skip)
	case 0, '}', ']':
		s.fail()
	default:
		s.word()
	}
}
