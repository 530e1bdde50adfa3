package merge

import (
	"slices"
	"testing"
)

// A copy of an open Try with what became of it is that Try, and never another.
func TestATryWithAWordOnItIsNotAnotherTry(t *testing.T) {
	known := []string{"0 try Bo: 席替え|a", "0 tries Bo: Pair|b"}
	for _, line := range []string{
		"Bo: 席替え → できた", "席替え→できた", "bo：席替え ⇒ 続ける", "席替え -> done", "席替え => done", "席替え：できた", "席替え ◯", "席替え○", "席替え ×", "席替え ✅ 良かった",
		"席替え ― 続ける", "席替え — できた", "席替え – できた", "席替え - できた", "席替え（できた）", "席替え【済】", "席替え ➡ 来週", "席替え 👍", "席替え ＝＞ 済", "席替え〇", "席替え △",
		"席替え\nできた", "席替え\n→ できた", "✅ 席替え", "◯席替え → できた", "→ 席替え", "【済】席替え", "Bo: ✅ 席替え", "✅ Bo: 席替え", "席替え。→ できた", "Bo: 席替え", "席替え",
		"@Bo 席替え → できた", "席替え → できた（Bo）", "席替え (Bo) → できた", "Nobody: 席替え → できた",
		"席替え 済", "席替え　完了", "席替えできた", "Pair done", "Pair, not yet", "席替え、続けます",
		"pair → works", "PAIR: yes", "Pair", "Ｐａｉｒ ✓", "お茶の時間\nを毎日 → できた", "お茶の時間を毎日 ⇒ できた",
	} {
		if got := onTries(false, append(known, "0 tries "+line)...); len(got) > 0 {
			t.Errorf("%q is taken for %q", line, got)
		}
	}
	for _, line := range []string{
		"席替えを毎月", "席替え表を作る", "席 → 窓側", "Pairing", "Pair with Ana", "Pair-programming", "Pair+", "Pair done differently", "席替え済みの席", "早寝 → 23時", "Ana: 席替え → やる", "席替え、机も", "もっと席替え", "お茶の時間\nを毎日", "お茶 → 毎日",
	} {
		if got := onTries(false, append(known, "0 tries "+line)...); len(got) != 1 {
			t.Errorf("%q is taken for %q, want it to be a Try", line, got)
		}
	}
	if got := onTries(false, append(known, "0 keep 席替え → できた", "0 try 席替え → できた")...); len(got) != 2 {
		t.Errorf("in other sections: got %q", got)
	}
	if got := onTries(false, "0 try Bo: 席替え|a", "0 tries 席替え → できた"); len(got) > 0 {
		t.Errorf("with another Try's line gone: got %q", got)
	}
	if got := onTries(false, "0 try Bo: 席替え|a", "0 tries Pair → works", "0 tries early"); !slices.Equal(got, []string{"now Pair → works", "Try early"}) && !slices.Equal(got, []string{"Try early", "now Pair → works"}) {
		t.Errorf("in the place of its own line: got %q", got)
	}
	if got := onTries(false, "0 try Bo: 席替え|a", "0 tries Bo: Pair|b", "0 tries 早寝", "0 tries 早寝 → できた"); len(got) != 1 {
		t.Errorf("of a Try that is typed at the same time: got %q", got)
	}
}
