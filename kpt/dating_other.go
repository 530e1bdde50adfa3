package kpt

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/engawa-bot/engawa/schedule"
)

// A heading may have a day, and be that of another meeting: "2026-11-27 1on1 Bo". What stands
// below it is no KPT of the team's.

var (
	// lookBack are the words for a KPT.
	lookBack = regexp.MustCompile(`kpt|retro|ふりかえり|振り返り|ふり返り|振返り|レトロ|反省会`)
	// joinedTo is a KPT that is held with something else: "朝会とKPT", "planning & retro".
	joinedTo = regexp.MustCompile(`(?:[+&/・、,]|と|\band\b)\s*(?:` + lookBack.String() + `)|(?:kpt|retro(?:spective)?|ふりかえり|振り返り)\s*(?:[+&/・、,]|と|\band\b)`)
	// inAside is what is said in brackets.
	inAside = regexp.MustCompile(`[(\[【「][^()\[\]【】「」]*[)\]】」]`)
)

// kindOf tells whether a heading with a day is of another meeting, by what else it says, folded
// to narrow small letters. Without a year it says nothing else that could not head a KPT.
func (d Dating) kindOf(rest string) Dating {
	kpt := lookBack.MatchString(rest)
	outside := rest
	if without := inAside.ReplaceAllString(rest, " "); lookBack.MatchString(without) {
		outside = without
	}
	other := otherTopic.MatchString(notMeetings.ReplaceAllString(rest, " ")) || gathers(rest)
	switch {
	case d.Year == 0, kpt && joinedTo.MatchString(rest):
	case otherMeeting.MatchString(outside), !kpt && other:
		d.Other = true
	}
	d.Vague = otherMeeting.MatchString(rest) || other || otherKPT.MatchString(rest) || !kpt && saysMore(rest)
	return d
}

// gathers says whether a text names a meeting and what it is about, and that is neither a KPT nor
// the team: "設計相談", but not "Weekly meeting".
func gathers(rest string) bool {
	rest = notMeetings.ReplaceAllString(rest, " ")
	return slices.ContainsFunc(gathering.FindAllStringIndex(rest, -1), func(m []int) bool {
		if strings.HasSuffix(rest[m[0]:m[1]], "会") {
			return true // which says it itself
		}
		front := gathering.ReplaceAllString(regular.ReplaceAllString(rest[:m[0]], " "), " ")
		return !ofTeam.MatchString(front) && !aboutKPT(front)
	})
}

// saysMore says whether there is more beside a day than when it is.
func saysMore(rest string) bool {
	return strings.ContainsFunc(dateWords.ReplaceAllString(rest, ""), unicode.IsLetter)
}

// leaveVague takes the day from sheets that may be of other meetings, where another is of that
// day for sure.
func leaveVague(sheets []Dating, dates []schedule.Date) {
	taken := func(day schedule.Date) bool {
		for i, d := range sheets {
			last := dates[i].AddDays(max(d.Span(), 1) - 1)
			if !d.Vague && !d.Title && dates[i] != (schedule.Date{}) && !day.Before(dates[i]) && !last.Before(day) {
				return true
			}
		}
		return false
	}
	for i, d := range sheets {
		if d.Vague && dates[i] != (schedule.Date{}) && taken(dates[i]) {
			dates[i] = schedule.Date{}
		}
	}
}

// resolveKPTs gives days to the sheets that are of KPTs, as far as they are. Those whose year the
// heading above leaves open have none.
func resolveKPTs(sheets []Dating, today schedule.Date, resolve func([]Dating) []schedule.Date) []schedule.Date {
	placed, unclear := placeYears(sheets, today)
	var kpts []Dating
	dayFirst := slices.ContainsFunc(sheets, func(d Dating) bool { return d.DayFirst })
	left := func(i int) bool { return sheets[i].Other || unclear[i] || dayFirst && sheets[i].eitherWay() }
	for i, d := range placed {
		if !left(i) {
			kpts = append(kpts, d)
		}
	}
	resolved, dates := resolve(kpts), make([]schedule.Date, len(sheets))
	for i := range sheets {
		if !left(i) {
			dates[i], resolved = resolved[0], resolved[1:]
		}
	}
	leaveVague(sheets, dates)
	return dates
}
