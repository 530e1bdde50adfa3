package setup

import (
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest/fixture"
	"github.com/engawa-bot/engawa/bot/words"
)

func TestAZoneIsProposedByWhatTheAskerReads(t *testing.T) {
	for tag, zone := range zones {
		if _, err := time.LoadLocation(zone); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
	}
	for locale, want := range map[string]string{
		"de": "Europe/Berlin", "de-AT": "Europe/Berlin", "en-GB": "Europe/London", "en-US": "America/New_York", "ja": "Asia/Tokyo",
		"ja-JP": "Asia/Tokyo", "pt-BR": "America/Sao_Paulo", "es-ES": "Europe/Madrid", "es-419": "America/Mexico_City",
		"zh-TW": "Asia/Taipei", "zh-CN": "Asia/Shanghai", "sv-SE": "Europe/Stockholm", "en": "UTC", "": "UTC", "xx-YY-zz": "UTC", "-": "UTC",
	} {
		r := founded(t)
		on := maple()
		var got string
		probe := func(way bot.Way, do string, in bot.Input) {
			reply := r.Ask(bot.Request{
				Way: way, Do: do, Server: on, Input: in,
				From: bot.Person{Account: bot.Account{ID: string(fixture.Bo)}, Name: "Bo", Lang: words.English, Locale: locale, Keeper: true},
			})
			if reply.Form != nil {
				got = reply.Form.Fields[2].Value
			}
		}
		probe(bot.Slash, "engawa setup", bot.Input{})
		probe(bot.Press, "setup times", bot.Input{})
		if got != want {
			t.Errorf("%q: got %q, want %q", locale, got, want)
		}
	}
}
