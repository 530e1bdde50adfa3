package spec_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/internal/need"
)

func TestValidRequestsPass(t *testing.T) {
	need.Unraced(t)
	checker := loaded(t)
	for _, tt := range validRequests() {
		t.Run(tt.rule, func(t *testing.T) {
			if err := checker.Check(tt.http(t), []byte(tt.body)); err != nil {
				t.Errorf("got %v, want no error", err)
			}
		})
	}
}

func TestInvalidRequestsAreRefusedInWords(t *testing.T) {
	checker := loaded(t)
	for _, tt := range invalidRequests() {
		t.Run(tt.rule, func(t *testing.T) {
			err := checker.Check(tt.http(t), []byte(tt.body))
			if err == nil {
				t.Fatalf("got no error, want one that says %q", tt.says)
			}
			if got := err.Error(); !strings.Contains(got, tt.says) {
				t.Errorf("got  %s\nwant an error that says %q", got, tt.says)
			}
			if got := err.Error(); len(got) > 400 || strings.Contains(got, "\n") {
				t.Errorf("got an error of %d characters, want one line of at most 400:\n%s", len(got), got)
			}
		})
	}
}

func TestAnErrorNamesTheOperationAndAtMostThreeFaults(t *testing.T) {
	r := request{method: "POST", path: room + "/messages", body: `{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}`}
	err := loaded(t).Check(r.http(t), []byte(r.body))
	want := `spec: POST /channels/{channel_id}/messages: body: property "a" is unsupported; ` +
		`body: property "b" is unsupported; body: property "c" is unsupported; and 2 more`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnErrorNeverHoldsAToken(t *testing.T) {
	for _, r := range []request{
		{method: "POST", path: callback, body: `{"type": 2}`},
		{method: "POST", path: callback + "s", body: `{}`},
		{method: "POST", path: webhook + "?wiat=true", body: `{}`},
		{method: "PUT", path: webhook + "/messages/x"},
		{method: "POST", path: "/webhooks/x/fake-interaction-token", body: `{"content": "x"}`},
	} {
		err := loaded(t).Check(r.http(t), []byte(r.body))
		if err == nil || strings.Contains(err.Error(), "fake-interaction-token") {
			t.Errorf("%s %s: got %v, want an error without the token", r.method, r.path, err)
		}
	}
}

func TestABodyThatIsNotJSONByItsContentTypeIsRefused(t *testing.T) {
	for _, media := range []string{"", "text/plain", "multipart/form-data; boundary=x", ";"} {
		r := request{method: "POST", path: room + "/messages", body: `{"content": "x"}`}
		req := r.http(t)
		req.Header.Set("Content-Type", media)
		if err := loaded(t).Check(req, []byte(r.body)); err == nil {
			t.Errorf("content type %q: got no error, want one", media)
		}
	}
}

func TestTheRequestStaysReadable(t *testing.T) {
	r := request{method: "POST", path: room + "/messages", body: `{"content": "x"}`}
	req := r.http(t)
	if err := loaded(t).Check(req, []byte(r.body)); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(req.Body)
	if err != nil || string(got) != r.body {
		t.Errorf("got body %q, %v; want %q", got, err, r.body)
	}
}

func TestOnlyValidRequestsCountAsCoveredAlsoWhenManyCheckAtOnce(t *testing.T) {
	checker := loaded(t)
	const operation, each = "POST /guilds/{guild_id}/soundboard-sounds", 8
	wasCovered, wasJudged := checker.Covered()[operation], checker.Requests()
	var wg sync.WaitGroup
	for range each {
		for _, body := range []string{`{"name": "tea", "sound": "x"}`, `{"name": "tea"}`} {
			req := request{method: "POST", path: guild + "/soundboard-sounds", body: body}.http(t)
			wg.Go(func() { _ = checker.Check(req, []byte(body)) })
		}
	}
	wg.Wait()
	if got := checker.Covered()[operation] - wasCovered; got != each {
		t.Errorf("covered: got %d more, want %d", got, each)
	}
	if got := checker.Requests() - wasJudged; got != 2*each {
		t.Errorf("requests: got %d more, want %d", got, 2*each)
	}
}

func TestLoadReadsADocumentOnce(t *testing.T) {
	first := loaded(t)
	second, err := spec.Here()
	if err != nil || first != second {
		t.Errorf("got %p, %v; want the same checker %p again", second, err, first)
	}
}

func TestLoadOfAMissingFileIsErrAbsent(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "none.json")} {
		if _, err := spec.Load(path); !errors.Is(err, spec.ErrAbsent) {
			t.Errorf("Load(%q): got %v, want ErrAbsent", path, err)
		}
	}
}

func TestForTestSkipsAloudAndFailsInCI(t *testing.T) {
	t.Chdir(t.TempDir())
	for ci, want := range map[string]string{"": "log", "true": "fatal"} {
		t.Setenv("CI", ci)
		tb := &recorder{TB: t}
		if checker := spec.ForTest(tb); checker != nil || tb.got != want {
			t.Errorf("CI=%q: got %v and %q, want nil and %q", ci, checker, tb.got, want)
		}
	}
}

func TestANilCheckerJudgesNothing(t *testing.T) {
	var checker *spec.Checker
	err := checker.Check(httptest.NewRequest("PATCH", "/nowhere", nil), []byte("?"))
	if err != nil || checker.Requests() != 0 || len(checker.Covered()) != 0 {
		t.Errorf("got %v, %d, %v; want nothing", err, checker.Requests(), checker.Covered())
	}
}

// recorder notes how ForTest spoke to the test.
type recorder struct {
	testing.TB
	got string
}

func (r *recorder) Helper()               {}
func (r *recorder) Log(...any)            { r.got = "log" }
func (r *recorder) Fatalf(string, ...any) { r.got = "fatal" }

// loaded is the checker, without which the test is skipped.
func loaded(tb testing.TB) *spec.Checker {
	tb.Helper()
	spec.Document(tb)
	return spec.ForTest(tb)
}

func (r request) http(tb testing.TB) *http.Request {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), r.method, "http://127.0.0.1/api/v10"+r.path, strings.NewReader(r.body))
	if err != nil {
		tb.Fatal(err)
	}
	if r.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}

func repeat(s string, n int) string { return strings.Repeat(s, n) }

// replace changes a body in one place, which must be there.
func replace(body, old, with string) string {
	if !strings.Contains(body, old) {
		panic("no " + old + " in the body")
	}
	return strings.Replace(body, old, with, 1)
}

// row is a message with one row of n buttons.
func row(n int, label string) string {
	button := `{"type": 2, "style": 1, "custom_id": "a", "label": "` + label + `"}`
	return `{"components": [{"type": 1, "components": [` + strings.TrimSuffix(repeat(button+",", n), ",") + `]}]}`
}

// options is a message with one select of n options.
func options(n int) string {
	option := `{"label": "A", "value": "a"}`
	return `{"components": [{"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [` +
		strings.TrimSuffix(repeat(option+",", n), ",") + `]}]}]}`
}
