package gdocs_test

import (
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/api/docs/v1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

// bearer adds the account's token to each request.
type bearer struct {
	token string
	next  http.RoundTripper
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}

func client(t testing.TB, s *fake.Server, next http.RoundTripper) *docs.Service {
	t.Helper()
	c := &http.Client{Transport: bearer{s.Token(), next}}
	service, err := docs.NewService(t.Context(), option.WithHTTPClient(c), option.WithEndpoint(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func TestTheRealClientReadsAndWrites(t *testing.T) {
	s := start(t, fake.Options{})
	c := client(t, s, http.DefaultTransport)
	made, err := c.Documents.Create(&docs.Document{Title: "KPT 振り返り"}).Do()
	must(t, err)
	written, err := c.Documents.BatchUpdate(made.DocumentId, &docs.BatchUpdateDocumentRequest{
		Requests: []*docs.Request{
			{InsertText: &docs.InsertTextRequest{Text: "続けること\n🍵 お茶", Location: &docs.Location{Index: 1}}},
			{CreateNamedRange: &docs.CreateNamedRangeRequest{Name: "n", Range: &docs.Range{StartIndex: 7, EndIndex: 9}}},
			{UpdateTextStyle: &docs.UpdateTextStyleRequest{
				Range: &docs.Range{StartIndex: 7, EndIndex: 9}, Fields: "bold", TextStyle: &docs.TextStyle{Bold: true},
			}},
		},
		WriteControl: &docs.WriteControl{RequiredRevisionId: made.RevisionId},
	}).Do()
	must(t, err)
	got, err := c.Documents.Get(made.DocumentId).IncludeTabsContent(true).SuggestionsViewMode("SUGGESTIONS_INLINE").Do()
	must(t, err)
	if got.RevisionId != written.WriteControl.RequiredRevisionId || got.Title != "KPT 振り返り" {
		t.Errorf("got revision %q of %q", got.RevisionId, got.Title)
	}
	run := got.Tabs[0].DocumentTab.Body.Content[2].Paragraph.Elements[0]
	if run.TextRun.Content != "🍵" || !run.TextRun.TextStyle.Bold || run.EndIndex != 9 {
		t.Errorf("got %+v", run)
	}
	if r := got.Tabs[0].DocumentTab.NamedRanges["n"].NamedRanges[0]; r.NamedRangeId != written.Replies[1].CreateNamedRange.NamedRangeId {
		t.Errorf("got named range %q", r.NamedRangeId)
	}
	_, err = c.Documents.BatchUpdate(made.DocumentId, &docs.BatchUpdateDocumentRequest{Requests: []*docs.Request{
		{DeleteContentRange: &docs.DeleteContentRangeRequest{Range: &docs.Range{StartIndex: 0, EndIndex: 3}}},
	}}).Do()
	if code := codeOf(err); code != 400 || !strings.Contains(err.Error(), "send 0") {
		t.Errorf("got %v, want 400: the client leaves zeros out", err)
	}
	if d := s.Doc(made.DocumentId); d == nil || !strings.Contains(d.URL(), made.DocumentId) {
		t.Errorf("got %v, want the document that the client made", d)
	}
	if got := s.Violations(); len(got) != 1 {
		t.Errorf("got violations %q, want the one", got)
	}
	if got, want := s.Requests(), (map[string]int{"create": 1, "get": 1, "batchUpdate": 2}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func codeOf(err error) int {
	var e *googleapi.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func TestAccessIsCheckedBeforeAnythingElse(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	write := func() answer { return batch(t, s, d, nil, insertText(1, "X")) }
	d.Share(fake.Viewer)
	get(t, s, d, "").want(t, 200, "")
	write().want(t, 403, "The caller does not have permission")
	d.Unshare()
	get(t, s, d, "").want(t, 403, "The caller does not have permission")
	d.Share(fake.Writer)
	d.Trash(true)
	get(t, s, d, "").want(t, 404, "Requested entity was not found.")
	write().want(t, 404, "Requested entity was not found.")
	d.Trash(false)
	write().want(t, 200, "")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"v1/documents/"+d.ID(), nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer wrong")
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != 401 || !strings.Contains(string(body), `"status": "UNAUTHENTICATED"`) && !strings.Contains(string(body), `"status":"UNAUTHENTICATED"`) {
		t.Errorf("got %d %s, want 401", resp.StatusCode, body)
	}
	if got := s.Violations(); len(got) != 0 {
		t.Errorf("got violations %q, want none", got)
	}
}

func TestWhatTheSchemaDoesNotKnowIsRefused(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	for body, want := range map[string]string{
		`{"requests":[{"insertText":{"txt":"a"}}]}`:                                             `Unknown name "txt" at 'requests[0].insert_text'`,
		`{"requests":[{"insertTxt":{}}]}`:                                                       `Unknown name "insertTxt" at 'requests[0]'`,
		`{"requests":[{"insertText":{"location":{"index":"1"},"text":"a"}}]}`:                   `Invalid value at 'requests[0].insert_text.location.index' (TYPE_INT32), "1"`,
		`{"requests":[{"insertText":{"location":{"index":1.5},"text":"a"}}]}`:                   `TYPE_INT32`,
		`{"requests":[{"insertText":{"text":"a"}}]}`:                                            `Exactly one of location and endOfSegmentLocation`,
		`{"requests":[{"insertText":{"location":{},"text":"a"}}]}`:                              `location.index is required`,
		`{"requests":[{"insertText":{"location":{"index":1}}}]}`:                                `text to insert is required`,
		`{"requests":[{"deleteContentRange":{}}]}`:                                              `range is required`,
		`{"requests":[{"createParagraphBullets":{"range":{},"bulletPreset":"ROUND"}}]}`:         `bullet_preset`,
		`{"requests":[{"insertText":{},"deleteTab":{}}]}`:                                       `exactly one request`,
		`{"requests":[{"insertText":{"location":{"index":1,"tabId":"t.9"},"text":"a"}}]}`:       `tab ID was not found`,
		`{"requests":[{"insertText":{"location":{"index":1,"segmentId":"kix.9"},"text":"a"}}]}`: `Segment with ID kix.9 was not found`,
		`{"requests":[{"insertText":{"location":{"index":1},"text":"a"}}]`:                      `Invalid JSON payload`,
		`[]`: `Invalid`,
	} {
		a := call(t, s, http.MethodPost, "/"+d.ID()+":batchUpdate", body).want(t, 400, want)
		if e := a.body["error"].(object); e["status"] != "INVALID_ARGUMENT" || e["code"] != 400.0 {
			t.Errorf("got %v, want Google's shape", e)
		}
	}
	wantText(t, d, "one")
	get(t, s, d, "?tabs=1").want(t, 400, "Unknown name")
	get(t, s, d, "?suggestionsViewMode=ALL").want(t, 400, "suggestions_view_mode")
	get(t, s, d, "?fields=revision").want(t, 400, "Invalid field selection revision")
	get(t, s, d, "?fields=title(").want(t, 400, "Invalid field selection")
}

func TestAMaskSelectsFieldsOfTheAnswer(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	run := object{"textRun": object{"content": "one\n"}}
	paragraph := object{"endIndex": 5.0, "paragraph": object{"elements": []any{run}}}
	for fields, want := range map[string]object{
		"revisionId":                      {"revisionId": d.Revision()},
		"tabs(tabProperties/tabId),title": {"title": "KPT", "tabs": []any{object{"tabProperties": object{"tabId": "t.0"}}}},
		"body.content(endIndex,paragraph.elements.textRun(content))": {
			"body": object{"content": []any{object{"endIndex": 1.0}, paragraph}},
		},
		"tabs.documentTab.body.content.endIndex,tabs/tabProperties/title": {"tabs": []any{object{
			"tabProperties": object{"title": "Tab 1"},
			"documentTab":   object{"body": object{"content": []any{object{"endIndex": 1.0}, object{"endIndex": 5.0}}}},
		}}},
	} {
		if got := get(t, s, d, "?fields="+fields).want(t, 200, "").body; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", fields, got, want)
		}
	}
}

func TestTheQuotaIsSixtyWritesAndThreeHundredReadsAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("docs.invalid")
		s := start(t, fake.Options{Listener: l})
		transport := &http.Transport{DialContext: l.DialContext}
		defer transport.CloseIdleConnections()
		c := client(t, s, transport)
		d := s.NewDoc("KPT")
		read := func() error {
			_, err := c.Documents.Get(d.ID()).Fields("revisionId").Do()
			return err
		}
		write := func() error {
			_, err := c.Documents.BatchUpdate(d.ID(), &docs.BatchUpdateDocumentRequest{Requests: []*docs.Request{
				{InsertText: &docs.InsertTextRequest{Text: "x", EndOfSegmentLocation: &docs.EndOfSegmentLocation{}}},
			}}).Do()
			return err
		}
		for range 60 {
			must(t, write())
		}
		for range 300 {
			must(t, read())
		}
		for _, err := range []error{write(), read()} {
			if codeOf(err) != 429 || !strings.Contains(err.Error(), "rateLimitExceeded") || !strings.Contains(err.Error(), "Quota exceeded") {
				t.Errorf("got %v, want 429 rateLimitExceeded", err)
			}
		}
		time.Sleep(time.Minute)
		must(t, write())
		must(t, read())
		if got := s.TooMany(); got != 2 {
			t.Errorf("got %d answers 429, want 2", got)
		}
	})
}

func TestFaultsHappenOnDemand(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	write := func() answer { return batch(t, s, d, nil, insertText(1, "X")) }
	s.Faults().Fail(fake.IsWrite, 1, 503)
	write().want(t, 503, "The service is currently unavailable.")
	s.Faults().Fail(nil, 1, 429)
	if a := write().want(t, 429, "Quota exceeded"); a.body["error"].(object)["status"] != "RESOURCE_EXHAUSTED" {
		t.Errorf("got %v, want RESOURCE_EXHAUSTED", a.body)
	}
	s.Faults().Fail(fake.IsRead, -1, 500)
	get(t, s, d, "").want(t, 500, "Internal error encountered.")
	write().want(t, 200, "")
	s.Faults().Clear()
	s.Faults().Before(fake.IsWrite, 1, func() { must(t, d.Line("Xone").Append("!")) })
	batch(t, s, d, object{"requiredRevisionId": d.Revision()}, insertText(1, "Y")).want(t, 400, "does not match")
	wantText(t, d, "Xone!")
	s.Faults().LoseAnswerRate(1, 1)
	if a := get(t, s, d, ""); a.err == nil {
		t.Error("the answer was not lost")
	}
}

func TestADelayHoldsTheWorkBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := pipe.Listen("docs.invalid")
		s := start(t, fake.Options{Listener: l})
		transport := &http.Transport{DialContext: l.DialContext}
		defer transport.CloseIdleConnections()
		d := s.NewDoc("KPT")
		s.Faults().Delay(fake.IsRead, 5*time.Second)
		began := time.Now()
		_, err := client(t, s, transport).Documents.Get(d.ID()).Do()
		must(t, err)
		if got := time.Since(began); got != 5*time.Second {
			t.Errorf("got an answer after %v, want 5s", got)
		}
	})
}

func TestTabsAreMadeNestedRenamedAndDeleted(t *testing.T) {
	s := start(t, fake.Options{})
	d := page(t, s, "one")
	add := func(props object) object { return object{"addDocumentTab": object{"tabProperties": props}} }
	a := batch(t, s, d, nil, add(object{"title": "KPT 11-20", "index": 0})).want(t, 200, "")
	id := a.body["replies"].([]any)[0].(object)["addDocumentTab"].(object)["tabProperties"].(object)["tabId"].(string)
	batch(t, s, d, nil,
		object{"insertText": object{"text": "new", "location": object{"index": 1, "tabId": id}}},
		insertText(1, "first "),
		add(object{"title": "child", "parentTabId": id}),
		object{"updateDocumentTabProperties": object{"fields": "title", "tabProperties": object{"tabId": id, "title": "KPT"}}},
	).want(t, 200, "")
	wantText(t, d, "=== KPT ===", "first new", "=== child ===", "", "=== Tab 1 ===", "one")
	batch(t, s, d, nil, object{"deleteTab": object{"tabId": id}}).want(t, 200, "")
	wantText(t, d, "one")
	batch(t, s, d, nil, object{"deleteTab": object{"tabId": "t.0"}}).want(t, 400, "last tab")
}
