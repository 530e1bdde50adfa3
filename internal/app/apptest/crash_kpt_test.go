package apptest

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
)

// TestNoWordIsLostHoweverOftenTheProgramIsKilled has two teams write notes in
// chat and in their notebooks, a Google Doc and a file, while the real program is
// killed at random moments, answers are lost and requests fail. With -kills=200
// it takes two minutes.
func TestNoWordIsLostHoweverOftenTheProgramIsKilled(t *testing.T) {
	withProgram(t)
	dice := rand.New(rand.NewPCG(2027, uint64(*kills)))
	t.Logf("dice: seed 2027, %d", *kills)
	q := newKPTStage(t, compile(t, nil, "-tags", "steppedclock"), dice)
	at := q.begin(dice)
	q.badLuck(dice)
	q.google.badLuck()
	for i := range *kills {
		if i == *kills/2 {
			q.clock.step(7 * 24 * time.Hour)
			q.heldWithout() // the next retro
		}
		q.live(dice, i%3 == 0)
	}
	at.end()
	q.fake.Faults().Clear()
	q.google.server.Faults().Clear()
	p := q.run()
	p.awaitReady(10 * time.Second)
	q.settled(p)
	p.kill()
	q.settled(nil)
	q.report()
}

// kptStage is a programStage of two teams that hold a KPT.
type kptStage struct {
	*programStage
	google *google
	teams  []*circle
	files  string

	mu sync.Mutex
	p  *process // the last that was started
}

// circle is a team as it writes: members in chat, and a person at its notebook.
type circle struct {
	*liveTeam
	page    paper
	members []*writer
	person  *person
}

func newKPTStage(t *testing.T, bin string, dice *rand.Rand) *kptStage {
	q := &kptStage{programStage: newProgramStage(t, bin, instant(t, "2027-03-02T06:00:30Z"), 1), google: newGoogle(t, dice), files: t.TempDir()}
	words := &lexicon{}
	doc := q.google.server.NewDoc("KPT Sakura")
	file := &filePaper{t: t, path: filepath.Join(q.files, "kaede.md"), freeze: q.freeze}
	for id, team := range map[bot.TeamID]struct {
		page paper
		doc  string
	}{"sakura": {&docPaper{doc}, doc.URL()}, "kaede": {file, ""}} {
		g := q.fake.NewGuild(string(id))
		h := q.addTeam(id, g, "Asia/Tokyo", 1, call{habit: bot.KPT, rule: "0 15 * * 5"})
		h.KPT.Doc = team.doc
		c := &circle{liveTeam: h, page: team.page}
		for _, name := range []string{"ana", "bo", "chi"} {
			m := g.Member(name)
			m.At(h.text)
			c.members = append(c.members, &writer{t: t, Member: m, words: words, notes: map[string]*jotting{}})
		}
		c.person = newPerson(team.page, words)
		q.teams = append(q.teams, c)
	}
	q.setUp()
	return q
}

// run starts the bot, with the way to its notebooks.
func (q *kptStage) run() *process {
	environ := append(q.environ(), "ENGAWA_NOTEBOOKS="+q.files)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.p = launch(q.t, q.bin, append(environ, q.google.environ()...), "run")
	return q.p
}

// live is one life of the program: members write as soon as it is ready, unless
// it dies before.
func (q *kptStage) live(dice *rand.Rand, short bool) {
	p := q.run()
	if short {
		p.live(time.Duration(dice.IntN(250)) * time.Millisecond)
		p.kill()
		return
	}
	p.awaitReady(20 * time.Second)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, c := range q.teams {
		for _, w := range c.members {
			all.Go(func() { w.write(ctx) })
		}
	}
	p.live(time.Duration(dice.IntN(1100)) * time.Millisecond)
	p.kill()
	cancel()
	all.Wait()
}

// persons are those who work in the notebooks all the time.
type persons struct {
	stop chan struct{}
	all  sync.WaitGroup
}

// begin has the program make the sheets, seats the persons at the notebooks, and
// gives all their dice.
func (q *kptStage) begin(dice *rand.Rand) *persons {
	p := q.run()
	q.eventually("commands and sheets", patience, func() bool {
		for _, c := range q.teams {
			if c.page.newest() == "" {
				return false
			}
		}
		return q.fake.Registrations() == 1
	})
	p.kill()
	at := &persons{stop: make(chan struct{})}
	for _, c := range q.teams {
		seed := func() *rand.Rand { return rand.New(rand.NewPCG(dice.Uint64(), dice.Uint64())) }
		c.person.dice = seed()
		at.all.Go(func() { c.person.work(at.stop) })
		for _, w := range c.members {
			w.dice = seed()
		}
	}
	return at
}

// heldWithout has a member of each team say that its KPT was held over the notebook
// alone, which closes that sheet and opens the next.
func (q *kptStage) heldWithout() {
	const button = "We held it ourselves"
	p := q.run()
	p.awaitReady(patience)
	for _, c := range q.teams {
		q.eventually("the next sheet of "+string(c.ID), patience, func() bool {
			for _, m := range c.text.Messages() {
				if has(m, button) {
					ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
					answered(ctx, c.members[0].Press(m, button))
					cancel()
				}
			}
			return c.page.newest() == "2"
		})
	}
	p.kill()
}

func (p *persons) end() {
	close(p.stop)
	p.all.Wait()
}

// freeze stops the program while do runs, and lets no other begin: a person's
// editor that saves just what it has just read. It says whether that could be
// done.
func (q *kptStage) freeze(do func()) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case <-q.p.ended:
	default:
		if !q.p.freeze() {
			return false
		}
		defer q.p.thaw()
	}
	do()
	return true
}

// report tells what happened.
func (q *kptStage) report() {
	notes, edits, deeds, told := 0, 0, 0, 0
	for _, c := range q.teams {
		deeds += c.person.deeds
		for _, w := range c.members {
			notes += len(w.notes)
			edits += w.changes
			told += len(w.Private().Messages())
		}
	}
	requests := q.google.server.Requests()
	full, beside := int(q.google.full.Load()), q.beside()
	q.t.Logf("%d kills; %d notes and %d changes by members, %d deeds of persons, %d times somebody was told of a conflict; "+
		"Google: %d answers lost, %d requests failed, %d writes, %d full reads, %d small ones; "+
		"%d notes written once more after a person deleted them at once; %d files left beside the notebook",
		*kills, notes, edits, deeds, told, q.google.luck.lost, q.google.luck.failed,
		requests["batchUpdate"], full, requests["get"]-full, q.again(), len(beside))
	if len(beside) > 2 { // each write sweeps up what was left before
		q.t.Errorf("files left beside the notebook: %q", beside)
	}
	if notes < *kills || deeds < 2**kills {
		q.t.Errorf("only %d notes and %d deeds during %d kills", notes, deeds, *kills)
	}
	for _, v := range q.google.server.Violations() {
		q.t.Errorf("against Google's rules: %s", v)
	}
}

// beside lists what a kill left beside the notebooks.
func (q *kptStage) beside() []string {
	files, err := filepath.Glob(filepath.Join(q.files, ".*"))
	if err != nil {
		q.t.Error(err)
	}
	return files
}
