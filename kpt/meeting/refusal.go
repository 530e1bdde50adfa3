package meeting

import "github.com/engawa-bot/engawa/kpt"

// Refusal is why a deed was not done. What else is set is what its sentence
// needs.
type Refusal struct {
	Why     Why
	Who     MemberID      // the facilitator, the speaker, or who was first
	Stage   Stage         // the present one
	Most    int           // how many votes there may be
	Choices []kpt.Outcome // what may be said of the Try
}

// Why is the reason of a Refusal.
type Why string

// The reasons of a Refusal.
const (
	NoRetro    Why = "no_retro"    // there is no retro of the date
	NotNow     Why = "not_now"     // an earlier retro is still open: its meeting comes first
	NotBegun   Why = "not_begun"   // the meeting has not started
	HasBegun   Why = "has_begun"   // the meeting has started, in Stage
	HasEnded   Why = "has_ended"   // the meeting has ended
	NotEnded   Why = "not_ended"   // the meeting has not ended
	Late       Why = "late"        // the card has moved on, to Stage and to the turn of Who
	NotLead    Why = "not_lead"    // it is for Who, the facilitator; anyone may take over
	TakenOver  Why = "taken_over"  // Who has taken over
	NobodyGone Why = "nobody_gone" // nobody had their turn yet
	NoTurns    Why = "no_turns"    // nobody speaks in turn in Stage, or all have
	NotToHide  Why = "not_to_hide" // it is for who leads the running meeting, and for keepers
	NotHere    Why = "not_here"    // it is for who is in the meeting

	LastStage    Why = "last_stage"    // the way on from Stage is Close
	NoStage      Why = "no_stage"      // the plan does not have the stage
	WrongStage   Why = "wrong_stage"   // it is for another stage than Stage
	NextHasBegun Why = "next_begun"    // the next meeting has begun
	UnknownNote  Why = "unknown_note"  // there is no such note, or it may not be seen yet
	UnknownTry   Why = "unknown_try"   // there is no such Try, or it is not this meeting's to answer
	NotAChoice   Why = "not_a_choice"  // Choices are what remains
	Already      Why = "already"       // somebody has just made another Try of it
	NoOwner      Why = "no_owner"      // a Try has an owner
	CheckTooSoon Why = "check_soon"    // the check date is before the retro
	HandedOver   Why = "handed_over"   // the Try is on the next sheet: the next meeting answers it
	DidNotWork   Why = "did_not_work"  // only what worked becomes a practice
	VoteClosed   Why = "vote_closed"   // votes are counted
	TooManyVotes Why = "too_many"      // more than Most in all
	TooManyDots  Why = "too_many_dots" // more than Most on one topic
	BadBudget    Why = "bad_budget"    // not from 0 to Most
	TooFewNotes  Why = "too_few"       // a group is of two or more
	NoGroup      Why = "no_group"      // there is no such group any more
	NothingDone  Why = "nothing_done"  // nothing is left to undo
)

func (r *Refusal) Error() string { return "meeting: refused: " + string(r.Why) }

func refuse(why Why) error { return &Refusal{Why: why} }
