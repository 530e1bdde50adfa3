package schedule

import (
	"fmt"
	"strings"
)

// What can be wrong with a text. The codes are stable: a caller may keep its
// own sentence for each.
const (
	FaultRule       = "rule"         // neither days and a time nor five cron fields
	FaultDays       = "days"         // Part is not a day of the week
	FaultTime       = "time"         // no time of day, or one that no day has
	FaultField      = "field"        // Part is the cron field that is wrong
	FaultSeconds    = "seconds"      // six cron fields or more
	FaultEvery      = "every"        // @every, @daily and the like
	FaultZoneInRule = "zone-in-rule" // TZ= or CRON_TZ=; the zone is a setting of its own
	FaultNever      = "never"        // a rule for a date that no year has
	FaultWhen       = "when"         // Part is neither days of the week nor a date
	FaultWeekday    = "weekday"      // a day of the week beside the date Part, which is another
	FaultOver       = "over"         // one date and time that has passed
	FaultZone       = "zone"         // not a time zone; Suggestions has the nearest
	FaultDate       = "date"         // not a date
	FaultPast       = "past"         // a date before today
	FaultFar        = "far"          // more than a year from today
	FaultNoDays     = "no-days"      // a time alone
	FaultNoTime     = "no-time"      // days alone
	FaultTimes      = "times"        // more than one time of day
	FaultWhich      = "which"        // it can be read in two ways: Suggestions has both
	FaultEither     = "either"       // cron comes on days of the week and, besides, of the month: Suggestions has two ways to say it
	FaultFrom       = "from"         // every other week, but from when on?
	FaultLater      = "later"        // days that begin later, on Part, where only their last can be taken
	FaultZoneWhich  = "zone-which"   // a zone of several places, or without their summer time: Suggestions has cities
)

// maxInput is the length in bytes above which a text is refused unread.
const maxInput = 400

// InputError says what is wrong with a text that a person wrote. Error gives
// it in English, with what to write instead.
type InputError struct {
	Input       string
	Fault       string   // one of the Fault codes
	Part        string   // the piece of Input that is wrong, where one is
	Suggestions []string // what may have been meant, nearest first
}

// Error gives one English sentence, fit to be shown to its author. Input is
// quoted and shortened in it.
func (e *InputError) Error() string {
	return e.what() + "; " + e.instead() + "."
}

func (e *InputError) what() string {
	input, part := quote(e.Input), quote(e.Part)
	switch e.Fault {
	case FaultDays:
		return part + " is not a day of the week"
	case FaultTime:
		return input + " has no time of day between 00:00 and 23:59"
	case FaultField:
		return part + " is not valid in " + input
	case FaultSeconds:
		return input + " has more than five fields, and seconds are not supported"
	case FaultEvery:
		return input + " begins with @, which is not supported"
	case FaultZoneInRule:
		return input + " names a time zone, which is a setting of its own"
	case FaultNever:
		return input + " is a date that no year has"
	case FaultWhen:
		return part + " in " + input + " is neither days of the week nor a date"
	case FaultOver:
		return input + " has passed"
	case FaultWeekday:
		return input + " names a day of the week that " + part + " is not"
	case FaultZone:
		return input + " is not a time zone"
	case FaultDate:
		return input + " is not a date"
	case FaultPast:
		return input + " is before today"
	case FaultFar:
		return input + " is more than a year away"
	case FaultRule:
		return input + " is not a schedule"
	default:
		return e.asked(input, part)
	}
}

// asked is what is wrong with a text that may be right, and is asked back.
func (e *InputError) asked(input, part string) string {
	switch e.Fault {
	case FaultNoDays:
		return input + " has no days"
	case FaultNoTime:
		return input + " has no time of day"
	case FaultTimes:
		return input + " has more than one time of day"
	case FaultWhich:
		return input + " can be read in two ways"
	case FaultEither:
		return input + " comes on these days of the week and, besides, on these days of the month"
	case FaultFrom:
		return input + " does not say from which date on"
	case FaultLater:
		return input + " begins only on " + part
	case FaultZoneWhich:
		return input + " is the time of several places, or of one without its summer time"
	default:
		return input + " is not a schedule"
	}
}

func (e *InputError) instead() string {
	switch e.Fault {
	case FaultNoDays, FaultNoTime, FaultWhich, FaultEither, FaultFrom, FaultZoneWhich:
		return "write " + strings.Join(e.Suggestions, " or ")
	case FaultLater:
		return "write it on that day"
	case FaultTimes:
		return "write one, like weekdays 16:00"
	case FaultTime:
		return "write it like 16:00"
	case FaultDays:
		return "write weekdays, daily, or days like mon,wed,fri"
	case FaultField:
		return "write minute, hour, day of month, month and day of week, like 0 16 * * 1-5"
	case FaultZone:
		if len(e.Suggestions) > 0 {
			return "the nearest are " + strings.Join(e.Suggestions, ", ")
		}
		return "write it like Asia/Tokyo"
	case FaultWhen, FaultOver, FaultWeekday:
		return "write it like mon,wed 16:00, first mon 17:00 or 2026-12-18 19:00"
	case FaultDate, FaultPast, FaultFar:
		return "write it like tomorrow, until fri, 3 days or 2026-11-27"
	default:
		return "write it like weekdays 16:00, fri 15:00 or 0 16 * * 1-5"
	}
}

// quote shortens s to 40 runes: what a person wrote may be very long.
func quote(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		s = string(runes[:40]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
