package meeting

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/store"
)

// way is a stage as its card's title says it, and the button that leads on.
type way struct{ title, on string }

func ways() []way {
	return []way{
		{"Open Tries (1/8)", "meeting next"},
		{"Keep (2/8)", "meeting next"},
		{"Problem (3/8)", "meeting next"},
		{"Grouping (4/8)", "meeting next"},
		{"Voting (5/8)", "meeting next"},
		{"Try (6/8)", "meeting next"},
		{"Commit (7/8)", "meeting next"},
		{"Close (8/8)", "meeting close"},
		{"over", "meeting reopen"},
	}
}

// full is a team in whose meeting there is something to do in every stage.
func full(t *testing.T) *running {
	t.Helper()
	o := begin(t, func(*bot.Team) {})
	o.Update(func(tx *store.Tx) error {
		return kpt.Of(string(o.Team().ID)).PutTry(tx, kpt.Try{
			ID: "cameras", Text: "cameras on", Owner: kpt.Author{Name: "bo"}, Born: date(t, "2026-11-20"), State: kpt.Open,
		})
	})
	o.note("2", "problem", "slow", "cold")
	return o
}

func (o *running) at(w way) bool {
	return strings.HasSuffix(strings.ToLower(o.card().Title.String()), strings.ToLower(w.title))
}

func (o *running) wantAt(w way) {
	o.Helper()
	if !o.at(w) {
		o.Fatalf("the card is %q, want %q", o.card().Title, w.title)
	}
}

func TestEveryStageHasAWayOutForTheFacilitatorAndByTakingOverForEverybodyElse(t *testing.T) {
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	lead, other := bot.MemberID("1"), bot.MemberID("2")
	for _, w := range ways() {
		o.wantAt(w)
		if got := said(o.press(other, w.on)); !strings.Contains(got, "leads this KPT") {
			t.Errorf("%s: %s of somebody else was answered %q", w.title, w.on, got)
		}
		o.wantAt(w)
		o.press(other, "meeting take over")
		if got := said(o.press(lead, w.on)); !strings.Contains(got, "leads this KPT") {
			t.Errorf("%s: %s of who leads no more was answered %q", w.title, w.on, got)
		}
		if got := said(o.press(other, w.on)); got != "" {
			t.Errorf("%s: %s of who took over was answered %q", w.title, w.on, got)
		}
		lead, other = other, lead
	}
	o.wantAt(ways()[7]) // reopened
}

func TestFromEveryStageAllAreReachedBack(t *testing.T) {
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	on := ways()
	for _, w := range on[:8] {
		o.press("1", w.on)
	}
	o.press("1", "meeting reopen")
	for _, w := range slices.Backward(on[:8]) {
		o.wantAt(w)
		back := func(b bot.Button) bool { return b.Do == "meeting back" }
		if got := slices.ContainsFunc(o.card().Buttons, back); got == (w == on[0]) {
			t.Errorf("%s: the way back is offered: %v", w.title, got)
		}
		if w != on[0] {
			o.press("1", "meeting back")
		}
	}
	o.press("1", "meeting putoff")
	if got := o.card().Title.String(); strings.Contains(got, "/8") {
		t.Fatalf("before the first stage the card is %q", got)
	}
	o.press("2", "meeting start") // who put it off still leads
	if b := fixture.Button(o.card(), "meeting start"); b.Do == "" {
		t.Fatal("somebody else began the meeting")
	}
	o.press("1", "meeting start")
	for _, w := range on {
		o.wantAt(w)
		o.press("1", w.on)
	}
}

func TestAMeetingThatWasPutOffBeginsInTheRoomWhereItIsBegunNext(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.press("1", "meeting putoff")
	o.sit("1", cellar)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	if got := o.place(); got != string(cellar) {
		t.Errorf("the card stands in %s, want %s", got, cellar)
	}
}

