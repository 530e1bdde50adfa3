package tries

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// toWednesday lets the clock go on to the question.
func (w running) toWednesday() {
	w.At("2000-01-05 11:00")
	w.Wait(time.Second)
}

// asked lists the texts of the Tries whose owners were asked.
func (w running) asked() []string {
	var texts []string
	for _, p := range w.Posts() {
		first, _, _ := strings.Cut(p.Card.Lines[0].String(), "\n")
		texts = append(texts, p.Account+" "+first)
	}
	slices.Sort(texts)
	return texts
}

func TestOnlyOwnersWhoAreKnownAndHaveNotSpokenAreAsked(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "bos", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "spoken", Text: "spoken", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "stranger's", Text: "stranger", Owner: kpt.Author{Member: string(dan)}})
		w.try(kpt.Try{ID: "nobody's", Text: "nobody"})
		w.try(kpt.Try{ID: "over", Text: "over", Owner: kpt.Author{Member: string(bo)}, State: kpt.Done})
		w.Press(bo, "tries done", "spoken")
		w.toWednesday()
		if got, want := w.asked(), []string{string(bo) + " pair"}; !slices.Equal(got, want) {
			w.Errorf("got %q asked, want %q", got, want)
		}
		w.Press(bo, "tries drop", "bos")
		if got := w.asked(); len(got) != 0 {
			w.Errorf("after they said it: got %q still owed, want nothing", got)
		}
	})
}

func TestWhoIsInFocusIsAskedWhenTheyLeaveItTheSameDay(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.Move(bo, focus)
		w.toWednesday()
		if got := w.asked(); len(got) != 0 {
			w.Fatalf("in focus: got %q asked, want nobody", got)
		}
		w.Wait(time.Hour)
		w.Move(bo, lounge)
		if got := w.asked(); len(got) != 1 {
			w.Errorf("after it: got %q asked, want bo", got)
		}
		w.Move(bo, focus)
		w.Move(bo, lounge)
		if got := w.asked(); len(got) != 1 {
			w.Errorf("later: got %q asked, want bo once", got)
		}
	})
}

// The team is in London, where it is 11:00 on Wednesday; in Los Angeles it is 3:00.
func TestOwnersInOtherZonesAreAskedWhenTheirHoursBegin(t *testing.T) {
	play(t, func(w running) {
		w.Visit(func(s *bot.Scene, tx *store.Tx) error {
			return s.KeepMember(tx, bo, func(m *bot.Member) { m.Zone = "America/Los_Angeles" })
		})
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			return k.PutRetro(tx, kpt.Retro{Date: january(7), Opened: time.Now().UTC(), Starts: time.Date(2000, time.January, 7, 15, 0, 0, 0, time.UTC)})
		})
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.toWednesday()
		if got, want := w.due(), []string{"2000-01-05 17:00 to 2000-01-06 02:00"}; !slices.Equal(got, want) {
			w.Errorf("got %q, want %q", got, want)
		}
		w.Move(bo, focus)
		if got := w.due(); len(got) != 0 {
			w.Errorf("in focus: got %q, want nothing", got)
		}
		w.At("2000-01-06 01:00") // still Wednesday there
		w.Move(bo, lounge)
		if got, want := w.due(), []string{"2000-01-05 17:00 to 2000-01-06 02:00"}; !slices.Equal(got, want) {
			w.Errorf("after it: got %q, want %q", got, want)
		}
		w.Move(bo, focus)
		w.Wait(time.Hour)
		w.Move(bo, lounge)
		if got := w.due(); len(got) != 0 {
			w.Errorf("after their hours: got %q, want nothing", got)
		}
	})
}

// due lists from when until when what is owed is to be delivered.
func (w running) due() (list []string) {
	w.Helper()
	for _, o := range w.Owed() {
		list = append(list, o.Born.UTC().Format("2006-01-02 15:04")+o.Until.UTC().Format(" to 2006-01-02 15:04"))
	}
	return list
}

func TestWhoSharesAnAccountNameInPrivateIsNamedAsTheTeamKnowsThem(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		reply := w.Ask(bot.Request{
			Way: bot.Press, Do: "tries help", Whose: "sakura", From: bot.Person{ID: bo, Name: "xX_bo_Xx"}, Input: bot.Input{With: []string{"a"}},
		})
		if got, want := read(reply), "Bo would like help with a Try:\npair\nWho has a moment?"; !strings.Contains(got, want) {
			w.Errorf("got %q, want %q in it", got, want)
		}
	})
}

