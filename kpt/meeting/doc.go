// Package meeting is the KPT meeting: its stages, who leads and whose turn it
// is, verdicts, votes, groups and commitments, as rules. It must not know any
// chat, the notebook, or the clock: time and the room come in as arguments.
//
// A member does a [Deed] by a [Press]; [Hall.Act] applies it to the [Meeting] of
// a retro and to the kpt.Book, all in the caller's transaction. So what was
// answered is on disk, and a crash loses a deed whole or not at all. What may be
// seen of a meeting is its [View], and nothing else.
//
// # Tables and keys
//
//	meetings  team/date  the Meeting of the retro of that date
//
// # What moves it
//
// Only people advance. The stages of the team's plan follow each other; before
// them is Waiting, after them Ended:
//
//	Waiting ─Start▶ first … last ─Close▶ Ended
//	        ◀PutOff─     Next, Skip, Back, Goto        ◀Reopen─
//
// Next, Skip, Back and Start pass over a stage in which there is nothing to do (no Try
// to answer, nothing to put together or to choose from); it is looked at anew each time.
//
// Deeds of the facilitator are refused to others with NotLead; TakeOver is open
// to all, so a meeting is never stuck with somebody who left. A press on a card
// that has moved on since (Press.Seen) is refused with Late, so two presses at
// once never advance twice. A refused deed has done nothing. A deed that finds
// things as it would make them does nothing and is no error: so a press or a
// form may be sent again when its answer was lost. For new texts that needs the
// id of AddNote or Commit, drawn when the form is opened.
//
// Going back takes nothing away: rounds, ticks, votes, groups, verdicts and
// commitments are as they were. The notes of a retro are shown when its first
// stage other than InTries begins, and stay shown.
//
// # Votes
//
// A vote stands on a Problem; those of a group are counted together. So groups
// come and go and no vote is lost. Where a member has thereby more votes on a topic,
// or in all, than they may give, those that they gave last rest: they are not
// counted, and count again when the groups are undone. Who changes their votes lets
// go of those that rest. Votes are in no View, but their voter's own, until the vote
// is closed.
//
// # Caveats
//
// A Meeting has the votes, ticks, hands and turns of its members by name. They are
// dropped when the next meeting starts; who led is kept, for the rota.
package meeting
