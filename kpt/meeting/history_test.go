package meeting

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

var rounds = flag.Int("rounds", 200, "random histories")

// together is how many teams hold their meetings in one store at a time.
const together = 100

// Random deeds by up to 12 people who come and go, with cards that are old,
// answers that are lost, crashes and restarts, against the model. At the end of
// each history its meeting is led to its end and back through every stage.
func TestAMeetingLosesAndDoublesNothingAndIsNeverStuck(t *testing.T) {
	need.Unraced(t)
	total := stats{deeds: map[string]int{}, whys: map[Why]int{}}
	var mu sync.Mutex
	t.Run("teams", func(t *testing.T) {
		for first := 0; first < *rounds; first += together {
			t.Run(strconv.Itoa(first), func(t *testing.T) {
				t.Parallel()
				f := newFixture(t, first, min(together, *rounds-first))
				f.live()
				mu.Lock()
				defer mu.Unlock()
				for _, h := range f.histories {
					total.add(h.stats)
				}
			})
		}
	})
	t.Logf("%d histories: %d deeds done, %d refused, %d needless, %d sent again; each team had %d crashes and %d restarts on average",
		*rounds, total.done, total.refused, total.idle, total.again, total.crashes / *rounds, total.restarts / *rounds)
	t.Logf("done: %v", total.deeds)
	t.Logf("refused: %v", total.whys)
	const kinds = 36
	if len(total.deeds) != kinds && *rounds >= 200 {
		t.Errorf("%d kinds of deed were done, want all %d", len(total.deeds), kinds)
	}
}

type stats struct {
	done, refused, idle, again, crashes, restarts int
	deeds                                         map[string]int
	whys                                          map[Why]int
}

func (s *stats) add(other stats) {
	s.done += other.done
	s.refused += other.refused
	s.idle += other.idle
	s.again += other.again
	s.crashes += other.crashes
	s.restarts += other.restarts
	for d, n := range other.deeds {
		s.deeds[d] += n
	}
	for w, n := range other.whys {
		s.whys[w] += n
	}
}

// history is one team's meeting and what happens to it.
type history struct {
	number           int
	rand             *rand.Rand
	team             string
	hall             Hall
	book             kpt.Book
	tx               *store.Tx
	members          []MemberID
	retro            schedule.Date
	next             kpt.Retro
	model            *model
	seen             int
	step, ids, texts int
	gone             time.Duration // how long people were at home
	log              []func() string
	faults           []string
	stats            stats
}

func newHistory(number int) *history {
	h := &history{
		number: number, rand: rand.New(rand.NewPCG(uint64(number), 11)), team: fmt.Sprintf("team%d", number),
		retro: date(27), next: kpt.Retro{Date: date(34)},
	}
	h.book = kpt.Of(h.team)
	h.stats = stats{deeds: map[string]int{}, whys: map[Why]int{}}
	for i := range 1 + h.rand.IntN(12) {
		h.members = append(h.members, MemberID(fmt.Sprintf("m%d", i)))
	}
	var plan Steps
	for _, s := range Stages() {
		if s == InClose || h.rand.IntN(5) > 0 {
			plan = append(plan, Step{Stage: s, Minutes: 5})
		}
	}
	if h.rand.IntN(3) == 0 {
		rest := plan[:len(plan)-1]
		h.rand.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	}
	h.hall = Of(h.team, plan)
	h.model = &model{
		present: map[MemberID]bool{}, spoken: map[Stage][]MemberID{}, finished: map[Stage]map[MemberID]bool{},
		notes: map[kpt.NoteID]paperNote{}, links: map[kpt.NoteID][]kpt.NoteID{}, tries: map[kpt.NoteID]paperTry{},
		votes: map[MemberID]map[kpt.NoteID]int{}, voted: map[MemberID]int{}, at: map[kpt.NoteID]int{}, table: map[Stage]kpt.NoteID{},
	}
	for _, s := range plan {
		h.model.plan = append(h.model.plan, s.Stage)
	}
	return h
}

// prepare opens the retro, with some Tries that earlier ones left, and notes.
func (h *history) prepare() {
	r := kpt.Retro{Date: h.retro, Opened: h.now()}
	if h.rand.IntN(2) == 0 {
		r.Reveal = kpt.RevealMeeting
	}
	h.model.secret = r.Reveal == kpt.RevealMeeting
	h.model.revealed, h.model.heard = !h.model.secret, map[kpt.NoteID]bool{}
	h.must(h.book.PutRetro(h.tx, r))
	for range h.rand.IntN(5) {
		n := h.rand.IntN(4) * 2 / 3 // Continues: none, none, one or two
		t := kpt.Try{
			ID: h.newID(), Owner: ownerOf(h.member()), Born: date(6), State: kpt.Open, Standing: kpt.Standing{Carried: n + 1},
			Trace: kpt.Trace{Retro: h.retro, Section: kpt.Tries},
		}
		t.Text = "old " + string(t.ID)
		for i := range n {
			t.Verdicts = append(t.Verdicts, kpt.Verdict{Retro: date(13 + 7*i), Outcome: kpt.Continue})
		}
		h.must(h.book.PutTry(h.tx, t))
		h.model.tries[t.ID] = paperTry{text: t.Text, owner: MemberID(t.Owner.Member), continues: n}
	}
	for range h.rand.IntN(10) {
		h.some(h.member(), h.adds)
	}
}

