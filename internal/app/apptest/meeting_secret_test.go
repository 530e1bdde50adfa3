package apptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	"github.com/engawa-bot/engawa/internal/fake/discord/spec"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/export"
	"github.com/engawa-bot/engawa/store"
)

// eavesdropper looks at all that leaves the bot for words that nobody may read.
type eavesdropper struct {
	t  *testing.T
	mu sync.Mutex
	// guarded by mu
	secret map[string]string // what may not be read → what it is; empty while the authors write
	told   map[string]bool   // so that each leak is told once
	heard  map[string]bool   // what of wanted was read
	wanted []string
}

// listen looks at each request that the bot makes of Discord.
func (e *eavesdropper) listen(check func(*http.Request, []byte) error) func(*http.Request, []byte) error {
	return func(r *http.Request, body []byte) error {
		e.look(r.Method+" "+r.URL.Path, string(body))
		return check(r, body)
	}
}

// look fails the test if a secret is in what somebody can read.
func (e *eavesdropper) look(where, text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for word, what := range e.secret {
		if i := strings.Index(text, word); i >= 0 && !e.told[where+word] {
			e.told[where+word] = true
			e.t.Errorf("%s is in %s: …%s…", what, where, text[max(0, i-200):min(len(text), i+100)])
		}
	}
	for _, word := range e.wanted {
		e.heard[word] = e.heard[word] || strings.Contains(text, word)
	}
}

// guard sets what nobody may read from now on, and what somebody should.
func (e *eavesdropper) guard(secret map[string]string, wanted ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.secret, e.wanted, e.heard, e.told = secret, wanted, map[string]bool{}, map[string]bool{}
}

// vault is a gathering at which two have written who are not there: one with her
// name, one without his.
type vault struct {
	*gathering
	ear           *eavesdropper
	named, nobody *fake.Member
	bo            *fake.Member
	walked        map[string]bool // rows of the table of commands
}

const (
	namedText  = "zeldaword umbrella reviews are slow"
	nobodyText = "yarrowword umbrella reviews are slow"
)

func TestUntilTheRevealNobodyReadsAnothersTextOrAuthorAnywhere(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	inGathering(t, func(t *testing.T) {
		v := newVault(t, true)
		v.walk("before the meeting", true)
		v.putOff()
		v.rest(24*time.Hour + 25*time.Minute) // reminders, standup, tea, the KPT's call
		v.everywhere("before the meeting")
		v.begin()
		v.pressAll()
		v.walk("at the last Tries", true)
		v.everywhere("at the last Tries")
		v.putOff()
		v.everywhere("after it was put off")
		v.reveal()
		v.everywhere("after the reveal")
		v.heardAll()
		v.walk("after the reveal", false)
		v.everywhere("after the meeting")
		if n := len(v.walked); n != v.rows() {
			t.Errorf("%d rows of the table of commands were walked, want all %d", n, v.rows())
		}
		t.Logf("%d rows of the table of commands, three times; %d requests to Discord", v.rows(), total(v.fake.Requests()))
	})
}

func TestUntilTheRevealNothingIsInANotebookThatIsAFile(t *testing.T) {
	need.Unraced(t)
	t.Parallel()
	inGathering(t, func(t *testing.T) {
		v := newVault(t, false)
		v.rest(24*time.Hour + 25*time.Minute)
		v.begin()
		v.pressAll()
		v.everywhere("at the last Tries")
		v.reveal()
		v.rest(time.Minute)
		v.everywhere("after the reveal")
		v.heardAll()
		v.press(v.lead, "Close the KPT")
		v.rest(time.Minute)
		v.everywhere("after the meeting")
	})
}

func total(requests map[string]int) (n int) {
	for _, some := range requests {
		n += some
	}
	return n
}

func newVault(t *testing.T, doc bool) *vault {
	v := &vault{ear: &eavesdropper{t: t}, walked: map[string]bool{}}
	o := fake.Options{Check: v.ear.listen(spec.ForTest(t).Check)}
	// After 14:00 nobody is named any more who leads: it could be one of the authors.
	v.gathering = gather(t, "thu 2026-11-26 14:05", o, func(g *gathering) {
		g.team.KPT.Reveal = kpt.RevealMeeting
		if !doc {
			g.team.KPT.Doc = ""
		}
	})
	v.bo = v.guild.Member("bo")
	v.named, v.nobody = v.guild.Member("Mitsuko"), v.guild.Member("Gonzalo")
	v.ear.guard(v.secrets()) // what authors are answered does not repeat it
	for _, kind := range []string{"keep", "problem", "try"} {
		v.answer(v.named.Run(kind, map[string]any{"text": namedText}))
		form := v.answer(v.nobody.Run("kpt write", nil)).Form
		v.answer(v.nobody.Submit(form, map[string]any{"kind": kind, "text": nobodyText, "name": "anonymous"}))
	}
	v.decided()
	v.rest(time.Minute)
	return v
}

