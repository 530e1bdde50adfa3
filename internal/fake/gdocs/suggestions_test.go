package gdocs_test

import (
	"reflect"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// previewed is the document's text in a view mode, read over HTTP.
func previewed(t *testing.T, s *fake.Server, d *fake.Doc, mode string) string {
	t.Helper()
	a := get(t, s, d, "?suggestionsViewMode="+mode).want(t, 200, "")
	var b strings.Builder
	for _, c := range a.body["body"].(object)["content"].([]any) {
		p, _ := c.(object)["paragraph"].(object)
		elements, _ := p["elements"].([]any)
		for _, e := range elements {
			run, _ := e.(object)["textRun"].(object)
			text, _ := run["content"].(string)
			b.WriteString(text)
		}
	}
	return b.String()
}

func TestSuggestionsAreSeenInlineAcceptedOrRejected(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "- keep tea", "- second", "end")
	in, err := d.Line("keep tea").Suggest("keep", " green")
	must(t, err)
	line, err := d.Line("keep green tea").SuggestLine("a new line")
	must(t, err)
	gone, err := d.Line("second").SuggestDeletion("")
	must(t, err)
	wantText(t, d, "- keep{+ green+} tea{+¶+}", "- {+a new line+}", "- {-second¶-}", "end")
	for mode, want := range map[string]string{
		"SUGGESTIONS_INLINE":           "keep green tea\na new line\nsecond\nend\n",
		"PREVIEW_SUGGESTIONS_ACCEPTED": "keep green tea\na new line\nend\n",
		"PREVIEW_WITHOUT_SUGGESTIONS":  "keep tea\nsecond\nend\n",
	} {
		if got := previewed(t, s, d, mode); got != want {
			t.Errorf("%s: got %q, want %q", mode, got, want)
		}
	}
	must(t, d.Accept(in))
	must(t, d.Reject(line))
	must(t, d.Accept(gone))
	wantText(t, d, "- keep green tea", "end")
	if err := d.Accept(in); err == nil {
		t.Error("a suggestion was accepted twice")
	}
}

func TestWhatIsWrittenInsideASuggestionBelongsToIt(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "tea")
	id, err := d.Line("tea").Suggest("", "green ")
	must(t, err)
	batch(t, s, d, nil, insertText(7, "X"), insertText(3, "Y")).want(t, 200, "")
	wantText(t, d, "{+grYeen +}Xtea")
	must(t, d.Reject(id))
	wantText(t, d, "Xtea")
}

func TestAReaderSeesNoSuggestionsAndNoRevision(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "tea")
	_, err := d.Line("tea").Suggest("", "green ")
	must(t, err)
	d.Share(fake.Viewer)
	get(t, s, d, "?suggestionsViewMode=SUGGESTIONS_INLINE").want(t, 403, "The caller does not have permission")
	if got, want := previewed(t, s, d, "DEFAULT_FOR_CURRENT_ACCESS"), "tea\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got := get(t, s, d, "?fields=revisionId,title").want(t, 200, "").body
	if want := (object{"title": "KPT"}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v: the revision is for those who may edit", got, want)
	}
}
