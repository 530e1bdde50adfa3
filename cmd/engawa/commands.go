package main

import (
	"context"
	"slices"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
)

// given is what stands behind a command.
type given struct {
	flags map[string]string
	args  []string
}

// subcommand is a row of the one table of subcommands: it dispatches and helps, and
// README.md is held to it.
type subcommand struct {
	name  string // one word or two
	args  string // "FILE"; "[FILE]" may be left out, and of "[FILE...]" there may be several
	flags []option
	about string   // in a line
	more  string   // what 'engawa help NAME' says besides
	reads []string // what of variables it reads
	run   func(context.Context, app.World, given) error
}

// option is a flag.
type option struct {
	name   string
	value  string // "TEAM"; or what it may be: "md|csv|json"; "": it takes none
	about  string
	needed bool
}

// ofStore is what everything that looks at the store reads.
var ofStore = []string{"ENGAWA_STORE", "ENGAWA_LOG"}

// subcommands is the table.
func subcommands() []subcommand {
	return slices.Concat(ofBot(), ofTeams(), ofFile(), []subcommand{
		{
			"version", "", nil, "print which Engawa this is",
			"It is read from the build: the version, the commit and its time, and what it was built with.",
			nil, version,
		},
		{
			"completion", "SHELL", nil, "print the completion of commands and flags for bash, zsh or fish",
			`bash: source <(engawa completion bash), in ~/.bashrc
zsh:  source <(engawa completion zsh), in ~/.zshrc behind compinit
fish: engawa completion fish > ~/.config/fish/completions/engawa.fish`,
			nil, completion,
		},
		{
			"help", "[COMMAND...]", nil, "print this, or more about a command",
			"'engawa COMMAND --help' says the same.",
			nil, help,
		},
	})
}

// ofBot are the rows about the bot itself.
func ofBot() []subcommand {
	return []subcommand{
		{
			"run", "", nil, "run the bot (also without any command)",
			`Engawa opens its store, and connects to Discord, and to Slack if its two tokens
are set. SIGINT (Ctrl-C), SIGTERM and SIGHUP end it in good order within ten seconds.`,
			allVariables(), run,
		},
		{
			"demo", "",
			[]option{
				{"script", "FILE", "play the deeds in a file, a line each, and end; - is what comes in", false},
				{"tour", "", "begin with the tour", false},
			},
			"try the bot with a pretended team; needs no account and no network",
			`Engawa runs for real, on a Discord, a Slack and a Google Doc that are pretended on
this machine. You type what the people of a team do, such as 'bo: /rooms'; 'help'
in there lists it all. 'at fri 15:00' lets time run until then, and 'tour' shows
a week of the team. Nothing is kept.`,
			[]string{"LANG", "TZ", "ENGAWA_LOG"},
			play,
		},
		{
			"doctor", "", nil, "check every team's permissions, rooms and channels",
			`For each thing that is wrong it says what to do. While the bot runs it is asked,
else Discord is, for a moment. No sound is played; '/engawa doctor' in Discord does.`,
			append([]string{
				"ENGAWA_DISCORD_TOKEN", "ENGAWA_DISCORD_API", "ENGAWA_SLACK_BOT_TOKEN", "ENGAWA_SLACK_APP_TOKEN",
				"ENGAWA_SLACK_API", "ENGAWA_GOOGLE_CREDENTIALS", "ENGAWA_GOOGLE_API", "ENGAWA_SERVERS",
			}, ofStore...), doctor,
		},
	}
}

