package retro

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// A form that was answered, of which the answer was lost, is sent again.
func TestANoteWhoseFormIsSentAgainIsThereOnceWhateverCameOfIt(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	form := func() *bot.Form { return o.press("2", "meeting note").Form }
	values := func(kind, text string) map[string]string {
		return map[string]string{"kind": kind, "text": text, "name": "anonymous"}
	}
	idea, keep := form(), form()
	for range 2 {
		o.submits("2", idea, values("try", "faster"))
		o.submits("2", keep, values("keep", "tea"))
	}
	o.reaches("Commit")
	pick := o.card().Selects[0]
	f := o.asks("1", bot.Press, pick.Do, bot.Input{With: pick.With, Chosen: []string{pick.Options[0].Value}}).Form
	o.submits("1", f, map[string]string{"text": "faster", "owner": "1"})
	if got := said(o.submits("2", idea, values("try", "faster"))); !strings.HasPrefix(got, "Somebody has just decided it") {
		t.Errorf("an idea that was decided was answered %q", got)
	}
	o.reaches("Close")
	o.press("1", "meeting close")
	if got := said(o.submits("2", keep, values("keep", "tea"))); !strings.HasPrefix(got, "Noted as a Keep for the KPT on Fri 27 Nov") {
		t.Errorf("a note of the meeting that is over was answered %q", got)
	}
	if got := said(o.submits("2", keep, values("keep", "green tea"))); !strings.HasPrefix(got, "The meeting of this note is over") {
		t.Errorf("another text for it was answered %q", got)
	}
	notes := 0
	err := o.DB.View(func(tx *store.Tx) error {
		b := kpt.Of(string(o.Team().ID))
		retros, err := b.Retros(tx)
		for _, r := range retros {
			shown, wrong := b.Notes(tx, r.Date, kpt.Viewer{})
			notes += len(shown.Notes)
			err = errors.Join(err, wrong)
		}
		return err
	})
	if err != nil || notes != 1 {
		t.Errorf("%d notes are there, want the Keep alone (%v)", notes, err)
	}
}

func TestAFormThatWasTamperedWithIsRefusedAndNothingIsKept(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	fields := func(kind string) map[string]string {
		return map[string]string{"kind": kind, "text": "tea at four", "name": "named"}
	}
	for _, id := range []string{"x --> <!-- y", "", "short", "ABCDEFGHIJKLMNOP", "abcdefghijklmno1", "abcdefghijklmnopq", "../../secrets"} {
		reply := o.asks("2", bot.Submit, "kpt write", bot.Input{With: []string{id}, Values: fields("keep")})
		if reply.Card.Tone != bot.Amiss || !strings.HasPrefix(said(reply), "This button is from an older version") {
			t.Errorf("a note with the id %q was answered %q", id, said(reply))
		}
	}
	for _, kind := range []string{"evil", "", "Keep", "tries"} {
		reply := o.asks("2", bot.Submit, "kpt write", bot.Input{With: []string{string(kpt.NewID())}, Values: fields(kind)})
		if !strings.HasPrefix(said(reply), "Please say whether it is a Keep") {
			t.Errorf("a note of the kind %q was answered %q", kind, said(reply))
		}
	}
	o.View(func(tx *store.Tx) error {
		for row, err := range store.NewTable[kpt.Note]("notes").Scan(tx, "") {
			if err != nil || !row.Value.ID.Valid() || !row.Value.Kind.Valid() {
				t.Errorf("kept %+v (%v)", row.Value, err)
			}
		}
		return nil
	})
}
