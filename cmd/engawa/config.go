package main

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
	"strings"

	"github.com/caarlos0/env/v11"

	"github.com/engawa-bot/engawa/bot/discord"
	"github.com/engawa-bot/engawa/kpt/gdocs"
)

// config is what the environment says. README.md describes each variable.
type config struct {
	Token string `env:"ENGAWA_DISCORD_TOKEN"`
	API   string `env:"ENGAWA_DISCORD_API"`
	Store string `env:"ENGAWA_STORE"`
	HTTP  string `env:"ENGAWA_HTTP" envDefault:"127.0.0.1:8420"`
	Log   string `env:"ENGAWA_LOG" envDefault:"text"`

	Credentials string `env:"ENGAWA_GOOGLE_CREDENTIALS"`
	GoogleAPI   string `env:"ENGAWA_GOOGLE_API"`
	Notebooks   string `env:"ENGAWA_NOTEBOOKS"`

	// Google is how to log in there; readConfig fills it in.
	Google gdocs.Login `env:"-"`

	// Dial reaches Discord; nil: the network.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error) `env:"-"`
}

// errNoToken tells someone who starts Engawa for the first time what to do.
var errNoToken = errors.New(`ENGAWA_DISCORD_TOKEN is not set.
Make a bot at https://discord.com/developers/applications, copy its token, and set the variable; README.md shows how.
To look around without an account, run: engawa demo`)

// readConfig reads and checks the environment; everything wrong is in the error.
func readConfig(environ map[string]string) (config, error) {
	cfg, err := env.ParseAsWithOptions[config](env.Options{Environment: environ})
	if err != nil {
		return cfg, err
	}
	if cfg.API == "" {
		cfg.API = discord.API
	}
	if cfg.Store == "" {
		cfg.Store, err = defaultStore(environ)
	}
	cfg.Google = gdocs.Login{File: cfg.Credentials, Endpoint: cfg.GoogleAPI}
	cfg.Token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cfg.Token), "Bot "))
	return cfg, errors.Join(err, cfg.check())
}

func (c config) check() error {
	var wrong []error
	fault := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if strings.ContainsAny(c.Token, " \t\r\n\"'") {
		fault("ENGAWA_DISCORD_TOKEN has blanks or quotes in it: copy the token again, without them")
	}
	if u, err := url.Parse(c.API); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		fault("ENGAWA_DISCORD_API is not an address like %s", discord.API)
	}
	if u, err := url.Parse(c.GoogleAPI); c.GoogleAPI != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || !strings.HasSuffix(c.GoogleAPI, "/")) {
		fault("ENGAWA_GOOGLE_API is not an address like https://docs.googleapis.com/")
	}
	if c.Credentials != "" {
		if _, err := os.Stat(c.Credentials); err != nil {
			fault("ENGAWA_GOOGLE_CREDENTIALS is not a service account's key file that can be read") // without what it is: it may be the key, misplaced
		}
	}
	if _, _, err := net.SplitHostPort(c.HTTP); err != nil {
		fault("ENGAWA_HTTP is not host:port like 127.0.0.1:8420") // without what it is: it may be the token, misplaced
	}
	if _, _, err := logFormat(c.Log); err != nil {
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
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

// logFormat reads ENGAWA_LOG: "text" or "json", and a level after a comma.
func logFormat(s string) (json bool, level slog.Level, err error) {
	format, name, _ := strings.Cut(s, ",")
	if name != "" {
		err = level.UnmarshalText([]byte(strings.TrimSpace(name)))
	}
	if format = strings.TrimSpace(format); err != nil || format != "text" && format != "json" {
		return false, level, errors.New("ENGAWA_LOG is not text or json, with an optional level: json,debug (debug, info, warn, error)")
	}
	return format == "json", level, nil
}

// logger writes to w as ENGAWA_LOG says, and never writes the token.
func (c config) logger(w io.Writer) *slog.Logger {
	json, level, _ := logFormat(c.Log)
	w = &censor{w: w, secret: c.Token}
	options := &slog.HandlerOptions{Level: level}
	if json {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// censor is a last guard: whatever is written, the secret is not.
type censor struct {
	w      io.Writer
	secret string
}

func (c *censor) Write(p []byte) (int, error) {
	if c.secret != "" && strings.Contains(string(p), c.secret) {
		_, err := io.WriteString(c.w, strings.ReplaceAll(string(p), c.secret, "[token]"))
		return len(p), err
	}
	return c.w.Write(p)
}
