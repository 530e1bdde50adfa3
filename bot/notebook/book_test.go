package notebook_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

func book(t bot.Team) kpt.Book { return kpt.Of(string(t.ID)) }

func (s *running) update(do func(*store.Tx) error) {
	s.t.Helper()
	must(s.t, s.db.Update(do))
}

// keep is Ana's /keep. It may not take any time.
func (s *running) keep(t bot.Team, text string) kpt.NoteID {
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
func (s *running) edit(t bot.Team, id kpt.NoteID, text string) {
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
func (s *running) notes(t bot.Team, date schedule.Date) (texts []string) {
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
func (s *running) posts(t bot.Team) (said []string) {
	s.t.Helper()
	must(s.t, s.db.View(func(tx *store.Tx) error {
		pending, err := store.Pending(tx, string(t.ID))
		for _, o := range pending {
			var p bot.Post
			must(s.t, json.Unmarshal(o.Body, &p))
			text := string(p.Channel)
			if p.Account != "" {
				text = "to " + p.Account
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
func (s *running) follows(t bot.Team) bool {
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
func (s *running) reads(doc *fake.Doc, want ...string) {
	s.t.Helper()
	if got := bullets(doc); !slices.Equal(got, want) {
		s.t.Errorf("the Doc has %q, want %q", got, want)
	}
}

// has finds each text in exactly one bullet of a Doc, and nothing else there.
func (s *running) has(doc *fake.Doc, want ...string) {
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
