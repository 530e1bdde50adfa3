package kpt_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/internal/need"
	"github.com/engawa-bot/engawa/kpt"
)

func people(names ...string) (r kpt.Roster) {
	for i, name := range names {
		r = append(r, kpt.Person{Author: kpt.Author{Member: fmt.Sprint(i + 1), Name: name}})
	}
	return r
}

func TestALabelMeansTheOnePersonWhoseNameItIs(t *testing.T) {
	for _, c := range []struct {
		roster kpt.Roster
		label  string
		want   string // member, "" is nobody
	}{
		{people("Susan", "Hassan"), "Su", ""},
		{people("Susan", "Hassan"), "Has", ""},
		{people("Susan", "Hassan"), "susan", "1"},
		{people("Susan"), "Susan-san", "1"},
		{people("Susan"), "Susansan", ""},
		{people("Ana"), "ana san", "1"},
		{people("Ana"), "Ａｎａ－ｓａｎ", "1"},
		{people("Ana"), "Ana-Kun", "1"},
		{people("Ana"), "san", ""},
		{people("Mei Chan", "Mei Tanaka"), "Mei", ""},
		{people("Mei Chan"), "Mei", ""},
		{people("Jackie"), "Jackie Chan", ""},
		{people("Jackie"), "Jackie-chan", "1"},
		{people("Aung"), "Aung San", ""},
		{people("王君"), "王", ""},
		{people("王", "王君"), "王", "1"},
		{people("王君"), "王君さん", "1"},
		{people("鵜殿"), "鵜", ""},
		{people("源氏"), "源", ""},
		{people("林様"), "林", ""},
		{people("田中様"), "田中", "1"},
		{people("田中さん", "田中太郎"), "田中", ""},
		{people("C++"), "C", ""},
		{people("C++"), "C+\u200d+", "1"},
		{people("C#"), "Ｃ＃", "1"},
		{people("C", "C++"), "c++さん", "2"},
		{people("辻"), "辻\U000E0100", "1"},
		{people("☕ana"), "☕\uFE0Eana", "1"},
		{people("Ana"), "Anaさん", "1"},
		{people("Ana"), "An", ""},
		{people("Ana", "ana"), "ana", "2"},
		{people("ana", "Ana"), "ana", "1"},
		{people("Ana", "ana"), "ANA", ""},
		{people("Ana", "ana"), "Ana-san", "1"},
		{people("Ana", "Ana"), "Ana", ""},
		{people("田中"), "田中さん", "1"},
		{people("田中"), "田中 様", "1"},
		{people("田中"), "田中先生", "1"},
		{people("田中"), "田中殿", "1"},
		{people("田中さん"), "田中", "1"},
		{people("田中さん"), "田中くん", "1"},
		{people("田中さん", "田中"), "田中", "2"},
		{people("田中さん", "田中"), "田中さん", "1"},
		{people("田中さん", "田中くん"), "田中", ""},
		{people("田中さん", "田中くん"), "田中様", ""},
		{people("田中さん", "田中くん"), "田中くん", "2"},
		{people("様", "君"), "君", "2"},
		{people("さん"), "さん", "1"},
		{people("源"), "君", ""},
		{people("Bo-san"), "Bo", "1"},
		{people("ana"), "an\u200ba", "1"},
		{people("an\u200ba"), "ana", "1"},
		{people("Ana B."), "ana b", "1"},
		{people("Ana", "\u3164"), "\u3164", ""},
		{kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}, Names: []string{"ana@example.com"}}}, "Ana@Example.com", "1"},
		{kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}, Names: []string{"ana@example.com"}}}, "anaexamplecom", ""},
		{kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}, Names: []string{"a.na@example.com"}}}, "ana@example.com", ""},
		{kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}, Names: []string{"Anita"}}, {Author: kpt.Author{Member: "2", Name: "anita"}}}, "ANITA", ""},
		{kpt.Roster{{Author: kpt.Author{Member: "1", Name: "Ana"}, Names: []string{"ANA"}}}, "aNA", "1"},
		{append(people("Ana"), people("Ana")...), "Ana", "1"},
	} {
		a, ok := c.roster.Find(c.label)
		if a.Member != c.want || ok != (c.want != "") {
			t.Errorf("%q among %v: got %q %v, want %q", c.label, c.roster, a.Member, ok, c.want)
		}
	}
}

func TestALineIsItsWritersWhateverTheLabelLooksLike(t *testing.T) {
	roster := people("Ana", "Susan", "田中さん")
	for line, want := range map[string]string{
		"Su: hi": "", "Ana: hi": "1", "ana-san：hi": "1", "【田中】hi": "3", "（Ana）hi": "1", "@Susan: hi": "2", "＠Ana: hi ＠home": "1", "@Susan hi": "",
		"hi（田中）": "3", "@Su hi": "", "[Has] hi": "", "@home ＠Ana": "",
	} {
		if a, text, ok := roster.Split(line); a.Member != want || ok != (want != "") || ok && !strings.HasPrefix(text, "hi") {
			t.Errorf("%q: got %q %q %v, want %q", line, a.Member, text, ok, want)
		}
	}
}

// word draws a name that carries no honorific and no sign that folds away.
func word(draw *rand.Rand) string {
	letters := []rune("absnuhkmABS田中佐藤アイ")
	runes := make([]rune, 2+draw.IntN(6))
	for i := range runes {
		runes[i] = letters[draw.IntN(len(letters))]
	}
	return string(runes)
}

func TestOfAnyRosterAPartOfANameIsNobodyAndAWholeOneIsItsOwner(t *testing.T) {
	need.Unraced(t)
	draw := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		var names []string
		for range 1 + draw.IntN(5) {
			names = append(names, word(draw))
		}
		roster := people(names...)
		exact, folded := map[string]int{}, map[string]int{}
		for _, name := range names {
			exact[name]++
			folded[strings.ToLower(name)]++
		}
		for i, name := range names {
			a, ok := roster.Find(name)
			if one := exact[name] == 1; ok != one || one && a.Member != fmt.Sprint(i+1) {
				t.Errorf("%q among %q: got %q %v", name, names, a.Member, ok)
			}
			other := strings.ToUpper(name)
			if a, ok := roster.Find(other); exact[other] == 0 && folded[strings.ToLower(name)] > 1 && ok {
				t.Errorf("%q among %q is several people, and was %q", other, names, a.Member)
			}
			runes := []rune(name)
			for cut := 1; cut < len(runes); cut++ {
				for _, part := range []string{string(runes[:cut]), string(runes[cut:])} {
					if a, ok := roster.Find(part); ok && folded[strings.ToLower(part)] == 0 {
						t.Errorf("%q among %q is a part of a name, and was %q", part, names, a.Member)
					}
				}
			}
		}
	}
}
