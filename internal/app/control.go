package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/engawa-bot/engawa/store"
)

// The control socket lets 'engawa backup', 'engawa check', 'engawa doctor',
// 'engawa team' and 'engawa why' work while 'engawa run' holds the store: a unix socket beside the
// store's file, for its owner only, which speaks HTTP.

// longestSocket is what fits into a unix address on every system.
const longestSocket = 100

// SocketPath is where the control socket of a store is.
func SocketPath(store string) string {
	path, err := filepath.Abs(store)
	if err != nil {
		path = store
	}
	if len(path) <= longestSocket-len(".sock") {
		return path + ".sock"
	}
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(os.TempDir(), "engawa-"+hex.EncodeToString(sum[:8])+".sock")
}

// Control serves the control socket until ctx ends.
func (a *App) Control(ctx context.Context) error {
	path := SocketPath(a.cfg.Store)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err // the store's lock says that no other process uses it
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /backup", Answer(func(_ context.Context, w io.Writer, path []byte) error { return a.backup(w, string(path)) }))
	mux.HandleFunc("GET /doctor", Answer(func(ctx context.Context, w io.Writer, _ []byte) error { return a.Doctor(ctx, w) }))
	mux.HandleFunc("GET /check", Answer(func(ctx context.Context, w io.Writer, _ []byte) error { return a.checkStore(ctx, w) }))
	mux.HandleFunc("GET /team", Answer(func(_ context.Context, w io.Writer, _ []byte) error { return a.ShowTeams(w) }))
	mux.HandleFunc("GET /export/{team}/{format}", func(w http.ResponseWriter, r *http.Request) {
		Answer(func(_ context.Context, w io.Writer, _ []byte) error {
			return a.Export(w, r.PathValue("team"), r.PathValue("format"))
		})(w, r)
	})
	mux.HandleFunc("GET /why", func(w http.ResponseWriter, r *http.Request) {
		Answer(func(_ context.Context, w io.Writer, _ []byte) error {
			return a.Why(w, Question{r.FormValue("team"), r.FormValue("member"), r.FormValue("date")})
		})(w, r)
	})
	mux.HandleFunc("PUT /team", Answer(a.ApplyTeams))
	return serveUntil(ctx, a.server(mux), listener)
}

// Answer turns what one end of the socket does into HTTP; an error's text is the
// answer, for it is the keeper who asks. Nothing is said before the end is known.
func Answer(do func(context.Context, io.Writer, []byte) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Only the reading is limited: a deadline that stays would end what is done.
		deadline := http.NewResponseController(w).SetReadDeadline
		err := deadline(time.Now().Add(bodyPatience))
		var body []byte
		if err == nil {
			body, err = io.ReadAll(http.MaxBytesReader(w, r.Body, 2<<20))
		}
		if err == nil { // else it holds for the rest of the body too
			err = deadline(time.Time{})
		}
		var said bytes.Buffer
		if err == nil {
			err = do(r.Context(), &said, body)
		}
		switch {
		case errors.Is(err, store.ErrUncertain):
			http.Error(w, err.Error(), http.StatusConflict)
		case err != nil:
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		default:
			_, _ = said.WriteTo(w) // who asked is gone
		}
	}
}

// errNoAnswer means that it is not known what the process that was asked has
// done.
var errNoAnswer = errors.New("no answer")

// errUnheard means that nobody listens at the socket.
var errUnheard = errors.New("does not answer")

// running asks the process that runs on a store, if there is one. It may be there
// although nobody uses the file: another has taken its place, or it was deleted.
func running(ctx context.Context, file, method, path string, body []byte, out io.Writer) (is bool, err error) {
	if _, err := os.Stat(SocketPath(file)); err != nil {
		return false, nil
	}
	err = ask(ctx, file, method, path, bytes.NewReader(body), out)
	return !errors.Is(err, errUnheard), err
}

// lastWords is how long an answer is waited for after Ctrl-C.
const lastWords = 5 * time.Second

// ask asks the process that runs on a store.
func ask(ctx context.Context, file, method, path string, body io.Reader, out io.Writer) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", SocketPath(file))
	}
	client := &http.Client{Transport: &http.Transport{DialContext: dial}}
	if err := ctx.Err(); err != nil {
		return err
	}
	patient, leave := context.WithCancel(context.WithoutCancel(ctx))
	defer leave()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(lastWords, leave) })()
	r, err := http.NewRequestWithContext(patient, method, "http://engawa"+path, body)
	if err != nil {
		return err
	}
	answer, err := client.Do(r)
	var unheard *net.OpError
	if errors.As(err, &unheard) && unheard.Op == "dial" {
		return fmt.Errorf("another process uses the store %s but %w: %w", file, errUnheard, err)
	}
	if err != nil {
		return fmt.Errorf("%w from the process that uses the store %s: %w", errNoAnswer, file, err)
	}
	defer func() { _ = answer.Body.Close() }()
	return heard(answer, out)
}

// heard passes an answer on.
func heard(answer *http.Response, out io.Writer) error {
	if answer.StatusCode == http.StatusOK {
		_, err := io.Copy(out, answer.Body)
		return err
	}
	text, _ := io.ReadAll(answer.Body)
	err := errors.New(strings.TrimSpace(string(text)))
	if answer.StatusCode == http.StatusConflict {
		return fmt.Errorf("%w: %w", store.ErrUncertain, err)
	}
	return err
}

func (a *App) backup(w io.Writer, path string) error {
	if err := a.Store.Backup(path); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Saved to %s, and checked.\n", path)
	return err
}
