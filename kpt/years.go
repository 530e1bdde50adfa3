package kpt

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/engawa-bot/engawa/internal/plain"
)

// Years is what a heading says of the years of the days below it: "2025年", "KPT 2025",
// "November 2025", "FY25". Zero: it says nothing.
type Years struct {
	From, To int
	Month    time.Month // that the days are in, or near; 0: it does not say
	Part     YearPart
	Only     bool // the heading says nothing else
}

// YearPart is which part of a year is spoken of, and whether that is the calendar's.
type YearPart int

const (
	wholeYear YearPart = iota
	quarter            // and the three that follow
	half      YearPart = 3 + iota
	_
	nendo  // 年度: from April on, as a rule
	fiscal // of which nobody says when it begins: FY25
)

var (
	inEra      = regexp.MustCompile(`(令和|平成|\b[rh])\s?(元|\d{1,2})年`)
	shortYears = regexp.MustCompile(`(\bfy\s?)'?(\d\d)\b|(^|\D)(\d\d)(年(?:度|\s?\d{1,2}月|\s*$))`)
	twoYears   = regexp.MustCompile(`(20\d\d)((?:年度?)?\s?[-~〜–—/]\s?(?:fy\s?)?)(\d\d)(\D|$)`)
	openYears  = regexp.MustCompile(`\d年?度?\s?(?:[-~〜–—]\s*$|から|以降|\bon(?:wards?)?\b)|\bsince\b|^[^\d]*[~〜]\s?\d{4}年?度?$|まで`)
	counted    = regexp.MustCompile(`^(?:[件人円個名回頁本社号位票枚台]|[/.-]\d)`)
	monthOf    = regexp.MustCompile(`20\d\d(?:年?\s?|\s?[-/.]\s?)(\d{1,2})月|20\d\d\s?[-/.]\s?(\d{1,2})(?:$|[^\d/.-])|(?:^|[^\d/.-])(\d{1,2})\s?[/.]\s?20\d\d|\b` + monthNames + `(?:[^a-z]|$)`)
	yearWords  = regexp.MustCompile(`\bfy|fiscal year|会計|年度|四半期|半期|[上下]期|[qh][1-4]\b|[1-4]q\b|の|分|アーカイブ|archives?|議事録|notes|記録|log|ログ|\b` + monthNames + `(?:[^a-z]|$)`)
)

// yearParts are how parts of years are written; the first group is the number, if there is one.
var yearParts = []struct {
	pattern *regexp.Regexp
	part    YearPart
}{
	{regexp.MustCompile(`\bfy|\bfiscal\b|会計|\d年?\s?期`), fiscal},
	{regexp.MustCompile(`年度`), nendo},
	{regexp.MustCompile(`(?:\b|\d|年)q([1-4])(?:\D|$)`), quarter},
	{regexp.MustCompile(`([1-4])(?:q|四半期)`), quarter},
	{regexp.MustCompile(`(?:\b|\d|年)h([12])(?:\D|$)`), half},
	{regexp.MustCompile(`[上前]半?期|[上前]半`), half},
	{regexp.MustCompile(`[下後]半?期|[下後]半`), half + 1},
}

// FindYears finds what a heading says of the years of the days below it. False if it says
// nothing, or does not say which: "since 2024".
func FindYears(heading string) (Years, bool) {
	if utf8.RuneCountInString(heading) > LongHeading || !strings.ContainsFunc(heading, unicode.IsNumber) && !strings.ContainsAny(heading, "年") {
		return Years{}, false
	}
	if d, ok := FindDating(heading); ok {
		day, ok := d.Date()
		return Years{From: day.Year, To: day.Year, Month: day.Month}, ok && !d.Other
	}
	text := wholeYears(strings.ToLower(norm.NFKC.String(plain.Line(arabic(heading)))))
	years := yearsIn(text)
	if len(years) == 0 || otherDay.MatchString(text) || openYears.MatchString(text) {
		return Years{}, false
	}
	if slices.Max(years) > slices.Min(years)+1 {
		return Years{}, false
	}
	y := Years{From: slices.Min(years), To: slices.Max(years), Month: monthOfYear(text)}
	for _, of := range yearParts {
		if m := of.pattern.FindStringSubmatch(text); m != nil {
			if y.Part = of.part; len(m) > 1 {
				y.Part += YearPart(number(m[1]) - 1)
			}
			break
		}
	}
	rest := yearWords.ReplaceAllString(dateWords.ReplaceAllString(text, " "), " ")
	y.Only = !strings.ContainsFunc(rest, unicode.IsLetter)
	return y, true
}

// wholeYears is a text with its years in four digits: "令和7年", "FY25", "'25", "2025/26".
func wholeYears(text string) string {
	text = inEra.ReplaceAllStringFunc(text, func(s string) string {
		m := inEra.FindStringSubmatch(s)
		return fmt.Sprint(yearOfEra(m[1], m[2]), "年")
	})
	text = apostrophe.ReplaceAllString(text, "$1 20$2$3")
	text = shortYears.ReplaceAllString(text, "$1$3 20$2$4$5")
	return twoYears.ReplaceAllStringFunc(text, func(s string) string {
		m := twoYears.FindStringSubmatch(s)
		if number(m[3]) != (number(m[1])+1)%100 {
			return s
		}
		return m[1] + m[2] + "20" + m[3] + m[4]
	})
}

// yearsIn are the years that such a text names.
func yearsIn(text string) (years []int) {
	for _, m := range digits.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		year := text[m[0]:m[1]]
		if !theYear.MatchString(year) || strings.ContainsRune("#$¥.v", before) {
			continue
		}
		if rest := text[m[1]:]; counted.MatchString(rest) && monthOfYear(year+rest) == 0 && !theYear.MatchString(strings.TrimLeft(rest, "-/")) {
			continue
		}
		years = append(years, number(year))
	}
	return years
}

// monthOfYear is the one month that is named beside a year; 0 if there is none.
func monthOfYear(text string) (month time.Month) {
	for _, m := range monthOf.FindAllStringSubmatch(text, -1) {
		is := time.Month(number(m[1] + m[2] + m[3]))
		if m[4] != "" {
			is = monthNamed(m[4])
		}
		if is < 1 || is > 12 || month != 0 && is != month {
			return 0
		}
		month = is
	}
	return month
}

func yearOfEra(era, year string) int {
	n := number(year)
	if year == "元" {
		n = 1
	}
	if era == "令和" || era == "r" {
		return n + 2018
	}
	return n + 1988
}

func monthNamed(name string) time.Month {
	return time.Month(strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", name)/3 + 1)
}
