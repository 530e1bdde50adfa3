package gdocs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/api/docs/v1"

	"github.com/engawa-bot/engawa/kpt"
)

// Layout says where a new sheet goes.
type Layout string

// The layouts. Whatever is chosen, all tabs are read.
const (
	NewestFirst Layout = "newest_first" // in one tab, below the title; the zero Layout is the same
	Tabs        Layout = "tabs"         // each in a tab of its own
)

// Config says which Doc a notebook is.
type Config struct {
	Client   *Client // its Account is the Help of every kpt.Trouble
	Document string  // address or id
	Titles   kpt.Titles
	Layout   Layout
}

// Notebook is a Google Doc; see kpt.Notebook. It keeps the layout of what it
// read last, for the Write that follows.
type Notebook struct {
	config Config
	id     string

	mu   sync.Mutex
	held *document // nil: none
	seen bool      // the Doc was there once

	unmasked atomic.Bool // Google does not take our field mask
}

var _ kpt.Notebook = (*Notebook)(nil)

// timeout bounds one call, beside what the caller's context says.
const timeout = 30 * time.Second

// errQuota means that the wait for a turn was given up.
var errQuota = errors.New("gdocs: no turn within the quota in time")

// New makes the notebook in a Doc. It does not call Google. The error is a
// *kpt.Trouble of kpt.WrongAddress.
func New(c Config) (*Notebook, error) {
	id, trouble := ParseURL(c.Document)
	if trouble != nil {
		trouble.Help = c.Client.Account
		return nil, trouble
	}
	return &Notebook{config: c, id: id}, nil
}

// Address is where people find the Doc.
func (n *Notebook) Address() string {
	address, _ := kpt.DocAddress(n.id)
	return address
}

// Revision names the present state of the Doc. Somebody who may not write is
// not told, which is a kpt.Trouble of kpt.ReadOnly.
func (n *Notebook) Revision(ctx context.Context) (string, error) {
	data, err := n.get(ctx, "revisionId")
	if err != nil {
		return "", n.trouble(err)
	}
	var d struct {
		RevisionID string `json:"revisionId"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return "", n.trouble(fmt.Errorf("%w: %w", errBroken, err))
	}
	if d.RevisionID == "" {
		return "", n.readOnly(nil)
	}
	return d.RevisionID, nil
}

// Read tells what stands in the Doc.
func (n *Notebook) Read(ctx context.Context) (kpt.Reading, error) {
	d, err := n.read(ctx)
	if err != nil {
		return kpt.Reading{}, err
	}
	return d.reading(), nil
}

func (n *Notebook) read(ctx context.Context) (*document, error) {
	data, err := n.whole(ctx)
	if err != nil {
		return nil, n.unreadable(ctx, err)
	}
	d, err := newDocument(data)
	if err != nil {
		return nil, n.trouble(err)
	}
	if d.revision == "" {
		return nil, n.readOnly(nil)
	}
	d.date(n.config.Titles)
	n.hold(d)
	return d, nil
}

func (n *Notebook) hold(d *document) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.held = d
}

// at is the Doc at a revision, from memory if it can be.
func (n *Notebook) at(ctx context.Context, revision string) (*document, error) {
	n.mu.Lock()
	d := n.held
	n.mu.Unlock()
	if d != nil && d.revision == revision {
		return d, nil
	}
	d, err := n.read(ctx)
	if err == nil && d.revision != revision {
		err = kpt.ErrMoved
	}
	return d, err
}

// Write makes the changes in one request, or in two if it needs a new tab.
func (n *Notebook) Write(ctx context.Context, at kpt.Reading, changes []kpt.Change) (string, error) {
	if len(changes) == 0 {
		return at.Revision, nil
	}
	if err := kpt.Writable(changes); err != nil {
		return "", err
	}
	d, err := n.at(ctx, at.Revision)
	if err != nil {
		return "", err
	}
	defer n.hold(nil)
	p := newPlan(d, n.config)
	revision := at.Revision
	if missing := p.missingTabs(changes); len(missing) > 0 {
		answer, err := n.batch(ctx, revision, missing)
		if err != nil {
			return "", err
		}
		revision = answer.WriteControl.RequiredRevisionId
		p.addTabs(answer.Replies)
	}
	requests, err := p.requests(changes)
	if err != nil {
		return "", fmt.Errorf("gdocs: plan for revision %s: %w", at.Revision, err)
	}
	if len(requests) == 0 {
		return revision, nil
	}
	answer, err := n.batch(ctx, revision, requests)
	if err != nil {
		return "", err
	}
	return answer.WriteControl.RequiredRevisionId, nil
}

func (n *Notebook) batch(ctx context.Context, revision string, requests []*docs.Request) (*docs.BatchUpdateDocumentResponse, error) {
	var answer *docs.BatchUpdateDocumentResponse
	err := n.call(ctx, n.config.Client.quota.writes, func(ctx context.Context) (err error) {
		answer, err = n.config.Client.service.Documents.BatchUpdate(n.id, &docs.BatchUpdateDocumentRequest{
			Requests: requests, WriteControl: &docs.WriteControl{RequiredRevisionId: revision},
		}).Context(ctx).Do()
		return err
	})
	if err != nil {
		return nil, n.unwritten(ctx, err, revision)
	}
	if answer.WriteControl == nil || answer.WriteControl.RequiredRevisionId == "" {
		return nil, n.trouble(errors.New("gdocs: the answer to a write has no revision"))
	}
	return answer, nil
}

func (n *Notebook) get(ctx context.Context, fields string) ([]byte, error) {
	var data []byte
	err := n.call(ctx, n.config.Client.quota.reads, func(ctx context.Context) (err error) {
		data, err = n.config.Client.get(ctx, n.id, fields)
		return err
	})
	if err == nil {
		n.mu.Lock()
		n.seen = true
		n.mu.Unlock()
	}
	return data, err
}

func (n *Notebook) wasThere() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.seen
}

// call makes one call in its turn.
func (n *Notebook) call(ctx context.Context, q *turns, do func(context.Context) error) error {
	done, err := q.take(ctx, n.id)
	if err != nil {
		return fmt.Errorf("%w: %w", errQuota, err)
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err = do(ctx)
	if d := pauseOf(err); d > 0 {
		q.pause(d)
	}
	return err
}
