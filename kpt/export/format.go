package export

import (
	"fmt"
	"io"
	"strings"
)

// Format is a kind of file. It is also the ending of the file's name.
type Format string

// The formats.
const (
	Markdown Format = "md"
	CSV      Format = "csv"
	JSON     Format = "json"
)

// Formats lists the formats.
func Formats() []Format { return []Format{Markdown, CSV, JSON} }

// ParseFormat reads the name of a format, in any case. The error lists them.
func ParseFormat(s string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if strings.EqualFold(s, string(f)) {
			return f, nil
		}
		names = append(names, string(f))
	}
	return "", fmt.Errorf("export: no format %q; there are %s", s, strings.Join(names, ", "))
}

// Write writes an Archive. The same Archive gives the same bytes. An error is
// the writer's, or that of ParseFormat for a Format that is none.
func Write(w io.Writer, f Format, a Archive) error {
	f, err := ParseFormat(string(f))
	if err != nil {
		return err
	}
	switch f {
	case Markdown:
		err = writeMarkdown(w, a)
	case CSV:
		err = writeCSV(w, fileOf(a))
	case JSON:
		err = writeJSON(w, fileOf(a))
	}
	if err != nil {
		return fmt.Errorf("export: write %s: %w", f, err)
	}
	return nil
}
