package gdocs_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

func TestARealDocumentIsWrittenBackUnchanged(t *testing.T) {
	dir := fixtures(t)
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		if strings.Contains(e.Name(), ".requests.") {
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			must(t, err)
			s := start(t, fake.Options{})
			d, err := s.Load(data)
			must(t, err)
			want := parse(t, data)
			if got := parse(t, d.JSON()); !reflect.DeepEqual(got, want) {
				t.Errorf("got %s\nwant %s", brief(got), brief(want))
			}
			query := "?suggestionsViewMode=SUGGESTIONS_INLINE"
			if want["tabs"] != nil {
				query += "&includeTabsContent=true"
			}
			if got := get(t, s, d, query).want(t, http.StatusOK, ""); !reflect.DeepEqual(got.body, want) {
				t.Errorf("documents.get: got %s\nwant %s", brief(got.body), brief(want))
			}
		})
	}
}

func TestTheRecordedRequestsMakeTheRecordedDocument(t *testing.T) {
	s := start(t, fake.Options{})
	d, err := s.Load(fixture(t, "live-named-range-base.json"))
	must(t, err)
	var batches [][]object
	must(t, json.Unmarshal(fixture(t, "live-named-range-desired.requests.batches.json"), &batches))
	var answers []answer
	for _, requests := range batches {
		for i := range requests {
			requests[i] = filled(t, requests[i], answers).(object)
		}
		answers = append(answers, batch(t, s, d, nil, requests...).want(t, http.StatusOK, ""))
	}
	got := anonymous(parse(t, d.JSON()))
	want := anonymous(parse(t, fixture(t, "live-named-range-desired.json")))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %s\nwant %s", brief(got), brief(want))
	}
}

// filled is v with the recording's placeholders replaced by the ids of this run's answers.
func filled(t *testing.T, v any, answers []answer) any {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = filled(t, v[i], answers)
		}
	case object:
		if path, ok := v["response_path"].(string); ok {
			replies := answers[int(v["batch_index"].(float64))].body["replies"].([]any)
			at := replies[int(v["request_index"].(float64))]
			for name := range strings.SplitSeq(path, ".") {
				at = at.(object)[name]
			}
			return at
		}
		for k := range v {
			v[k] = filled(t, v[k], answers)
		}
	}
	return v
}

// anonymous is v with every generated id, as key or value, named by its kind, and without the revision.
func anonymous(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = anonymous(v[i])
		}
		return v
	case object:
		out := object{}
		for k, x := range v {
			if k != "revisionId" {
				out[anonymous(k).(string)] = anonymous(x)
			}
		}
		return out
	case string:
		if strings.HasPrefix(v, "kix.") {
			return "kix"
		}
		if strings.HasPrefix(v, "t.") && v != "t.0" {
			return "t"
		}
	}
	return v
}

func parse(t testing.TB, data []byte) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func brief(v any) string {
	data, _ := json.Marshal(v)
	return string(data[:min(len(data), 4000)])
}