// ofTeams are the rows about teams.
func ofTeams() []subcommand {
	theTeam := option{"team", "TEAM", "its id, as 'engawa team show' has it; needed if there are several teams", false}
	return []subcommand{
		{
			"team show", "", nil, "print the teams as a team file",
			"The file can be changed and given to 'engawa team apply'. It works while the bot runs.",
			ofStore, showTeams,
		},
		{
			"team apply", "FILE", nil, "set up or change teams from a team file",
			`All of the file is applied, or nothing: then everything that is wrong is listed with
its line. It works while the bot runs, and may be repeated. For an example see
'engawa team show', or bot/feature/teamfile/testdata/sakura.yaml in the source.`,
			ofStore, applyTeams,
		},
		{
			"export", "",
			[]option{theTeam, {"format", "md|csv|json|zip", "md if it is not given", false}},
			"print a team's KPT, also while the bot runs",
			"All of it, as Markdown, CSV or JSON; or as a ZIP file all of the team, its settings too.",
			ofStore, exportTeam,
		},
		{
			"why", "",
			[]option{
				{"member", "MEMBER", "an id or the name of a member", true},
				{"date", "DATE", "a day of the last two weeks: today, yesterday, fri or 2026-11-27", true},
				theTeam,
			},
			"print why a member was reminded, or was not, also while the bot runs",
			"It says what would change it, too. Decisions are kept for 14 days.",
			ofStore, why,
		},
		{
			"slack manifest", "", nil, "print the Slack app, and the link that makes it",
			"Each permission stands there with its reason. What is printed can be pasted into Slack as a whole.",
			nil, slackManifest,
		},
	}
}

// ofFile are the rows about the store's file.
func ofFile() []subcommand {
	return []subcommand{
		{
			"backup", "FILE", nil, "copy the store, also while the bot runs",
			"The copy gets its name when it is whole and checked. A file of that name is replaced.",
			ofStore, backup,
		},
		{
			"restore", "FILE", nil, "check a backup and put it in the store's place",
			`Stop the bot first. What was there before stays beside it, and a damaged backup changes
nothing. The nightly copies are backups too.`,
			ofStore, restore,
		},
		{
			"check", "[FILE]", nil, "look for damage in the store or a file, also while the bot runs",
			"Every page and every value is read. Without FILE it is the store.",
			ofStore, check,
		},
		{
			"salvage", "FROM TO", nil, "save what can be read of a damaged store to a new one",
			"FROM stays as it is, and TO must not exist. What is lost is listed.",
			nil, salvage,
		},
	}
}

// usage is how a command is given.
func (s subcommand) usage() string {
	text := "engawa " + s.name
	for _, f := range s.flags {
		if f.needed {
			text += " " + f.usage()
		} else {
			text += " [" + f.usage() + "]"
		}
	}
	return strings.TrimSpace(text + " " + s.args)
}

// usage is how a flag is given.
func (o option) usage() string { return strings.TrimSpace("--" + o.name + " " + o.value) }

// variable is something that the environment may say.
type variable struct{ name, about string }

// variables are all of them; README.md tells more.
func variables() []variable {
	return []variable{
		{"ENGAWA_DISCORD_TOKEN", "the bot's token"},
		{"ENGAWA_DISCORD_API", "base of Discord's REST API, for tests"},
		{"ENGAWA_STORE", "the file that remembers everything"},
		{"ENGAWA_BACKUPS", "the folder of the nightly copies, or off"},
		{"ENGAWA_GOOGLE_CREDENTIALS", "a service account's key file, to write Google Docs"},
		{"ENGAWA_GOOGLE_API", "base of the Google Docs API, for tests"},
		{"ENGAWA_SLACK_BOT_TOKEN", "the Slack app's bot token"},
		{"ENGAWA_SLACK_APP_TOKEN", "the Slack app's app-level token"},
		{"ENGAWA_SLACK_API", "base of Slack's Web API, for tests"},
		{"ENGAWA_KEY", "32 bytes in base64 that seal the members' own Slack tokens"},
		{"ENGAWA_SERVERS", "the Discord servers that are served; without it all"},
		{"ENGAWA_NOTEBOOKS", "the folder of the notebooks of teams without a Doc"},
		{"ENGAWA_HTTP", "address of /healthz, /readyz and /metrics"},
		{"ENGAWA_LOG", "text or json, and a level: json,debug"},
		{"HTTPS_PROXY", "the proxy for all connections; NO_PROXY excepts from it"},
		{"SSL_CERT_FILE", "the certificate of an authority of your own; SSL_CERT_DIR: a folder of them"},
		{"LANG", "the language of the demo, if LC_ALL does not say it: en or ja"},
		{"TZ", "the time zone of the demo: Asia/Tokyo"},
	}
}

// allVariables are those of a bot that runs.
func allVariables() (names []string) {
	for _, v := range variables() {
		if v.name != "LANG" && v.name != "TZ" {
			names = append(names, v.name)
		}
	}
	return names
}
