package discord

import (
	"time"

	"github.com/engawa-bot/engawa/bot"
)

const (
	mostWaiting  = 16384 // interactions; more are not answered at all
	mostOfServer = 12288 // of these, of one server: its flood leaves room for others
	lineMost     = 1024  // of one server that may hope to be heard in time
)

// waiting is the interactions that nobody has begun to answer: a line for each
// server, of which one after the other has its turn, so that one server's flood
// keeps nobody else waiting. Only the answerer, which locks it, uses it.
type waiting struct {
	lines map[bot.ServerID]*queueOf
	turns []bot.ServerID // each server in whose line somebody waits, once
	order []*guest       // all in the lines, oldest first; those that were taken too
	away  []*guest       // have no hope, and are to be told so
	total int
}

// queueOf is one server's line.
type queueOf struct {
	guests  []*guest
	waiting int  // in the line and not taken, and in away
	busy    int  // being answered
	turn    bool // it is among turns
}

// guest is an interaction that waits.
type guest struct {
	interaction
	taken bool
}

func newWaiting() waiting { return waiting{lines: map[bot.ServerID]*queueOf{}} }

// add takes in an interaction; false: there is no room.
func (w *waiting) add(in interaction) bool {
	id := in.Request.Server.ID
	line := w.lines[id]
	if line == nil {
		line = &queueOf{}
		w.lines[id] = line
	}
	if w.total >= mostWaiting || line.waiting >= mostOfServer {
		return false
	}
	g := &guest{interaction: in}
	w.total++
	line.waiting++
	if line.waiting > lineMost {
		w.away = append(w.away, g)
		return true
	}
	if !line.turn {
		w.turns, line.turn = append(w.turns, id), true
	}
	line.guests = append(line.guests, g)
	w.order = append(w.order, g)
	return true
}

// next takes the interaction whose turn it is, of a server with fewer than most
// being answered; nil: there is none.
func (w *waiting) next(most int) *guest {
	for range len(w.turns) { // which grows and shrinks meanwhile, by one each
		id := w.turns[0]
		w.turns = w.turns[1:]
		line := w.lines[id]
		if line.skip(); len(line.guests) == 0 {
			line.turn = false
			continue
		}
		w.turns = append(w.turns, id)
		if line.busy < most {
			line.busy++
			return w.take(line.guests[0])
		}
	}
	return nil
}

// late takes an interaction that has no hope to be heard in time: one made before
// a time, or one too many of its server; nil: there is none.
func (w *waiting) late(before time.Time) *guest {
	if len(w.away) > 0 {
		g := w.away[0]
		w.away = w.away[1:]
		return w.take(g)
	}
	if g := w.oldest(); g != nil && !g.Made.After(before) {
		return w.take(g)
	}
	return nil
}

// oldest is who has waited longest in a line; nil: nobody waits there.
func (w *waiting) oldest() *guest {
	for len(w.order) > 0 && w.order[0].taken {
		w.order = w.order[1:]
	}
	if len(w.order) == 0 {
		w.order = nil
		return nil
	}
	return w.order[0]
}

func (w *waiting) take(g *guest) *guest {
	line := w.lines[g.Request.Server.ID]
	g.taken = true
	line.waiting--
	w.total--
	line.skip()
	w.tidy(g.Request.Server.ID, line)
	return g
}

// answered notes that an interaction which next gave is answered.
func (w *waiting) answered(id bot.ServerID) {
	line := w.lines[id]
	line.busy--
	w.tidy(id, line)
}

// tidy forgets a line in which nothing happens, and all that was kept when
// nobody waits.
func (w *waiting) tidy(id bot.ServerID, line *queueOf) {
	if w.total == 0 {
		w.turns, w.order, w.away = nil, nil, nil
		for _, l := range w.lines {
			l.guests, l.turn = nil, false
		}
	}
	if line.waiting == 0 && line.busy == 0 && !line.turn {
		delete(w.lines, id)
	}
}

// skip lets go of those at the head who were taken.
func (l *queueOf) skip() {
	for len(l.guests) > 0 && l.guests[0].taken {
		l.guests = l.guests[1:]
	}
	if len(l.guests) == 0 {
		l.guests = nil
	}
}
