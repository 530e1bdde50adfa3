package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	apiRoot = "/api/v10"
	maxBody = fileMost + 1<<20
)

// call is one REST request, read whole.
type call struct {
	*http.Request
	s      *Server
	route  route
	body   []byte          // the JSON
	files  map[string]File // that came with it, by their number
	status int             // of a good answer with a body; a handler may set it
}

// decode reads the body into v; unknown fields are left to Options.Check.
func (c *call) decode(v any) error {
	if !json.Valid(c.body) {
		return errInvalidJSON
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		path := "body"
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
			path = wrong.Field
		}
		return invalid(path, "BASE_TYPE_BAD", "%v", err)
	}
	return nil
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.method+" "+apiRoot+rt.path, func(w http.ResponseWriter, r *http.Request) {
			s.serve(w, r, rt)
		})
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		s.record.Request("unknown: " + r.Method + " " + r.URL.Path)
		s.record.Violation("%s %s: no such route here", r.Method, r.URL.Path)
		s.refuse(w, errNotFound)
	})
	mux.HandleFunc("/{$}", s.serveGateway)
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, rt route) {
	s.record.Request(rt.operation())
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.refuse(w, errTooLarge)
		return
	}
	fault := s.faults.rest.Next(r)
	if !s.faults.before(s, w, fault) {
		return
	}
	if err := s.admit(w, r, rt, body); err != nil {
		s.refuse(w, err)
		return
	}
	c := &call{Request: r, s: s, route: rt, body: body, status: http.StatusOK}
	answer, err := c.perform()
	if fault.loses() {
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		s.noteRefusal(c, err)
		s.refuse(w, err)
		return
	}
	if answer == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(c.status)
	_, _ = w.Write(answer) // a client that has gone away is its own business
}

// perform runs the handler and marshals its answer under the world's lock.
func (c *call) perform() ([]byte, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	answer, err := c.route.do(c)
	if err != nil || answer == nil {
		return nil, err
	}
	return json.Marshal(answer)
}

// admit lets a request in: known to Discord, within the limits, well formed.
func (s *Server) admit(w http.ResponseWriter, r *http.Request, rt route, body []byte) error {
	agent := r.UserAgent()
	if agent == "" {
		s.record.Violation("%s: no User-Agent", rt.operation())
		return &apiError{Status: 403, Code: 40333, Message: "internal network error"}
	}
	if !strings.HasPrefix(agent, "DiscordBot (") {
		s.record.Violation("%s: User-Agent %q is not of the form DiscordBot ($url, $version)", rt.operation(), agent)
	}
	if !rt.open && r.Header.Get("Authorization") != "Bot "+s.opts.Token {
		return errUnauthorized
	}
	v := s.limits.take(rt, majorKey(r, rt), time.Now())
	v.header(w.Header())
	if v.refused {
		return &limitError{v}
	}
	if len(body) > 0 {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if kind != "application/json" && (!rt.files || kind != "multipart/form-data") {
			s.record.Violation("%s: Content-Type %q", rt.operation(), r.Header.Get("Content-Type"))
			return &apiError{Status: 415, Message: "Expected \"Content-Type\" header to be one of {'application/json'}."}
		}
	}
	if s.opts.Check == nil {
		return nil
	}
	judged := r.Clone(r.Context())
	judged.Body = io.NopCloser(bytes.NewReader(body))
	if err := s.opts.Check(judged, body); err != nil {
		s.record.Violation("%s: %v", rt.operation(), err)
		return invalid("body", "SPECIFICATION", "%v", err)
	}
	return nil
}

// noteRefusal keeps refusals that are the bot's own carelessness.
func (s *Server) noteRefusal(c *call, err error) {
	e, ok := errors.AsType[*apiError](err)
	if ok && (e.Code == codeInvalidForm || e == errEmptyMessage || e == errTooLarge || e == errInvalidJSON) {
		s.record.Violation("%s: %v", c.route.operation(), e)
	}
}

func (s *Server) refuse(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "application/json")
	if l, ok := errors.AsType[*limitError](err); ok {
		s.record.GaveTooMany()
		l.write(w)
		return
	}
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		e = &apiError{Status: 500, Message: err.Error()}
	}
	if e == errManyOldEdits {
		s.record.GaveTooMany()
		w.Header().Set("Retry-After", strconv.Itoa(int(oldEditWindow.Seconds())))
	}
	w.WriteHeader(e.Status)
	_ = json.NewEncoder(w).Encode(e)
}
