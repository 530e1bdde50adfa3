package lives

import (
	"math/rand/v2"
	"slices"
	"time"
)

// deed is one thing that somebody does. arg and n say how; what they mean is for the
// table of acts.
type deed struct {
	at  time.Duration // since the life began: Monday, 8:30
	do  string
	who int
	arg string
	n   int
}

// chance is a kind of deed that comes at any time, and how often it does.
type chance struct {
	weight int
	do     string
	args   []string
}

func chances() []chance {
	rooms := []string{"Lounge", "Lounge", "Lounge", "Attic", "Focus"}
	return []chance{
		{24, "notes", []string{"keep", "problem", "try"}},
		{10, "fills", []string{"named", "anonymous"}},
		{6, "edits", nil},
		{4, "drops", nil},
		{10, "hand", []string{"Keep", "Problem", "Try", "Open Tries"}},
		{5, "reword", nil},
		{4, "erase", nil},
		{24, "enters", rooms},
		{8, "leaves", nil},
		{4, "rule", []string{"tue 15:00", "fri 15:00", "tue,fri 15:00", "wed 10:00", "thu 17:00", "mon 9:00", "fri 11:00"}},
		{2, "length", nil},
		{2, "zone", nil},
		{1, "link", nil},
		{2, "swaps", nil},
		{3, "off", nil},
		{4, "reveal", nil},
		{2, "flips", nil},
		{3, "tea", []string{"16:00", "16:05", "10:00", "15:50"}},
		{2, "teaoff", nil},
		{2, "place", []string{"Attic", "Lounge"}},
		{4, "away", nil},
		{1, "gone", []string{"Attic", "Attic", "Lounge"}},
		{8, "held", nil},
		{3, "unheld", nil},
		{3, "export", nil},
		{3, "begins", nil},
		{4, "press", []string{"Next →", "← Back", "Not now", "Skip", "Close the KPT", "I lead now", "I'm here", "I have to go"}},
		{2, "press", []string{"Reopen"}},
	}
}

// write makes the deeds of a life: some at any time of a working day, and of each week a
// KPT that is held or not, early, late or in its time.
func write(seed uint64) (deeds []deed) {
	r := random(seed)
	all, total := chances(), 0
	for _, c := range all {
		total += c.weight
	}
	for range 40 + r.IntN(40) {
		n := r.IntN(total)
		i := slices.IndexFunc(all, func(c chance) bool { n -= c.weight; return n < 0 })
		deeds = append(deeds, some(r, all[i], office(r)))
	}
	for week := range 3 {
		friday := time.Duration(week*7+4) * 24 * time.Hour
		for range 1 + r.IntN(2) {
			at := friday + 6*time.Hour + 31*time.Minute
			switch r.IntN(6) {
			case 0:
				at -= time.Duration(1+r.IntN(72)) * time.Hour
			case 1:
				at += time.Duration(1+r.IntN(72)) * time.Hour
			case 2:
				at += time.Duration(r.IntN(100)) * time.Minute
			case 3:
				continue
			}
			deeds = append(deeds, meeting(r, at)...)
		}
	}
	for range r.IntN(3) {
		at := office(r)
		deeds = append(deeds, deed{at: at, do: "stops"}, deed{at: at + time.Duration(1+r.IntN(600))*time.Minute, do: "starts"})
	}
	for range r.IntN(2) {
		at := office(r)
		deeds = append(deeds, deed{at: at, do: "locks"}, deed{at: at + time.Duration(1+r.IntN(3000))*time.Minute, do: "opens"})
	}
	slices.SortStableFunc(deeds, func(a, b deed) int { return int(a.at - b.at) })
	return deeds
}

// office is a random time of a working day, more often than not.
func office(r *rand.Rand) time.Duration {
	day := r.IntN(21)
	if day%7 > 4 && r.IntN(4) > 0 {
		day -= 3
	}
	return time.Duration(day)*24*time.Hour + time.Duration(r.IntN(10*3600))*time.Second
}

func some(r *rand.Rand, c chance, at time.Duration) deed {
	d := deed{at: at, do: c.do, who: r.IntN(4), n: r.IntN(1000)}
	if len(c.args) > 0 {
		d.arg = c.args[r.IntN(len(c.args))]
	}
	return d
}

// meeting is a KPT: it begins, goes through its stages, and may be left anywhere.
func meeting(r *rand.Rand, at time.Duration) (deeds []deed) {
	lead, room := r.IntN(4), []string{"Lounge", "Lounge", "Attic"}[r.IntN(3)]
	add := func(do, arg string, who int) {
		at += time.Duration(5+r.IntN(90)) * time.Second
		deeds = append(deeds, deed{at: at, do: do, arg: arg, who: who, n: r.IntN(1000)})
	}
	for i := range r.IntN(4) {
		add("enters", room, lead+i)
	}
	add("begins", "", lead)
	for range 12 {
		switch r.IntN(14) {
		case 0:
			add("notes", "keep", r.IntN(4))
		case 1:
			add("press", []string{"← Back", "Not now"}[r.IntN(2)], lead)
		case 2, 3, 4:
			add("judges", []string{"Worked", "Did not work", "Keep trying", "Dropped"}[r.IntN(4)], lead)
		case 5, 6:
			add("commit", "", lead)
		case 7:
			if r.IntN(2) == 0 {
				return deeds // left open
			}
		default:
			add("press", "Next →", lead)
		}
		if r.IntN(8) == 0 {
			add("press", "Close the KPT", lead)
		}
	}
	add("press", "Close the KPT", lead)
	if r.IntN(3) == 0 {
		add("press", "Reopen", lead)
	}
	return deeds
}
