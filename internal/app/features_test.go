package app

import (
	"slices"
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack"
	fakeslack "github.com/engawa-bot/engawa/internal/fake/slack"
)

// untypable says which commands cannot be typed as their rows say.
func untypable(commands []bot.Command) (faults []string) {
	slash, seen := map[string]bool{}, map[string]string{}
	for _, c := range commands {
		slash[c.Name] = slash[c.Name] || c.Way == bot.Slash
	}
	for _, c := range commands {
		for _, typed := range c.Told.Typed {
			first, _, _ := strings.Cut(typed, " ")
			switch {
			case c.Way != bot.Slash || !strings.HasPrefix(typed, "/") || strings.Count(typed, " ") > 1:
				faults = append(faults, c.Name+": "+typed+" is not one or two words of a slash command")
			case seen[typed] != "":
				faults = append(faults, c.Name+": "+typed+" is "+seen[typed]+" already")
			case slices.Contains(fakeslack.Kept(), first):
				faults = append(faults, c.Name+": Slack keeps "+first+" for itself")
			}
			seen[typed] = c.Name
		}
		if bare := c.Told.Bare.Do; bare != "" && !slash[bare] {
			faults = append(faults, c.Name+": there is no slash command "+bare)
		}
	}
	return faults
}

func TestEveryCommandIsTypedAsNoOtherAndAsSlackAllows(t *testing.T) {
	for _, fault := range untypable(Commands()) {
		t.Error(fault)
	}
	if got := len(slack.ManifestLink(Commands())); got > 8000 {
		t.Errorf("the link with the manifest has %d characters, more than browsers and servers surely take", got)
	}
}

func TestACommandThatCannotBeTypedIsFound(t *testing.T) {
	tell := func(typed ...string) bot.Told { return bot.Told{Typed: typed} }
	got := untypable([]bot.Command{
		{Name: "tea", Way: bot.Slash, Told: tell("/tea", "/tea time")},
		{Name: "tea time", Way: bot.Slash, Told: tell("/tea time")},
		{Name: "away", Way: bot.Slash, Told: tell("/away")},
		{Name: "lunch", Way: bot.Slash, Told: tell("lunch", "/lunch at noon")},
		{Name: "press", Way: bot.Press, Told: tell("/press")},
		{Name: "note", Way: bot.Slash, Told: bot.Told{Bare: bot.Bare{Do: "press"}}},
	})
	var about []string
	for _, fault := range got {
		name, _, _ := strings.Cut(fault, ":")
		about = append(about, name)
	}
	if want := []string{"tea time", "away", "lunch", "lunch", "press", "note"}; !slices.Equal(about, want) {
		t.Errorf("got %q, want faults of %q", got, want)
	}
}
