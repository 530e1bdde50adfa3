package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/kpt/export"
)

func doctor(ctx context.Context, w world, _ []string) error { return app.Doctor(ctx, w.World) }

func showTeams(ctx context.Context, w world, _ []string) error { return app.ShowTeams(ctx, w.World) }

func applyTeams(ctx context.Context, w world, args []string) error {
	return app.ApplyFile(ctx, w.World, args[0])
}

func backup(ctx context.Context, w world, args []string) error {
	return app.Backup(ctx, w.World, args[0])
}

func restore(_ context.Context, w world, args []string) error { return app.Restore(w.World, args[0]) }

func salvage(_ context.Context, w world, args []string) error {
	return app.Salvage(w.World, args[0], args[1])
}

func check(ctx context.Context, w world, args []string) error {
	return app.Check(ctx, w.World, strings.Join(args, ""))
}

func exportTeam(ctx context.Context, w world, _ []string) error {
	return app.Export(ctx, w.World, w.flags["team"], cmp.Or(w.flags["format"], string(export.Markdown)))
}

func why(ctx context.Context, w world, _ []string) error {
	return app.Why(ctx, w.World, app.Question{Team: w.flags["team"], Member: w.flags["member"], Date: w.flags["date"]})
}
