package bot

import (
	"reflect"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

// notCleaned are the texts of a team that are stored as they were given, and why.
var notCleaned = map[string]string{
	"Habits.Rule":  "it is a rule that reads, or the team is refused",
	"Habits.Link":  "it is an address, or the team is refused",
	"Days.Country": "it is one of ours, or the team is refused",
}

// A text that a person chose is shown to all of the team, so each is cleaned when it
// is read. Ids and words of ours have types of their own.
func TestEachTextOfATeamIsCleanedWhenItIsRead(t *testing.T) {
	const hidden = "a\u200bb\u202e\nc"
	var team Team
	fill(reflect.ValueOf(&team).Elem(), hidden)
	found := map[string]bool{}
	texts("", reflect.ValueOf(team.seen()), func(path, text string) {
		found[path] = true
		if was := text == hidden; was != (notCleaned[path] != "") {
			t.Errorf("%s: got %q: clean it in Team.seen (bot_texts.go), or say in notCleaned why it is not, and not both", path, text)
		}
	})
	for path := range notCleaned {
		if !found[path] {
			t.Errorf("there is no text %s: take it out of notCleaned", path)
		}
	}
	if len(found) < 10 {
		t.Errorf("found %d texts: the test sees too little", len(found))
	}
}

// fill sets each text in v, and puts one element into each list and map.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Struct:
		for _, f := range v.Fields() {
			if f.CanSet() {
				fill(f, text)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		fill(value, text)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.New(v.Type().Key()).Elem(), value)
	}
}

// texts tells each text in v and its path; what is embedded has no part in that.
func texts(path string, v reflect.Value, tell func(path, text string)) {
	switch {
	case v.Type() == reflect.TypeFor[string]():
		tell(path, v.String())
	case v.Kind() == reflect.Struct:
		for f, value := range v.Fields() {
			below := strings.TrimPrefix(path+"."+f.Name, ".")
			if f.Anonymous {
				below = path
			}
			if f.IsExported() {
				texts(below, value, tell)
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			texts(path, v.Index(i), tell)
		}
	case v.Kind() == reflect.Map:
		for _, value := range v.Seq2() {
			texts(path, value, tell)
		}
	}
}

func TestEachSettingIsWhatWasPutThereAndRefusesWhatItCannotBe(t *testing.T) {
	for _, s := range Settings() {
		if s.get == nil || s.put == nil || s.Name == "" {
			t.Errorf("the row %q %q lacks Name or held: where it stands in a file, and in a team", s.Section, s.Name)
			continue
		}
		if q := s.Ask; q.Key != "" && (q.Label == "" || len(s.Choices) == 0 && q.Max == 0) {
			t.Errorf("%s is asked for: give it a Label, and a line its Max", s.Path())
		}
		var team Team
		if got := s.Get(team); got != s.Usual {
			t.Errorf("%s: a team that says nothing has %q, want %q", s.Path(), got, s.Usual)
		}
		for _, c := range s.Choices {
			s.Set(&team, c.Value)
			if got := s.Get(team); got != c.Value || s.wrong(got) != nil {
				t.Errorf("%s: got %q, want %q, and no fault, got %v", s.Path(), got, c.Value, s.wrong(got))
			}
			if s.Ask.Key != "" && words.Say(words.English, c.Says).String() == c.Says {
				t.Errorf("%s: %s has no sentence", s.Path(), c.Value)
			}
		}
		if len(s.Choices) > 0 && !s.Switch() && s.wrong("neither") == nil {
			t.Errorf("%s may be what it cannot be", s.Path())
		}
		s.Set(&team, s.Usual)
		if got := s.get(team); s.Usual != "" && got != "" {
			t.Errorf("%s: the usual value is kept as %q, want nothing", s.Path(), got)
		}
	}
	if n := len(SettingsOf("")) + len(SettingsOf("notebook")) + len(SettingsOf("calendar")); n != len(Settings()) {
		t.Errorf("%d settings are in sections, of %d", n, len(Settings()))
	}
}
