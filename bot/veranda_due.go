package bot

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/engawa-bot/engawa/schedule"
	"github.com/engawa-bot/engawa/store"
)

// planned is what is to be known of a plan when it comes due: the schedule has the
// rest.
type planned struct {
	grace   time.Duration
	due     func(*Scene, schedule.Due) error
	unkept  func(*Scene, schedule.Due, Ail) []Post
	feature string
}

// plan makes the schedule watch for just what the features plan for the team; for
// one that rests, nothing.
func (v *veranda) plan() {
	before, wanted := v.plans, map[string]schedule.Plan{}
	v.plans = map[string]planned{}
	rests := v.bot.Rests(v.id)
	for _, f := range v.bot.features {
		if f.Plans == nil || rests {
			continue
		}
		for _, p := range f.Plans(v.team) {
			wanted[p.ID] = p.Plan
			v.plans[p.ID] = planned{p.Grace, p.Due, p.Unkept, f.Name}
		}
	}
	inLoop := func(id string) string { return string(v.team.ID) + "/" + id }
	for id := range before {
		if _, still := v.plans[id]; !still {
			v.bot.loop.Remove(inLoop(id))
		}
	}
	for id, p := range wanted {
		v.bot.loop.Set(inLoop(id), p)
	}
}

// wakeGrace is how late what was asked of Wake may be done.
const wakeGrace = 6 * time.Hour

// Wake has do done at a time that no plan says, as what was begun by a set-up of before
// may end then. It is forgotten when the set-up changes and when Engawa ends: Opened is
// told after both. id is the feature's own; a second time takes the place of the first.
func (s *Scene) Wake(id string, at time.Time, do func(*Scene) error) error {
	at = at.UTC()
	rule, err := schedule.ParseRule(at.Format("2006-01-02 15:04"))
	if err != nil || s.home == nil {
		return err
	}
	v := s.home
	v.plans[id] = planned{grace: wakeGrace, due: func(s *Scene, _ schedule.Due) error { return do(s) }, feature: id}
	past := at.Sub(at.Truncate(time.Minute))
	v.bot.loop.Set(string(v.team.ID)+"/"+id, schedule.Plan{Rule: rule, Grace: wakeGrace, Shift: past})
	return nil
}

// later is what came due and could not be dealt with yet.
type later struct {
	held   []schedule.Due    // until it is known who is where
	wanted map[string]wanted // of what is held: what has to be known first
	asked  time.Time         // since when a feature waits for the picture as of then; zero: none does
	anew   bool              // the picture is as of then now, and the features are told so
	failed []schedule.Due
	wake   <-chan time.Time
	wakeAt time.Time
	keep   <-chan time.Time // when who sits where is to be written down; nil: it is
}

// wakeIn has what is held and what failed looked at after d, or sooner if that
// was said before.
func (l *later) wakeIn(d time.Duration) {
	if at := time.Now().Add(d); l.wake == nil || at.Before(l.wakeAt) {
		l.wake, l.wakeAt = time.After(d), at
	}
}

const (
	inboxSize  = 16               // more than this waiting makes faces wait
	retryAfter = 5 * time.Second  // a due occurrence that failed is tried again
	sayAfter   = 30 * time.Second // for so long the store may fail before people read of it
)

// due does what was planned. What comes due before anybody knows
// who is where, or while that may be old, waits for it, but not beyond most of its
// grace: see fresh.
func (v *veranda) due(d schedule.Due) {
	plan, ok := v.plans[d.ID]
	if !ok {
		return
	}
	late := v.bot.now().Sub(d.At)
	if d.Skipped || late >= plan.grace {
		v.release(d)
		v.bot.Tally.Skipped.Add(1)
		v.bot.log.Warn("too late to announce", "team", v.team.ID, "what", d.ID, "occurrence", d.Key(), "late", late.Round(time.Second))
		return
	}
	fresh := v.fresh(d, late)
	if patience := v.patience(d, plan.grace); !fresh && late < patience {
		v.hold(d, patience-late)
		return
	}
	if err := plan.due(v.sceneOf(d, fresh), d); err != nil {
		v.bot.log.Error("feature failed", "feature", plan.feature, "at", d.ID, "team", v.team.ID, "err", err)
		if late >= sayAfter && v.aloud(plan, d, AilOf(err)) {
			return
		}
		v.later.failed = append(v.later.failed, d)
		v.later.wakeIn(retryAfter)
	}
}

// again takes up what was held or failed.
func (v *veranda) again() {
	v.later.wake = nil
	waiting := append(v.later.held, v.later.failed...)
	v.later.held, v.later.failed = nil, nil
	for _, d := range waiting {
		v.due(d)
	}
	v.reopened()
}

// Witness tells whether all that happened on a server before a time has been told.
// If not, Bot.Current follows when it may have been. It never waits.
type Witness interface {
	Told(server ServerID, before time.Time) bool
}

