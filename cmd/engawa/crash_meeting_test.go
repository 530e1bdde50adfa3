package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
)

// TestAMeetingGoesOnWhereItWasHoweverOftenTheProgramIsKilled has six people hold
// one KPT after another, with all that its card offers, while the real program
// is killed at random moments, answers are lost and requests fail. With
// -kills=200 it takes two minutes.
func TestAMeetingGoesOnWhereItWasHoweverOftenTheProgramIsKilled(t *testing.T) {
	dice := rand.New(rand.NewPCG(2027, uint64(*kills)))
	t.Logf("dice: seed 2027, %d", *kills)
	a := newAssembly(t, compile(t, nil, "-tags", "steppedclock"), dice)
	a.opens()
	a.badLuck(dice)
	a.google.badLuck()
	for i := range *kills {
		a.live(dice, i%3 == 0)
		if i%20 == 7 {
			a.goesOn()
		}
	}
	a.fake.Faults().Clear()
	a.google.server.Faults().Clear()
	p := a.run()
	p.awaitReady(10 * time.Second)
	a.close()
	a.agreed()
	p.kill()
	a.agreed() // also by what is on disk alone
	a.report()
}

// assembly is a street on which one team holds its KPT in a room.
type assembly struct {
	*street
	*home
	t       *testing.T
	google  *google
	doc     *fakedocs.Doc
	room    *fake.Channel
	people  []*attendee
	minutes *minutes
	went    int // restarts after which the card went on
}

func newAssembly(t *testing.T, bin string, dice *rand.Rand) *assembly {
	s := newStreet(t, bin, instant(t, "2027-03-05T05:50:00Z"), 1)
	a := &assembly{street: s, t: t, google: newGoogle(t, dice), minutes: newMinutes(t)}
	a.doc = a.google.server.NewDoc("KPT Sakura")
	a.home = s.settle("sakura", s.guild, "Asia/Tokyo", 1, call{habit: bot.KPT, rule: "0 15 * * 5"})
	a.KPT = bot.KPTSet{Doc: a.doc.URL(), Stages: wholePlan}
	a.room = a.rooms[0]
	words := &lexicon{}
	for _, name := range []string{"ana", "bo", "chi", "dan", "emi", "fay"} {
		m := s.guild.Member(name)
		m.Join(a.room)
		m.At(a.room)
		seed := rand.New(rand.NewPCG(dice.Uint64(), dice.Uint64()))
		a.people = append(a.people, &attendee{Member: m, t: t, dice: seed, words: words, room: a.room, minutes: a.minutes})
	}
	s.found()
	return a
}

func (a *assembly) run() *process {
	return launch(a.t, a.bin, append(a.environ(), a.google.environ()...), "run")
}

// opens lets the program register its commands.
func (a *assembly) opens() {
	p := a.run()
	a.eventually("the commands", patience, func() bool { return a.fake.Registrations() == 1 })
	p.kill()
}

// live is one life of the program: people do what they like as soon as it is
// ready, unless it dies before.
func (a *assembly) live(dice *rand.Rand, short bool) {
	p := a.run()
	if short {
		p.live(time.Duration(dice.IntN(200)) * time.Millisecond)
		p.kill()
		return
	}
	p.awaitReady(20 * time.Second)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for _, who := range a.people {
		all.Go(func() { who.attend(ctx) })
	}
	p.live(time.Duration(dice.IntN(900)) * time.Millisecond)
	p.kill()
	cancel()
	all.Wait()
}

// stages are those of the plan, as the card calls them.
func stages() []string {
	return []string{"The last Tries", "Keep", "Problem", "Grouping", "Voting", "Try", "Commit", "Close"}
}

// goesOn kills the program as soon as it has said that the meeting goes on to
// another stage, before the card can have followed: after the restart the card
// is there, and not further.
func (a *assembly) goesOn() {
	a.t.Helper()
	p := a.run()
	p.awaitReady(20 * time.Second)
	lead := a.people[0]
	stage := a.leads(lead)
	i, button := slices.Index(stages(), stage), "Next →"
	if i == len(stages())-1 {
		i, button = i-2, "← Back"
	}
	m, _ := meetingCard(a.room)
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	press := lead.Press(m, button)
	told := press.Wait(ctx) == nil && !press.Message.Ephemeral
	p.kill()
	p = a.run()
	defer p.kill()
	if !told {
		return // nobody knows whether it went on
	}
	a.eventually("the card at "+stages()[i+1], patience, func() bool {
		m, ok := meetingCard(a.room)
		return ok && stageOf(m) == stages()[i+1]
	})
	a.went++
}

// leads makes somebody lead a meeting that is under way, and gives its stage.
func (a *assembly) leads(lead *attendee) (stage string) {
	a.t.Helper()
	led := "@" + lead.Name() + " leads"
	a.eventually(lead.Name()+" to lead", 2*patience, func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
		defer cancel()
		m, ok := meetingCard(a.room)
		if !ok || !slices.Contains(stages(), stageOf(m)) {
			lead.begins(ctx)
			return false
		}
		if stage = stageOf(m); strings.Contains(m.Text(), led) {
			return true
		}
		_ = lead.Press(m, "I lead now").Wait(ctx)
		return false
	})
	return stage
}

// close drives the meeting to its end.
func (a *assembly) close() {
	a.t.Helper()
	lead := a.people[0]
	if m, ok := meetingCard(a.room); ok && stageOf(m) == "over" {
		return
	}
	a.leads(lead)
	a.eventually("the meeting's end", 3*patience, func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
		defer cancel()
		m, _ := meetingCard(a.room)
		switch stageOf(m) {
		case "over":
			return true
		case "Close":
			_ = lead.Press(m, "Close the KPT").Wait(ctx)
		default:
			_ = lead.Press(m, "Next →").Wait(ctx)
		}
		return false
	})
}

// report tells what happened.
func (a *assembly) report() {
	n := a.minutes
	a.t.Logf("%d kills, after %d of them looked at closely; %d meetings; said and answered: %d notes, %d verdicts, %d commitments; "+
		"not answered: %d; %d presses in all; Google: %d writes, %d answers lost",
		*kills, a.went, len(a.ledger().closed()), n.notes(done), n.verdicts(done), n.commits(done), n.notes(unknown)+n.verdicts(unknown)+n.commits(unknown),
		n.presses.Load(), a.google.server.Requests()["batchUpdate"], a.google.luck.lost)
	if n.notes(done) < *kills/2 || n.presses.Load() < int64(2**kills) {
		a.t.Errorf("only %d notes and %d presses during %d kills", n.notes(done), n.presses.Load(), *kills)
	}
	for _, v := range a.google.server.Violations() {
		a.t.Errorf("against Google's rules: %s", v)
	}
}
