package gdocs_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
)

// object is a JSON object.
type object = map[string]any

func start(t testing.TB, o fake.Options) *fake.Server {
	t.Helper()
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// answer is a REST answer, decoded.
type answer struct {
	status int
	body   object
	err    error
}

func (a answer) message() string {
	e, _ := a.body["error"].(object)
	text, _ := e["message"].(string)
	return text
}

// want fails unless the answer has this status and its error message contains text.
func (a answer) want(t testing.TB, status int, text string) answer {
	t.Helper()
	if a.err != nil {
		t.Fatal(a.err)
	}
	if a.status != status || !strings.Contains(a.message(), text) {
		t.Fatalf("got %d %s\nwant %d %s", a.status, a.message(), status, text)
	}
	return a
}

func (a answer) revision() string {
	control, _ := a.body["writeControl"].(object)
	id, _ := control["requiredRevisionId"].(string)
	return id
}

func (a answer) reply(i int, kind, field string) string {
	replies := a.body["replies"].([]any)
	inner, _ := replies[i].(object)[kind].(object)
	text, _ := inner[field].(string)
	return text
}

func call(t testing.TB, s *fake.Server, method, path string, body any) answer {
	t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		reader = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+"v1/documents"+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.Token())
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode}
	a.err = json.NewDecoder(resp.Body).Decode(&a.body)
	return a
}

func get(t testing.TB, s *fake.Server, d *fake.Doc, query string) answer {
	t.Helper()
	return call(t, s, http.MethodGet, "/"+d.ID()+query, nil)
}

// batch sends requests; control is the writeControl, such as {"requiredRevisionId": "…"}, or nil.
func batch(t testing.TB, s *fake.Server, d *fake.Doc, control object, requests ...object) answer {
	t.Helper()
	body := object{"requests": append([]object{}, requests...)}
	if control != nil {
		body["writeControl"] = control
	}
	return call(t, s, http.MethodPost, "/"+d.ID()+":batchUpdate", body)
}

func insertText(index int, text string) object {
	return object{"insertText": object{"location": object{"index": index}, "text": text}}
}

func span(start, end int) object { return object{"startIndex": start, "endIndex": end} }

func deleteRange(start, end int) object {
	return object{"deleteContentRange": object{"range": span(start, end)}}
}

func nameRange(name string, start, end int) object {
	return object{"createNamedRange": object{"name": name, "range": span(start, end)}}
}

// page is a new document with lines in it.
func page(t testing.TB, s *fake.Server, lines ...string) *fake.Doc {
	t.Helper()
	d := s.NewDoc("KPT")
	if len(lines) > 0 {
		must(t, d.Write(strings.Join(lines, "\n")))
	}
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantText(t testing.TB, d *fake.Doc, lines ...string) {
	t.Helper()
	if got, want := d.Text(), strings.Join(lines, "\n")+"\n"; got != want {
		t.Fatalf("got:\n%swant:\n%s", got, want)
	}
}

// index is where text begins in the first line that contains it.
func index(t testing.TB, d *fake.Doc, text string) int {
	t.Helper()
	for _, l := range d.Lines() {
		if before, _, ok := strings.Cut(l.Text, text); ok {
			return l.Index + utf16Length(before)
		}
	}
	t.Fatalf("there is no %q", text)
	return 0
}

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// ranges are the named ranges of the first tab, by name, as the text they cover; pieces are joined by "|".
func ranges(t testing.TB, d *fake.Doc) map[string]string {
	t.Helper()
	var doc struct {
		Tabs []struct {
			DocumentTab struct {
				Body        struct{ Content []json.RawMessage }
				NamedRanges map[string]struct {
					NamedRanges []struct {
						Ranges []struct{ StartIndex, EndIndex int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(d.JSON(), &doc); err != nil {
		t.Fatal(err)
	}
	text := bodyUnits(t, d.JSON())
	out := map[string]string{}
	for name, all := range doc.Tabs[0].DocumentTab.NamedRanges {
		var parts []string
		for _, r := range all.NamedRanges {
			for _, s := range r.Ranges {
				parts = append(parts, decodeUnits(text[s.StartIndex:s.EndIndex]))
			}
		}
		out[name] = strings.Join(parts, "|")
	}
	return out
}

// fixture reads a real document that is not part of the repository.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtures(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fixtures(t testing.TB) string {
	t.Helper()
	return need.Shared(t, "fixtures", "gdocs")
}