const (
	// pictureLasts is how old the picture of who is where may be for what is dealt
	// with in time: a platform proves it only now and then.
	pictureLasts = 50 * time.Second
	// awake is what Surroundings.Awake is if nothing is said.
	awake = 2 * time.Second
)

// fresh tells whether who is where is known well enough for what came due. Where
// the process was not awake when it came due, nothing told before counts. Then
// the newest word is taken over.
func (v *veranda) fresh(d schedule.Due, late time.Duration) bool {
	if !v.known {
		return false
	}
	if v.bot.around.Witness == nil {
		return true
	}
	want, asked := v.later.wanted[nameOf(d)]
	if !asked {
		want = wanted{told: time.Now().Round(0), late: late} // by the wall: a machine may have slept
		if late <= v.bot.awake() {
			want.told = want.told.Add(-pictureLasts)
		}
	}
	if !v.bot.around.Witness.Told(v.team.Server, want.told) {
		v.later.wanted[nameOf(d)] = want
		return false
	}
	v.release(d)
	v.hear()
	return true
}

func (b *Bot) awake() time.Duration {
	if b.around.Awake == nil {
		return awake
	}
	return b.around.Awake()
}

// wanted is what has to be known before something is dealt with.
type wanted struct {
	told time.Time     // all that happened before has to be told
	late time.Duration // how late it was when that was asked
}

// patience is until how late something waits: most of its grace; if that was over
// when it was looked at first, half of what was left.
func (v *veranda) patience(d schedule.Due, grace time.Duration) time.Duration {
	return max(grace*4/5, (v.later.wanted[nameOf(d)].late+grace)/2)
}

// hold keeps what came due until more is known, for patience at most.
func (v *veranda) hold(d schedule.Due, patience time.Duration) {
	v.bot.Tally.Waited.Add(1)
	v.later.held = append(v.later.held, d)
	v.later.wakeIn(patience)
	v.news.holds.Store(true)
	if want, asked := v.later.wanted[nameOf(d)]; asked && v.bot.around.Witness.Told(v.team.Server, want.told) {
		v.news.look() // it came between the question and here
	}
}

// Current tells whether who is where is known as of now; the answer may cost the platform
// a heartbeat. If it is not, Opened is told again as soon as it is, to all features: nobody
// is told that it is before those who asked first.
func (s *Scene) Current() bool {
	v := s.home
	if v.bot.around.Witness == nil || v.later.anew {
		return true
	}
	if v.later.asked.IsZero() {
		asked := time.Now().Round(0)
		if v.bot.around.Witness.Told(v.team.Server, asked) {
			return true
		}
		v.later.asked = asked
	}
	v.news.holds.Store(true)
	if v.bot.around.Witness.Told(v.team.Server, v.later.asked) {
		v.news.look() // it came between the question and here
	}
	return false
}

// reopened tells the features again what they could not act upon.
func (v *veranda) reopened() {
	asked := v.later.asked
	if asked.IsZero() || !v.bot.around.Witness.Told(v.team.Server, asked) {
		return
	}
	v.later.asked, v.later.anew = time.Time{}, true
	defer func() { v.later.anew = false }()
	v.open()
}

// nameOf names something that is held.
func nameOf(d schedule.Due) string { return d.ID + " " + d.Key() }

// release forgets what was wanted to be known for something that was held.
func (v *veranda) release(d schedule.Due) {
	delete(v.later.wanted, nameOf(d))
	v.news.holds.Store(len(v.later.wanted) > 0 || !v.later.asked.IsZero())
}

// sceneOf is the scene for what came due. Who is where is not said when it is not
// known: nobody is called in a room that may be empty.
func (v *veranda) sceneOf(d schedule.Due, fresh bool) *Scene {
	s := v.scene()
	if !fresh && v.known {
		v.release(d)
		s.Seats = Seats{}
		v.bot.log.Warn("it is not known who is where; rooms count as empty", "team", v.team.ID, "what", d.ID, "occurrence", d.Key())
	}
	return s
}

// aloud says of an occurrence that it could not be recorded, where people are:
// else nobody would come, and nobody would know why. It tells whether anything
// was said. The face finds by its key what was said before a restart.
func (v *veranda) aloud(p planned, d schedule.Due, ail Ail) bool {
	if p.unkept == nil || v.bot.around.Aloud == nil || ail == "" || ail == Uncertain {
		return false
	}
	scene := v.scene()
	posts := p.unkept(scene, d, ail)
	for _, post := range posts {
		body, err := json.Marshal(post)
		if err != nil {
			v.bot.log.Error("cannot say that the store fails", "team", v.id, "err", err)
			continue
		}
		key := scene.Key(d.ID, d.Date.String(), d.Clock.String(), "unkept", string(post.Channel))
		v.bot.around.Aloud(store.Owed{
			Key: key, Face: string(cmp.Or(post.On, scene.Team.Home)), Lane: string(post.Channel), Kind: KindPost, Body: body,
			Born: d.At, Until: d.At.Add(p.grace),
		})
	}
	return len(posts) > 0
}
