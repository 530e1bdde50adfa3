package gdocs

import "fmt"

// Role is what the bot's account may do with a document.
type Role int

// The roles, from nothing to everything.
const (
	Nobody Role = iota // not shared
	Viewer
	Writer
)

// Doc is one document, seen by the people who write in it; the bot sees it through the API only.
// Its methods may be called at any time, from any goroutine.
type Doc struct {
	s  *Server
	id string

	// Guarded by s.mu. What a revision holds never changes.
	history []revision
	role    Role
	trashed bool
	plain   bool   // it was loaded in the older shape, without tabs
	view    string // the suggestionsViewMode it was loaded with
}

// ID is the document's id.
func (d *Doc) ID() string { return d.id }

// URL is the document's address as people copy it from their browser. It leads nowhere.
func (d *Doc) URL() string { return "https://docs.google.com/document/d/" + d.id + "/edit" }

// Revision is the id of the newest revision.
func (d *Doc) Revision() string {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	return d.latest().id
}

// Share gives the bot's account a role; Nobody takes it away.
func (d *Doc) Share(role Role) {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.role = role
}

// Unshare takes the bot's account off the document.
func (d *Doc) Unshare() { d.Share(Nobody) }

// Trash deletes the document for good, or brings it back.
func (d *Doc) Trash(deleted bool) {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	d.trashed = deleted
}

// JSON is the document as documents.get answers it, in the shape it was loaded in, or else with tabs.
func (d *Doc) JSON() []byte {
	d.s.mu.Lock()
	newest, plain, view := d.latest(), d.plain, d.view
	d.s.mu.Unlock()
	return d.write(newest.content, newest.id, view, !plain, nil)
}

// write is a documents.get answer. An empty revision is left out.
func (d *Doc) write(c *content, revision, view string, tabs bool, sel selection) []byte {
	s := &saver{}
	if sel.wantsContent() {
		s.b.Grow(64 << 10) // as much as the styles of a short document take
	}
	s.raw(`{"documentId":`)
	s.quoted(d.id)
	s.field("title")
	s.quoted(c.title)
	if revision != "" {
		s.field("revisionId")
		s.quoted(revision)
	}
	if view != "" {
		s.field("suggestionsViewMode")
		s.quoted(view)
	}
	s.extra(c.rest)
	switch {
	case !sel.wantsContent():
	case tabs:
		s.field("tabs")
		s.tabs(c.tabs)
	case len(c.tabs) > 0:
		s.body(c.tabs[0])
	}
	s.raw("}")
	if sel == nil {
		return s.b.Bytes()
	}
	return sel.of(s.b.Bytes())
}

// wantsContent says whether a mask asks for more than a document's few scalars.
func (sel selection) wantsContent() bool {
	if sel == nil {
		return true
	}
	for field := range sel {
		switch field {
		case "documentId", "title", "revisionId", "suggestionsViewMode":
		default:
			return true
		}
	}
	return false
}

// edit is a person's edit: all of it or nothing, and one revision.
func (d *Doc) edit(do func(w *draft) error) error {
	d.s.mu.Lock()
	defer d.s.mu.Unlock()
	w := d.s.draft(d.latest().content)
	if err := do(w); err != nil {
		return fmt.Errorf("fake gdocs: %w", err)
	}
	d.keep(w)
	return nil
}

// draft is c, to be edited. The lock is held.
func (s *Server) draft(c *content) *draft {
	return &draft{content: c.clone(), ids: s.ids, rules: s.rules}
}
