package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// made are the keys of the catalogue that the source puts together, '*' for what is
// not a literal there, and what may stand in its place: words, and
// constants by their type ('bot.Ail') or by how their names begin
// ('schedule.Fault*'), without those behind '-'. A new constant needs its sentence.
var made = table{
	"announce.event.*":          "habit.Kind",
	"announce.unkept.*":         "bot.Ail -uncertain", // which may have been kept
	"ask.store.*":               "bot.Ail",
	"doctor.store.*":            "bot.Ail",
	"figures.measure.*":         "kpt.Measure",
	"figures.of.*":              "kpt.Measure",
	"habit.*":                   "habit.Kind",
	"kind.*":                    "bot.RoomKind",
	"kind.*.hint":               "bot.RoomKind",
	"kpt.*":                     "kpt.Fault",
	"kpt.kind.*":                "kpt.Kind -account", // an account is no note of anybody's
	"kpt.kind.*.hint":           "kpt.Kind -account",
	"kpt.refused.*":             "kpt.Why",
	"lang.*":                    "words.Lang",
	"meeting.hide.*":            "away again",
	"meeting.left.*":            "close ended",
	"meeting.named.*":           "left away",
	"meeting.named.*.nobody":    "left away",
	"meeting.part.*":            "problems ideas drafts answered decided open left",
	"meeting.refused.*":         "meeting.Why",
	"mood.is.*":                 "status.state*",
	"notebook.*":                "kpt.Reason",
	"notebook.gone.*":           "kpt.Answer",
	"notebook.gone.*.done":      "kpt.Answer",
	"remind.kpt.*":              "eve soon",
	"remind.snooze.*":           "hour next day",
	"settings.*":                "rule minutes title emoji link",
	"settings.*.hint":           "rule minutes title emoji link",
	"settings.gathering.*.hint": "rule title",
	"settings.elsewhere.*":      "channel window",
	"settings.elsewhere.*.hint": "channel window",
	"settings.switch.*":         "called.on called.off cameras.on cameras.off chime.on chime.off event.on event.off focus.on focus.off",
	"sheet.*":                   "kpt.Section",
	"stage.*":                   "meeting.Stage waiting",
	"stage.*.do":                "meeting.Stage -ended",
	"stages.*":                  "meeting.StepFault",
	"time.*":                    "schedule.Fault*",
	"tries.noted.*":             "kpt.Says",
	"tries.refused.*":           "kpt.Why -unknown -changed -in_notebook", // of a Try
	"tries.says.*":              "kpt.Says",
	"tries.state.*":             "kpt.State -open", // which says no more
	"tries.stuck.*":             "tell note",
	"tries.stuck.*.hint":        "tell note",
	"try.*":                     "kpt.Outcome",
	"verdict.*":                 "kpt.Outcome",
	"*.already":                 "kpt.kept kpt.kept.anonymous",
	"*.change":                  "notebook.open notebook.meeting",
	"*.elsewhere":               "fault.channel fault.doc fault.room fault.text fault.window",
	"*.taken":                   "fault.channel fault.doc fault.room fault.text fault.window",
	"*.file":                    "wish.channel wish.window",
	"*.here":                    "wish.agreed wish.refused",
	"*.near":                    "time.zone",
	"*.someone":                 "notebook.not_shared notebook.read_only",
	"*.word":                    "meeting.earlier meeting.verdict",
}

// notKeys look like keys of the catalogue and are none, and why.
var notKeys = table{
	"cmd.*":         "of commands, which are looked at one by one",
	"menu.*":        "likewise",
	"*.copies":      "the name of a folder",
	"*.place":       "a place in a team file",
	"*.for":         "a place in a team file",
	"fault.room":    "begins one: see team_claims.go",
	"fault.window":  "begins one: see team_claims.go",
	"fault.channel": "begins one: see team_claims.go",
	"*.channel":     "a place in a set-up",
	"*.window":      "a place in a set-up",
	"rooms.*.":      "a place in a set-up",
	"rooms.*.id":    "a place in a set-up",
}

// wellDone are keys of the doctor that name nothing to be mended.
var wellDone = table{
	"doctor.looking": "", "doctor.line": "", "doctor.well": "", "doctor.rest": "", "doctor.sound.heard": "", "doctor.sound.seat": "", "doctor.never.fix": "",
	"doctor.sound.why.full": "", "doctor.sound.why.right": "", "doctor.discord.sound.why.refused": "", "doctor.discord.sound.why.other": "",
}

// mended are the patterns of keys that the doctor finds amiss by way of a variable.
var mended = []string{"notebook.*", "*.someone"}

// table is a table of what is known beforehand, by key or pattern.
type table map[string]string

// catalogue is the keys of each language.
type catalogue map[words.Lang][]string

