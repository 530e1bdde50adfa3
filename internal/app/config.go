package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/bot/feature/status"
	"github.com/engawa-bot/engawa/bot/notebook"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

// Config is what the environment says. README.md describes each variable.
type Config struct {
	DiscordConfig
	Store string `env:"ENGAWA_STORE"`
	HTTP  string `env:"ENGAWA_HTTP" envDefault:"127.0.0.1:8420"`
	Log   string `env:"ENGAWA_LOG" envDefault:"text"`

	Account googleAccount
	Slack   SlackConfig
	TeamsConfig

	// Google is how to log in there; readConfig fills it in.
	Google gdocs.Login `env:"-"`

	Instead `env:"-"`
}

// DiscordConfig is how to reach Discord. It is exported, or its variables would not be read.
type DiscordConfig struct {
	Token string `env:"ENGAWA_DISCORD_TOKEN" secret:"true"`
	API   string `env:"ENGAWA_DISCORD_API"`
}

// Instead is what tests and the demo have in the place of the usual: no variable
// sets it.
type Instead struct {
	Dial    Dial          `env:"-"` // reaches Discord; nil: the network
	Pace    notebook.Pace `env:"-"` // of notebooks; zero: the usual
	Outside *bot.Outside  `env:"-"` // what the bot asks of the platforms; nil: as they answer
	Haste   discord.Haste `env:"-"` // zero: none
}

// TeamsConfig is about all teams: the folder of the notebooks that are files, that
// of the nightly copies, and which servers are served. It is exported, or its variables would not be read.
type TeamsConfig struct {
	Notebooks string `env:"ENGAWA_NOTEBOOKS"`
	Backups   string `env:"ENGAWA_BACKUPS"` // noCopies: none
	Servers   string `env:"ENGAWA_SERVERS"`
}

// googleAccount is how the environment says who we are at Google.
type googleAccount struct {
	Credentials string `env:"ENGAWA_GOOGLE_CREDENTIALS"`
	API         string `env:"ENGAWA_GOOGLE_API"`
}

// SlackConfig is how to reach Slack; without tokens there is none. Key seals the
// tokens that members give for their status.
type SlackConfig struct {
	BotToken string `env:"ENGAWA_SLACK_BOT_TOKEN" secret:"true"`
	AppToken string `env:"ENGAWA_SLACK_APP_TOKEN" secret:"true"`
	API      string `env:"ENGAWA_SLACK_API"`
	Key      string `env:"ENGAWA_KEY" secret:"true"`

	Dial Dial          `env:"-"` // nil: the network
	Draw func() string `env:"-"` // the numbers that link accounts; nil: at random
}

// Dial reaches a platform.
type Dial func(ctx context.Context, network, addr string) (net.Conn, error)

// errNoToken tells someone who starts Engawa for the first time what to do.
var errNoToken = errors.New(`ENGAWA_DISCORD_TOKEN is not set.
Make a bot at https://discord.com/developers/applications, copy its token, and set the variable; README.md shows how.
To look around without an account, run: engawa demo`)

// ReadConfig reads and checks the environment; everything wrong is in the error.
func ReadConfig(environ map[string]string) (Config, error) {
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Environment: environ})
	if err != nil {
		return cfg, err
	}
	if cfg.API == "" {
		cfg.API = discord.API
	}
	if cfg.Store == "" {
		cfg.Store, err = defaultStore(environ)
	}
	cfg.Google = gdocs.Login{File: cfg.Account.Credentials, Endpoint: cfg.Account.API}
	cfg.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cfg.Token), "Bot "))
	return cfg, errors.Join(append([]error{err, cfg.check()}, checkWay(environ)...)...)
}

func (c Config) check() error {
	var wrong []error
	fault := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if strings.ContainsAny(c.Token, " \t\r\n\"'") {
		fault("ENGAWA_DISCORD_TOKEN has blanks or quotes in it: copy the token again, without them")
	}
	if !isAddress(c.API) {
		fault("ENGAWA_DISCORD_API is not an address like %s", discord.API)
	}
	if api := c.Account.API; api != "" && (!isAddress(api) || !strings.HasSuffix(api, "/")) {
		fault("ENGAWA_GOOGLE_API is not an address like https://docs.googleapis.com/")
	}
	if file := c.Account.Credentials; file != "" {
		if _, err := os.Stat(file); err != nil {
			fault("ENGAWA_GOOGLE_CREDENTIALS is not a service account's key file that can be read") // without what it is: it may be the key, misplaced
		}
	}
	if _, _, err := net.SplitHostPort(c.HTTP); err != nil {
		fault("ENGAWA_HTTP is not host:port like 127.0.0.1:8420") // without what it is: it may be the token, misplaced
	}
	if _, _, err := LogFormat(c.Log); err != nil {
		wrong = append(wrong, err)
	}
	if err := checkServers(c.Servers); err != nil {
		wrong = append(wrong, err)
	}
	return errors.Join(append(wrong, c.Slack.check()...)...)
}

