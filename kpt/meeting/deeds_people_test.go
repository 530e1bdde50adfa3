package meeting

import (
	"slices"
	"time"

	"github.com/engawa-bot/engawa/kpt"
)

func (h *history) people(who MemberID) (Deed, want) {
	m := h.model
	ended := m.stage == Ended
	switch h.rand.IntN(7) {
	case 3:
		to := h.member()
		if m.lead != "" || m.stage != Waiting {
			return Call{to}, want{}
		}
		return Call{to}, does(func() { m.lead = to })
	case 0:
		from := h.member()
		switch {
		case m.lead == who:
			return TakeOver{from}, want{}
		case m.lead != from:
			return TakeOver{from}, no(TakenOver)
		}
		return TakeOver{from}, does(func() { m.lead = who })
	case 1:
		to := h.member()
		switch {
		case ended:
			return Swap{to}, no(HasEnded)
		case m.lead != "" && m.lead != who:
			return Swap{to}, no(NotLead)
		case m.lead == to:
			return Swap{to}, want{}
		}
		return Swap{to}, does(func() { m.lead = to })
	case 2:
		if ended || !m.present[who] {
			return Leave{}, want{}
		}
		return Leave{}, does(func() {
			delete(m.present, who)
			m.apart = slices.DeleteFunc(slices.Clone(m.apart), func(other MemberID) bool { return other == who })
			m.lower(who)
		})
	default:
		d := Join{Apart: h.rand.IntN(2) == 0}
		if ended || m.present[who] && (!d.Apart || slices.Contains(m.apart, who)) {
			return d, want{}
		}
		return d, does(func() {
			if d.Apart {
				m.apart, m.came = append(slices.Clip(m.apart), who), h.now()
			}
			if m.present[who] {
				return
			}
			m.present[who], m.came = true, h.now()
			if !slices.Contains(m.order, who) {
				m.order = append(m.order, who)
			}
		})
	}
}

// visits is who said themselves that they are there, and when the last of all came.
type visits struct {
	apart []MemberID
	came  time.Time
}

// goesHome has them be there no more in a meeting that rests, as the first deed finds it; back
// takes that back where nothing was done.
func (m *model) goesHome(now time.Time) (back func()) {
	was := m.clone()
	if m.rests(now) && !now.Before(m.came.Add(2*time.Hour)) {
		for _, who := range m.apart {
			delete(m.present, who)
			m.lower(who)
		}
		m.apart = nil
	}
	return func() { m.present, m.apart, m.hands = was.present, was.apart, was.hands }
}

func (h *history) speaks(who MemberID) (Deed, want) {
	m, now := h.model, h.model.speaker()
	if h.rand.IntN(8) == 0 {
		now = h.member() // on an old card
	}
	if h.rand.IntN(3) > 0 {
		d := NextSpeaker{now}
		why := h.gate(who, true, false)
		switch {
		case why != "":
			return d, no(why)
		case now != m.speaker():
			return d, no(Late)
		case now == "":
			return d, no(NoTurns)
		case who != now && m.lead != "" && m.lead != who:
			return d, no(NotLead)
		}
		return d, does(func() {
			m.spoken[m.stage] = append(slices.Clip(m.spoken[m.stage]), now)
			m.passOver()
		})
	}
	d := PrevSpeaker{now}
	why := h.gate(who, true, true)
	last := -1
	for i, spoke := range m.spoken[m.stage] {
		if m.present[spoke] {
			last = i
		}
	}
	switch {
	case why != "":
		return d, no(why)
	case m.stage != InKeep && m.stage != InProblem:
		return d, no(NoTurns)
	case now != m.speaker():
		return d, no(Late)
	case last < 0:
		return d, no(NobodyGone)
	}
	return d, does(func() {
		m.spoken[m.stage] = slices.Delete(slices.Clone(m.spoken[m.stage]), last, last+1)
	})
}

// passOver has those who are away come right behind whoever speaks by a press.
func (m *model) passOver() {
	speaks := m.speaker()
	if speaks == "" {
		return
	}
	var order, away []MemberID
	for i, who := range m.order {
		switch {
		case who == speaks:
			m.order = slices.Concat(order, []MemberID{who}, away, m.order[i+1:])
			return
		case slices.Contains(m.spoken[m.stage], who):
			order = append(order, who)
		default:
			away = append(away, who)
		}
	}
}

func (h *history) ticks(who MemberID) (Deed, want) {
	m, done := h.model, h.rand.IntN(3) > 0
	if why := h.gate(who, true, false); why != "" {
		return Finish{done}, no(why)
	}
	if m.finished[m.stage][who] == done {
		return Finish{done}, want{}
	}
	return Finish{done}, does(func() {
		if m.finished[m.stage] == nil {
			m.finished[m.stage] = map[MemberID]bool{}
		}
		m.finished[m.stage][who] = done
	})
}

func (h *history) puts(who MemberID) (Deed, want) {
	m := h.model
	d := Table{[]kpt.NoteID{"", h.try(), h.draft(), h.problem()}[h.rand.IntN(4)]}
	n, note := m.notes[d.Note]
	_, try := m.tries[d.Note]
	came := len(m.topic("", d.Note)) > 0
	why := h.gate(who, true, true)
	switch {
	case why != "":
		return d, no(why)
	case d.Note == m.table[m.stage]:
		return d, want{}
	case d.Note != "" && !try && !came && (!note || n.next || !m.sees("", d.Note, "")):
		return d, no(UnknownNote)
	}
	return d, does(func() { m.table[m.stage] = d.Note })
}
