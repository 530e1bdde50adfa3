package slack

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// described is what is looked at in the manifest.
type described struct {
	Info struct {
		Name        string
		Description string
	} `yaml:"display_information"`
	Features struct {
		Shortcuts []struct {
			Name        string
			Type        string
			Callback    string `yaml:"callback_id"`
			Description string
		}
		Commands []struct {
			Command     string
			Description string
			Hint        string `yaml:"usage_hint"`
		} `yaml:"slash_commands"`
	}
	OAuth struct {
		Scopes map[string][]string
	} `yaml:"oauth_config"`
	Settings map[string]any
}

// Lengths are those of Slack's "App manifest reference".
func TestTheManifestDescribesTheAppWithinSlacksLimits(t *testing.T) {
	var m described
	if err := yaml.Unmarshal([]byte(Manifest((&host{}).Commands())), &m); err != nil {
		t.Fatalf("%v\n%s", err, Manifest((&host{}).Commands()))
	}
	most := func(what, text string, n int) {
		t.Helper()
		if text == "" || units(text) > n {
			t.Errorf("%s: %q has %d characters; 1 to %d", what, text, units(text), n)
		}
	}
	most("name", m.Info.Name, 35)
	most("description", m.Info.Description, 140)
	app := manifested()
	for _, s := range m.Features.Shortcuts {
		most("shortcut", s.Name, 24)
		most("shortcut", s.Description, 150)
		if !slices.Contains(append(app.GlobalShortcuts, app.MessageShortcuts...), s.Callback) {
			t.Errorf("shortcut %q is not ours", s.Callback)
		}
	}
	var commands []string
	for _, c := range m.Features.Commands {
		most("command", c.Command, 32)
		most(c.Command, c.Description, 2000)
		if len(c.Hint) > 1000 || strings.HasPrefix(c.Description, "cmd.") || strings.Contains(c.Hint, "cmd.") {
			t.Errorf("%s: no such command, or it has no text: got the description %q, the hint %q", c.Command, c.Description, c.Hint)
		}
		commands = append(commands, c.Command)
	}
	for _, want := range []string{"/keep", "/try", "/kpt", "/rooms", "/out", "/engawa", "/tea"} {
		if !slices.Contains(commands, want) {
			t.Errorf("no %s in %q", want, commands)
		}
	}
	if got := m.OAuth.Scopes["bot"]; !slices.Equal(got, Scopes()) || len(m.OAuth.Scopes) != 1 {
		t.Errorf("scopes %q; want those of the bot, %q", m.OAuth.Scopes, Scopes())
	}
	if m.Settings["socket_mode_enabled"] != true {
		t.Errorf("settings: %v", m.Settings)
	}
	if got := strings.Count(Manifest((&host{}).Commands()), " # "); got != len(Scopes()) {
		t.Errorf("%d reasons for %d scopes", got, len(Scopes()))
	}
}

func TestTheLinkHoldsTheManifest(t *testing.T) {
	u, err := url.Parse(ManifestLink((&host{}).Commands()))
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Query().Get("manifest_yaml"); got != Manifest((&host{}).Commands()) || u.Query().Get("new_app") != "1" {
		t.Errorf("the link holds\n%s", got)
	}
}
