// Package storetest holds the contract that every engine keeps, as a test to be
// called from the tests of an engine. It must know no particular engine.
package storetest

import (
	"strings"
	"testing"

	"github.com/engawa-bot/engawa/store/engine"
)

// Engine is what Contract tries: a kind of engine, and what a test can do to its
// stores.
type Engine struct {
	Kind    engine.Kind
	Address func(t *testing.T) string // a new one, where nothing is

	// Ail has the disk below an open store fail, until it is mended.
	Ail func(t *testing.T, db engine.DB, how Trouble) (mend func())

	// Damage damages a store that is not open, so that it cannot be opened.
	Damage func(t *testing.T, address string)
}

// Trouble is how a disk fails.
type Trouble int

// A disk is full, or refuses to write; or it fails when all is written, so that
// nobody knows whether it will be there after a power cut.
const (
	Full Trouble = iota
	Refusing
	Unsure
)

// Contract fails t where an engine breaks the contract that is written in package
// engine.
func Contract(t *testing.T, e Engine) {
	for _, rule := range []struct {
		name string
		keep func(*testing.T, engine.DB)
	}{
		{"ATableNobodyWroteToIsEmpty", emptyTable},
		{"WhatIsPutIsThere", putGet},
		{"AnEmptyKeyIsRefused", emptyKey},
		{"WhatIsDeletedIsGone", deleted},
		{"TablesAreApart", tablesApart},
		{"AScanIsOrderedAndKeepsToItsPrefix", scanOrder},
		{"AScanMayStop", scanStops},
		{"AScanMeetsEachKeyOnceWhileTheTableChanges", scanWhileWriting},
		{"TheTablesAreListedInOrder", tablesListed},
		{"AWalkShowsEachValueAndFindsNoFault", walked},
		{"AnErrorUndoesAndIsReturned", errorUndoes},
		{"APanicUndoesAndReachesTheCaller", panicUndoes},
		{"AViewIsOnePicture", viewIsOnePicture},
		{"NextCountsForEachTable", nextCounts},
		{"OnCommitIsCalledInOrderBeforeUpdateReturns", onCommit},
		{"ConcurrentUpdatesLoseNothing", concurrent},
		{"AClosedEngineRefuses", closed},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.keep(t, e.begun(t)) })
	}
	for _, rule := range []struct {
		name string
		keep func(*testing.T, Engine)
	}{
		{"NothingIsThereBeforeItBegins", nothingThere},
		{"WhatBeginsIsWholeAndBeginsOnce", beginsOnce},
		{"ABeginningThatFailsLeavesNothing", beginningFails},
		{"WhatIsOnDiskIsThereAgain", thereAgain},
		{"AnOpenStoreIsInUse", inUse},
		{"ACopyIsOfOneMoment", copyOfOneMoment},
		{"ARestoreMakesItWhatTheCopyIs", restored},
		{"ARestoreThatIsRefusedChangesNothing", restoreRefused},
		{"DamageIsToldAndMendedByARestore", damaged},
		{"WithoutRoomNothingRemains", withoutRoom},
		{"OfAWriteThatIsRefusedNothingRemains", refused},
		{"AnUncertainOutcomeIsSeenAndSaid", uncertain},
	} {
		t.Run(rule.name, func(t *testing.T) { rule.keep(t, e) })
	}
}

// begun is a new and empty store.
func (e Engine) begun(t *testing.T) engine.DB {
	t.Helper()
	address := e.Address(t)
	if err := e.Kind.Begin(address, func(engine.Writer) error { return nil }); err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return e.opened(t, address)
}

func (e Engine) opened(t *testing.T, address string) engine.DB {
	t.Helper()
	db, err := e.Kind.Open(address)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func update(t *testing.T, db engine.DB, fn func(engine.Writer) error) {
	t.Helper()
	if err := db.Update(fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func view(t *testing.T, db engine.DB, fn func(engine.Reader)) {
	t.Helper()
	if err := db.View(func(r engine.Reader) error { fn(r); return nil }); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// content is a table as "key=value" in the order of a scan.
func content(r engine.Reader, table, prefix string) string {
	var rows []string
	for key, value := range r.Scan(table, prefix) {
		rows = append(rows, key+"="+string(value))
	}
	return strings.Join(rows, " ")
}

func wantContent(t *testing.T, db engine.DB, table, want string) {
	t.Helper()
	view(t, db, func(r engine.Reader) {
		if got := content(r, table, ""); got != want {
			t.Errorf("table %s: got %q, want %q", table, got, want)
		}
	})
}

// fill puts each key with itself as value.
func fill(keys ...string) func(engine.Writer) error {
	return func(w engine.Writer) error {
		for _, key := range keys {
			if err := w.Put("t", key, []byte(key)); err != nil {
				return err
			}
		}
		return nil
	}
}
