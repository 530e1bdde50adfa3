package gdocs

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"

	"google.golang.org/api/docs/v1"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"
	transport "google.golang.org/api/transport/http"

	"github.com/engawa-bot/engawa/internal/bounded"
)

// Login says how Engawa becomes somebody for Google. The zero Login is the
// application default credentials, which also covers Workload Identity.
type Login struct {
	// File is the path of a service account's key file; "" for none.
	File string
	// HTTP, if not nil, is used as it is, and File only for the address.
	HTTP *http.Client
	// Endpoint is the address of the API, with a slash at its end; "" is Google's.
	Endpoint string
}

// mostAnswer is how much is read of an answer, in bytes. A Doc of five years has
// some MB; what the token's endpoint says is limited by Google's library.
const mostAnswer = 32 << 20

// Client is one account's access to Google Docs, shared by all its notebooks.
type Client struct {
	// Account is the e-mail address to share Docs with; "" if no file says it.
	Account string

	service *docs.Service // writes
	http    *http.Client  // reads: see scanner
	base    string
	quota   *Quota
}

// Connect logs in. It does not call Google.
func Connect(ctx context.Context, l Login, q *Quota) (*Client, error) {
	opts := []option.ClientOption{option.WithScopes(docs.DocumentsScope)}
	file := l.File
	if file == "" {
		file = os.Getenv("GOOGLE_APPLICATION_CREDENTIALS") // what the default credentials go by
	}
	c := &Client{quota: q}
	var err error
	if file != "" {
		if c.Account, err = accountIn(file); err != nil {
			return nil, err
		}
	}
	switch {
	case l.HTTP != nil:
		opts = append(opts, option.WithHTTPClient(l.HTTP))
	case l.File != "":
		opts = append(opts, option.WithAuthCredentialsFile(option.ServiceAccount, l.File))
	}
	if c.http, _, err = transport.NewClient(ctx, opts...); err != nil {
		return nil, fmt.Errorf("gdocs: log in: %w", err)
	}
	c.http.Transport = bounded.Transport{Next: c.http.Transport, Most: mostAnswer}
	opts = []option.ClientOption{option.WithHTTPClient(c.http)}
	if l.Endpoint != "" {
		opts = append(opts, option.WithEndpoint(l.Endpoint))
	}
	if c.service, err = docs.NewService(ctx, opts...); err != nil {
		return nil, fmt.Errorf("gdocs: log in: %w", err)
	}
	c.base = c.service.BasePath
	return c, nil
}

// get reads what the fields of a document say; "" is all of it.
func (c *Client) get(ctx context.Context, document, fields string) ([]byte, error) {
	query := url.Values{
		"includeTabsContent": {"true"}, "suggestionsViewMode": {"SUGGESTIONS_INLINE"},
		"fields": {fields}, "prettyPrint": {"false"}, "alt": {"json"},
	}
	if fields == "" {
		query.Del("fields")
	}
	if fields == "revisionId" {
		query.Del("suggestionsViewMode") // which not everyone may see
	}
	address := c.base + "v1/documents/" + url.PathEscape(document) + "?" + query.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was read, or the error is told
	if err := googleapi.CheckResponse(answer); err != nil {
		return nil, err
	}
	if media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); media == "text/html" {
		return nil, errPage
	}
	return io.ReadAll(answer.Body)
}

// accountIn reads the address of a service account from its key file; "" in a
// file of another kind.
func accountIn(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("gdocs: log in: %w", err)
	}
	var key struct {
		Email string `json:"client_email"`
	}
	if err := json.Unmarshal(data, &key); err != nil {
		return "", fmt.Errorf("gdocs: log in: %s is not a key file: %w", file, err)
	}
	return key.Email, nil
}
