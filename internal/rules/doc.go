// Package rules has no code, only tests about the whole module: who may import
// whom, how large things may grow, and what must be in no file. It reads the
// files that git tracks, or would track if they were added.
//
// A rule that a linter keeps is not kept here again; see .golangci.yml.
package rules
