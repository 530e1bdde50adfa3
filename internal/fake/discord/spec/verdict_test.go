package spec_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/internal/need"
)

func TestTheVerdictIsThatOfThePrescribedValidator(t *testing.T) {
	need.Unraced(t)
	checker, prescribed := loaded(t), prescribed(t)
	cases := validRequests()
	for _, tt := range invalidRequests() {
		if tt.rule != "a misspelt query parameter" { // ours alone
			cases = append(cases, tt.request)
		}
	}
	for _, tt := range cases {
		got := checker.Check(tt.http(t), []byte(tt.body))
		want := prescribed(t.Context(), tt.http(t))
		if (got == nil) != (want == nil) {
			t.Errorf("%s: got %v, want like %v", tt.rule, got, want)
		}
	}
	t.Logf("%d requests judged alike", len(cases))
}

func BenchmarkCheck(b *testing.B) {
	for _, tt := range []struct {
		name string
		request
	}{
		{"text", request{method: "POST", path: room + "/messages", body: `{"content": "tea", "allowed_mentions": {"parse": []}}`}},
		{"board", request{method: "POST", path: room + "/messages", body: board}},
		{"modal", request{method: "POST", path: callback, body: modal}},
		{"commands", request{method: "PUT", path: app + guild + "/commands", body: commands}},
		{"event", request{method: "POST", path: guild + "/scheduled-events", body: teaEvent}},
		{"refused", request{method: "POST", path: room + "/messages", body: strings.Replace(board, `"Stop"`, "1", 1)}},
	} {
		req, body := tt.http(b), []byte(tt.body)
		checker := loaded(b)
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = checker.Check(req, body)
			}
		})
	}
}

// BenchmarkThePrescribedValidator is what the board costs without our short cuts.
func BenchmarkThePrescribedValidator(b *testing.B) {
	loaded(b)
	prescribed, r := prescribed(b), request{method: "POST", path: room + "/messages", body: board}
	for b.Loop() {
		if err := prescribed(b.Context(), r.http(b)); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzCheckNeverPanics(f *testing.F) {
	checker := loaded(f)
	for _, tt := range validRequests() {
		f.Add(tt.method, tt.path, tt.body)
	}
	for _, tt := range invalidRequests() {
		f.Add(tt.method, tt.path, tt.body)
	}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		req := httptest.NewRequest(http.MethodPost, "/", nil)
		target, err := url.Parse("/api/v10" + path)
		if err != nil {
			return
		}
		req.Method, req.URL = method, target
		req.Header.Set("Content-Type", "application/json")
		if err := checker.Check(req, []byte(body)); err != nil && err.Error() == "" {
			t.Error("got an empty error, want words")
		}
	})
}

func prescribed(tb testing.TB) func(context.Context, *http.Request) error {
	tb.Helper()
	judge, err := spec.Prescribed(spec.Document(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return judge
}
