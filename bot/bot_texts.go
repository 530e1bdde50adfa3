package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/schedule"
)

// What comes in is cleaned here, once, whichever face heard it: names to a line,
// and what was typed as it can be seen. What an older version has stored is
// cleaned when it is read.

// seen is the request as far as it can be seen. What was typed keeps its lines: a
// feature that wants one line takes one.
func (r Request) seen() Request {
	r.From.Name = plain.Line(r.From.Name)
	r.Server.Name = plain.Line(r.Server.Name)
	r.Server.Places = slices.Clone(r.Server.Places)
	for i, p := range r.Server.Places {
		r.Server.Places[i].Name = plain.Line(p.Name)
	}
	r.Values = maps.Clone(r.Values)
	for key, value := range r.Values {
		r.Values[key] = plain.Text(value)
	}
	r.Typed = slices.Clone(r.Typed)
	for i, typed := range r.Typed {
		r.Typed[i] = plain.Text(typed)
	}
	r.About.Text = plain.Text(r.About.Text)
	return r
}

// seenMoves are moves with the members' names as they can be seen.
func seenMoves(moves []Move) []Move {
	moves = slices.Clone(moves)
	for i, m := range moves {
		moves[i].Name = plain.Line(m.Name)
	}
	return moves
}

func (m Member) seen() Member {
	m.Name = plain.Line(m.Name)
	return m
}

// seen is the team with its names as they can be seen. One of which nothing is
// left goes by its id.
func (t Team) seen() Team {
	t.seenSettings()
	t.Name = plain.First(t.Name, string(t.ID))
	t.Rooms, t.Habits = slices.Clone(t.Rooms), slices.Clone(t.Habits)
	for i, r := range t.Rooms {
		t.Rooms[i].Name = plain.Line(r.Name)
	}
	for i, h := range t.Habits {
		t.Habits[i].Rule = seenRule(h.Rule)
		t.Habits[i].Title, t.Habits[i].Emoji = plain.Line(h.Title), plain.Line(h.Emoji)
	}
	t.Days.Days = maps.Clone(t.Days.Days)
	for date, day := range t.Days.Days {
		day.Name = plain.Line(day.Name)
		t.Days.Days[date] = day
	}
	return t
}

// seenRule is a rule that an earlier version kept with empty items in a list of
// cron, which it had passed over; they are left out.
func seenRule(rule string) string {
	if _, err := schedule.ParseRule(rule); err == nil {
		return rule
	}
	fields := strings.Fields(rule)
	for i, f := range fields {
		fields[i] = strings.Join(strings.FieldsFunc(f, func(r rune) bool { return r == ',' }), ",")
	}
	whole := strings.Join(fields, " ")
	if _, err := schedule.ParseRule(whole); err != nil {
		return rule
	}
	return whole
}
