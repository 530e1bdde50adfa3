package meeting

import "slices"

// Raise raises the presser's hand, or takes it down: what they would like to say. Who has
// raised theirs earlier is heard earlier. A hand goes down when its owner leaves, and all
// do when the meeting ends or is put off.
type Raise struct{ Up bool }

// TakeDown takes the first hand down, if it is still that of Of: so two presses at once
// take down one.
type TakeDown struct{ Of MemberID }

func (Raise) rule() rule    { return rule{in: running} }
func (TakeDown) rule() rule { return rule{in: running, lead: true} }

func (d Raise) do(a *act) error {
	p := &a.m.People
	switch up := slices.Contains(p.Hands, a.member()); {
	case up == d.Up:
		return nil
	case up:
		p.lower(a.member())
	case !slices.Contains(p.Present, a.member()):
		return refuse(NotHere)
	default:
		p.Hands = append(p.Hands, a.member())
	}
	a.changed()
	return nil
}

func (d TakeDown) do(a *act) error {
	if p := &a.m.People; len(p.Hands) > 0 && p.Hands[0] == d.Of {
		p.lower(d.Of)
		a.changed()
	}
	return nil
}

// lower takes a member's hand down.
func (p *People) lower(who MemberID) {
	p.Hands = slices.DeleteFunc(p.Hands, func(up MemberID) bool { return up == who })
}