func theCatalogue() catalogue {
	c := catalogue{}
	for _, lang := range words.Langs() {
		c[lang] = words.Keys(lang)
	}
	return c
}

// listen finds what all sources say.
func listen(cat catalogue, all []source) spoken {
	sp := spoken{cat, map[string]string{}, map[string]string{}, map[string]string{}, map[string]bool{}}
	for _, s := range all {
		if !s.test() && !strings.HasPrefix(s.path, "internal/fake/") && s.dir() != "bot/bottest/facetest" {
			sp.hear(s)
		}
	}
	return sp
}

// law is what is known beforehand about keys.
type law struct{ made, notKeys, wellDone table }

// stand gives the values of a row of made.
func stand(all []source, row string) (values []string) {
	for word := range strings.FieldsSeq(row) {
		switch {
		case strings.HasPrefix(word, "-"):
			values = slices.DeleteFunc(values, func(v string) bool { return v == word[1:] })
		case strings.Contains(word, ".") && (strings.HasSuffix(word, "*") || word != strings.ToLower(word)):
			values = append(values, constants(all, word)...)
		default:
			values = append(values, word)
		}
	}
	return values
}

// faults are keys that some language lacks, keys that nobody says, and rows of the
// law that are about nothing.
func (l law) faults(sp spoken, all []source) (faults []string) {
	fault := func(at, text string) { faults = append(faults, at+": "+text) }
	used := map[string]bool{}
	need := func(at, key string) {
		used[key] = true
		for lang, keys := range sp.cat {
			if !slices.Contains(keys, key) {
				fault(at, "no sentence "+key+" in bot/words/"+string(lang)+".txt")
			}
		}
	}
	for pattern, at := range sp.odds {
		if _, other := l.notKeys[pattern]; !other {
			fault(at, pattern+" makes a key: write it out, or put it together with '+', or nobody finds it; list it in notKeys, in internal/rules/keys_test.go, if it is none")
		}
	}
	amiss := map[string]bool{}
	for key, at := range sp.keys {
		if _, other := l.notKeys[key]; other {
			continue
		}
		need(at, key)
		_, well := l.wellDone[key]
		amiss[key] = sp.amiss[key] || family(key) == "doctor" && !well
	}
	for pattern, at := range sp.mixed {
		row, known := l.made[pattern]
		if _, other := l.notKeys[pattern]; other || pattern == "*.fix" {
			continue
		}
		values := stand(all, row)
		if !known || len(values) == 0 {
			fault(at, pattern+" is put together: list in made or notKeys, in internal/rules/keys_test.go, what may stand in the place of *")
		}
		for _, v := range values {
			key := strings.Replace(pattern, "*", v, 1)
			need(at, key)
			amiss[key] = sp.amiss[pattern] || slices.Contains(mended, pattern)
		}
	}
	for key := range amiss {
		if amiss[key] {
			need("what the doctor finds", key+".fix")
		}
	}
	for _, key := range sp.cat[words.English] {
		if !used[key] {
			fault("bot/words", unsaid(key))
		}
	}
	return append(faults, l.idle(sp)...)
}

// unsaid is the fault of a sentence that nobody says.
func unsaid(key string) string {
	if family(key) == "help" {
		return "nobody says " + key + ": let it be Told.Help of a command, or say it in help(), bot/feature/setup/help.go"
	}
	return "nobody says " + key
}

// idle are rows that are about nothing any more.
func (l law) idle(sp spoken) (faults []string) {
	for pattern := range l.made {
		if sp.mixed[pattern] == "" {
			faults = append(faults, "made has "+pattern+", which nobody puts together")
		}
	}
	for name := range l.notKeys {
		if sp.mixed[name] == "" && sp.keys[name] == "" && sp.odds[name] == "" {
			faults = append(faults, "notKeys has "+name+", which stands nowhere")
		}
	}
	for key := range l.wellDone {
		if sp.keys[key] == "" {
			faults = append(faults, "wellDone has "+key+", which nobody says")
		}
	}
	return faults
}

func TestEverySentenceThatIsSaidIsInEveryLanguageAndEveryOneIsSaid(t *testing.T) {
	all, cat := sources(t), theCatalogue()
	sp := listen(cat, all)
	for _, c := range allCommands(t, all) {
		for _, key := range c.keys() {
			sp.keys[key] = c.at
		}
	}
	for _, fault := range (law{made, notKeys, wellDone}).faults(sp, all) {
		t.Error(fault)
	}
	if len(sp.keys) < 400 || len(sp.mixed) < 30 {
		t.Errorf("found %d keys and %d patterns: the test sees too little", len(sp.keys), len(sp.mixed))
	}
}

