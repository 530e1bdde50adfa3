package export

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

const version = 1

// file is an Archive as JSON has it: see the package comment.
type file struct {
	Version int     `json:"version"`
	Team    string  `json:"team"`
	Retros  []retro `json:"retros"`
	Tries   []try   `json:"tries"`
}

// retro is one KPT. Date is when it was held, or is planned; Name, which it has for
// ever, is what Tries and verdicts call it by, and is the same unless it was moved.
type retro struct {
	Date     schedule.Date `json:"date"`
	Name     schedule.Date `json:"name"`
	Starts   time.Time     `json:"starts,omitzero"`
	Ends     time.Time     `json:"ends,omitzero"`
	Begun    time.Time     `json:"begun,omitzero"`
	Revealed time.Time     `json:"revealed,omitzero"`
	Closed   time.Time     `json:"closed,omitzero"`
	Notes    []note        `json:"notes"`
	Hidden   hidden        `json:"hidden"`
}

type hidden struct {
	Keeps    int `json:"keeps"`
	Problems int `json:"problems"`
	Drafts   int `json:"drafts"`
}

type note struct {
	ID      kpt.NoteID `json:"id"`
	Kind    string     `json:"kind"`
	Text    string     `json:"text"`
	Author  string     `json:"author,omitzero"`
	Written time.Time  `json:"written,omitzero"`
	Changed time.Time  `json:"changed,omitzero"`
	Link    string     `json:"link,omitzero"`
	Under   kpt.NoteID `json:"under,omitzero"`
	Struck  bool       `json:"struck,omitzero"`
}

type try struct {
	ID       kpt.NoteID    `json:"id"`
	Text     string        `json:"text"`
	Owner    string        `json:"owner,omitzero"`
	Born     schedule.Date `json:"born,omitzero"`
	State    kpt.State     `json:"state"`
	Carried  int           `json:"carried"`
	Answers  []kpt.NoteID  `json:"answers"`
	Verdicts []verdict     `json:"verdicts"`
}

type verdict struct {
	Retro   schedule.Date `json:"retro"`
	Outcome kpt.Outcome   `json:"outcome"`
	Word    string        `json:"word,omitzero"`
}

func fileOf(a Archive) file {
	f := file{Version: version, Team: plain.Line(a.Team), Retros: []retro{}, Tries: []try{}}
	for _, s := range newest(a.Sheets) {
		f.Retros = append(f.Retros, retroOf(s))
	}
	for _, t := range newestTries(a.Tries) {
		f.Tries = append(f.Tries, tryOf(t))
	}
	return f
}

func newest(sheets []Sheet) []Sheet {
	return slices.SortedStableFunc(slices.Values(sheets), func(a, b Sheet) int {
		return b.retro.Date.Compare(a.retro.Date)
	})
}

func newestTries(tries []kpt.Try) []kpt.Try {
	return slices.SortedStableFunc(slices.Values(tries), func(a, b kpt.Try) int {
		return cmp.Or(b.Born.Compare(a.Born), cmp.Compare(a.ID, b.ID))
	})
}

func retroOf(s Sheet) retro {
	r := retro{
		Date: s.retro.Day(), Name: s.retro.Date,
		Starts: s.retro.Starts.UTC(), Ends: s.retro.Ends.UTC(), Begun: s.retro.Begun.UTC(),
		Revealed: s.retro.Revealed.UTC(), Closed: s.retro.Closed.UTC(),
		Notes:  []note{},
		Hidden: hidden(s.shown.Hidden),
	}
	for _, n := range s.shown.Notes {
		r.Notes = append(r.Notes, noteOf(n))
	}
	return r
}

func noteOf(n kpt.Note) note {
	out := note{
		ID: n.ID, Kind: kindOf(n), Text: kpt.Tidy(n.Text), Author: plain.Line(n.Author.Name),
		Link: plain.Line(n.Link), Under: n.Under, Struck: n.Trace.Struck,
	}
	if n.Author != (kpt.Author{}) {
		out.Written, out.Changed = n.Written.UTC(), n.Changed.UTC()
	}
	return out
}

// The kinds of rows beside kpt.Keep and kpt.Problem. A note of kpt.Draft must
// not look like a Try.
const (
	draftKind = "draft"
	tryKind   = "try"
)

func kindOf(n kpt.Note) string {
	if n.Kind == kpt.Draft {
		return draftKind
	}
	return string(n.Kind)
}

func tryOf(t kpt.Try) try {
	out := try{
		ID: t.ID, Text: kpt.Tidy(t.Text), Owner: owner(t), Born: t.Born, State: t.State, Carried: t.Carried,
		Answers: append([]kpt.NoteID{}, t.Answers...), Verdicts: []verdict{},
	}
	for _, v := range t.Verdicts {
		out.Verdicts = append(out.Verdicts, verdict{Retro: v.Retro, Outcome: v.Outcome, Word: kpt.Tidy(v.Word)})
	}
	return out
}

// owner is the name of a Try's owner; none of one who is not to be named.
func owner(t kpt.Try) string {
	if t.Owner.Secret != "" {
		return ""
	}
	return plain.Line(t.Owner.Name)
}

func writeJSON(w io.Writer, f file) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}
