package store

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key names a value in a table: parts joined by "/", of which the first is the
// team, for example sakura/tea/2026-11-24/16:00. Keys are made by KeyOf.
type Key string

// emptyPart stands for a part without text.
const emptyPart = "%"

const hexDigits = "0123456789ABCDEF"

// KeyOf joins a team and parts to a key. Within a part, "/", "%", control
// characters and bytes that are not UTF-8 become "%" and two hexadecimal digits
// for each byte; an empty part becomes "%". So different parts make different
// keys, and what lies below a key (sakura/tea below sakura) are all the keys
// that begin with it and "/", and nothing else. Keys are ordered by their
// bytes: dates as 2026-11-24 and times as 16:00 come in their own order,
// numbers only when padded with zeros.
func KeyOf(team string, parts ...string) Key {
	var b strings.Builder
	escape(&b, team)
	for _, part := range parts {
		b.WriteByte('/')
		escape(&b, part)
	}
	return Key(b.String())
}

// Parts returns what KeyOf was given, the team first; nothing for an empty key.
func (k Key) Parts() []string {
	if k == "" {
		return nil
	}
	parts := strings.Split(string(k), "/")
	for i, part := range parts {
		parts[i] = unescape(part)
	}
	return parts
}

func escape(b *strings.Builder, part string) {
	if part == "" {
		b.WriteString(emptyPart)
		return
	}
	for len(part) > 0 {
		r, n := utf8.DecodeRuneInString(part)
		if r == '/' || r == '%' || unicode.IsControl(r) || r == utf8.RuneError && n == 1 {
			for i := range n {
				b.WriteByte('%')
				b.WriteByte(hexDigits[part[i]>>4])
				b.WriteByte(hexDigits[part[i]&0xF])
			}
		} else {
			b.WriteString(part[:n])
		}
		part = part[n:]
	}
}

// unescape leaves alone what escape cannot have written.
func unescape(part string) string {
	if part == emptyPart {
		return ""
	}
	if !strings.Contains(part, "%") {
		return part
	}
	var b strings.Builder
	for i := 0; i < len(part); i++ {
		if part[i] == '%' && i+2 < len(part) {
			high := strings.IndexByte(hexDigits, part[i+1])
			low := strings.IndexByte(hexDigits, part[i+2])
			if high >= 0 && low >= 0 {
				b.WriteByte(byte(high<<4 | low))
				i += 2
				continue
			}
		}
		b.WriteByte(part[i])
	}
	return b.String()
}
