package teamfile

import (
	"errors"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/bottest"
)

func TestWhatTheBotRefusesIsToldWithItsLine(t *testing.T) {
	file := func(id string) string {
		return "team: " + id + "\nserver: \"123456789012345678\"\nzone: UTC\ntext: \"123456789012345679\"\nrooms:\n  - id: \"123456789012345680\"\n"
	}
	asked := 0
	check := func(t bot.Team) error {
		asked++
		if t.ID == "kiri" {
			return bot.Faults{{Field: "rooms.0.id", Sorry: &bot.Sorry{Key: "fault.room.elsewhere"}}, {Field: "server", Sorry: &bot.Sorry{Key: "fault.server.quiet"}}}
		}
		return nil
	}
	_, _, err := ParseAll([]byte(file("sakura")+"---\n"+file("kiri")), bottest.Platforms(), check)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 2 || faults[0].Line != 9 || faults[1].Line != 13 || asked != 2 {
		t.Errorf("asked %d times, got %v; want twice, and the faults in lines 9 and 13", asked, err)
	}
	if _, _, err := ParseAll([]byte(file("sakura")), bottest.Platforms(), func(bot.Team) error { return errors.New("no") }); err == nil || !strings.Contains(err.Error(), "1:1: no") {
		t.Errorf("got %v, want another error at the beginning", err)
	}
	if _, _, err := ParseAll([]byte(file("no id")), bottest.Platforms(), check); err == nil || asked != 2 {
		t.Errorf("got %v, and asked %d times; want a team with a fault not asked about", err, asked)
	}
}
