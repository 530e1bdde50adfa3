package gdocs

import (
	"fmt"
	"net"
	"sync"

	"github.com/engawa-bot/engawa/internal/fake/server"
)

// Options say how a Server is to be; the zero value is a Google Docs with its own limits on a free port.
type Options struct {
	Listener net.Listener // nil: 127.0.0.1, a free port
	Token    string       // the bearer token of the bot's account; zero: "fake-google-token"
	Quota    Quota        // zero fields: Google's own
	History  int          // how many revisions targetRevisionId reaches back; zero: 100
}

// Server is one Google Docs with one account, the bot's. Its methods may be called at any time, from any
// goroutine.
type Server struct {
	opts   Options
	rules  *rules
	record server.Record
	meter  *meter
	faults *Faults
	life   *server.Life

	mu   sync.Mutex // guards docs, ids and what is in each Doc
	docs map[string]*Doc
	ids  *ids
}

// Start begins to listen. The caller must Close the server.
func Start(o Options) (*Server, error) {
	known, err := loadRules()
	if err != nil {
		return nil, err
	}
	listener, err := server.Listen("gdocs", o.Listener)
	if err != nil {
		return nil, err
	}
	o.Listener = listener
	if o.Token == "" {
		o.Token = "fake-google-token"
	}
	if o.History == 0 {
		o.History = 100
	}
	s := &Server{
		life:  server.NewLife(),
		opts:  o,
		rules: known,
		meter: newMeter(o.Quota),
		docs:  map[string]*Doc{},
		ids:   &ids{seed: "gdocs"},
	}
	s.faults = &Faults{}
	s.life.Begin(listener, s.handler(), &s.record)
	return s, nil
}

// URL is the endpoint for option.WithEndpoint, such as "http://127.0.0.1:1234/".
func (s *Server) URL() string { return "http://" + s.opts.Listener.Addr().String() + "/" }

// Token is the bearer token that the server accepts.
func (s *Server) Token() string { return s.opts.Token }

// Faults is the side of bad luck.
func (s *Server) Faults() *Faults { return s.faults }

// NewDoc is a new empty document that a person has made and shared with the bot's account as writer.
func (s *Server) NewDoc(title string) *Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(s.ids.document(), "", &content{title: title, tabs: []*tab{{
		id: "t.0", props: `{"index":0,"tabId":"t.0","title":"Tab 1"}`,
		segments: map[segmentID]*segment{"": emptyBody()},
		rest:     s.rules.newTab,
	}}})
}

// add keeps a new document. The lock is held.
func (s *Server) add(id, revisionID string, c *content) *Doc {
	if revisionID == "" {
		revisionID = s.ids.revision()
	}
	d := &Doc{s: s, id: id, role: Writer, view: suggestionsInline, history: []revision{{id: revisionID, content: c}}}
	s.docs[id] = d
	return d
}

// Load keeps a document as documents.get answered it, in either shape, shared with the bot's account as
// writer. It refuses JSON whose indexes do not add up, and an id that is kept already.
func (s *Server) Load(data []byte) (*Doc, error) {
	var o object
	if err := decode(data, &o); err != nil {
		return nil, fmt.Errorf("fake gdocs: %w", err)
	}
	if err := s.rules.schema.judge("", "#Document", o); err != nil {
		return nil, fmt.Errorf("fake gdocs: %w", err)
	}
	c, plain, err := load(o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids.mix(data)
	id := text(o, "documentId")
	if id == "" {
		id = s.ids.document()
	}
	if s.docs[id] != nil {
		return nil, fmt.Errorf("fake gdocs: there is a document %s already", id)
	}
	d := s.add(id, text(o, "revisionId"), c)
	d.plain, d.view = plain, text(o, "suggestionsViewMode")
	return d, nil
}

// Doc finds a document, such as one that the bot has created; nil when there is none.
func (s *Server) Doc(id string) *Doc {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.docs[id]
}

// Close ends every connection and waits for the server's goroutines. It may be called twice.
func (s *Server) Close() {
	s.life.Close(func() {})
}
