package slack

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// appName is what the app is called.
const appName = "Engawa"

// scope is something that the app may do, and why it has to.
type scope struct{ name, why string }

// scopes is the one list of them.
func scopes() []scope {
	return []scope{
		{"chat:write", "reminders, cards and the board"},
		{"commands", "slash commands and shortcuts"},
		{"im:write", "to begin a direct message: reminders are private"},
		{"channels:read", "is the channel there, and who is in it"},
		{"channels:history", "to find a message whose answer was lost, not to post it twice"},
		{"channels:join", "to post in the team's public channel"},
		{"groups:read", "the same for private channels that the app was invited to"},
		{"groups:history", "likewise"},
		{"im:history", "the same for direct messages with the app"},
		{"users:read", "names, languages and time zones"},
		{"users:read.email", "to suggest to people in Slack who they may be on Discord"},
	}
}

// Scopes are what the bot's token has to have.
func Scopes() []string {
	var names []string
	for _, s := range scopes() {
		names = append(names, s.name)
	}
	return names
}

// ManifestLink is the address at which Slack makes an app of the manifest.
func ManifestLink(commands []bot.Command) string {
	escaped := strings.ReplaceAll(url.QueryEscape(Manifest(commands)), "+", "%20")
	return "https://api.slack.com/apps?new_app=1&manifest_yaml=" + escaped
}

// Manifest is the app with the bot's commands as Slack is told of it, in YAML. Source:
// Slack's "App manifest reference".
func Manifest(commands []bot.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, `display_information:
  name: %s
  description: %q
features:
  app_home:
    home_tab_enabled: true
    messages_tab_enabled: true
    messages_tab_read_only_enabled: true
  bot_user:
    display_name: %s
    always_online: true
  shortcuts:
`, appName, english("slack.about"), appName)
	for _, s := range shortcuts() {
		fmt.Fprintf(&b, "    - name: %q\n      type: %s\n      callback_id: %s\n      description: %q\n",
			english(s.name), s.kind, s.callback, english("cmd.kpt.write"))
	}
	b.WriteString("  slash_commands:\n")
	all := waysOf(commands)
	for _, w := range all {
		if strings.Contains(w.typed, " ") {
			continue
		}
		about, hint := all.about(w)
		fmt.Fprintf(&b, "    - command: %s\n      description: %q\n", w.typed, about)
		if hint != "" {
			fmt.Fprintf(&b, "      usage_hint: %q\n", hint)
		}
		b.WriteString("      should_escape: false\n")
	}
	b.WriteString("oauth_config:\n  scopes:\n    bot:\n")
	for _, s := range scopes() {
		fmt.Fprintf(&b, "      - %s # %s\n", s.name, s.why)
	}
	fmt.Fprintf(&b, `settings:
  event_subscriptions:
    bot_events:
      - %s
  interactivity:
    is_enabled: true
  org_deploy_enabled: false
  socket_mode_enabled: true
  token_rotation_enabled: false
`, homeOpened)
	return b.String()
}

// about describes what can be typed, and what behind it.
func (all ways) about(w way) (about, hint string) {
	if known := all.behind(w.typed); len(known) > 0 {
		return english("cmd." + strings.TrimPrefix(w.typed, "/")), strings.Join(known, " | ")
	}
	key := "cmd." + strings.ReplaceAll(w.does.Name, " ", ".")
	if len(w.does.Args) > 0 {
		hint = "[" + english(key+"."+w.does.Args[0].Name) + "]"
	}
	return english(key), hint
}

func english(key string) string { return words.Say(words.English, key).String() }