func TestOnlyWhatTheOwnerSawAndAgreedToIsPosted(t *testing.T) {
	play(t, func(w running) {
		try := kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}}
		w.try(try)
		offer := w.Press(bo, "tries help", "a")
		agree := func() bot.Reply { return w.Press(bo, "tries post", offer.Card.Buttons[0].With...) }
		seen := offer.Card.Lines[1].String()

		w.Press(bo, "tries keep", "a")
		try.Text = "pair with the customer"
		w.try(try)
		offer2 := agree()
		if got := w.Posts(); len(got) != 0 {
			w.Errorf("it had changed: got %v posted, want nothing", got)
		}
		if got := read(offer2); !strings.Contains(got, "pair with the customer") || !strings.Contains(got, "[Post it]") {
			w.Errorf("it had changed: got %q, want the new sentence to agree to", got)
		}
		try.Text = "pair"
		w.try(try)
		for range 2 {
			agree()
			w.Wait(time.Second)
		}
		got := w.Posts()
		if len(got) != 1 {
			w.Fatalf("got %v posted, want one", got)
		}
		for key, p := range got {
			if p.Channel != text || len(p.Card.Lines) != 1 || p.Card.Lines[0].String() != seen || len(p.Card.Ping) > 0 {
				w.Errorf("got %+v, want %q in the team's channel, without a ping", p, seen)
			}
			w.refuse(key)
		}
		for _, p := range w.Posts() {
			if p.Account != string(bo) || !strings.Contains(p.Card.Lines[0].String(), "could not be posted") {
				w.Errorf("it was refused: got %+v, want its owner told", p)
			}
		}
	})
}

// refuse has the platform refuse what is owed.
func (w running) refuse(key store.Key) {
	w.Helper()
	w.Must(w.Bot.Refused(w.Context(), store.Owed{Key: key, Kind: bot.KindPost}, &bot.Refusal{Reason: bot.NoRight, Err: errors.New("no")}))
}

func TestOthersCannotSayHowATryGoes(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		w.try(kpt.Try{ID: "over", Text: "over", Owner: kpt.Author{Member: string(ana)}, State: kpt.Done})
		for id, want := range map[string]string{"a": "Someone else owns", "over": "has its answer", "none": "not there any more"} {
			for _, do := range []string{"tries done", "tries drop", "tries stuck", "tries help", "tries word"} {
				if got := read(w.Press(ana, do, id, string(kpt.SaysDone))); !strings.Contains(got, want) {
					w.Errorf("%s of %s: got %q, want %q", do, id, got, want)
				}
			}
			for do, in := range map[string]bot.Input{
				"tries word":  {With: []string{id, "done"}, Values: map[string]string{"word": "x"}},
				"tries stuck": {With: []string{id, "n"}, Values: map[string]string{"way": "x", "as": note}},
			} {
				if got := read(w.Do(ana, bot.Submit, do, in)); !strings.Contains(got, want) {
					w.Errorf("the form %s of %s: got %q, want %q", do, id, got, want)
				}
			}
			if got := read(w.Press(ana, "tries post", id, "00000000")); !strings.Contains(got, want) {
				w.Errorf("tries post of %s: got %q, want %q", id, got, want)
			}
		}
	})
}

func TestAFormThatIsSentTwiceMakesOneProblem(t *testing.T) {
	play(t, func(w running) {
		w.try(kpt.Try{ID: "a", Text: "pair", Owner: kpt.Author{Member: string(bo)}})
		form := w.Press(bo, "tries stuck", "a").Form
		for _, way := range []string{"no time", "no time at all"} {
			w.Do(bo, bot.Submit, form.Do, bot.Input{With: form.With, Values: map[string]string{"way": way, "as": note}})
		}
		w.keep(func(tx *store.Tx, k kpt.Book) error {
			shown, err := k.Notes(tx, january(7), kpt.Viewer{})
			if len(shown.Notes) != 1 || shown.Notes[0].Text != "no time at all" || shown.Notes[0].Kind != kpt.Problem || shown.Notes[0].Author.Name != "Bo" {
				w.Errorf("got %+v, want one Problem of Bo's", shown.Notes)
			}
			return err
		})
		if got := read(w.Do(bo, bot.Submit, form.Do, bot.Input{With: form.With, Values: map[string]string{"way": " ", "as": note}})); !strings.Contains(got, "There was no text") {
			w.Errorf("without text: got %q, want to be asked for it", got)
		}
	})
}
