package apptest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	fake "github.com/engawa-bot/engawa/internal/fake/discord"
	fakedocs "github.com/engawa-bot/engawa/internal/fake/gdocs"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// TestAMeetingGoesOnWhereItWasHoweverOftenTheProgramIsKilled has six people hold
// one KPT after another, with all that its card offers, while the real program
// is killed at random moments, answers are lost and requests fail. With
// -kills=200 it takes two minutes.
func TestAMeetingGoesOnWhereItWasHoweverOftenTheProgramIsKilled(t *testing.T) {
	withProgram(t)
	dice := rand.New(rand.NewPCG(2027, uint64(*kills)))
	t.Logf("dice: seed 2027, %d", *kills)
	a := newMeetingStage(t, compile(t, nil, "-tags", "steppedclock"), dice)
	a.opens()
	a.luck = a.badLuck(dice)
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
	p.live(3 * time.Second) // the card follows
	p = a.close(p, dice)
	a.agreed()
	p.kill()
	a.agreed() // also by what is on disk alone
	a.report()
}

// meetingStage is a programStage on which one team holds its KPT in a room.
type meetingStage struct {
	*programStage
	*liveTeam
	t       *testing.T
	google  *google
	doc     *fakedocs.Doc
	room    *fake.Channel
	people  []*attendee
	minutes *minutes
	luck    *luck
	went    int // restarts after which the card went on
	late    int // commitments that were carried over before they stood on their own sheet
}

func newMeetingStage(t *testing.T, bin string, dice *rand.Rand) *meetingStage {
	s := newProgramStage(t, bin, instant(t, "2027-03-05T05:50:00Z"), 1)
	a := &meetingStage{programStage: s, t: t, google: newGoogle(t, dice), minutes: newMinutes(t)}
	a.doc = a.google.server.NewDoc("KPT Sakura")
	a.liveTeam = s.addTeam("sakura", s.guild, "Asia/Tokyo", 1, call{habit: bot.KPT, rule: "0 15 * * 5"})
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
	s.setUp()
	a.decided(words)
	return a
}

// lastWeek is when the team decided what it tries; that meeting is not looked at.
const lastWeek = "2027-02-26"

