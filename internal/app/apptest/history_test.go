package apptest

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var (
	retrosHeld = flag.Int("retros", 52, "retros that the team with a history has held; 260 are five years")
	notesEach  = flag.Int("notes-each", 40, "notes of each of these retros")
)

// notesTable is that of kpt: a Book adds a note only to a retro that is open, and slowly.
var notesTable = store.NewTable[kpt.Note]("notes")

// past is a team that has held its KPT every week for long.
type past struct {
	*protected
	table []bot.Command
	tries []kpt.NoteID // that are open
}

func newPast(t *testing.T, retros, notes int) *past {
	p := &past{protected: newProtected(t)}
	for _, feature := range p.app.Features() {
		p.table = append(p.table, feature.Commands...)
	}
	first := schedule.Date{Year: 2026, Month: time.November, Day: 20}.AddDays(-7 * (retros - 1))
	err := p.app.Store.Update(func(tx *store.Tx) error {
		p.tries = nil
		book := kpt.Of("sakura")
		for i := range retros {
			if err := p.hold(tx, book, first.AddDays(7*i), i == retros-1, notes); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.app.Bot.Arrived(t.Context(), sakuraServer, []bot.Move{{Member: p.people["bo"], Name: "bo", Room: lounge, Roles: []bot.RoleID{sakuraRole}}})
	return p
}

// hold writes down a retro that is over, with two Tries; those of the last are open.
func (p *past) hold(tx *store.Tx, book kpt.Book, day schedule.Date, last bool, notes int) error {
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, time.UTC)
	r := kpt.Retro{Date: day, Starts: noon, Ends: noon.Add(time.Hour)}
	if err := book.PutRetro(tx, r); err != nil {
		return err
	}
	bo := kpt.Author{Member: string(p.people["bo"]), Name: "bo"}
	for i := range notes {
		n, err := kpt.NewNote([]kpt.Kind{kpt.Keep, kpt.Problem}[i%2], fmt.Sprintf("In week %s thing %d of the release took too long", day, i), bo, noon.Add(-time.Hour))
		if err != nil {
			return err
		}
		n.ID, n.Trace.Retro, n.Trace.Want = kpt.NewID(), day, n.Text
		if err := notesTable.Put(tx, store.KeyOf("sakura", day.String(), string(n.ID)), n); err != nil {
			return err
		}
	}
	for i := range 2 {
		try, err := kpt.NewTry(kpt.NewID(), fmt.Sprintf("Try %d of %s", i, day), bo, kpt.Terms{}, day)
		if err != nil {
			return err
		}
		if try.State = kpt.Done; last {
			try.State, p.tries = kpt.Open, append(p.tries, try.ID)
		}
		if err := book.PutTry(tx, try); err != nil {
			return err
		}
	}
	r.Begun, r.Revealed, r.Closed = noon, noon, noon.Add(time.Hour)
	return book.PutRetro(tx, r)
}

// request is one that a member or keeper may make, of a row of the table.
func (p *past) request(c bot.Command) bot.Request {
	values := map[string]string{"text": "The release took too long", "kind": string(kpt.Problem), "name": "named", "format": "json"}
	r := bot.Request{
		Way: c.Way, Do: c.Name, From: p.who("bo", sakuraRole), Server: bot.Server{ID: sakuraServer}, Channel: sakuraText, Room: lounge, Whose: "sakura",
		Input: bot.Input{Values: values, With: []string{string(p.tries[0])}, Chosen: []string{string(p.tries[0])}, About: bot.Message{Text: "too long", Link: "https://discord.invalid/1"}},
	}
	r.From.Keeper = c.Who == bot.Keeper
	if strings.HasPrefix(c.Name, "meeting ") {
		r.With = []string{"2026-11-27", "1"} // of the KPT that is to come
	}
	if c.Name == "meeting start" {
		r.With = r.With[:1] // it is that KPT
	}
	if c.Name == "privacy forget" {
		r.With = nil // once it is done, there is no history
	}
	return r
}

// looked is how many rows were read by what a team does after a command: the next has to
// wait for that.
func (p *past) looked() int64 {
	before := p.app.Store.Rows()
	for _, c := range p.table {
		if c.Name == "engawa help" {
			p.app.Bot.Ask(p.t.Context(), p.request(c))
		}
	}
	return p.app.Store.Rows() - before
}

// quiet waits until nothing that came of the last command goes on: what the notebook leads to
// would be counted as the next command's.
func (p *past) quiet() {
	const calm = 100 // rows; help itself reads fewer
	still := 0
	for range 1000 {
		if still++; p.looked() >= calm {
			still = 0
		}
		if still == 2 {
			return
		}
	}
	p.t.Fatal("the team never has nothing to do")
}

// read asks, and tells how many rows were read until the answer, and what took
// how long.
func (p *past) read(c bot.Command) (rows int64, took time.Duration, reply bot.Reply) {
	before, began := p.app.Store.Rows(), time.Now()
	reply = p.app.Bot.Ask(p.t.Context(), p.request(c))
	return p.app.Store.Rows() - before, time.Since(began), reply
}

// mostRows is what a command may read while its team waits: all retros and all
// Tries some times, but never all notes.
func mostRows(retros int) int64 { return int64(300 + 14*retros) }

func TestNoCommandReadsAllNotesWhileTheTeamWaits(t *testing.T) {
	p := newPast(t, *retrosHeld, *notesEach)
	most := mostRows(*retrosHeld)
	if all := int64(*retrosHeld * *notesEach); most > all/2 {
		t.Fatalf("the limit of %d rows is no limit with %d notes", most, all)
	}
	answered := 0
	for _, c := range p.table {
		p.quiet()
		rows, took, reply := p.read(c)
		if reply.Card == nil || reply.Card.Tone != bot.Amiss {
			answered++
		}
		t.Logf("%-6s %-20s %5d rows %6.1f ms", c.Way, c.Name, rows, float64(took.Microseconds())/1000)
		if rows > most {
			t.Errorf("%s %q reads %d rows before it answers, want at most %d", c.Way, c.Name, rows, most)
		}
		if rows := p.looked(); rows > most {
			t.Errorf("%s %q has the team read %d rows after it, want at most %d", c.Way, c.Name, rows, most)
		}
		if limit := need.Limit(50 * time.Millisecond); took > limit {
			t.Errorf("%s %q is answered after %v, want at most %v", c.Way, c.Name, took, limit)
		}
	}
	if answered < len(p.table)/2 {
		t.Errorf("only %d of %d commands were answered: this looks at too little", answered, len(p.table))
	}
}

// studious are the commands that read a history, after their first answer.
func studious() []string { return []string{"kpt export", "kpt numbers", "problem", "engawa privacy"} }

func TestNobodyWaitsForThoseWhoReadAHistory(t *testing.T) {
	p := newPast(t, *retrosHeld, *notesEach)
	ctx := t.Context()
	var all sync.WaitGroup
	for i := range 20 {
		c := bot.Command{Name: studious()[i%len(studious())], Way: bot.Slash}
		reply := p.app.Bot.Ask(ctx, p.request(c))
		if reply.Then == nil {
			t.Fatalf("/%s reads its history at once", c.Name)
		}
		all.Go(func() {
			if then := reply.Then(ctx); then.Card != nil && then.Card.Tone == bot.Amiss {
				t.Errorf("/%s: %s", c.Name, then.Card.Lines)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	var took []time.Duration
	for reading := true; reading; {
		for _, c := range p.table {
			_, d, _ := p.read(c)
			took = append(took, d)
		}
		select {
		case <-done:
			reading = false
		default:
		}
	}
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d commands while 20 read histories: half within %v, 99 of 100 within %v, slowest %v", len(took), took[len(took)/2], p99, took[len(took)-1])
	if limit := need.Limit(100 * time.Millisecond); p99 > limit {
		t.Errorf("99 of 100 commands are answered within %v, want at most %v", p99, limit)
	}
}
