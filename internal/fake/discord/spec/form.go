package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"regexp"
)

// fileField is what a file's part is called. The document lists such parts for
// messages and not for answers to interactions, which take them too.
// Source: Discord's 'Uploading Files'.
var fileField = regexp.MustCompile(`^files\[[0-9]\]$`)

// payload is the JSON of a form that consists of one payload_json and of files.
func payload(body []byte, boundary string) ([]byte, error) {
	var found []byte
	seen := map[string]bool{}
	for form := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name := part.FormName()
		switch {
		case seen[name]:
			return nil, fmt.Errorf("part %q comes twice", name)
		case name == "payload_json":
			if found, err = io.ReadAll(part); err != nil {
				return nil, err
			}
		case !fileField.MatchString(name):
			return nil, fmt.Errorf("part %q is unknown", name)
		case part.FileName() == "":
			return nil, fmt.Errorf("part %q has no file name", name)
		}
		seen[name] = true
	}
	if found == nil {
		return nil, errors.New("part \"payload_json\" is missing")
	}
	return found, nil
}
