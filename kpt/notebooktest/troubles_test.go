package notebooktest

import (
	"slices"
	"testing"

	"github.com/engawa-bot/engawa/kpt"
)

func TestAReasonOfWhichAKindSaysNothingIsFound(t *testing.T) {
	all := func() Kind {
		k := Kind{Troubles: map[kpt.Reason]func(*testing.T, Page){}, Without: map[kpt.Reason]string{}}
		for i, r := range kpt.Reasons() {
			switch {
			case slices.Contains(ofNoKind(), r):
			case i%2 == 0:
				k.Troubles[r] = func(*testing.T, Page) {}
			default:
				k.Without[r] = "why"
			}
		}
		return k
	}
	for name, c := range map[string]struct {
		spoil func(Kind)
		want  int
	}{
		"all is said":        {func(Kind) {}, 0},
		"nothing is said":    {func(k Kind) { clear(k.Troubles); clear(k.Without) }, len(kpt.Reasons()) - len(ofNoKind())},
		"one is forgotten":   {func(k Kind) { delete(k.Troubles, kpt.NotShared) }, 1},
		"no reason is given": {func(k Kind) { k.Without[kpt.ReadOnly] = "" }, 1},
		"both are said":      {func(k Kind) { k.Without[kpt.NotShared] = "why" }, 1},
		"one is the bot's":   {func(k Kind) { k.Without[kpt.Taken] = "why" }, 1},
	} {
		k := all()
		c.spoil(k)
		if got := k.untold(); len(got) != c.want {
			t.Errorf("%s: got %q, want %d faults", name, got, c.want)
		}
	}
}
