package notebooktest

import (
	"fmt"
	"slices"

	"github.com/engawa-bot/engawa/kpt"
)

// ofNoKind are the reasons of which no notebook tells: the bot does.
func ofNoKind() []kpt.Reason {
	return []kpt.Reason{kpt.Stuck, kpt.Taken, kpt.NotClear, kpt.NoHeading, kpt.NoDay, kpt.NoName, kpt.NoBullet}
}

// untold says of which reasons the kind says nothing, or too much.
func (k Kind) untold() (faults []string) {
	for _, r := range kpt.Reasons() {
		_, told := k.Troubles[r]
		why := k.Without[r] != ""
		switch {
		case slices.Contains(ofNoKind(), r):
			if told || why {
				faults = append(faults, fmt.Sprintf("%s is no trouble of a notebook: leave it out", r))
			}
		case told && why:
			faults = append(faults, fmt.Sprintf("%s is in Troubles and in Without", r))
		case !told && !why:
			faults = append(faults, fmt.Sprintf("%s: bring it about in Troubles, or say in Without why the kind has it not", r))
		}
	}
	return faults
}
