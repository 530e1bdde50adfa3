// Package server is what the pretended platforms share, whatever they pretend: how a
// server lives and ends (Life), what it notes for tests (Record), what a connection
// has still to write (Outbox), bad luck on demand (Luck), and those who watch what
// happens (Reader). Below it, package pipe is a network in the process.
//
// It knows no platform and nothing of Engawa. It reads the clock with package time
// only, so it works inside a testing/synctest bubble.
package server