func (h *history) now() time.Time {
	return time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC).Add(time.Duration(h.step)*time.Second + h.gone)
}

// deed has a random member do something random, on a card that may be old. Some
// do it twice, for the answer was lost.
func (h *history) deed() {
	if len(h.faults) > 0 {
		return
	}
	if h.rand.IntN(60) == 0 {
		h.startNext()
		return
	}
	if h.rand.IntN(60) == 0 {
		h.gone += time.Duration(1+h.rand.IntN(4)) * time.Hour
	}
	who := h.member()
	if h.model.lead != "" && h.rand.IntN(2) == 0 {
		who = h.model.lead
	}
	h.seen = h.model.moves
	if h.rand.IntN(10) == 0 {
		h.seen -= h.rand.IntN(3)
	}
	pick := h.random
	if s := h.model.stage; (s == Waiting || s == InClose || s == Ended) && h.rand.IntN(3) == 0 {
		pick = h.ends
	} else if s.turns() && h.rand.IntN(4) == 0 {
		pick = h.speaks
	}
	d, w := h.some(who, pick)
	switch d.(type) {
	case Vote, AddNote, Commit, Verdict, Join, Leave, Finish, Group, Close, Next, Promote:
		if w.why == "" && h.rand.IntN(4) == 0 {
			h.again(who, d)
		}
	}
}

func (h *history) some(who MemberID, pick func(MemberID) (Deed, want)) (Deed, want) {
	h.step++
	back, done := h.model.goesHome(h.now()), h.stats.done
	d, w := pick(who)
	if h.do(who, d, w); h.stats.done == done {
		back()
	}
	return d, w
}

// do does a deed and compares what comes of it with what the model says.
func (h *history) do(who MemberID, d Deed, w want) {
	was, wakes := h.look(), h.model.rests(h.now()) && stirs(d)
	if wakes && w.why == "" && w.do == nil {
		w.do = func(Outcome) {} // it goes on
	}
	m, out, err := h.hall.Act(h.tx, h.press(h.retro, who), d)
	got := whyOf(err)
	h.note("%d %s (seen %d): %T%+v: %q", h.step, who, h.seen, d, d, got)
	switch {
	case got != w.why:
		h.fault("got %q (%v), want %q", got, err, w.why)
	case got != "":
		h.stats.refused++
		h.stats.whys[got]++
		h.unchanged(was, "refused")
	case out.Changed != (w.do != nil):
		h.fault("changed: got %v, want %v", out.Changed, w.do != nil)
	case w.do == nil:
		h.stats.idle++
		h.unchanged(was, "done before")
	default:
		h.stats.done++
		h.stats.deeds[fmt.Sprintf("%T", d)]++
		w.do(out)
		if stirs(d) {
			h.model.stirred = h.now()
		}
		if m.Place.Stage != h.model.stage || m.Place.Moves != h.model.moves || m.Speaker() != h.model.speaker() {
			h.fault("got %+v, turn of %q, want %q after %d moves, turn of %q",
				m.Place, m.Speaker(), h.model.stage, h.model.moves, h.model.speaker())
		}
	}
}

func (h *history) press(retro schedule.Date, who MemberID) Press {
	return Press{Retro: retro, By: kpt.Author{Member: string(who)}, At: h.now(), Seen: h.seen}
}

// startNext has somebody try to start the meeting after this one.
func (h *history) startNext() {
	m, who, want := h.model, h.member(), Why("")
	h.step++
	switch {
	case !m.nextOpen:
		want = NoRetro
	case m.nextOn:
		want = HasBegun
	case m.stage != Ended:
		want = NotNow
	}
	_, _, err := h.hall.Act(h.tx, h.press(h.next.Date, who), Start{})
	h.note("%d %s starts the next: %v", h.step, who, err)
	if got := whyOf(err); got != want {
		h.fault("next meeting: got %q, want %q", got, want)
	}
	if want == "" {
		m.nextOn = true
		m.putAway()
	}
}

// note writes into the log, which is put into words only if somebody reads it.
func (h *history) note(format string, args ...any) {
	h.log = append(h.log, func() string { return fmt.Sprintf(format, args...) })
}

func (h *history) story() string {
	var b strings.Builder
	for _, line := range h.log {
		b.WriteString(line() + "\n")
	}
	return b.String() + "\n" + strings.Join(h.faults, "\n")
}

func (h *history) fault(format string, args ...any) {
	h.faults = append(h.faults, fmt.Sprintf(format, args...))
}

func (h *history) must(err error) {
	if err != nil {
		h.fault("%v", err)
	}
}
