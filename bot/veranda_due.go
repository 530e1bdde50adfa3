package bot

import (
	"time"

	"github.com/engawa-bot/engawa/schedule"
)

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
// a heartbeat. If it is not, Opened is told again as soon as it is.
func (s *Scene) Current() bool {
	v := s.home
	if v.bot.around.Witness == nil {
		return true
	}
	if v.later.asked.IsZero() {
		v.later.asked = time.Now().Round(0)
	}
	if v.bot.around.Witness.Told(v.team.Server, v.later.asked) {
		v.later.asked = time.Time{}
		return true
	}
	v.news.holds.Store(true)
	return false
}

// reopened tells the features again what they could not act upon.
func (v *veranda) reopened() {
	asked := v.later.asked
	if asked.IsZero() || !v.bot.around.Witness.Told(v.team.Server, asked) {
		return
	}
	if v.open(); v.later.asked.Equal(asked) {
		v.later.asked = time.Time{} // nothing is left to be done
	}
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
