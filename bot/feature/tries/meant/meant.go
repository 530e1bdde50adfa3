// Package meant reads out of a Try that it is a setting of a habit: 'cameras on at
// standup', 'tea at 15:30', 'a study group on Wednesdays', 「ティータイムを15:30に」.
//
// It reads only what it understands to the last word. A text with anything else in it (a
// condition, a question, a doubt, a part of the team, a time for a trial) is none: rather
// no offer than a wrong one. It knows neither the team nor what is set already.
package meant

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/bot/habit"
)

// Setting is what a Try says of a habit. What is empty stays as it is.
type Setting struct {
	Kind    habit.Kind
	Title   string // of a gathering, as the Try has it
	Cameras bool   // cameras are on
	Days    string // as in a rule: "weekdays", "mon,wed"
	Clock   string // "15:30"
}

// longest is how long a Try may be that is a setting, in characters.
const longest = 80

// By reads a Try; false if it is no setting, or not plainly one.
func By(text string) (Setting, bool) {
	raw := strings.TrimSpace(norm.NFKC.String(text))
	if len([]rune(raw)) > longest || strings.ContainsAny(raw, "\n?") {
		return Setting{}, false
	}
	tidy := strings.Join(strings.Fields(strings.ToLower(strings.Trim(raw, " .!。「」'\""))), " ")
	for _, read := range []func(string) (Setting, bool){cameras, moved, gathering} {
		if s, ok := read(tidy); ok {
			s.Title = written(raw, s.Title)
			return s, true
		}
	}
	return Setting{}, false
}

// written is a title as it stands in the text, where that has it in capitals.
func written(text, title string) string {
	at := strings.Index(strings.ToLower(text), title)
	if at < 0 || len(strings.ToLower(text)) != len(text) {
		return title
	}
	return text[at : at+len(title)]
}

// lead and tail are what may stand around a setting and change nothing about it.
const (
	lead = `(?:please )?(?:let's |let us |we will |we'll |we |try to |try |to )?`
	tail = `(?: from now on| again)?`
	// 'will do', 'let us', 'to do': ways to end a sentence in Japanese.
	ends = `(?:する|します|しよう|しましょう|してみる|してみよう|変える|変えます|変えよう|変更|変更する|変更します|移す|移します)?`
)

// kinds are the names of the habits of which a team has one.
var kinds = []struct {
	kind habit.Kind
	name string
}{
	{habit.Standup, `(?:the |our |daily |morning )*(?:stand-?up|standup meeting|朝会|デイリースクラム|スタンドアップ)`},
	{habit.Tea, `(?:the |our )*(?:tea ?time|tea|ティータイム|お茶会|お茶の時間|お茶)`},
	{habit.KPT, `(?:the |our |weekly )*(?:kpt|retro|retrospective|振り返り|ふりかえり)`},
}

// kindOf is the habit that a text names, and nothing else.
func kindOf(text string) (habit.Kind, bool) {
	for _, k := range kinds {
		if regexp.MustCompile(`^` + k.name + `$`).MatchString(text) {
			return k.kind, true
		}
	}
	return "", false
}

// whole compiles patterns that a text must match from end to end. What is in <h> is a
// habit, in <d> days, in <t> a time, in <g> a gathering. It does so when they are first needed:
// together they take a megabyte.
func whole(patterns ...string) func() []*regexp.Regexp {
	return sync.OnceValue(func() (all []*regexp.Regexp) {
		for _, p := range patterns {
			all = append(all, regexp.MustCompile(`^`+p+`$`))
		}
		return all
	})
}

// first gives the parts of the first pattern that a text matches.
func first(patterns []*regexp.Regexp, text string) map[string]string {
	for _, p := range patterns {
		m := p.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		parts := map[string]string{}
		for i, name := range p.SubexpNames() {
			if name != "" {
				parts[name] = strings.TrimSpace(m[i])
			}
		}
		return parts
	}
	return nil
}

var cameraPatterns = whole(
	lead+`(?:have |keep |turn |switch |put )?(?:the |our |all |your )*cameras? on (?:at|in|during|for) (?P<h>[a-z -]+?)`+tail,
	lead+`(?:turn|switch) on (?:the |our |all |your )*cameras? (?:at|in|during|for) (?P<h>[a-z -]+?)`+tail,
	lead+`(?:have |hold |do )?(?P<h>[a-z -]+?):? with (?:the |our |all )*cameras? on`+tail,
	`(?P<h>[^\s]+?)(?:では|で|は|の間は|中は|のときは|の時は)、?(?:みんなで|全員)?カメラ ?(?:を|は)?(?:オン|on)(?:に|で)?`+ends,
	`(?P<h>[^\s]+?)(?:では|で|は|の間は|中は|のときは|の時は)、?(?:みんなで|全員)?カメラを(?:つける|つけます|つけよう|つけましょう|付ける)`,
)

// cameras reads that cameras are on at a habit.
func cameras(text string) (Setting, bool) {
	parts := first(cameraPatterns(), text)
	if parts == nil {
		return Setting{}, false
	}
	kind, ok := kindOf(parts["h"])
	return Setting{Kind: kind, Cameras: true}, ok
}

var movedPatterns = whole(
	lead+`(?:move |have |hold |start |begin |do |change |shift )?(?P<h>[a-z -]+?)(?: time)?:? (?:is )?(?:at|to|from|starts at|begins at) (?P<t>[0-9][0-9:.]* ?[ap]?\.?m?\.?)(?: (?:on )?(?P<d>[a-z ,]+))?`+tail,
	lead+`(?:move |have |hold |start |begin |do |change |shift )?(?P<h>[a-z -]+?):? (?:on |to )(?P<d>[a-z ,]+?)(?: (?:at )?(?P<t>[0-9][0-9:.]* ?[ap]?\.?m?\.?))?`+tail,
	lead+`(?:move |have |hold |start |begin |do |change |shift )?(?P<h>[a-z -]+?):? (?P<d>every [a-z ,]+?)(?: (?:at )?(?P<t>[0-9][0-9:.]* ?[ap]?\.?m?\.?))?`+tail,
	`(?P<h>[^0-9\s]+?)(?:を|は|の時間を|の時間は|の開始を)、?(?P<d>[^0-9]*?)の?(?P<t>(?:午前|午後)?[0-9][0-9:]*(?:時半|時[0-9]*分?)?)(?:から|開始|スタート)?(?:に|で)?`+ends,
	`(?P<h>[^0-9\s]+?)(?:を|は)、?(?P<d>[^0-9]+?)(?:に|で)?`+ends,
	`(?P<d>[^0-9\s]*?)の?(?P<t>(?:午前|午後)?[0-9][0-9:]*(?:時半|時[0-9]*分?)?)(?:から|に)(?P<h>[^0-9\s]+?)(?:を)?`+ends,
)

// moved reads when one of the single habits is held.
func moved(text string) (Setting, bool) {
	for i := range movedPatterns() {
		parts := first(movedPatterns()[i:i+1], text)
		if parts == nil {
			continue
		}
		kind, is := kindOf(parts["h"])
		days, plain := daysOf(parts["d"])
		clock, timed := clockOf(parts["t"])
		if is && plain && timed && days+clock != "" {
			return Setting{Kind: kind, Days: days, Clock: clock}, true
		}
	}
	return Setting{}, false
}
