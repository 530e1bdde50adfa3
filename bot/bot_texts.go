package bot

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// Sorry is an error that a member can mend: they read its sentence, and nothing
// goes to the log. Every other error is 'internal' to members.
type Sorry struct {
	Key  string // of the catalogue
	Args []words.Arg
}

// Error is the sentence in English.
func (s *Sorry) Error() string { return s.Say(words.English).String() }

// Say is the sentence in the reader's language.
func (s *Sorry) Say(lang words.Lang) words.Text { return words.Say(lang, s.Key, s.Args...) }

// Sorryf makes a Sorry from a key of the catalogue.
func Sorryf(key string, args ...words.Arg) error { return &Sorry{Key: key, Args: args} }

// TimeSorry puts a fault in a time, rule, zone or date that somebody wrote into
// a sentence for them.
func TimeSorry(err error) *Sorry {
	var input *schedule.InputError
	if !errors.As(err, &input) {
		return &Sorry{"time.rule", []words.Arg{words.Quote("input", "")}}
	}
	key := "time." + input.Fault
	if input.Fault == schedule.FaultZone && len(input.Suggestions) > 0 {
		key += ".near"
	}
	between := " / " // some have a comma of their own
	if input.Fault == schedule.FaultZone || input.Fault == schedule.FaultZoneWhich {
		between = ", "
	}
	return &Sorry{key, []words.Arg{
		words.Quote("input", short(input.Input)),
		words.Quote("part", short(input.Part)),
		words.Quote("near", strings.Join(input.Suggestions, between)),
	}}
}

// NoteSorry puts what kpt refuses about a note into a sentence for who wrote it; any
// other error stays as it is.
func NoteSorry(err error) error {
	var input *kpt.InputError
	var refused *kpt.Refusal
	switch {
	case errors.As(err, &input):
		return Sorryf("kpt."+string(input.Fault), words.Count("n", input.Length), words.Count("most", kpt.MaxText))
	case errors.As(err, &refused):
		return Sorryf("kpt.refused." + string(refused.Why))
	case errors.Is(err, kpt.ErrNoRetro):
		return Sorryf("kpt.none")
	}
	return err
}

func short(s string) string {
	return plain.Cut(words.Clean(s), 41)
}

// Nameless is the word that stands for a name where a text has none and could be
// read as if it had: see kpt.Signed.
func Nameless(lang words.Lang) string { return words.Say(lang, "kpt.nameless").String() }

// NamelessWords are that word in every language.
func NamelessWords() (all []string) {
	for _, lang := range words.Langs() {
		all = append(all, Nameless(lang))
	}
	return all
}

// Unsigned is what somebody wrote without a name, as others read it.
func Unsigned(lang words.Lang, text string) string {
	return kpt.Signed(kpt.Author{}, text, Nameless(lang))
}

// OneLine is a text of several lines on one, where a line that begins anew could be
// taken for somebody else's.
func OneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), " / ")
}

// Titles are the headings of a team's notebook in its language.
func Titles(lang words.Lang) kpt.Titles {
	t := kpt.Titles{Sheet: words.Say(lang, "sheet.title").String(), Sections: map[kpt.Section]string{}}
	for _, s := range kpt.Sections() {
		t.Sections[s] = words.Say(lang, "sheet."+string(s)).String()
	}
	return t
}

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
	t.Name, t.Zone = plain.First(t.Name, string(t.ID)), schedule.KeptZone(t.Zone)
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
