package schedule

import (
	_ "embed" // zone_words.txt
	"slices"
	"strings"
	"sync"
	"time"
)

// zoneWordsText has what people call a zone besides its name, in both languages. A line has
// what is meant, a tab, and the words, with commas between: one zone where that is clear, and
// several where a word is to be asked back with them. Lines that begin with # are remarks.
//
//go:embed zone_words.txt
var zoneWordsText string

// zoneWords has for each word of that list what it may mean.
var zoneWords = sync.OnceValue(func() map[string][]string {
	words := map[string][]string{}
	for line := range strings.Lines(zoneWordsText) {
		zones, names, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, ",") {
			words[foldZone(name)] = strings.Fields(zones)
		}
	}
	return words
})

// ParseZone reads a zone as somebody writes it: what Zone reads, and cities and countries in
// English and Japanese ("San Francisco", 東京, ベルリン, "Germany"). What is the time of several
// places, or has no summer time where they have (EST, IST, CET, GMT, UTC+9), is not taken: it
// is an *InputError with FaultZoneWhich, whose suggestions are zones with a city. Of no zone
// it is one with FaultZone.
func ParseZone(name string) (*time.Location, error) {
	if len(name) > maxZone {
		return nil, &InputError{Input: name, Fault: FaultZone}
	}
	folded := foldZone(name)
	for _, ending := range []string{"時間", "_time", "標準時"} {
		if _, known := zoneWords()[folded]; !known {
			folded = strings.TrimSuffix(folded, ending)
		}
	}
	switch zones, known := zoneWords()[folded]; {
	case known && len(zones) == 1:
		return Zone(zones[0])
	case known:
		return nil, &InputError{Input: name, Fault: FaultZoneWhich, Suggestions: slices.Clone(zones)}
	case isOffset(folded):
		return nil, &InputError{Input: name, Fault: FaultZoneWhich, Suggestions: offsetZones(folded)}
	}
	if zone, err := Zone(folded); err == nil {
		return zone, nil
	}
	return Zone(name)
}

// isOffset tells whether a text is so many hours from UTC. The names of zones that look so
// count the other way.
func isOffset(folded string) bool {
	rest := strings.TrimPrefix(strings.TrimPrefix(folded, "utc"), "gmt")
	rest = strings.TrimPrefix(rest, "_")
	return rest != "" && strings.ContainsRune("+-±−", []rune(rest)[0])
}

// offsetZones are zones with a city that are so many hours from UTC, with and without summer
// time; those of Tokyo where there is none to offer.
func offsetZones(folded string) []string {
	known := map[string]string{
		"-8": "America/Los_Angeles", "-7": "America/Denver America/Phoenix", "-6": "America/Chicago", "-5": "America/New_York",
		"-3": "America/Sao_Paulo", "+0": "Europe/London UTC", "+1": "Europe/Berlin Europe/London", "+2": "Europe/Helsinki Europe/Berlin",
		"+3": "Europe/Istanbul Asia/Riyadh", "+4": "Asia/Dubai", "+5:30": "Asia/Kolkata", "+7": "Asia/Bangkok Asia/Ho_Chi_Minh",
		"+8": "Asia/Singapore Asia/Shanghai", "+9": "Asia/Tokyo Asia/Seoul", "+10": "Australia/Brisbane Australia/Sydney", "+12": "Pacific/Auckland",
	}
	offset := folded[strings.IndexAny(folded+"+", "+-"):]
	sign := offset[:min(1, len(offset))]
	hours := strings.TrimSuffix(strings.TrimLeft(strings.TrimPrefix(offset, sign), "0"), ":00")
	if zones, ok := known[sign+hours]; ok {
		return strings.Fields(zones)
	}
	return []string{"Asia/Tokyo", "Europe/Berlin", "America/New_York"}
}

// KeptZone gives the name under which a zone is known today that was taken by the letter when
// it was kept: EST is the time of New York's winter all year, and stays it. Any other name, and
// what is none, stays as it is.
func KeptZone(name string) string {
	proper := map[string]string{
		"EST": "Etc/GMT+5", "MST": "Etc/GMT+7", "HST": "Pacific/Honolulu", "GMT": "Etc/GMT", "Greenwich": "Etc/Greenwich",
		"CET": "Europe/Brussels", "MET": "Europe/Brussels", "EET": "Europe/Athens", "WET": "Europe/Lisbon",
	}
	if known, ok := proper[name]; ok {
		return known
	}
	return name
}
