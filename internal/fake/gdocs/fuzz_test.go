package gdocs

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// FuzzBatchUpdate holds that no body makes the server panic, answer anything but 200, 400 or 501, or break
// its document.
func FuzzBatchUpdate(f *testing.F) {
	for _, body := range []string{
		`{"requests":[{"insertText":{"location":{"index":1},"text":"a\n\tb🍵"}}]}`,
		`{"requests":[{"deleteContentRange":{"range":{"startIndex":2,"endIndex":9}}}],"writeControl":{"targetRevisionId":"old"}}`,
		`{"requests":[{"createParagraphBullets":{"range":{"startIndex":1,"endIndex":9},"bulletPreset":"BULLET_CHECKBOX"}}]}`,
		`{"requests":[{"updateTextStyle":{"range":{"startIndex":1,"endIndex":9},"textStyle":{"link":{"url":"x"}},"fields":"link,weightedFontFamily.fontFamily"}}]}`,
		`{"requests":[{"updateParagraphStyle":{"range":{"startIndex":1,"endIndex":9},"paragraphStyle":{"namedStyleType":"HEADING_1"},"fields":"*"}}]}`,
		`{"requests":[{"createNamedRange":{"name":"n","range":{"startIndex":1,"endIndex":9}}},{"replaceNamedRangeContent":{"namedRangeName":"n","text":"x"}},{"deleteNamedRange":{"name":"n"}}]}`,
		`{"requests":[{"replaceAllText":{"containsText":{"text":"n.","searchByRegex":true},"replaceText":"x"}}]}`,
		`{"requests":[{"insertTable":{"rows":1,"columns":1,"location":{"index":3}}},{"createFootnote":{"endOfSegmentLocation":{}}}]}`,
		`{"requests":[{"addDocumentTab":{"tabProperties":{"title":"x","index":1}}},{"deleteTab":{"tabId":"t.0"}}]}`,
		`{"requests":[{"insertPerson":{"location":{"index":2},"personProperties":{"email":"a@example.invalid"}}},{"insertPageBreak":{"location":{"index":2}}}]}`,
	} {
		f.Add(body)
	}
	s, err := Start(Options{Quota: Quota{Writes: 1 << 40}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	handler := s.handler()
	d := s.NewDoc("fuzz")
	if err := d.Write("# one\n- two\n  - three 🍵\nend"); err != nil {
		f.Fatal(err)
	}
	d.history[0].id = "old"
	fresh := d.history
	f.Fuzz(func(t *testing.T, body string) {
		d.history, s.record = fresh[:2:2], server.Record{}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/documents/"+d.ID()+":batchUpdate", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+s.Token())
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusBadRequest, http.StatusNotImplemented:
		default:
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
		var o object
		if err := decode(d.JSON(), &o); err != nil {
			t.Fatalf("%s broke the document: %v", body, err)
		}
		if _, _, err := load(o); err != nil {
			t.Fatalf("%s broke the document: %v", body, err)
		}
	})
}