// check never says what a variable is: it may be a token, misplaced.
func (c SlackConfig) check() (wrong []error) {
	fault := func(text string) { wrong = append(wrong, errors.New(text)) }
	switch {
	case c.BotToken == "" && c.AppToken != "":
		fault("ENGAWA_SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token, which begins with xoxb-, or unset ENGAWA_SLACK_APP_TOKEN")
	case c.BotToken != "" && c.AppToken == "":
		fault("ENGAWA_SLACK_APP_TOKEN is not set: make an app-level token, which begins with xapp-, or unset ENGAWA_SLACK_BOT_TOKEN")
	case c.BotToken != "" && !strings.HasPrefix(c.BotToken, "xoxb-"):
		fault("ENGAWA_SLACK_BOT_TOKEN is not a bot token: it begins with xoxb-")
	case c.AppToken != "" && !strings.HasPrefix(c.AppToken, "xapp-"):
		fault("ENGAWA_SLACK_APP_TOKEN is not an app-level token: it begins with xapp-")
	}
	if strings.ContainsAny(c.BotToken+c.AppToken, " \t\r\n\"'") {
		fault("ENGAWA_SLACK_BOT_TOKEN or ENGAWA_SLACK_APP_TOKEN has blanks or quotes in it: copy it again, without them")
	}
	if c.API != "" && (!isAddress(c.API) || !strings.HasSuffix(c.API, "/")) {
		fault("ENGAWA_SLACK_API is not an address like https://slack.com/api/")
	}
	if _, err := status.ParseKey(c.Key); err != nil {
		wrong = append(wrong, err)
	}
	return wrong
}

// isAddress says whether a text is the address of a web service.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil
}

// defaultStore is a file in the user's data folder.
func defaultStore(environ map[string]string) (string, error) {
	if dir := environ["XDG_DATA_HOME"]; dir != "" {
		return filepath.Join(dir, "engawa", "engawa.db"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("ENGAWA_STORE is not set and there is no home folder: set it to a file, like /data/engawa.db")
	}
	return filepath.Join(home, ".local", "share", "engawa", "engawa.db"), nil
}

// LogFormat reads ENGAWA_LOG: "text" or "json", and a level after a comma.
func LogFormat(s string) (json bool, level slog.Level, err error) {
	format, name, _ := strings.Cut(s, ",")
	if name != "" {
		err = level.UnmarshalText([]byte(strings.TrimSpace(name)))
	}
	if format = strings.TrimSpace(format); err != nil || format != "text" && format != "json" {
		return false, level, errors.New("ENGAWA_LOG is not text or json, with an optional level: json,debug (debug, info, warn, error)")
	}
	return format == "json", level, nil
}

// Logger writes to w as ENGAWA_LOG says, and never writes a token.
func (c Config) Logger(w io.Writer) *slog.Logger {
	json, level, _ := LogFormat(c.Log)
	w = newCensor(w, c.secrets()...)
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: inSight}
	if json {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// secrets are the values of the fields that are marked so.
func (c Config) secrets() (list []string) {
	for _, v := range variables(reflect.ValueOf(c)) {
		if v.field.Tag.Get("secret") != "" {
			list = append(list, v.value.String())
		}
	}
	return list
}

// variable is a field that the environment sets, or could.
type variable struct {
	field reflect.StructField
	value reflect.Value
}

// variables are those of a configuration, however deep.
func variables(v reflect.Value) (all []variable) {
	for field, value := range v.Fields() {
		switch name := field.Tag.Get("env"); {
		case name == "-":
		case name != "":
			all = append(all, variable{field, value})
		case value.Kind() == reflect.Struct:
			all = append(all, variables(value)...)
		}
	}
	return all
}

// censor is a last guard: whatever is written, the secrets are not.
type censor struct {
	w       io.Writer
	secrets []string
	hide    *strings.Replacer
}

func newCensor(w io.Writer, secrets ...string) *censor {
	c := &censor{w: w}
	var hidden []string
	for _, s := range secrets {
		if s != "" {
			c.secrets, hidden = append(c.secrets, s), append(hidden, s, "[token]")
		}
	}
	c.hide = strings.NewReplacer(hidden...)
	return c
}

func (c *censor) Write(p []byte) (int, error) {
	text := string(p)
	if slices.ContainsFunc(c.secrets, func(s string) bool { return strings.Contains(text, s) }) {
		_, err := c.hide.WriteString(c.w, text)
		return len(p), err
	}
	return c.w.Write(p)
}
