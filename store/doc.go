// Package store is what Engawa remembers: typed tables in transactions, and the list
// of what is owed to the world (Owed). Where they are kept is for an engine, chosen
// by the store's address: a path is a file of package bolt; what an engine must do is
// written in package engine. Copies (backups, what is kept before an upgrade, what
// is saved from a damaged file) are files of bolt, whatever the engine.
// The package must know no feature, no chat platform and no clock.
//
// # Tables and keys
//
// A table holds JSON values under ordered keys; a key begins with the team
// (see KeyOf). Each package names the tables it owns in its own package
// comment. The tables of this package:
//
//	meta  format    the format number of the store
//	      sealed    the same with its checksum
//	      unfinished  a step that changes rows one by one is under way
//	      writable  rewritten by Writable, means nothing
//	owed  o.Key     one Owed, until it is settled
//
// # Values gain fields, formats gain numbers
//
// A value only ever gains fields: no field is renamed, removed or given another
// meaning, and a field that an old value lacks decodes to its zero value, which
// must mean 'as before'. A program that does not know a field drops it when it
// reads, changes and writes the value. Therefore the file carries a format
// number, and a program refuses a file of a higher one (ErrNewer). The rule:
//
//	a change of layout, and a new field whose loss would matter, is a new
//	step in upgrades (an empty step will do for a field); only a field
//	that is no loss may be gained without one. A test in cmd/engawa holds it.
//
// Open brings an older file up to date, after a copy of the file as it was:
// <file>.format-<number>. A step is one transaction: one that is interrupted has not
// happened, and the next Open takes it again. Or it changes rows one by one, a few a
// transaction: then the format is the new one from its beginning, and the next Open
// goes on where it was interrupted.
//
// # Caveats
//
// A transaction is short: no network and no waiting inside. View and Update
// must not be called inside another View or Update of the same store; they
// would wait for each other.
//
// What Update is given may run more than once, and may run in the goroutine of
// another caller; its only effects are those on the transaction.
//
// The engine's bytes are valid inside the transaction only. Table decodes inside
// the transaction, so that what it returns is the caller's to keep.
//
// Each value carries a checksum (seal.go), which Table checks when it reads. Open
// has the engine walk through all that is kept, and judges every value, first; so
// its time grows with the store. Caveats of files are told in package bolt.
package store
