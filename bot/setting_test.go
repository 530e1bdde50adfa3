package bot

import (
	"testing"

	"github.com/engawa-bot/engawa/bot/words"
)

func TestEachSettingIsWhatWasPutThereAndRefusesWhatItCannotBe(t *testing.T) {
	for _, s := range Settings() {
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
