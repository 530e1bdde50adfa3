package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/kpt/export"
)

func doctor(ctx context.Context, w app.World, _ []string) error { return app.Doctor(ctx, w) }

func showTeams(ctx context.Context, w app.World, _ []string) error { return app.ShowTeams(ctx, w) }

func applyTeams(ctx context.Context, w app.World, args []string) error {
	return app.ApplyFile(ctx, w, args[0])
}

func backup(ctx context.Context, w app.World, args []string) error {
	return app.Backup(ctx, w, args[0])
}

func restore(_ context.Context, w app.World, args []string) error { return app.Restore(w, args[0]) }

func salvage(_ context.Context, w app.World, args []string) error {
	return app.Salvage(w, args[0], args[1])
}

func check(ctx context.Context, w app.World, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("usage: engawa check [FILE]: %w", errUsage)
	}
	return app.Check(ctx, w, strings.Join(args, ""))
}

func exportTeam(ctx context.Context, w app.World, args []string) error {
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	team := flags.String("team", "", "")
	format := flags.String("format", string(export.Markdown), "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("usage: engawa export --team TEAM --format md|csv|json: %w", errUsage)
	}
	return app.Export(ctx, w, *team, *format)
}

func why(ctx context.Context, w app.World, args []string) error {
	flags := flag.NewFlagSet("why", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var q app.Question
	flags.StringVar(&q.Team, "team", "", "")
	flags.StringVar(&q.Member, "member", "", "")
	flags.StringVar(&q.Date, "date", "", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || q.Member == "" || q.Date == "" {
		return fmt.Errorf("usage: engawa why --member ID|NAME --date 2026-11-27 [--team TEAM]: %w", errUsage)
	}
	return app.Why(ctx, w, q)
}