func TestAMeetingUnderWayComesToWhoTypesSoAndAsksWhoPressesWhereFewerAre(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.sit("3", lounge)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.sit("3", cellar)
	asked := o.asks("3", bot.Press, "meeting start", bot.Input{})
	if b := fixture.Button(asked.Card, "meeting bring"); b.Do == "" || o.place() != string(lounge) {
		t.Fatalf("one who sits alone elsewhere reads %q, and the card stands in %s", said(asked), o.place())
	}
	o.asks("3", bot.Press, "meeting bring", bot.Input{With: fixture.Button(asked.Card, "meeting bring").With})
	if got := o.place(); got != string(cellar) {
		t.Errorf("brought, the card stands in %s", got)
	}
	if got := text(o.card()); !strings.Contains(got, "1 here") {
		t.Errorf("who is there did not follow: %s", got)
	}
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	if got := o.place(); got != string(lounge) {
		t.Errorf("typed in the lounge, the card stands in %s", got)
	}
}

func TestAfterACrashTheCardIsShownWhereverTheMeetingStands(t *testing.T) {
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.crash()
	for _, w := range ways()[:8] {
		o.wantAt(w)
		o.press("1", w.on)
		o.crash()
	}
	o.wantAt(ways()[8])
	o.press("1", "meeting reopen")
	o.crash()
	for range 7 {
		o.press("1", "meeting back")
		o.crash()
	}
	o.press("1", "meeting putoff")
	o.crash()
	if b := fixture.Button(o.card(), "meeting start"); b.Do == "" {
		t.Errorf("a meeting that was put off is shown as\n%s", text(o.card()))
	}
}

func TestWhoWantsNoNameIsNotNamedOnTheCard(t *testing.T) {
	o := full(t)
	hide := func(tx *store.Tx) error {
		s := &bot.Scene{Team: o.Team(), Now: o.now()}
		return s.KeepMember(tx, "1", func(m *bot.Member) { m.Hidden = true })
	}
	o.Update(hide)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.note("1", "keep", "tea")
	for _, w := range ways() {
		for _, line := range o.card().Lines {
			for _, r := range line {
				if r.Text == "1" || strings.Contains(r.Text, "m1") {
					t.Errorf("%s: %q names them", w.title, line)
				}
			}
		}
		if got := said(o.press("2", w.on)); strings.Contains(got, "1") {
			t.Errorf("%s: the answer names them: %s", w.title, got)
		}
		o.press("1", w.on)
	}
}

func TestTheFormForANoteIsOfTheKindThatTheStageIsAbout(t *testing.T) {
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	for i, want := range []kpt.Kind{kpt.Keep, kpt.Keep, kpt.Problem, kpt.Problem, kpt.Problem, kpt.Draft, kpt.Draft, kpt.Keep} {
		w := ways()[i]
		f := o.press("2", "meeting note").Form
		if f == nil || f.Fields[0].Value != string(want) {
			t.Errorf("%s: got the form %+v, want one for a %s", w.title, f, want)
		}
		o.press("1", w.on)
	}
}

func TestANoteThatIsWrittenInAMeetingIsOnItsCard(t *testing.T) {
	o := begin(t, func(*bot.Team) {})
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	o.reaches("Keep")
	shown := func() string {
		o.wall.mu.Lock()
		defer o.wall.mu.Unlock()
		for _, d := range o.wall.cards {
			return string(d.Body)
		}
		return ""
	}
	if o.note("2", "keep", "tea at four"); !strings.Contains(shown(), "tea at four") {
		t.Errorf("the card shows %s", shown())
	}
}

func TestWhoPressesTwiceIsNotToldOfSomebodyElse(t *testing.T) {
	o := full(t)
	o.asks("1", bot.Slash, "kpt start", bot.Input{})
	for _, c := range []struct{ stage, do string }{{"Tries", "meeting next"}, {"Keep", "meeting spoken"}, {"Keep", "meeting next"}, {"Grouping", "meeting back"}} {
		o.reaches(c.stage)
		b := fixture.Button(o.card(), c.do)
		for n := range 2 {
			got := said(o.asks("1", bot.Press, c.do, bot.Input{With: b.With}))
			if n == 0 && got != "" || n == 1 && !strings.HasPrefix(got, "The card had moved on already") {
				t.Errorf("%s of %s, press %d: got %q", c.do, c.stage, n+1, got)
			}
		}
	}
}
