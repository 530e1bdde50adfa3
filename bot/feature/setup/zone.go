package setup

import (
	"strings"

	"github.com/engawa-bot/engawa/bot"
)

// guessZone proposes a time zone: that of another team on the server, else that of the country
// whose language the asker reads. The asker sees what time it is there.
func guessZone(a *bot.Ask) string {
	if teams := a.TeamsOn(a.Server.ID); len(teams) > 0 {
		return teams[0].Zone
	}
	locale := strings.ToLower(a.From.Locale)
	for {
		if zone, ok := zones[locale]; ok {
			return zone
		}
		i := strings.LastIndexByte(locale, '-')
		if i < 0 {
			break
		}
		locale = locale[:i]
	}
	if zone, ok := zones[string(a.From.Lang)]; ok {
		return zone
	}
	return "UTC"
}

// zones are where most people live who read a language, by its tag (BCP 47), in small letters.
var zones = map[string]string{
	"bg": "Europe/Sofia", "cs": "Europe/Prague", "da": "Europe/Copenhagen", "de": "Europe/Berlin",
	"el": "Europe/Athens", "en-au": "Australia/Sydney", "en-gb": "Europe/London", "en-in": "Asia/Kolkata",
	"en-us": "America/New_York", "es": "Europe/Madrid", "es-419": "America/Mexico_City", "fi": "Europe/Helsinki",
	"fr": "Europe/Paris", "hi": "Asia/Kolkata", "hr": "Europe/Zagreb", "hu": "Europe/Budapest",
	"id": "Asia/Jakarta", "it": "Europe/Rome", "ja": "Asia/Tokyo", "ko": "Asia/Seoul",
	"lt": "Europe/Vilnius", "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "pl": "Europe/Warsaw",
	"pt": "Europe/Lisbon", "pt-br": "America/Sao_Paulo", "ro": "Europe/Bucharest", "ru": "Europe/Moscow",
	"sv": "Europe/Stockholm", "th": "Asia/Bangkok", "tr": "Europe/Istanbul", "uk": "Europe/Kyiv",
	"vi": "Asia/Ho_Chi_Minh", "zh": "Asia/Shanghai", "zh-tw": "Asia/Taipei",
}
