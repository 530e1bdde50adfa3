package gdocs_test

import (
	"context"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/gdocs"
	"github.com/engawa-bot/engawa/schedule"
)

const account = "engawa@project.iam.gserviceaccount.com"

var (
	thisWeek = schedule.Date{Year: 2026, Month: 11, Day: 27}
	lastWeek = schedule.Date{Year: 2026, Month: 11, Day: 20}
	nextWeek = schedule.Date{Year: 2026, Month: 12, Day: 4}
)

// bearer is the account's access to the fake.
type bearer struct {
	token string
	next  http.RoundTripper
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}

// docFixture is a Google Docs with one Doc, and the notebook in it.
type docFixture struct {
	t        testing.TB
	server   *fake.Server
	doc      *fake.Doc
	next     http.RoundTripper
	notebook *gdocs.Notebook
	titles   kpt.Titles
}

func newDocFixture(t testing.TB, o fake.Options, next http.RoundTripper) *docFixture {
	t.Helper()
	server, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	if next == nil {
		tr := &http.Transport{}
		t.Cleanup(tr.CloseIdleConnections)
		next = tr
	}
	d := &docFixture{t: t, server: server, next: next, titles: kpt.Titles{Sheet: "KPT"}}
	d.use(server.NewDoc("KPT"), gdocs.NewestFirst)
	return d
}

// plenty is a quota that no test meets that is not about the quota.
func plenty() fake.Options {
	return fake.Options{Quota: fake.Quota{Reads: 1 << 20, Writes: 1 << 20}}
}

func open(t testing.TB) *docFixture {
	t.Helper()
	return newDocFixture(t, plenty(), nil)
}

func (d *docFixture) use(doc *fake.Doc, layout gdocs.Layout) {
	d.t.Helper()
	d.doc = doc
	d.notebook = d.bind(doc, layout, gdocs.NewQuota(1<<20, 1<<20))
}

func (d *docFixture) bind(doc *fake.Doc, layout gdocs.Layout, q *gdocs.Quota) *gdocs.Notebook {
	d.t.Helper()
	client, err := gdocs.Connect(context.Background(), gdocs.Login{
		HTTP: &http.Client{Transport: bearer{d.server.Token(), d.next}}, Endpoint: d.server.URL(),
	}, q)
	must(d.t, err)
	client.Account = account
	n, err := gdocs.New(gdocs.Config{Client: client, Document: doc.URL(), Layout: layout, Titles: d.titles})
	must(d.t, err)
	return n
}

// wrote has a person write a Doc, in the fake's markup.
func wrote(t testing.TB, markup string) *docFixture {
	t.Helper()
	d := open(t)
	if err := d.doc.Write(strings.TrimLeft(markup, "\n")); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *docFixture) read() kpt.Reading {
	d.t.Helper()
	r, err := d.notebook.Read(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

// write makes changes at the present state.
func (d *docFixture) write(changes ...kpt.Change) {
	d.t.Helper()
	revision, err := d.notebook.Write(context.Background(), d.read(), changes)
	if err != nil {
		d.t.Fatalf("%v %v", err, d.server.Violations())
	}
	if revision != d.doc.Revision() {
		d.t.Fatalf("revision after the write: got %s, want %s", revision, d.doc.Revision())
	}
}

// shows compares what a person sees.
func (d *docFixture) shows(want string) {
	d.t.Helper()
	if got, want := d.doc.Text(), strings.TrimLeft(want, "\n"); got != want {
		d.t.Errorf("the Doc reads\n%s\nwant\n%s", got, want)
	}
	if v := d.server.Violations(); len(v) > 0 {
		d.t.Errorf("Google would refuse: %v", v)
	}
}

func (d *docFixture) line(text string) kpt.Line {
	d.t.Helper()
	for _, s := range d.read().Sheets {
		if i := slices.IndexFunc(s.Lines, func(l kpt.Line) bool { return l.Text == text }); i >= 0 {
			return s.Lines[i]
		}
	}
	d.t.Fatalf("no line reads %q in\n%s", text, d.doc.Text())
	return kpt.Line{}
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func id(n int) kpt.NoteID {
	const digits = "abcdefghijklmnopqrstuvwxyz"
	b := slices.Repeat([]byte{'a'}, 16)
	for i := 15; n > 0; i-- {
		b[i] = digits[n%26]
		n /= 26
	}
	return kpt.NoteID(b)
}

func adds(retro schedule.Date, s kpt.Section, first int, texts ...string) []kpt.Change {
	var changes []kpt.Change
	for i, text := range texts {
		changes = append(changes, kpt.Change{Kind: kpt.AddLine, Retro: retro, Section: s, ID: id(first + i), Text: text})
	}
	return changes
}

// sharedDoc reads a real document, which lies beside the module.
func sharedDoc(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(need.Shared(t, "fixtures", "gdocs", name))
	must(t, err)
	return data
}

// over is another notebook in a docFixture's Doc, over its own transport.
func over(t testing.TB, d *docFixture, next http.RoundTripper) *gdocs.Notebook {
	t.Helper()
	return (&docFixture{t: t, server: d.server, next: next, titles: d.titles}).bind(d.doc, gdocs.NewestFirst, gdocs.NewQuota(1<<20, 1<<20))
}
