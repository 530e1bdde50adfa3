package meant

import (
	"github.com/engawa-bot/engawa/bot/habit"
)

// known are gatherings by their names: what else a Try may be about, nobody can tell.
const known = `(?P<g>study (?:group|session|circle)|reading (?:group|circle|club)|book club|code reading|games?(?: night| hour| time)?|` +
	`board games?|demo(?: day| hour| time)?|show and tell|lightning talks|coffee chat|` +
	`勉強会|読書会|輪読会|もくもく会|ゲーム会|ゲーム大会|雑談会|雑談タイム|lt会|発表会|デモ会|コードリーディング会?)`

var gatheringPatterns = whole(
	lead+`(?:start |have |hold |do )?(?:a |an |our |the )?(?:weekly )?`+known+` (?:on )?(?P<d>(?:every )?[a-z ,]+?)(?:,? (?:at |from )?(?P<t>[0-9][0-9:.]* ?[ap]?\.?m?\.?))?`+tail,
	`(?P<d>[^0-9\s]+?)(?:の|は)?(?P<t>(?:午前|午後)?[0-9][0-9:]*(?:時半|時[0-9]*分?)?)?(?:から|に|は|の)?`+known+`(?:を)?(?:開く|開きます|開こう|やる|やります|やろう|始める)?`+ends,
	known+`(?:を|は)、?(?P<d>[^0-9\s]+?)の?(?P<t>(?:午前|午後)?[0-9][0-9:]*(?:時半|時[0-9]*分?)?)?(?:から)?(?:に)?(?:開く|開きます|開こう|やる|やります|やろう|始める)?`+ends,
)

// gathering reads a gathering of the team's own making, on some days of each week.
func gathering(text string) (Setting, bool) {
	for i := range gatheringPatterns() {
		parts := first(gatheringPatterns()[i:i+1], text)
		if parts == nil {
			continue
		}
		days, plain := daysOf(parts["d"])
		clock, timed := clockOf(parts["t"])
		if plain && timed && days != "" {
			return Setting{Kind: habit.Gathering, Title: parts["g"], Days: days, Clock: clock}, true
		}
	}
	return Setting{}, false
}