// decided has the team have Tries to answer.
func (a *meetingStage) decided(words *lexicon) {
	a.t.Helper()
	db := openAlone(a.t, a.path)
	err := db.Update(func(tx *store.Tx) error {
		date, err := schedule.ParseDate(lastWeek)
		if err != nil {
			return err
		}
		b, at := kpt.Of(string(a.ID)), a.clock.now()
		was := kpt.Retro{Date: date, Opened: at.AddDate(0, 0, -14)}
		if err := b.OpenRetro(tx, was); err != nil {
			return err
		}
		for range 4 {
			t, err := kpt.NewTry(kpt.NewID(), words.word("t"), kpt.Author{Name: "ana"}, kpt.Terms{}, date)
			if err != nil {
				return err
			}
			t.State, t.Trace = kpt.Open, kpt.Trace{Retro: date, Section: kpt.NewTries, Want: "ana: " + t.Text}
			a.minutes.committed[string(t.ID)] = &committed{texts: []string{t.Text}, told: done, retro: lastWeek}
			if err := b.PutTry(tx, t); err != nil {
				return err
			}
		}
		next := kpt.Retro{Date: date.AddDays(7), Opened: at, Starts: at.Add(10 * time.Minute).UTC(), Ends: at.Add(70 * time.Minute).UTC()}
		return b.CloseRetro(tx, was, next, at)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		a.t.Fatal(err)
	}
}

func (a *meetingStage) run() *process {
	return launch(a.t, a.bin, append(a.environ(), a.google.environ()...), "run")
}

// opens lets the program register its commands.
func (a *meetingStage) opens() {
	p := a.run()
	a.eventually("the commands", patience, func() bool { return a.fake.Registrations() == 1 })
	p.kill()
}

// live is one life of the program: people do what they like as soon as it is
// ready, unless it dies before.
func (a *meetingStage) live(dice *rand.Rand, short bool) {
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
	enough := a.minutes.presses.Load() + int64(dice.IntN(2*len(a.people)))
	p.live(time.Duration(dice.IntN(900)) * time.Millisecond)
	for range 200 { // a busy machine needs longer
		if a.minutes.presses.Load() >= enough {
			break
		}
		p.live(20 * time.Millisecond)
	}
	p.kill()
	cancel()
	all.Wait()
}

// stages are those of the plan, as the card calls them.
func stages() []string {
	return []string{"Open Tries", "Keep", "Problem", "Grouping", "Voting", "Try", "Commit", "Close"}
}

// goesOn kills the program as soon as it has said that the meeting goes on to
// another stage, before the card can have followed: after the restart the card
// is there, and not further.
func (a *meetingStage) goesOn() {
	a.t.Helper()
	a.luck.rest(true) // a press of which Discord is asked first may be answered before it is carried out
	defer a.luck.rest(false)
	p := a.run()
	p.awaitReady(20 * time.Second)
	lead := a.people[0]
	a.leads(lead)
	m, _ := meetingCard(a.room)
	was, do := slices.Index(stages(), stageOf(m)), "meeting next"
	if was == len(stages())-1 {
		do = "meeting back"
	}
	var button string // of just this card, for it may be about to follow what was before
	for _, c := range controls(m) {
		if c.do == do {
			button = c.id
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
	defer cancel()
	press := lead.Press(m, button)
	told := press.Wait(ctx) == nil && !press.Message.Ephemeral
	p.kill()
	a.luck.rest(false)
	p = a.run()
	defer p.kill()
	if !told {
		return // nobody knows whether it went on
	}
	defer func() {
		if now, _ := meetingCard(a.room); a.t.Failed() {
			a.t.Logf("pressed: %s of\n%s\nanswered: %+v\nthe card now:\n%s\nthe retros: %+v", button, m.Text(), press, now.Text(), a.ledger().Retros)
		}
	}()
	a.eventually("the card at another stage", patience, func() bool { // the next may have nothing to do, and is passed over
		m, ok := meetingCard(a.room)
		at := slices.Index(stages(), stageOf(m))
		return ok && (do == "meeting next" && at > was || do == "meeting back" && at >= 0 && at < was)
	})
	a.went++
}

// leads makes somebody lead a meeting that is under way.
func (a *meetingStage) leads(lead *attendee) {
	a.t.Helper()
	led := "@" + lead.Name() + " leads"
	var press *fake.Answer
	defer func() {
		if now, _ := meetingCard(a.room); a.t.Failed() {
			a.t.Logf("%s does not lead. Answered: %s %v\nthe card:\n%s\ncontrols: %+v\nthe retros: %+v", lead.Name(), press.Message.Text(), press.Err, now.Text(), controls(now), a.ledger().Retros)
		}
	}()
	a.eventually(lead.Name()+" to lead", 2*patience, func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
		defer cancel()
		m, ok := meetingCard(a.room)
		if !ok || !slices.Contains(stages(), stageOf(m)) {
			lead.begins(ctx)
			return false
		}
		if strings.Contains(m.Text(), led) {
			return true
		}
		press = lead.Press(m, "I lead now")
		_ = press.Wait(ctx)
		return false
	})
}

// close drives the meeting to its end, kills the program again and again while it
// closes the meeting, and gives the one that is left.
func (a *meetingStage) close(p *process, dice *rand.Rand) *process {
	a.t.Helper()
	closings := 0
	lead := a.people[0]
	if m, ok := meetingCard(a.room); !ok || stageOf(m) != "over" {
		a.leads(lead)
	}
	a.eventually("the meeting's end", 6*patience, func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
		defer cancel()
		m, _ := meetingCard(a.room)
		switch stageOf(m) {
		case "over":
			return true
		case "Close":
			press := lead.Press(m, "Close the KPT")
			if closings++; closings <= 5 {
				p.live(time.Duration(dice.IntN(60)) * time.Millisecond)
				p.kill()
				p = a.run()
				p.awaitReady(20 * time.Second)
				return false
			}
			_ = press.Wait(ctx)
		default:
			_ = lead.Press(m, "Next →").Wait(ctx)
		}
		return false
	})
	return p
}

// report tells what happened.
func (a *meetingStage) report() {
	n := a.minutes
	a.t.Logf("%d kills, after %d of them looked at closely; %d meetings; said and answered: %d notes, %d verdicts, %d commitments; "+
		"not answered: %d; %d presses in all; Google: %d writes, %d answers lost; %d commitments stand on the next sheet only",
		*kills, a.went, len(a.ledger().closed())-1, n.notes(done), n.verdicts(done), n.commits(done), n.notes(unknown)+n.verdicts(unknown)+n.commits(unknown),
		n.presses.Load(), a.google.server.Requests()["batchUpdate"], a.google.luck.lost, a.late)
	if n.notes(done) < max(1, (*kills-8)/2) || // a busy machine does little in eight lives
		n.presses.Load() < int64(2**kills) {
		a.t.Errorf("only %d notes and %d presses during %d kills", n.notes(done), n.presses.Load(), *kills)
	}
	for _, v := range a.google.server.Violations() {
		a.t.Errorf("against Google's rules: %s", v)
	}
}
