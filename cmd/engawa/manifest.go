package main

import (
	"context"
	"fmt"

	"github.com/engawa-bot/engawa/bot/slack"
	"github.com/engawa-bot/engawa/internal/app"
)

// slackManifest prints the app as Slack is told of it. What is not the manifest
// is a remark of YAML, so that all of it can be pasted.
func slackManifest(_ context.Context, w app.World, _ given) error {
	_, err := fmt.Fprintf(w.Out, `# Engawa as Slack is told of it. This link makes the app in one click:
# %s
# Then: install it in your workspace, and make an app-level token with the scope
# connections:write (Basic Information). README.md says where the tokens go.
%s`, slack.ManifestLink(app.Commands()), slack.Manifest(app.Commands()))
	return err
}
