package teamfile_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
	"github.com/engawa-bot/engawa/bot/feature/teamfile"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/kpt"
	"github.com/engawa-bot/engawa/schedule"
)

// notInFile is what a team has and a file does not say, each with its reason.
var notInFile = map[string]string{
	"Habits[].Options.Since": "when a habit last changed is kept by who applies a file, not by who writes it",
	"Home":                   "the platform of the server is chosen when the team is founded, and stays",
	"Bare":                   "how a team of before knows its people is kept with it",
	"Elsewhere[].Wishes":     "channels that have not said yes: what 'team show' prints has them as the team wished",
}

// whole is a team in which everything is set that can be.
func whole() bot.Team {
	return bot.Team{
		ID: "sakura", Name: "Sakura", Server: "123456789012345678",
		Manner: bot.Manner{Lang: words.Japanese, Zone: "Asia/Tokyo"},
		Circle: bot.Circle{Role: "323456789012345678", Elsewhere: []bot.Elsewhere{{On: "slack", Channel: "C0123456789", Window: "C0123456780"}}},
		Text:   bot.Channels{Main: "223456789012345678", Board: "223456789012345679"},
		Rooms:  []bot.Room{{ID: "423456789012345671", Name: "Lounge", Kind: bot.Focus}},
		Habits: []bot.Habit{{
			Name: "gathering-party", Rule: "2026-12-18 19:00", Minutes: 90, Called: bot.Called{Title: "Party", Emoji: "🎉"},
			Place: "423456789012345671", Link: "https://zoom.example/j/1", For: "323456789012345678", Cameras: true, Focus: true,
			Options: bot.HabitSet{Off: true, Quiet: true, NoCalendarEvent: true},
		}},
		Days: schedule.Calendar{Weekdays: []time.Weekday{time.Tuesday}, Country: "jp", Days: map[schedule.Date]schedule.Day{
			{Year: 2026, Month: 11, Day: 28}: {Works: true, Name: "Open day"},
		}},
		KPT: bot.KPTSet{Doc: "https://docs.google.com/document/d/x", Tabs: true, Reveal: kpt.RevealMeeting, Stages: "keep 10, close"},
	}
}

// A field of a set-up that the file forgets would be lost by 'team show > FILE' and
// 'team apply FILE'.
func TestEveryFieldOfASetUpSurvivesShowAndApply(t *testing.T) {
	team := whole()
	teams, err := teamfile.Parse(teamfile.Format(bottest.Platforms(), team), bottest.Platforms())
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range unlike(team, teams[0], notInFile) {
		t.Error(fault)
	}
}

// unlike says which fields of two values differ, or are not set at all so that
// nothing is seen of them. Those excepted must be so.
func unlike(before, after any, excepted map[string]string) (faults []string) {
	was, is := leaves(before), leaves(after)
	seen := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(was)) {
		field, ok := "", false
		for name := range excepted {
			if path == name || strings.HasPrefix(path, name+".") {
				field, ok = name, true
			}
		}
		switch {
		case ok:
			seen[field] = true
		case was[path] == "":
			faults = append(faults, path+" is not set in whole(): set it there, so that it is seen whether the file keeps it, or list it in notInFile with a reason")
		case was[path] != is[path]:
			faults = append(faults, fmt.Sprintf("%s: got %q after show and apply, want %q: read it in this package and write it in format.go", path, is[path], was[path]))
		}
	}
	for field := range excepted {
		if !seen[field] {
			faults = append(faults, field+" is excepted and does not exist")
		}
	}
	return faults
}

// leaves lists what is in a value: each field's path and what stands there in all
// elements; "" where that is nothing.
func leaves(value any) map[string]string {
	found := map[string]string{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[schedule.Date]() {
				break
			}
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.Anonymous {
					walk(path, v.Field(i))
				} else {
					walk(strings.TrimPrefix(path+"."+f.Name, "."), v.Field(i))
				}
			}
			return
		case reflect.Slice:
			if v.Len() == 0 {
				found[path] = ""
			}
			for i := range v.Len() {
				walk(path+"[]", v.Index(i))
			}
			return
		case reflect.Map:
			if v.Len() == 0 {
				found[path] = ""
			}
			for _, key := range v.MapKeys() {
				found[path+"{}"] += fmt.Sprint(key.Interface())
				walk(path+"{}", v.MapIndex(key))
			}
			return
		}
		if !v.IsZero() {
			found[path] += fmt.Sprint(v.Interface())
		} else if _, known := found[path]; !known {
			found[path] = ""
		}
	}
	walk("", reflect.ValueOf(value))
	return found
}

func TestALostFieldIsFound(t *testing.T) {
	type inner struct{ A, New string }
	type outer struct {
		inner
		List []inner
		Map  map[string]inner
		Gone time.Time
	}
	full := outer{inner{"a", "n"}, []inner{{"a", "n"}}, map[string]inner{"k": {"a", "n"}}, time.Unix(1, 0)}
	for name, c := range map[string]struct {
		before, after outer
		excepted      map[string]string
		want          []string
	}{
		"nothing":          {full, full, nil, nil},
		"not set":          {outer{inner{"a", ""}, full.List, full.Map, full.Gone}, full, nil, []string{"New is not set"}},
		"an empty list":    {outer{full.inner, nil, full.Map, full.Gone}, full, nil, []string{"List is not set"}},
		"lost":             {full, outer{full.inner, []inner{{"a", ""}}, full.Map, full.Gone}, nil, []string{"List[].New: got"}},
		"lost in a map":    {full, outer{full.inner, full.List, map[string]inner{"k": {}}, full.Gone}, nil, []string{"Map{}.A: got", "Map{}.New: got"}},
		"lost and a list":  {full, outer{full.inner, nil, full.Map, full.Gone}, nil, []string{"List[].A: got", "List[].New: got"}},
		"excepted":         {full, outer{full.inner, full.List, full.Map, time.Time{}}, map[string]string{"Gone": "why"}, nil},
		"excepted for all": {full, outer{full.inner, nil, full.Map, full.Gone}, map[string]string{"List[]": "why"}, nil},
		"excepted and not": {full, full, map[string]string{"Nowhere": "why"}, []string{"Nowhere is excepted"}},
	} {
		got := unlike(c.before, c.after, c.excepted)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
			continue
		}
		for i, want := range c.want {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("%s: got %q, want %q", name, got[i], want)
			}
		}
	}
}
