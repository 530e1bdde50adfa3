package main

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

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/feature/setup"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/store"
)

// The control socket lets 'engawa backup', 'engawa check', 'engawa doctor',
// 'engawa team' and 'engawa why' work while 'engawa run' holds the store: a unix socket beside the
// store's file, for its owner only, which speaks HTTP.

// longestSocket is what fits into a unix address on every system.
const longestSocket = 100

// socketPath is where the control socket of a store is.
func socketPath(store string) string {
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

// control serves the control socket until ctx ends.
func (h *house) control(ctx context.Context) error {
	path := socketPath(h.cfg.Store)
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
	mux.HandleFunc("PUT /backup", h.answer(func(_ context.Context, w io.Writer, path []byte) error { return h.backup(w, string(path)) }))
	mux.HandleFunc("GET /doctor", h.answer(func(ctx context.Context, w io.Writer, _ []byte) error { return h.doctor(ctx, w) }))
	mux.HandleFunc("GET /check", h.answer(func(ctx context.Context, w io.Writer, _ []byte) error { return h.check(ctx, w) }))
	mux.HandleFunc("GET /team", h.answer(func(_ context.Context, w io.Writer, _ []byte) error { return h.showTeams(w) }))
	mux.HandleFunc("GET /export/{team}/{format}", func(w http.ResponseWriter, r *http.Request) {
		h.answer(func(_ context.Context, w io.Writer, _ []byte) error {
			return h.export(w, r.PathValue("team"), r.PathValue("format"))
		})(w, r)
	})
	mux.HandleFunc("GET /why", func(w http.ResponseWriter, r *http.Request) {
		h.answer(func(_ context.Context, w io.Writer, _ []byte) error {
			return h.why(w, question{r.FormValue("team"), r.FormValue("member"), r.FormValue("date")})
		})(w, r)
	})
	mux.HandleFunc("PUT /team", h.answer(h.applyTeams))
	return serveUntil(ctx, h.server(mux), listener)
}

// answer turns what one end of the socket does into HTTP; an error's text is the
// answer, for it is the keeper who asks. Nothing is said before the end is known.
func (h *house) answer(do func(context.Context, io.Writer, []byte) error) http.HandlerFunc {
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
	if _, err := os.Stat(socketPath(file)); err != nil {
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
		return new(net.Dialer).DialContext(ctx, "unix", socketPath(file))
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

func (h *house) backup(w io.Writer, path string) error {
	if err := h.db.Backup(path); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "Saved to %s, and checked.\n", path)
	return err
}

// doctor reports on every team.
func (h *house) doctor(ctx context.Context, w io.Writer) error {
	for _, f := range h.ails() { // also where there is no team, and no Discord
		if _, err := fmt.Fprintln(w, words.Say(words.English, f.Key), words.Say(words.English, f.Key+".fix")); err != nil {
			return err
		}
	}
	if err := h.face.Barred(); err != nil {
		return err
	}
	if err := h.face.Ready(ctx); err != nil {
		return fmt.Errorf("no answer from Discord: check the network and ENGAWA_DISCORD_TOKEN: %w", err)
	}
	if err := h.tellStore(ctx, w); err != nil {
		return err
	}
	for _, t := range h.bot.Resting() {
		why := "Engawa is not on its server %s any more. Invite it again with the link in the README: it has kept all and goes on."
		if !h.bot.Serves(t.Server) {
			why = "ENGAWA_SERVERS does not list its server %s. Add it there to go on."
		}
		if _, err := fmt.Fprintf(w, "%s (%s) rests: "+why+"\n", t.Name, t.ID, t.Server); err != nil {
			return err
		}
	}
	teams := h.bot.Teams()
	if len(teams) == 0 {
		_, err := fmt.Fprintln(w, "No team is set up yet: use /engawa setup in Discord, or 'engawa team apply FILE.yaml'.")
		return err
	}
	for _, t := range teams {
		findings := checkup{h}.Check(ctx, t, "", words.English)
		if _, err := fmt.Fprintf(w, "%s (%s)\n", t.Name, t.ID); err != nil {
			return err
		}
		for _, line := range setup.Report(findings, words.English).Lines {
			if _, err := fmt.Fprintf(w, "  %s\n", line); err != nil {
				return err
			}
		}
	}
	return nil
}

// showTeams writes the teams with the channels of Slack that were chosen, also
// those that have not said yes.
func (h *house) showTeams(w io.Writer) error {
	teams := h.bot.Teams()
	for i, t := range teams {
		teams[i] = t.Wished(h.now())
	}
	_, err := w.Write(teamfile.Format(platforms(), teams...))
	return err
}

// tellWishes says which channels of Slack have not said yes to a team.
func (h *house) tellWishes(w io.Writer, t bot.Team) error {
	for _, wish := range t.Pending(h.now()) {
		state := "was asked"
		if at := h.bot.Comes(t.ID, wish); !at.IsZero() {
			state = "is asked on " + at.In(t.Location()).Format("Mon 2 Jan at 15:04")
		}
		if _, err := fmt.Fprintf(w, "  %s's %s %s; somebody in it has to press Yes within 7 days.\n", platforms().Of(wish.On).Name, wish.Place, state); err != nil {
			return err
		}
	}
	return nil
}
