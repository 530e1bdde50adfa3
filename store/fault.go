package store

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/engawa-bot/engawa/store/engine"
)

// Fault is a place in a store that is damaged.
type Fault engine.Fault

// told are an engine's faults.
func told(faults []engine.Fault) (list []Fault) {
	for _, f := range faults {
		list = append(list, Fault(f))
	}
	return list
}

// Team is whose values are touched; empty if they are of several, or it is not
// known.
func (f Fault) Team() string {
	first, _, _ := strings.Cut(f.Key, "/")
	last, _, _ := strings.Cut(f.Until, "/")
	if first == "" || f.one() || first == last {
		return unescape(first)
	}
	return ""
}

// one says whether it is about one value only.
func (f Fault) one() bool { return f.Until == f.Key+"\x00" }

func (f Fault) covers(table, key string) bool {
	return (f.Table == "" || f.Table == table) && key >= f.Key && (f.Until == "" || key < f.Until)
}

// String says where it is: the table, the team, the key.
func (f Fault) String() string {
	table, team := cmp.Or(f.Table, "not known"), cmp.Or(f.Team(), "not known")
	switch {
	case f.Table == "":
		return f.What
	case f.one():
		return fmt.Sprintf("table %s, team %s, %s: %s", table, team, f.Key, f.What)
	case f.Key == "" && f.Until == "":
		return fmt.Sprintf("table %s, teams not known: %s", table, f.What)
	case f.Team() != "":
		return fmt.Sprintf("table %s, team %s, from %s on: %s", table, team, f.Key, f.What)
	default:
		return fmt.Sprintf("table %s, from %s to %s: %s", table, cmp.Or(f.Key, "the first"), cmp.Or(f.Until, "the last"), f.What)
	}
}

// faultOf is about one value.
func faultOf(table, key string, cause any) Fault {
	return Fault{Table: table, Key: key, Until: key + "\x00", What: fmt.Sprint(cause)}
}
