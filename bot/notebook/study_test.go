package notebook_test

import (
	"context"
	"encoding/json"
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
	"github.com/engawa-bot/engawa/internal/fake/pipe"
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

// study is where the scribe works: a Google Docs, a store, and some teams, in
// pretended time.
type study struct {
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

// inStudy plays a test in a bubble. Afterwards nothing may have been against
// Google's rules.
func inStudy(t *testing.T, play func(t *testing.T, s *study)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := pipe.Listen("docs.invalid")
		google, err := fake.Start(fake.Options{Listener: listener})
		must(t, err)
		transport := &http.Transport{DialContext: listener.DialContext}
		s := &study{
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
		play(t, s)
	})
}

// start opens the store and has the scribe work at it, as a new process does.
func (s *study) start() {
	s.t.Helper()
	var err error
	s.db, err = store.Open(s.path)
	must(s.t, err)
	client, err := gdocs.Connect(s.t.Context(), gdocs.Login{HTTP: &http.Client{Transport: s.wire}, Endpoint: s.google.URL()},
		gdocs.NewQuota(gdocs.ReadsPerMinute, gdocs.WritesPerMinute))
	must(s.t, err)
	client.Account = account
	log := slog.New(slog.NewTextHandler(s.t.Output(), nil))
	s.scribe = notebook.New(s.db, log, time.Now, func(t bot.Team) (notebook.Place, error) { return s.find(client, t) })
	s.scribe.Teams = s.all
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.scribe.Run(ctx) }()
	synctest.Wait()
	s.end = func() {
		cancel()
		must(s.t, <-ended)
		must(s.t, s.db.Close())
		s.end = nil
	}
}

func (s *study) all() []bot.Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.teams)
}

// find finds notebooks as the program does.
func (s *study) find(client *gdocs.Client, t bot.Team) (notebook.Place, error) {
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
func (s *study) file() string { return s.path + ".md" }

// stop ends the scribe's work, as a process does that is told to.
func (s *study) stop() {
	if s.end != nil {
		s.end()
	}
}

func (s *study) restart() {
	s.t.Helper()
	s.stop()
	s.start()
}

// team makes a team with an open retro and a Doc, which has its sheet.
func (s *study) team(id bot.TeamID) (bot.Team, *fake.Doc) {
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
func (s *study) found(id bot.TeamID, doc *fake.Doc, r kpt.Retro) bot.Team {
	s.t.Helper()
	t := bot.Team{
		ID: id, Locale: bot.Locale{Lang: words.English, Zone: "UTC"},
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
func (s *study) change(t bot.Team, change func(*bot.Team)) {
	s.mu.Lock()
	i := slices.IndexFunc(s.teams, func(o bot.Team) bool { return o.ID == t.ID })
	change(&s.teams[i])
	s.mu.Unlock()
	s.scribe.Wake(t.ID)
}

func book(t bot.Team) kpt.Book { return kpt.Of(string(t.ID)) }

func (s *study) update(do func(*store.Tx) error) {
	s.t.Helper()
	must(s.t, s.db.Update(do))
}

// keep is Ana's /keep. It may not take any time.
func (s *study) keep(t bot.Team, text string) kpt.NoteID {
	s.t.Helper()
	began := time.Now()
	var n kpt.Note
	s.update(func(tx *store.Tx) error {
		note, err := kpt.NewNote(kpt.Keep, text, ana, time.Now())
		must(s.t, err)
		n, err = book(t).Add(tx, note, false)
		return err
	})
	s.scribe.Wake(t.ID)
	if took := time.Since(began); took > 0 {
		s.t.Errorf("a note was accepted after %v, want at once", took)
	}
	time.Sleep(time.Millisecond) // nobody writes two in one instant
	return n.ID
}

var ana = kpt.Author{Member: "1", Name: "Ana"}

// edit is Ana's change of a note.
func (s *study) edit(t bot.Team, id kpt.NoteID, text string) {
	s.t.Helper()
	s.update(func(tx *store.Tx) error {
		viewer, err := book(t).Viewer(tx, ana.Member)
		must(s.t, err)
		_, err = book(t).Edit(tx, id, text, viewer, time.Now())
		return err
	})
	s.scribe.Wake(t.ID)
}

// notes is what the Book shows to everyone of a retro.
func (s *study) notes(t bot.Team, date schedule.Date) (texts []string) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) error {
		shown, err := book(t).Notes(tx, date, kpt.Viewer{})
		for _, n := range shown.Notes {
			texts = append(texts, n.Text)
		}
		return err
	}))
	return texts
}

// posts is what the bot wants to say to a team and its members, each with whom
// it goes to before it.
func (s *study) posts(t bot.Team) (said []string) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) error {
		pending, err := store.Pending(tx, string(t.ID))
		for _, o := range pending {
			var p bot.Post
			must(s.t, json.Unmarshal(o.Body, &p))
			text := string(p.Channel)
			if p.To != "" {
				text = "to " + string(p.To)
			}
			for _, line := range p.Card.Lines {
				text += ": " + line.String()
			}
			said = append(said, text)
		}
		return err
	}))
	return said
}

// follows says whether the Book has nothing that its notebook may not have.
func (s *study) follows(t bot.Team) bool {
	s.t.Helper()
	var f kpt.Follow
	must(s.t, s.db.View(func(tx *store.Tx) (err error) {
		f, err = book(t).Follow(tx)
		return err
	}))
	return !f.Behind()
}

// bullets are the bullets of a Doc that say something, from above.
func bullets(doc *fake.Doc) (texts []string) {
	for _, l := range doc.Lines() {
		if l.List != "" && l.Text != "" {
			texts = append(texts, l.Text)
		}
	}
	return texts
}

// reads compares the bullets of a Doc.
func (s *study) reads(doc *fake.Doc, want ...string) {
	s.t.Helper()
	if got := bullets(doc); !slices.Equal(got, want) {
		s.t.Errorf("the Doc has %q, want %q", got, want)
	}
}

// has finds each text in exactly one bullet of a Doc, and nothing else there.
func (s *study) has(doc *fake.Doc, want ...string) {
	s.t.Helper()
	got := bullets(doc)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("the Doc has, in some order, %q, want %q", got, want)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}
