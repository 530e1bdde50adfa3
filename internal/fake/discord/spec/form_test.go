package spec_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"strings"
	"testing"
)

// part is one part of a form.
type part struct{ field, file, data string }

func form(t *testing.T, parts ...part) (body []byte, media string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		create := w.CreateFormField
		if p.file != "" {
			create = func(field string) (io.Writer, error) { return w.CreateFormFile(field, p.file) }
		}
		to, err := create(p.field)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte(p.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.FormDataContentType()
}

const fileCard = `{"flags": 32832, "attachments": [{"id": "0", "filename": "a.md"}],
  "components": [{"type": 10, "content": "x"}, {"type": 13, "file": {"url": "attachment://a.md"}}]}`

func TestTheJSONOfAFormIsJudgedAsIfItWereAlone(t *testing.T) {
	edit := webhook + "/messages/@original"
	payload := func(data string) part { return part{"payload_json", "", data} }
	file := part{"files[0]", "a.md", "\x00\xff"}
	callbackCard := payload(`{"type": 4, "data": ` + fileCard + `}`)
	for _, tt := range []struct {
		rule, method, path string
		parts              []part
		says               string // empty: it passes
	}{
		{"a callback with a file", "POST", callback, []part{callbackCard, file}, ""},
		{"the file first", "POST", callback, []part{file, callbackCard}, ""},
		{"an edit with a file", "PATCH", edit, []part{payload(fileCard), file}, ""},
		{"a follow-up with a file", "POST", webhook, []part{payload(fileCard), file}, ""},
		{"without files", "PATCH", edit, []part{payload(fileCard)}, ""},
		{"a misspelt field", "PATCH", edit, []part{payload(strings.Replace(fileCard, `"filename"`, `"name"`, 1)), file}, `attachments[0]: property "name" is unsupported`},
		{"an attachment without an id", "PATCH", edit, []part{payload(strings.Replace(fileCard, `"id": "0", `, "", 1)), file}, `attachments[0].id: property "id" is missing`},
		{"a file component without its file", "PATCH", edit, []part{payload(strings.Replace(fileCard, `"file": {"url": "attachment://a.md"}`, `"spoiler": true`, 1)), file}, `property "file" is missing`},
		{"no JSON", "PATCH", edit, []part{payload("{"), file}, "body is not JSON"},
		{"no payload", "PATCH", edit, []part{file}, `part "payload_json" is missing`},
		{"a payload twice", "PATCH", edit, []part{payload("{}"), payload("{}")}, `part "payload_json" comes twice`},
		{"an eleventh file", "PATCH", edit, []part{payload(fileCard), {"files[10]", "a.md", "x"}}, `part "files[10]" is unknown`},
		{"a file without a name", "PATCH", edit, []part{payload(fileCard), {"files[0]", "", "x"}}, `part "files[0]" has no file name`},
		{"an operation that takes none", "POST", "/users/@me/channels", []part{payload(`{"recipient_id": "1"}`)}, "content type of the body is not permitted"},
	} {
		body, media := form(t, tt.parts...)
		r := httptest.NewRequest(tt.method, "http://127.0.0.1/api/v10"+tt.path, nil)
		r.Header.Set("Content-Type", media)
		err := loaded(t).Check(r, body)
		switch {
		case tt.says == "" && err != nil:
			t.Errorf("%s: got %v, want no error", tt.rule, err)
		case tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s: got %v, want an error that says %q", tt.rule, err, tt.says)
		}
	}
}
