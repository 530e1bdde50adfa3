package main

import "context"

// demo plays the bot against a pretended Discord.
func demo(ctx context.Context, w world, _ []string) error { return nil }
