package notebook_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/bot/words"
	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/kpt/markdown"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

const account = "engawa@project.iam.gserviceaccount.example"

var (
	thisWeek = schedule.Date{Year: 2026, Month: 11, Day: 27}
	nextWeek = schedule.Date{Year: 2026, Month: 12, Day: 4}
)

// running is a scribe at work with a Google Docs, a store, and some teams, in pretended
// time. The teams are not a bot's: some have a Doc that a bot would not let them have.
type running struct {
	t      *testing.T
	google *fake.Server
	wire   *wire
	path   string
	db     *store.Store
	scribe *notebook.Scribe
	end    func() // nil while nobody works

	mu    sync.Mutex
	teams []bot.Team
}

// wire carries the account's requests to Google, and counts them.
type wire struct {
	token string
	next  http.RoundTripper

	mu   sync.Mutex
	seen map[string]int // "revision", "read", "write"
	bad  string         // what Google takes in no write; "" is nothing
}

// breaks says what Google takes in no write from now on.
func (w *wire) breaks(bad string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bad = bad
}

// refuses says whether a write has in it what Google does not take.
func (w *wire) refuses(r *http.Request) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bad == "" || r.Body == nil {
		return false
	}
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && bytes.Contains(body, []byte(w.bad))
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	what := "write"
	if fake.IsRead(r) {
		what = "read"
		if r.URL.Query().Get("fields") == "revisionId" {
			what = "revision"
		}
	}
	w.mu.Lock()
	w.seen[what]++
	w.mu.Unlock()
	if w.refuses(r) {
		body := io.NopCloser(strings.NewReader(`{"error": {"code": 400, "message": "Invalid requests", "status": "INVALID_ARGUMENT"}}`))
		return &http.Response{StatusCode: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r}, nil
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+w.token)
	return w.next.RoundTrip(r)
}

// count forgets what was asked so far, and gives what is asked while do runs.
func (w *wire) count(do func()) map[string]int {
	w.mu.Lock()
	clear(w.seen)
	w.mu.Unlock()
	do()
	w.mu.Lock()
	defer w.mu.Unlock()
	return map[string]int{"revision": w.seen["revision"], "read": w.seen["read"], "write": w.seen["write"]}
}

// play plays a test in a bubble. Afterwards nothing may have been against
// Google's rules.
func play(t *testing.T, test func(t *testing.T, s *running)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := pipe.Listen("docs.invalid")
		google, err := fake.Start(fake.Options{Listener: listener})
		must(t, err)
		transport := &http.Transport{DialContext: listener.DialContext}
		s := &running{
			t: t, google: google, path: filepath.Join(t.TempDir(), "engawa.db"),
			wire: &wire{token: google.Token(), next: transport, seen: map[string]int{}},
		}
		defer func() {
			s.stop()
			transport.CloseIdleConnections()
			google.Close()
			for _, v := range google.Violations() {
				t.Errorf("against Google's rules: %s", v)
			}
		}()
		s.start()
		test(t, s)
	})
}

// start opens the store and has the scribe work at it, as a new process does.
func (s *running) start() {
	s.t.Helper()
	var err error
	s.db, err = store.Open(s.path)
	must(s.t, err)
	client, err := gdocs.Connect(s.t.Context(), gdocs.Login{HTTP: &http.Client{Transport: s.wire}, Endpoint: s.google.URL()},
		gdocs.NewQuota(gdocs.ReadsPerMinute, gdocs.WritesPerMinute))
	must(s.t, err)
	client.Account = account
	log := slog.New(slog.NewTextHandler(s.t.Output(), nil))
	s.scribe = notebook.New(s.db, log, time.Now, func(t bot.Team) (notebook.Place, error) { return s.find(client, t) }, notebook.Pace{})
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.scribe.Run(ctx, s) }()
	synctest.Wait()
	s.end = func() {
		cancel()
		must(s.t, <-ended)
		must(s.t, s.db.Close())
		s.end = nil
	}
}

// Teams and Team are what the scribe knows of the teams.
func (s *running) Teams() []bot.Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.teams)
}

func (s *running) Team(id bot.TeamID) (bot.Team, bool) {
	all := s.Teams()
	i := slices.IndexFunc(all, func(t bot.Team) bool { return t.ID == id })
	if i < 0 {
		return bot.Team{}, false
	}
	return all[i], true
}

func (s *running) HasDoc(bot.TeamID) bool              { return true }
func (s *running) Refresh(context.Context, bot.TeamID) {}

// find finds notebooks as the program does.
func (s *running) find(client *gdocs.Client, t bot.Team) (notebook.Place, error) {
	titles := bot.Titles(t.Lang)
	if t.KPT.Doc == "" {
		return notebook.Place{
			Notebook: markdown.At(s.file(), titles), Name: "file", Address: s.file(),
			Create: func() error { return markdown.Create(s.file(), "") },
		}, nil
	}
	layout := gdocs.NewestFirst
	if t.KPT.Tabs {
		layout = gdocs.Tabs
	}
	doc, err := gdocs.New(gdocs.Config{Client: client, Document: t.KPT.Doc, Titles: titles, Layout: layout})
	if err != nil {
		return notebook.Place{}, err
	}
	return notebook.Place{Notebook: doc, Name: doc.Address(), Address: doc.Address()}, nil
}

// file is the notebook of the one team that has no Doc.
func (s *running) file() string { return s.path + ".md" }

// stop ends the scribe's work, as a process does that is told to.
func (s *running) stop() {
	if s.end != nil {
		s.end()
	}
}

func (s *running) restart() {
	s.t.Helper()
	s.stop()
	s.start()
}

// team makes a team with an open retro and a Doc, which has its sheet.
func (s *running) team(id bot.TeamID) (bot.Team, *fake.Doc) {
	s.t.Helper()
	doc := s.google.NewDoc("KPT " + string(id))
	t := s.found(id, doc, kpt.Retro{Date: thisWeek})
	time.Sleep(time.Second)
	if !strings.Contains(doc.Text(), "KPT 2026-11-27") {
		s.t.Fatalf("no sheet in\n%s", doc.Text())
	}
	return t, doc
}

// found makes a team of which nothing is written yet.
func (s *running) found(id bot.TeamID, doc *fake.Doc, r kpt.Retro) bot.Team {
	s.t.Helper()
	t := bot.Team{
		ID: id, Manner: bot.Manner{Lang: words.English, Zone: "UTC"},
		Text: bot.Channels{Main: bot.ChannelID("chat of " + id)}, KPT: bot.KPTSet{Doc: doc.URL()},
	}
	s.mu.Lock()
	s.teams = append(s.teams, t)
	s.mu.Unlock()
	r.Opened = time.Now()
	s.update(func(tx *store.Tx) error { return book(t).OpenRetro(tx, r) })
	s.scribe.Wake(id)
	return t
}

// change sets a team up anew.
func (s *running) change(t bot.Team, change func(*bot.Team)) {
	s.mu.Lock()
	i := slices.IndexFunc(s.teams, func(o bot.Team) bool { return o.ID == t.ID })
	change(&s.teams[i])
	s.mu.Unlock()
	s.scribe.Wake(t.ID)
}
