package bot

import (
	"cmp"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/kpt/meeting"
	"github.com/engawa-bot/engawa/schedule"
)

// Manner is how a team goes about things: what it sets by one word or line, and what
// belongs nowhere else. Each has its row in Settings.
type Manner struct {
	Lang words.Lang `json:"lang"`
	Zone string     `json:"zone"` // IANA name
}

// Setting is a row of the table of what a team sets by one value: a line, a choice or a
// switch. With a field to keep it in, the row is all that a new one takes: team files
// have it, it is cleaned and checked, and the settings ask for it.
type Setting struct {
	Section string // of a team file: "notebook"; "": at its top
	Name    string // the key there: "zone"
	Remark  string // of the team file, in English
	// Choices are what it may be; none: it is a line.
	Choices []Choice
	// Usual is what it is where nothing is said.
	Usual string
	// Fault is the sentence of the catalogue about a value that it cannot have.
	Fault string
	// Fits tells of a line whether it can be had, or gives a Sorry of its own; nil: any.
	Fits func(string) (bool, *Sorry)
	// Tidy gives a line as it is kept; nil: as it is.
	Tidy func(string) string
	Ask  Question
	held
}

// Choice is one of the values of a setting, and the sentence of the catalogue that says it.
type Choice struct{ Value, Says string }

// Question is how the settings ask for a value: sentences of the catalogue, and the
// most characters of a line. Without Key they do not: there is another way to it.
type Question struct {
	Key         string // of the form's field
	Label, Hint string
	Max         int
}

// held is where in a team the value of a setting is; empty stands for the usual one.
type held struct {
	get func(Team) string
	put func(*Team, string)
}

// text is a value that is a text.
func text[T ~string](field func(*Team) *T) held {
	return held{
		func(t Team) string { return string(*field(&t)) },
		func(t *Team, v string) { *field(t) = T(v) },
	}
}

// on and off are the values of a switch that is usually off.
const on, off = "true", "false"

// flag is a value that is a switch.
func flag(field func(*Team) *bool) held {
	return held{
		func(t Team) string { return map[bool]string{true: on}[*field(&t)] },
		func(t *Team, v string) { *field(t) = v == on },
	}
}

// Settings is the table, in the order in which they are asked for.
func Settings() []Setting { return slices.Concat(ofTeam(), ofNotebook()) }

// ofTeam are the rows about the team itself.
func ofTeam() []Setting {
	return []Setting{
		{
			Name: "name", Fault: "fault.name", Tidy: words.Clean,
			Fits: func(v string) (bool, *Sorry) { return nameOK(v, mostName), nil },
			Ask:  Question{Key: "name", Label: "settings.name", Max: mostName},
			held: text(func(t *Team) *string { return &t.Name }),
		},
		{
			Name: "language", Remark: "en or ja", Fault: "fault.lang",
			Choices: []Choice{{string(words.English), "lang.en"}, {string(words.Japanese), "lang.ja"}},
			Ask:     Question{Key: "lang", Label: "settings.lang", Hint: "settings.lang.hint"},
			held:    text(func(t *Team) *words.Lang { return &t.Lang }),
		},
		{
			Name: "zone", Remark: "every time below is in it", Fits: isZone, Tidy: zoneName,
			Ask:  Question{Key: "zone", Label: "settings.zone", Hint: "settings.zone.hint", Max: 60},
			held: text(func(t *Team) *string { return &t.Zone }),
		},
		{
			Section: "calendar", Name: "holidays", Usual: "none", Fault: "fault.holidays",
			Choices: []Choice{{"jp", "settings.holidays.jp"}, {"none", "settings.holidays.none"}},
			Ask:     Question{Key: "holidays", Label: "settings.holidays"},
			held:    text(func(t *Team) *string { return &t.Days.Country }),
		},
	}
}

// ofNotebook are the rows about its notebook and its KPT.
func ofNotebook() []Setting {
	return []Setting{
		{
			Section: "notebook", Name: "doc", Fault: "fault.doc",
			Fits: func(v string) (bool, *Sorry) { return v == "" || addressOK(v), nil },
			held: text(func(t *Team) *string { return &t.KPT.Doc }),
		},
		{
			Section: "notebook", Name: "tabs", Usual: off, Choices: []Choice{{off, ""}, {on, ""}},
			held: flag(func(t *Team) *bool { return &t.KPT.Tabs }),
		},
		{
			Section: "notebook", Name: "reveal", Usual: string(kpt.RevealOpen), Fault: "fault.reveal",
			Choices: []Choice{{string(kpt.RevealOpen), ""}, {string(kpt.RevealMeeting), ""}},
			held:    text(func(t *Team) *kpt.Reveal { return &t.KPT.Reveal }),
		},
		{
			Section: "notebook", Name: "stages", Fault: "fault.stages",
			Fits: func(v string) (bool, *Sorry) { _, err := meeting.ParseSteps(v); return err == nil, nil },
			held: text(func(t *Team) *string { return &t.KPT.Stages }),
		},
	}
}

// mostName is how long a team's name may be, in characters.
const mostName = 40

func isZone(name string) (bool, *Sorry) {
	if _, err := schedule.ParseZone(name); err != nil {
		return false, TimeSorry(err)
	}
	return true, nil
}

// zoneName is a zone's proper name where it has one.
func zoneName(name string) string {
	if zone, err := schedule.ParseZone(name); err == nil {
		return zone.String()
	}
	return name
}

// Switch tells whether a setting is on or off.
func (s Setting) Switch() bool {
	return slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.Value == on })
}

// Get is the value in a team.
func (s Setting) Get(t Team) string { return cmp.Or(s.get(t), s.Usual) }

// Set puts a value into a team. Whether it is one is for Team.Check to say.
func (s Setting) Set(t *Team, value string) {
	if s.Tidy != nil {
		value = s.Tidy(value)
	}
	if value == s.Usual {
		value = ""
	}
	s.put(t, value)
}

// Optional tells whether nothing may be said.
func (s Setting) Optional() bool { return s.wrong("") == nil }

// wrong says what is wrong with a value; nil if nothing is.
func (s Setting) wrong(value string) *Sorry {
	fits, sorry := true, (*Sorry)(nil)
	switch {
	case len(s.Choices) > 0:
		fits = slices.ContainsFunc(s.Choices, func(c Choice) bool { return c.Value == value })
	case s.Fits != nil:
		fits, sorry = s.Fits(value)
	}
	if fits || sorry != nil {
		return sorry
	}
	return &Sorry{Key: s.Fault}
}

// checkSettings tells what is wrong with the values of a team.
func (t Team) checkSettings() (faults Faults) {
	for _, s := range Settings() {
		if sorry := s.wrong(s.Get(t)); sorry != nil {
			faults = append(faults, Fault{s.Path(), sorry})
		}
	}
	return faults
}

// seenSettings has the lines of a team as they can be seen.
func (t *Team) seenSettings() {
	for _, s := range Settings() {
		if line := s.get(*t); len(s.Choices) == 0 && plain.Line(line) != line {
			s.put(t, plain.Line(line))
		}
	}
}

// SettingsOf are the settings that stand in a section of a team file.
func SettingsOf(section string) []Setting {
	return slices.DeleteFunc(Settings(), func(s Setting) bool { return s.Section != section })
}

// Path is where a setting stands in a team file: "zone", "notebook.tabs".
func (s Setting) Path() string { return strings.TrimPrefix(s.Section+"."+s.Name, ".") }
