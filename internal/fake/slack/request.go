package slack

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	apiRoot = "/api/"
	maxBody = 1 << 20
)

// call is one request of the Web API, read whole.
type call struct {
	s     *Server
	m     method
	token *token
	args  arguments
	warn  []string

	granted string // scopes that the token had
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, m := range methods() {
		mux.HandleFunc(apiRoot+m.name, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, m) })
	}
	mux.HandleFunc(apiRoot, func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, apiRoot)
		s.record.Request("unknown: " + name)
		s.record.Violation("%s: no such method here", name)
		reply(w, object{"ok": false, "error": "unknown_method", "req_method": name})
	})
	mux.HandleFunc(hookRoot, s.serveHook)
	mux.HandleFunc(linkPath, s.serveLink)
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, m method) {
	s.record.Request(m.name)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		s.finish(w, nil, misuse("request_too_large", "%s: %v", m.name, err))
		return
	}
	c := &call{s: s, m: m}
	bad := c.read(r, body)
	fault := s.faults.calls.Next(Call{m.name, c.args.text("channel")})
	if !s.faults.before(w, fault) {
		return
	}
	answer, err := c.answer(r, bad)
	if fault.doubtful() {
		fault.after(w)
		return
	}
	if m.name != "apps.connections.open" && c.token != nil {
		w.Header().Set("X-OAuth-Scopes", c.granted)
		w.Header().Set("X-Accepted-OAuth-Scopes", strings.Join(m.scopes(nil), ","))
	}
	s.finish(w, c, err, answer...)
}

// answer does what the call asks for, and returns the answer as JSON.
func (c *call) answer(r *http.Request, bad error) ([]byte, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if err := c.authenticate(r); err != nil {
		return nil, err
	}
	c.granted = strings.Join(c.token.scopes, ",")
	if wait := c.s.limits.take(c.m, c.args.text("channel"), time.Now()); wait > 0 {
		return nil, &limitError{wait}
	}
	if bad != nil {
		return nil, bad
	}
	if err := c.token.allow(c.m, c.s.world.channel(c.args.text("channel"))); err != nil {
		return nil, err
	}
	if c.s.opts.Spec != nil {
		if err := c.s.opts.Spec.Arguments(c.m.name, c.args); err != nil {
			return nil, misuse("invalid_arguments", "%v", err)
		}
	}
	o, err := c.m.do(c)
	if err != nil {
		return nil, err
	}
	o["ok"] = true
	if len(c.warn) > 0 {
		o["warning"] = strings.Join(c.warn, ",")
		meta, _ := o["response_metadata"].(object)
		if meta == nil {
			meta = object{}
		}
		meta["warnings"] = c.warn
		o["response_metadata"] = meta
	}
	return json.Marshal(o) // under the lock: it may hold parts of the world
}

// authenticate finds the token: in the Authorization header, or among the arguments of a form.
func (c *call) authenticate(r *http.Request) error {
	given, inHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if arg := c.args.text("token"); arg != "" {
		if inHeader && arg != given {
			return misuse("invalid_auth", "two different tokens")
		}
		given = arg
	}
	if given == "" {
		return misuse("not_authed", "no token in the Authorization header or in a form")
	}
	t := c.s.world.tokens[given]
	switch {
	case t == nil:
		return failure("invalid_auth")
	case t.dead != "":
		return failure(t.dead)
	case t.who.gone:
		return failure("account_inactive")
	}
	c.token = t
	return nil
}

// finish writes the answer, or what went wrong instead.
func (s *Server) finish(w http.ResponseWriter, c *call, err error, answer ...byte) {
	if late, ok := errors.AsType[*limitError](err); ok {
		s.record.GaveTooMany()
		late.write(w)
		return
	}
	if err == nil {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(answer) //nolint:gosec // JSON to a client of JSON; one that has gone away is its own business
		return
	}
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		e = &apiError{Code: "internal_error", careless: true, Messages: []string{err.Error()}}
	}
	if e.careless && c != nil {
		s.record.Violation("%s: %v", c.m.name, e)
	}
	o := object{"ok": false, "error": e.Code}
	for name, v := range e.more {
		o[name] = v
	}
	if len(e.Messages) > 0 {
		o["response_metadata"] = object{"messages": e.Messages}
		o["errors"] = e.Messages
	}
	reply(w, o)
}

// reply writes a JSON answer with status 200, which Slack gives to nearly everything.
func reply(w http.ResponseWriter, o object) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(mustJSON(o))
}
