package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/engawa-bot/engawa/internal/app"
	"github.com/engawa-bot/engawa/internal/demo"
)

func run(ctx context.Context, w app.World, _ given) error { return app.Serve(ctx, w) }

func play(ctx context.Context, w app.World, g given) error {
	return demo.Run(ctx, w, demo.How{Script: g.flags["script"], Tour: g.flags["tour"] != ""})
}

func doctor(ctx context.Context, w app.World, _ given) error { return app.Doctor(ctx, w) }

func showTeams(ctx context.Context, w app.World, _ given) error { return app.ShowTeams(ctx, w) }

func applyTeams(ctx context.Context, w app.World, g given) error {
	return app.ApplyFile(ctx, w, g.args[0])
}

func exportTeam(ctx context.Context, w app.World, g given) error {
	return app.Export(ctx, w, g.flags["team"], cmp.Or(g.flags["format"], "md"))
}

func why(ctx context.Context, w app.World, g given) error {
	return app.Why(ctx, w, app.Question{Team: g.flags["team"], Member: g.flags["member"], Date: g.flags["date"]})
}

func backup(ctx context.Context, w app.World, g given) error {
	return app.Backup(ctx, w, g.args[0])
}

func restore(_ context.Context, w app.World, g given) error { return app.Restore(w, g.args[0]) }

func check(ctx context.Context, w app.World, g given) error {
	return app.Check(ctx, w, strings.Join(g.args, ""))
}

func salvage(_ context.Context, w app.World, g given) error {
	return app.Salvage(w, g.args[0], g.args[1])
}
