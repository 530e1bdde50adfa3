package meeting

import "slices"

// raises is about hands: only who is there has one up, in the order in which they came up.
func (h *history) raises(who MemberID) (Deed, want) {
	m := h.model
	if h.rand.IntN(3) == 0 {
		first := h.member() // of an old card
		if len(m.hands) > 0 && h.rand.IntN(3) > 0 {
			first = m.hands[0]
		}
		switch why := h.gate(who, false, true); {
		case why != "":
			return TakeDown{first}, no(why)
		case len(m.hands) == 0 || m.hands[0] != first:
			return TakeDown{first}, want{}
		}
		return TakeDown{first}, does(func() { m.hands = m.hands[1:] })
	}
	d := Raise{h.rand.IntN(3) > 0}
	at := slices.Index(m.hands, who)
	switch why := h.gate(who, false, false); {
	case why != "":
		return d, no(why)
	case (at >= 0) == d.Up:
		return d, want{}
	case !d.Up:
		return d, does(func() { m.hands = slices.Delete(slices.Clone(m.hands), at, at+1) })
	case !m.present[who]:
		return d, no(NotHere)
	}
	return d, does(func() { m.hands = append(slices.Clip(m.hands), who) })
}

// lower takes down the hand of somebody who has left.
func (m *model) lower(who MemberID) {
	m.hands = slices.DeleteFunc(slices.Clone(m.hands), func(up MemberID) bool { return up == who })
}
