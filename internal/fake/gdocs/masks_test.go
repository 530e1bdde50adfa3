package gdocs_test

import (
	"net/http"
	"net/url"
	"reflect"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// masked is what a mask leaves of a decoded answer; nil is all, "*" any field.
func masked(v any, mask object) any {
	switch v := v.(type) {
	case object:
		if mask == nil {
			return v
		}
		out := object{}
		for name, x := range v {
			inner, ok := mask[name]
			if !ok {
				inner, ok = mask["*"]
			}
			if wanted, _ := inner.(object); ok {
				out[name] = masked(x, wanted)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = masked(x, mask)
		}
		return out
	}
	return v
}

func TestAMaskedAnswerIsThatPartOfTheWhole(t *testing.T) {
	text := object{"endIndex": nil, "paragraph": object{"elements": object{"textRun": object{"content": nil}}}}
	masks := map[string]object{
		"documentId,title": {"documentId": nil, "title": nil},
		"tabs/documentTab/body/content(endIndex,paragraph/elements/textRun/content)": {
			"tabs": object{"documentTab": object{"body": object{"content": text}}},
		},
		"tabs(tabProperties,documentTab(namedRanges/*/namedRanges/ranges,lists/*/listProperties/nestingLevels/glyphSymbol))": {
			"tabs": object{"tabProperties": nil, "documentTab": object{
				"namedRanges": object{"*": object{"namedRanges": object{"ranges": nil}}},
				"lists":       object{"*": object{"listProperties": object{"nestingLevels": object{"glyphSymbol": nil}}}},
			}},
		},
		"tabs/documentTab(documentStyle,body)": {"tabs": object{"documentTab": object{"documentStyle": nil, "body": nil}}},
	}
	s := start(t, fake.Options{})
	hard := s.NewDoc(`a "title" \ with {"revisionId":[1,2]},`)
	must(t, hard.Write("# he said \"}\" \\\n- \\\"],{ 🍵\n- \x01 true, null"))
	docs := map[string]*fake.Doc{"hard": hard}
	batch(t, s, hard, nil, object{"createNamedRange": object{"name": `"n\{}[],:"`, "range": span(1, 5)}}).want(t, http.StatusOK, "")
	for _, name := range []string{"lists.json", "live-named-range-desired.json", "real-1vL8dY0Ok__9VaUIqhBCMeElS5QdaKZfbgr_YCja5kx0.json"} {
		d, err := s.Load(fixture(t, name))
		must(t, err)
		docs[name] = d
	}
	for name, d := range docs {
		whole := get(t, s, d, "?includeTabsContent=true").want(t, http.StatusOK, "").body
		for fields, mask := range masks {
			got := get(t, s, d, "?includeTabsContent=true&fields="+url.QueryEscape(fields)).want(t, http.StatusOK, "").body
			if want := masked(whole, mask); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %s: got %s\nwant %s", name, fields, brief(got), brief(want))
			}
		}
	}
}