func TestASentenceThatIsMissingOrThatNobodySaysIsFound(t *testing.T) {
	cat := catalogue{
		words.English:  {"tea.open", "tea.kind.hot", "doctor.room", "doctor.room.fix", "someone"},
		words.Japanese: {"tea.open", "tea.kind.hot", "doctor.room", "doctor.room.fix", "someone"},
	}
	const all = `package tea
type Kind string
const Hot Kind = "hot"
func f() { a.Say("tea.open"); a.Say("tea.kind." + string(k)); a.Say("someone") }
var found = bot.Finding{Key: "doctor.room"}
`
	base := law{made: table{"tea.kind.*": "tea.Kind"}, notKeys: table{}, wellDone: table{}}
	for name, c := range map[string]struct {
		more string
		law  law
		cut  string // from the Japanese
		want int
	}{
		"all is there":                    {"", base, "", 0},
		"a sentence without Japanese":     {"", base, "tea.open", 1},
		"a fault without its mending":     {"", base, "doctor.room.fix", 1},
		"a key of no language":            {`func g() { a.Tell("lunch.open") }`, base, "", 2},
		"a key in a table":                {`var g = []string{"tea.closed"}`, base, "", 2},
		"a key of an error":               {`var g = &Sorry{Key: "fault.tea"}`, base, "", 2},
		"a fault of the doctor":           {`var g = []bot.Finding{{Key: "tea.cold"}}`, base, "", 4},
		"no fault of the doctor":          {`var g = []bot.Finding{{OK: true, Key: "tea.open"}}`, base, "", 0},
		"another value of a type":         {`const Cold Kind = "cold"`, base, "", 2},
		"a family put together":           {`func g() { a.Say("lunch." + x) }`, base, "", 1},
		"a key put together anew":         {`func g(s string) { h("tea.size." + s + ".hint") }`, base, "", 1},
		"an ending put to a key":          {`func g(key string) { key += ".hot" }`, base, "", 1},
		"a key made with fmt":             {`func g() { a.Say(fmt.Sprintf("lunch.%s", x)) }`, base, "", 1},
		"a key of a known family":         {`func g() string { return fmt.Sprintf("tea.%d.hint", n) }`, base, "", 1},
		"a key made before it is said":    {`func g() { key := fmt.Sprint(x, y); a.Tell(key) }`, base, "", 1},
		"an error's key made with fmt":    {`func g() { Sorryf(fmt.Sprintf("%s%s", x, y)) }`, base, "", 1},
		"an error made with fmt":          {`func g() { key := strings.Join(x, "."); h(Sorry{Key: key}) }`, base, "", 1},
		"what a sentence is about":        {`func g() { a.Say("tea.open", words.Quote("n", fmt.Sprintf("%d.%d", x, y))) }`, base, "", 0},
		"no key, made with fmt":           {`func g() string { return fmt.Sprintf("tea.%s", x) }`, law{base.made, table{"tea.*": "a file"}, table{}}, "", 0},
		"a platform's sentence":           {`var g = bot.Traits{Wrong: map[bot.IDKind]string{bot.IDRoom: "lunch.fault"}}`, base, "", 2},
		"a sentence in a comment":         {`// g says "tea.closed"`, base, "", 0},
		"a name that is no key":           {`var g = open("tea.md", "engawa.db")`, law{base.made, table{"tea.md": "a file"}, table{}}, "", 0},
		"a row about nothing":             {"", law{table{"tea.kind.*": "tea.Kind", "tea.size.*": "s"}, table{"tea.md": ""}, table{"doctor.well": ""}}, "", 3},
		"a row whose constants are gone":  {"", law{table{"tea.kind.*": "tea.Size"}, table{}, table{}}, "", 2},
		"a key whose family is mentioned": {`func g() { h("tea.closed" + x) }`, base, "", 1},
	} {
		cat := catalogue{words.English: cat[words.English], words.Japanese: slices.DeleteFunc(slices.Clone(cat[words.Japanese]), func(k string) bool { return k == c.cut })}
		some := []source{parse(t, "tea.go", all+c.more)}
		if got := c.law.faults(listen(cat, some), some); len(got) != c.want {
			t.Errorf("%s: got %q, want %d faults", name, got, c.want)
		}
	}
}

func TestASentenceOfHelpThatNobodySaysIsToldWhereToSayIt(t *testing.T) {
	cat := catalogue{words.English: {"help.lead", "tea.open"}, words.Japanese: {"help.lead", "tea.open"}}
	some := []source{parse(t, "tea.go", "package tea\n")}
	got := law{}.faults(listen(cat, some), some)
	if want := []string{"bot/words: nobody says help.lead: let it be Told.Help of a command, or say it in help(), bot/feature/setup/help.go", "bot/words: nobody says tea.open"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
