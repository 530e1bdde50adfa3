package schedule

import (
	_ "embed" // zones.txt
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/near"
)

// zonesText lists the names of the IANA time zone database, one a line. It is
// rewritten from the Go distribution's own by
// go test ./schedule -run TestEveryListedZone -update.
//
//go:embed zones.txt
var zonesText string

// maxZone is the length in bytes above which a name is refused unread.
const maxZone = 100

// zones is read once; a zone of it is loaded when it is first asked for and
// then shared, for 10,000 teams live in a few dozen zones.
var zones = sync.OnceValue(newZoneTable)

type zoneTable struct {
	names  []string
	folded map[string]string // folded name, or city alone, to the name

	mu     sync.Mutex
	loaded map[string]*time.Location
}

func newZoneTable() *zoneTable {
	t := &zoneTable{
		names:  strings.Fields(zonesText),
		folded: make(map[string]string),
		loaded: make(map[string]*time.Location),
	}
	for _, name := range t.names {
		if i := strings.LastIndexByte(name, '/'); i >= 0 {
			city := foldZone(name[i+1:])
			if _, taken := t.folded[city]; !taken {
				t.folded[city] = name
			}
		}
	}
	for _, name := range t.names {
		t.folded[foldZone(name)] = name
	}
	for word, zones := range zoneWords() { // what a name or a city says is that
		if _, taken := t.folded[word]; !taken && len(zones) == 1 {
			t.folded[word] = zones[0]
		}
	}
	return t
}

// Zone gives the location of an IANA zone by its name as it is kept. It reads the zone's name
// in any case ("Asia/Tokyo", "asia/tokyo"), its city alone ("tokyo", "New York"), and what else
// is clear ("JST", 東京). One zone is one pointer. "Local" and "" are refused. Every error is
// an *InputError, with the nearest names as suggestions. For what somebody has just written see
// ParseZone, which asks back what this takes by the letter: EST.
func Zone(name string) (*time.Location, error) {
	if len(name) > maxZone {
		return nil, &InputError{Input: name, Fault: FaultZone}
	}
	table, folded := zones(), foldZone(name)
	if proper, ok := table.folded[folded]; ok {
		if loc, err := table.load(proper); err == nil {
			return loc, nil
		}
	}
	return nil, &InputError{Input: name, Fault: FaultZone, Suggestions: table.nearest(folded, 3)}
}

// ZoneNames gives every name that Zone knows, sorted, for a caller that offers
// a choice. The caller must not change it.
func ZoneNames() []string { return zones().names }

func (t *zoneTable) load(name string) (*time.Location, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if loc, ok := t.loaded[name]; ok {
		return loc, nil
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	t.loaded[name] = loc
	return loc, nil
}

// nearest gives the n names that take the fewest changes of a letter to get to
// from folded, or from its part after the slash to a name's city.
func (t *zoneTable) nearest(folded string, n int) []string {
	if folded == "" || strings.ContainsFunc(folded, func(r rune) bool { return r > unicode.MaxASCII }) {
		return nil // no letter could be in common
	}
	type candidate struct {
		name     string
		distance int
	}
	city := folded[strings.LastIndexByte(folded, '/')+1:]
	candidates := make([]candidate, len(t.names))
	for i, name := range t.names {
		whole := foldZone(name)
		d := near.Distance(folded, whole)
		d = min(d, near.Distance(city, whole[strings.LastIndexByte(whole, '/')+1:])+1)
		candidates[i] = candidate{name, d}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return a.distance - b.distance })
	names := make([]string, 0, n)
	for _, c := range candidates[:min(n, len(candidates))] {
		if c.distance > max(2, len(city)/3) {
			break // nobody means that
		}
		names = append(names, c.name)
	}
	return names
}

func foldZone(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(norm.NFKC.String(name))), " ", "_")
}
