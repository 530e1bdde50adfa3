package notes

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/store"
)

// A form that was answered, of which the answer was lost, is sent again.
func TestANoteWhoseFormIsSentAgainIsThereOnceWhateverCameOfIt(t *testing.T) {
	play(t, usual, func(w *running) {
		w.note(ana, "keep", "lunch") // which opens the retro
		w.meets(meeting.Start{})
		form := func() *bot.Form { return w.Press(bo, "kpt write").Form }
		send := func(f *bot.Form, kind, text string) string {
			return said(w.Submit(bo, f, "kind", kind, "text", text, "name", "anonymous"))
		}
		idea, keep := form(), form()
		for range 2 {
			send(idea, "try", "faster")
			send(keep, "keep", "tea")
		}
		id, ok := kpt.ParseNoteID(idea.With[0])
		if !ok {
			w.Fatalf("a form brings %q along", idea.With)
		}
		decided := meeting.Decision{Text: "faster", Owner: kpt.Author{Member: string(ana), Name: "Ana"}}
		w.meets(meeting.Goto{Stage: meeting.InCommit}, meeting.Commit{ID: id, Decision: decided})
		if got := send(idea, "try", "faster"); !strings.HasPrefix(got, "It is decided already") {
			w.Errorf("an idea that was decided was answered %q", got)
		}
		w.meets(meeting.Goto{Stage: meeting.InClose}, meeting.Close{Next: kpt.Retro{Date: friday.AddDays(7), Opened: time.Now()}})
		if got := send(keep, "keep", "tea"); !strings.HasPrefix(got, "Noted as a Keep for the KPT on Fri 27 Nov") {
			w.Errorf("a note of the meeting that is over was answered %q", got)
		}
		if got := send(keep, "keep", "green tea"); !strings.HasPrefix(got, "The meeting of this note is over") {
			w.Errorf("another text for it was answered %q", got)
		}
		notes := 0
		w.View(func(tx *store.Tx) error {
			b := kpt.Of(string(w.Team().ID))
			retros, err := b.Retros(tx)
			for _, r := range retros {
				shown, wrong := b.Notes(tx, r.Date, kpt.Viewer{})
				notes += len(shown.Notes)
				err = errors.Join(err, wrong)
			}
			return err
		})
		if notes != 2 {
			w.Errorf("%d notes are there, want the two Keeps alone", notes)
		}
	})
}

func TestAFormThatWasTamperedWithIsRefusedAndNothingIsKept(t *testing.T) {
	play(t, usual, func(w *running) {
		w.note(ana, "keep", "lunch")
		w.meets(meeting.Start{})
		send := func(id, kind string) bot.Reply {
			return w.Submit(bo, &bot.Form{Do: "kpt write", With: []string{id}}, "kind", kind, "text", "tea at four", "name", "named")
		}
		for _, id := range []string{"x --> <!-- y", "", "short", "ABCDEFGHIJKLMNOP", "abcdefghijklmno1", "abcdefghijklmnopq", "../../secrets"} {
			reply := send(id, "keep")
			if reply.Card.Tone != bot.Amiss || !strings.HasPrefix(said(reply), "This button is from an older version") {
				w.Errorf("a note with the id %q was answered %q", id, said(reply))
			}
		}
		for _, kind := range []string{"evil", "", "Keep", "tries"} {
			if reply := send(string(kpt.NewID()), kind); !strings.HasPrefix(said(reply), "Please say whether it is a Keep") {
				w.Errorf("a note of the kind %q was answered %q", kind, said(reply))
			}
		}
		kept := 0
		w.View(func(tx *store.Tx) error {
			for row, err := range store.NewTable[kpt.Note]("notes").Scan(tx, "") {
				if kept++; err != nil || row.Value.Text != "lunch" {
					w.Errorf("kept %+v (%v)", row.Value, err)
				}
			}
			return nil
		})
		if kept != 1 {
			w.Errorf("kept %d notes, want one", kept)
		}
	})
}
