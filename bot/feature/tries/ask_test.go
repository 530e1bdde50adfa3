package tries

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// toWednesday lets the clock go on to the question.
func toWednesday() {
	time.Sleep(time.Until(time.Date(2000, time.January, 5, 11, 0, 1, 0, time.UTC)))
	synctest.Wait()
}

// asked lists the texts of the Tries whose owners were asked.
func (w *town) asked() []string {
	var texts []string
	for _, p := range w.owed() {
		first, _, _ := strings.Cut(p.Card.Lines[0].String(), "\n")
		texts = append(texts, p.Account+" "+first)
	}
	slices.Sort(texts)
	return texts
}

func TestOnlyOwnersWhoAreKnownAndHaveNotSpokenAreAsked(t *testing.T) {
	live(t, func(w *town) {
		w.try(kpt.Try{ID: "bos", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "spoken", Text: "spoken", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "stranger's", Text: "stranger", Owner: kpt.Author{Member: string(dan)}})
		w.try(kpt.Try{ID: "nobody's", Text: "nobody"})
		w.try(kpt.Try{ID: "over", Text: "over", Owner: kpt.Author{Member: string(bo)}, State: kpt.Done})
		w.presses(bo, "tries done", "spoken")
		toWednesday()
		if got, want := w.asked(), []string{string(bo) + " pair"}; !slices.Equal(got, want) {
			w.t.Errorf("got %q asked, want %q", got, want)
		}
		w.presses(bo, "tries drop", "bos")
		if got := w.asked(); len(got) != 0 {
			w.t.Errorf("after they said it: got %q still owed, want nothing", got)
		}
	})
}

func TestWhoIsInFocusIsAskedWhenTheyLeaveItTheSameDay(t *testing.T) {
	live(t, func(w *town) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		moves := func(room bot.RoomID) {
			w.b.Moved(w.t.Context(), server, []bot.Move{{Member: bo, Name: "Bo", Room: room}})
			synctest.Wait()
		}
		moves(focus)
		toWednesday()
		if got := w.asked(); len(got) != 0 {
			w.t.Fatalf("in focus: got %q asked, want nobody", got)
		}
		time.Sleep(time.Hour)
		moves(lounge)
		if got := w.asked(); len(got) != 1 {
			w.t.Errorf("after it: got %q asked, want bo", got)
		}
		moves(focus)
		moves(lounge)
		if got := w.asked(); len(got) != 1 {
			w.t.Errorf("later: got %q asked, want bo once", got)
		}
	})
}

// The team is in London, where it is 11:00 on Wednesday; in Los Angeles it is 3:00.
func TestOwnersInOtherZonesAreAskedWhenTheirHoursBegin(t *testing.T) {
	live(t, func(w *town) {
		w.visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Zone = "America/Los_Angeles" })
		})
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			return k.PutRetro(tx, kpt.Retro{Date: january(7), Opened: time.Now().UTC(), Starts: time.Date(2000, time.January, 7, 15, 0, 0, 0, time.UTC)})
		})
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		toWednesday()
		if got, want := w.due(), []string{"2000-01-05 17:00 to 2000-01-06 02:00"}; !slices.Equal(got, want) {
			w.t.Errorf("got %q, want %q", got, want)
		}
		moves := func(room bot.RoomID) {
			w.b.Moved(w.t.Context(), server, []bot.Move{{Member: bo, Name: "Bo", Room: room}})
			synctest.Wait()
		}
		moves(focus)
		if got := w.due(); len(got) != 0 {
			w.t.Errorf("in focus: got %q, want nothing", got)
		}
		time.Sleep(time.Until(time.Date(2000, time.January, 6, 1, 0, 0, 0, time.UTC))) // still Wednesday there
		moves(lounge)
		if got, want := w.due(), []string{"2000-01-05 17:00 to 2000-01-06 02:00"}; !slices.Equal(got, want) {
			w.t.Errorf("after it: got %q, want %q", got, want)
		}
		moves(focus)
		time.Sleep(time.Hour)
		moves(lounge)
		if got := w.due(); len(got) != 0 {
			w.t.Errorf("after their hours: got %q, want nothing", got)
		}
	})
}

