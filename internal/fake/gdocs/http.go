package gdocs

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxBody bounds a request's body in bytes.
const maxBody = 32 << 20

// operation is one method of the API; it does its work and returns the answer's JSON.
type operation struct {
	name  string
	reply string // the answer's message in the schema
	query map[string]string
	do    func(s *Server, c call) ([]byte, error)
}

// call is one request.
type call struct {
	id    string // the document's
	body  object
	query url.Values
	sel   selection
	late  string // see Faults.Late
}

// commonQuery are the query parameters of every method, with their types.
var commonQuery = map[string]string{
	"alt": "=json", "prettyPrint": "=true|false", "fields": "string", "key": "string", "quotaUser": "string",
	"access_token": "string", "$.xgafv": "=1|2", "uploadType": "string", "upload_protocol": "string",
}

var getQuery = map[string]string{
	"includeTabsContent":  "=true|false",
	"suggestionsViewMode": "=DEFAULT_FOR_CURRENT_ACCESS|" + suggestionsInline + "|" + suggestionsTaken + "|" + suggestionsDropped,
	"commentsViewMode":    "=COMMENTS_VIEW_MODE_UNSPECIFIED|COMMENTS_VIEW_MODE_OMITTED",
}

func (s *Server) handler() http.Handler {
	operations := map[string]operation{
		"GET /v1/documents/{id}":  {"get", "Document", getQuery, (*Server).get},
		"POST /v1/documents":      {"create", "Document", nil, (*Server).create},
		"POST /v1/documents/{id}": {"batchUpdate", "BatchUpdateDocumentResponse", nil, (*Server).batch},
	}
	mux := http.NewServeMux()
	for pattern, op := range operations {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, op) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.record.Violation("%s %s: there is no such method", r.Method, r.URL.Path)
		s.refuse(w, errNotFound())
	})
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, op operation) {
	s.record.Request(op.name)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.refuse(w, answer(http.StatusBadRequest, "Request payload size exceeds the limit."))
		return
	}
	bad := s.faults.next(r)
	err = bad.before(s, r)
	var data []byte
	if err == nil {
		data, err = s.work(r, op, body, bad.late)
	}
	if bad.lose {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		s.refuse(w, err)
		return
	}
	if r.URL.Query().Get("prettyPrint") != "false" {
		var pretty bytes.Buffer
		_ = json.Indent(&pretty, data, "", "  ") // it is JSON
		data = pretty.Bytes()
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_, _ = w.Write(data) //nolint:gosec // JSON, said to be; a client that has gone is no fault of the server's
}

// work checks a request as Google does: who asks, how often, with what, and then does it.
func (s *Server) work(r *http.Request, op operation, body []byte, late string) ([]byte, error) {
	if r.Header.Get("Authorization") != "Bearer "+s.opts.Token {
		return nil, errUnauthenticated()
	}
	write := IsWrite(r)
	if !s.meter.take(write, time.Now()) {
		return nil, errQuota(write)
	}
	c, err := s.read(r, op, body)
	if err != nil {
		s.record.Violation("%s: %v", op.name, err)
		return nil, err
	}
	c.late = late
	data, err := op.do(s, c)
	if e := (*apiError)(nil); errors.As(err, &e) {
		if _, stale := err.(staleError); !stale && (e.Code == http.StatusBadRequest || e.Code == http.StatusNotImplemented) { //nolint:errorlint // never wrapped
			s.record.Violation("%s: %v", op.name, err)
		}
	}
	return data, err
}

// read holds a request against the schema.
func (s *Server) read(r *http.Request, op operation, body []byte) (call, error) {
	c := call{query: r.URL.Query()}
	for name, values := range c.query {
		t, ok := op.query[name]
		if !ok {
			t, ok = commonQuery[name]
		}
		if !ok || len(values) > 1 {
			return c, errMalformed(name, `Invalid JSON payload received. Unknown name "`+name+`": Cannot bind query parameter. `+
				"Field '"+name+"' could not be found in request message.")
		}
		if err := s.rules.schema.judge(snake(name), t, values[0]); err != nil {
			return c, err
		}
	}
	var err error
	if c.sel, err = s.rules.schema.parseSelection(op.reply, c.query.Get("fields")); err != nil {
		return c, err
	}
	id, verb, _ := strings.Cut(r.PathValue("id"), ":")
	c.id = id
	if r.Method == http.MethodGet {
		return c, nil
	}
	message := "Document"
	if op.name == "batchUpdate" {
		if message = "BatchUpdateDocumentRequest"; verb != "batchUpdate" {
			return c, errNotFound()
		}
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "application/json" {
		return c, errMalformed("", "Invalid JSON payload received. The content type is not application/json.")
	}
	if err := decode(body, &c.body); err != nil {
		return c, errMalformed("", "Invalid JSON payload received. "+err.Error())
	}
	return c, s.rules.schema.judge("", "#"+message, any(c.body))
}

// open finds a document for the bot's account. The lock is held.
func (s *Server) open(id string, need Role) (*Doc, error) {
	d := s.docs[id]
	switch {
	case d == nil || d.trashed:
		return nil, errNotFound()
	case d.role < need:
		return nil, errForbidden()
	}
	return d, nil
}

func (s *Server) get(c call) ([]byte, error) {
	s.mu.Lock()
	d, err := s.open(c.id, Viewer)
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	newest, role := d.was(c.late), d.role
	s.mu.Unlock()
	view := c.query.Get("suggestionsViewMode")
	revision := newest.id
	if role == Viewer {
		revision = "" // given to those who may edit
	}
	switch {
	case view != "" && view != "DEFAULT_FOR_CURRENT_ACCESS":
		if role == Viewer && view != suggestionsDropped {
			return nil, errForbidden()
		}
	case role == Viewer:
		view = suggestionsDropped
	default:
		view = suggestionsInline
	}
	held := newest.content
	if view != suggestionsInline && c.sel.wantsContent() {
		held = held.preview(view == suggestionsTaken)
	}
	_, wantsTabs := c.sel["tabs"]
	return d.write(held, revision, view, wantsTabs || c.query.Get("includeTabsContent") == "true", c.sel), nil
}

func (s *Server) create(c call) ([]byte, error) {
	d := s.NewDoc(text(c.body, "title"))
	s.mu.Lock()
	first := d.latest()
	s.mu.Unlock()
	return d.write(first.content, first.id, suggestionsInline, false, c.sel), nil
}

func (s *Server) batch(c call) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.open(c.id, Writer)
	if err != nil {
		return nil, err
	}
	reply, err := d.batchUpdate(c.body)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(reply)
	if err != nil {
		return nil, err
	}
	return c.sel.of(data), nil
}

// refuse answers with an error in Google's shape.
func (s *Server) refuse(w http.ResponseWriter, err error) {
	var e *apiError
	if !errors.As(err, &e) {
		s.record.Violation("the fake failed: %v", err)
		e = answer(http.StatusInternalServerError, "%s", defaultMessage(http.StatusInternalServerError))
	}
	if e.Code == http.StatusTooManyRequests {
		s.record.GaveTooMany()
	}
	if e.page != "" {
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
		w.WriteHeader(e.Code)
		_, _ = io.WriteString(w, e.page) // as below
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(e.Code)
	_ = json.NewEncoder(w).Encode(object{"error": e}) // as above
}
