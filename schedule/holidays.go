package schedule

import (
	_ "embed" // holidays_jp.txt
	"strings"
	"sync"
)

// holidaysText has a line for each national holiday of Japan from 1970 to
// 2050: date, Japanese name, English name, separated by tabs. Lines that begin
// with # are remarks. tools/holidays makes it.
//
//go:embed holidays_jp.txt
var holidaysText string

type holiday struct{ japanese, english string }

// holidaysJP is read when a calendar first asks for it.
var holidaysJP = sync.OnceValue(func() map[Date]holiday {
	table := make(map[Date]holiday)
	for line := range strings.Lines(holidaysText) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 3 {
			continue // a remark; a test holds every other line against this
		}
		date, err := ParseDate(columns[0])
		if err != nil {
			continue
		}
		table[date] = holiday{japanese: columns[1], english: columns[2]}
	}
	return table
})