// decided has the team have a Try to answer: else the meeting begins with the notes.
func (v *vault) decided() {
	v.t.Helper()
	err := v.app.Store.Update(func(tx *store.Tx) error {
		t, err := kpt.NewTry(kpt.NewID(), "Answer each other sooner", kpt.Author{Name: "ana"}, kpt.Terms{}, theFriday().AddDays(-7))
		if err != nil {
			return err
		}
		t.State, t.Trace = kpt.Open, kpt.Trace{Retro: theFriday(), Section: kpt.Tries, Want: "ana: " + t.Text}
		return kpt.Of(string(v.team.ID)).PutTry(tx, t)
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v *vault) secrets() map[string]string {
	return map[string]string{
		"zeldaword": "the text of a note", "yarrowword": "the text of an anonymous note",
		"Mitsuko": "the author of a note", v.named.ID(): "the id of a note's author",
		"Gonzalo": "the author of an anonymous note", v.nobody.ID(): "the id of an anonymous note's author",
	}
}

// reveal goes on to Keep and through all stages to the end. From then on only
// who wrote without a name is a secret.
func (v *vault) reveal() {
	v.t.Helper()
	all := v.secrets()
	v.ear.guard(map[string]string{"Gonzalo": all["Gonzalo"], v.nobody.ID(): all[v.nobody.ID()]}, "zeldaword", "yarrowword", "Mitsuko")
	v.begin()
	for _, stage := range []string{"Keep", "Problem", "Grouping", "Voting", "Try", "Commit", "Close"} {
		v.reach(stage)
		v.pages()
	}
}

func (v *vault) heardAll() {
	v.ear.mu.Lock()
	defer v.ear.mu.Unlock()
	for _, word := range v.ear.wanted {
		if !v.ear.heard[word] {
			v.t.Errorf("after the reveal nobody has read %q: the test hears nothing", word)
		}
	}
}

// putOff brings a meeting that somebody began back to before its beginning.
func (v *vault) putOff() {
	v.t.Helper()
	v.rest(5 * time.Second) // the card follows
	m, ok := meetingCard(v.guild.Voice("Lounge"))
	if !ok || has(m, "Begin the KPT") {
		return
	}
	v.press(v.lead, "I lead now")
	v.press(v.lead, "Not now")
}

// pressAll presses whatever is on the card before the sharing.
func (v *vault) pressAll() {
	v.t.Helper()
	for _, label := range []string{"＋ Note", "✓ Finished", "I lead now"} {
		v.press(v.bo, label)
	}
	v.press(v.lead, "I lead now")
}

// everywhere looks at what is to be read without a command.
func (v *vault) everywhere(when string) {
	v.t.Helper()
	v.ear.look("the Doc "+when, string(v.doc.JSON()))
	_ = filepath.WalkDir(v.books, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, err := os.ReadFile(path)
			if err != nil {
				v.t.Error(err)
			}
			v.ear.look("the notebook's file "+when, string(data))
		}
		return err
	})
	for _, f := range []export.Format{export.Markdown, export.CSV, export.JSON} {
		var out bytes.Buffer
		if err := v.app.Export(&out, string(v.team.ID), string(f)); err != nil {
			v.t.Error(err)
		}
		v.ear.look(fmt.Sprintf("engawa export --format %s %s", f, when), out.String())
	}
	v.ear.look("the log "+when, strings.Join(v.said.with(""), ""))
	page := httptest.NewRecorder()
	v.app.Metrics().ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	v.ear.look("/metrics "+when, page.Body.String())
	for what, say := range map[string]func() error{
		"engawa doctor": func() error {
			var b bytes.Buffer
			err := v.app.Doctor(v.t.Context(), &b)
			v.ear.look("engawa doctor", b.String())
			return err
		},
		"engawa team": func() error {
			var b bytes.Buffer
			err := v.app.ShowTeams(&b)
			v.ear.look("engawa team", b.String())
			return err
		},
	} {
		if err := say(); err != nil {
			v.t.Errorf("%s: %v", what, err)
		}
	}
}

// hidden says whether the retro does not show its notes.
func (v *vault) hidden() (hidden bool) {
	v.t.Helper()
	err := v.app.Store.View(func(tx *store.Tx) error {
		r, ok, err := kpt.Of(string(v.team.ID)).Retro(tx, theFriday())
		hidden = ok && !r.Shows()
		return err
	})
	if err != nil {
		v.t.Fatal(err)
	}
	return hidden
}

// read is all that somebody reads of a reply.
func read(t testing.TB, r bot.Reply) string {
	t.Helper()
	text, err := json.Marshal(struct {
		Card *bot.Card
		Form *bot.Form
	}{r.Card, r.Form})
	if err != nil {
		t.Fatal(err)
	}
	if r.File != nil {
		text = append(text, r.File.Data...)
	}
	return string(text)
}
