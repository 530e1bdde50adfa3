package meeting

import (
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// Call names the facilitator that the rota gives, unless one is named already.
// Nobody presses it.
type Call struct{ Lead MemberID }

// Join says that the presser takes part: by sitting in the room, or Apart from it, by a press. Who comes speaks
// last; who comes back has their old place.
type Join struct{ Apart bool }

// Leave says that the presser takes part no more.
type Leave struct{}

// TakeOver makes the presser the facilitator in the place of From, whom they
// saw. If two take over at once, the second is told who was first.
type TakeOver struct{ From MemberID }

// Swap makes another the facilitator.
type Swap struct{ To MemberID }

// Finish says that the presser is finished with the present stage, or is not
// after all.
type Finish struct{ Done bool }

// NextSpeaker ends the turn of the speaker that the presser saw: by that
// speaker, or by the facilitator.
type NextSpeaker struct{ After MemberID }

// PrevSpeaker gives a turn back: to the last who had theirs and is present. Now
// is the speaker that the presser saw; "" if all had their turn.
type PrevSpeaker struct{ Now MemberID }

func (Call) rule() rule        { return rule{in: always, idle: true} }
func (Join) rule() rule        { return rule{in: always, idle: true} }
func (Leave) rule() rule       { return rule{in: always, idle: true} }
func (TakeOver) rule() rule    { return rule{in: always, idle: true} }
func (Swap) rule() rule        { return rule{in: before | running, lead: true} }
func (Finish) rule() rule      { return rule{in: running, seen: true} }
func (NextSpeaker) rule() rule { return rule{in: running, seen: true} }
func (PrevSpeaker) rule() rule { return rule{in: running, seen: true, lead: true} }

func (d Call) do(a *act) error {
	if a.m.People.Lead == "" && d.Lead != "" && a.m.Place.Stage == Waiting {
		a.m.People.Lead = d.Lead
		a.changed()
	}
	return nil
}

func (d Join) do(a *act) error {
	p := &a.m.People
	if a.m.Place.Stage == Ended {
		return nil
	}
	if d.Apart && !slices.Contains(p.Apart, a.member()) { // also of who sat in a room that is gone
		p.Apart, p.Came = append(p.Apart, a.member()), a.At
		a.changed()
	}
	if slices.Contains(p.Present, a.member()) {
		return nil
	}
	p.Present, p.Came = append(p.Present, a.member()), a.At
	if !slices.Contains(p.Order, a.member()) {
		p.Order = append(p.Order, a.member())
	}
	if err := a.counted(); err != nil {
		return err
	}
	a.changed()
	return a.reveal()
}

// goneHome has those be present no more in a meeting that rests who said themselves that they
// are, if nobody has come since: whoever is there when it goes on says so anew. Who is there for
// they sit in its room leaves that.
func (a *act) goneHome() {
	p := &a.m.People
	if a.m.phase() != running || !a.retro.RestsAt(a.At) || a.At.Before(p.Came.Add(kpt.Rest)) {
		return
	}
	for _, who := range p.Apart {
		p.Present = slices.DeleteFunc(p.Present, func(other MemberID) bool { return other == who })
		p.lower(who)
	}
	p.Apart = nil
}

// counted keeps how many people were there at most.
func (a *act) counted() error {
	n, err := a.hall.persons(a.tx, a.m.People.Present)
	a.m.People.Most = max(a.m.People.Most, n)
	return err
}

func (Leave) do(a *act) error {
	p := &a.m.People
	if i := slices.Index(p.Present, a.member()); i >= 0 && a.m.Place.Stage != Ended {
		p.Present = slices.Delete(p.Present, i, i+1)
		p.Apart = slices.DeleteFunc(p.Apart, func(who MemberID) bool { return who == a.member() })
		p.lower(a.member())
		a.changed()
	}
	return nil
}

func (d TakeOver) do(a *act) error {
	switch a.m.People.Lead {
	case a.member():
		return nil
	case d.From:
		a.m.People.Lead = a.member()
		a.changed()
		return nil
	default:
		return &Refusal{Why: TakenOver, Who: a.m.People.Lead}
	}
}

func (d Swap) do(a *act) error {
	if d.To != "" && d.To != a.m.People.Lead {
		a.m.People.Lead = d.To
		a.changed()
	}
	return nil
}

func (d Finish) do(a *act) error {
	ticked := slices.Index(a.m.Rounds[a.m.Place.Stage].Finished, a.member())
	if ticked >= 0 == d.Done {
		return nil
	}
	a.m.round(func(r *Round) {
		if d.Done {
			r.Finished = append(r.Finished, a.member())
		} else {
			r.Finished = slices.Delete(r.Finished, ticked, ticked+1)
		}
	})
	a.changed()
	return nil
}

func (d NextSpeaker) do(a *act) error {
	speaker := a.m.Speaker()
	switch {
	case speaker != d.After:
		return a.late()
	case speaker == "":
		return &Refusal{Why: NoTurns, Stage: a.m.Place.Stage}
	case speaker != a.member():
		if err := a.leads(); err != nil {
			return err
		}
	}
	a.m.round(func(r *Round) { r.Spoken = append(r.Spoken, speaker) })
	a.m.passOver()
	a.changed()
	return nil
}

// passOver has those who are away when their turn goes by come right behind whoever
// speaks: when they are back, they take nobody's turn.
func (m *Meeting) passOver() {
	i := slices.Index(m.People.Order, m.Speaker())
	if i < 0 {
		return
	}
	var ahead, behind []MemberID
	for _, who := range m.People.Order[:i] {
		if slices.Contains(m.Rounds[m.Place.Stage].Spoken, who) {
			ahead = append(ahead, who)
		} else {
			behind = append(behind, who)
		}
	}
	m.People.Order = slices.Concat(ahead, m.People.Order[i:i+1], behind, m.People.Order[i+1:])
}

func (d PrevSpeaker) do(a *act) error {
	switch {
	case !a.m.Place.Stage.turns():
		return &Refusal{Why: NoTurns, Stage: a.m.Place.Stage}
	case a.m.Speaker() != d.Now:
		return a.late()
	}
	spoken := a.m.Rounds[a.m.Place.Stage].Spoken
	for i, who := range slices.Backward(spoken) {
		if slices.Contains(a.m.People.Present, who) {
			a.m.round(func(r *Round) { r.Spoken = slices.Delete(spoken, i, i+1) })
			a.changed()
			return nil
		}
	}
	return refuse(NobodyGone)
}