// visit changes what the team knows.
func (w *town) visit(change func(*bot.Scene, *store.Tx) error) {
	w.t.Helper()
	err := w.b.Visit(w.t.Context(), "sakura", func(s *bot.Scene) error {
		return s.Update(func(tx *store.Tx) error { return change(s, tx) })
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// due lists from when until when what is owed is to be delivered.
func (w *town) due() (list []string) {
	w.t.Helper()
	err := w.db.View(func(tx *store.Tx) error {
		all, err := store.Pending(tx, "sakura")
		for _, o := range all {
			list = append(list, o.Born.UTC().Format("2006-01-02 15:04")+o.Until.UTC().Format(" to 2006-01-02 15:04"))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestWhoSharesAnAccountNameInPrivateIsNamedAsTheTeamKnowsThem(t *testing.T) {
	live(t, func(w *town) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		reply := w.b.Ask(w.t.Context(), bot.Request{
			Way: bot.Press, Do: "tries help", Whose: "sakura", From: bot.Person{ID: bo, Name: "xX_bo_Xx"}, Input: bot.Input{With: []string{"a"}},
		})
		if got, want := read(reply), "Bo would like help with a Try:\npair\nWho has a moment?"; !strings.Contains(got, want) {
			w.t.Errorf("got %q, want %q in it", got, want)
		}
	})
}

func TestOnlyWhatTheOwnerSawAndAgreedToIsPosted(t *testing.T) {
	live(t, func(w *town) {
		try := kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}}
		w.try(try)
		offer := w.presses(bo, "tries help", "a")
		agree := func() bot.Reply { return w.presses(bo, "tries post", offer.Card.Buttons[0].With...) }
		seen := offer.Card.Lines[1].String()

		w.presses(bo, "tries keep", "a")
		try.Text = "pair with the customer"
		w.try(try)
		offer2 := agree()
		if got := w.owed(); len(got) != 0 {
			w.t.Errorf("it had changed: got %v posted, want nothing", got)
		}
		if got := read(offer2); !strings.Contains(got, "pair with the customer") || !strings.Contains(got, "[Post it]") {
			w.t.Errorf("it had changed: got %q, want the new sentence to agree to", got)
		}
		try.Text = "pair"
		w.try(try)
		for range 2 {
			agree()
			time.Sleep(time.Second)
		}
		got := w.owed()
		if len(got) != 1 {
			w.t.Fatalf("got %v posted, want one", got)
		}
		for key, p := range got {
			if p.Channel != text || len(p.Card.Lines) != 1 || p.Card.Lines[0].String() != seen || len(p.Card.Ping) > 0 {
				w.t.Errorf("got %+v, want %q in the team's channel, without a ping", p, seen)
			}
			w.refuse(key)
		}
		for _, p := range w.owed() {
			if p.Account != string(bo) || !strings.Contains(p.Card.Lines[0].String(), "could not be posted") {
				w.t.Errorf("it was refused: got %+v, want its owner told", p)
			}
		}
	})
}

// refuse has the platform refuse what is owed.
func (w *town) refuse(key string) {
	w.t.Helper()
	err := w.b.Refused(w.t.Context(), store.Owed{Key: store.Key(key), Kind: bot.KindPost}, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("no")})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestOthersCannotSayHowATryGoes(t *testing.T) {
	live(t, func(w *town) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "over", Text: "over", Owner: kpt.Author{Member: string(ana)}, State: kpt.Done})
		for id, want := range map[string]string{"a": "Somebody else owns", "over": "has its answer", "none": "not there any more"} {
			for _, do := range []string{"tries done", "tries drop", "tries stuck", "tries help", "tries word"} {
				if got := read(w.presses(ana, do, id, string(kpt.SaysDone))); !strings.Contains(got, want) {
					w.t.Errorf("%s of %s: got %q, want %q", do, id, got, want)
				}
			}
			for do, in := range map[string]bot.Input{
				"tries word":  {With: []string{id, "done"}, Values: map[string]string{"word": "x"}},
				"tries stuck": {With: []string{id, "n"}, Values: map[string]string{"way": "x", "as": note}},
			} {
				if got := read(w.asks(ana, bot.Submit, do, in)); !strings.Contains(got, want) {
					w.t.Errorf("the form %s of %s: got %q, want %q", do, id, got, want)
				}
			}
			if got := read(w.presses(ana, "tries post", id, "00000000")); !strings.Contains(got, want) {
				w.t.Errorf("tries post of %s: got %q, want %q", id, got, want)
			}
		}
	})
}

func TestAFormThatIsSentTwiceMakesOneProblem(t *testing.T) {
	live(t, func(w *town) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		form := w.presses(bo, "tries stuck", "a").Form
		for _, way := range []string{"no time", "no time at all"} {
			w.asks(bo, bot.Submit, form.Do, bot.Input{With: form.With, Values: map[string]string{"way": way, "as": note}})
		}
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			shown, err := k.Notes(tx, january(7), kpt.Viewer{})
			if len(shown.Notes) != 1 || shown.Notes[0].Text != "no time at all" || shown.Notes[0].Kind != kpt.Problem || shown.Notes[0].Author.Name != "Bo" {
				w.t.Errorf("got %+v, want one Problem of Bo's", shown.Notes)
			}
			return err
		})
		if got := read(w.asks(bo, bot.Submit, form.Do, bot.Input{With: form.With, Values: map[string]string{"way": " ", "as": note}})); !strings.Contains(got, "There was no text") {
			w.t.Errorf("without text: got %q, want to be asked for it", got)
		}
	})
}
