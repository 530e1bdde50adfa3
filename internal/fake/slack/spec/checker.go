// Package spec holds what an app sends to Slack against files that Slack has published: the arguments of each
// method, and the JSON schema of messages.
//
// It is for tests: the fake server hands it every request, and so a request that does not fit the files fails
// the test that sent it. The files are not part of this repository; where they are missing, Load returns
// ErrAbsent and nothing is judged.
//
// Reading the source: load.go reads the files, checker.go is the door, arguments.go judges arguments,
// schema.go judges blocks, fortest.go is the door for tests.
//
// Caveats. The files of methods are in a dialect of JSON schema that is Slack's own; of it are read the names,
// what is required, simple types, enumerations and timestamps. Views have no schema here, their blocks have.
// Lengths, unique ids and all that depends on other fields are the fake's own rules.
package spec

import (
	"fmt"
	"maps"
	"sync"
)

// Checker judges calls and blocks. It is safe for concurrent use. A nil Checker, which ForTest returns where
// the files are absent, finds everything valid and counts nothing.
type Checker struct {
	methods map[string]method
	blocks  *schema

	mu      sync.Mutex
	covered Coverage
}

// Coverage counts what was valid.
type Coverage struct {
	Methods map[string]int // calls
	Types   map[string]int // blocks, elements and composition objects, by their type
}

func newCoverage() Coverage { return Coverage{Methods: map[string]int{}, Types: map[string]int{}} }

// String is a line for a log.
func (c Coverage) String() string {
	calls, parts := 0, 0
	for _, n := range c.Methods {
		calls += n
	}
	for _, n := range c.Types {
		parts += n
	}
	return fmt.Sprintf("%d methods in %d calls, %d types of blocks and elements in %d places", len(c.Methods), calls, len(c.Types), parts)
}

// Coverage returns what was valid so far in this process.
func (c *Checker) Coverage() Coverage {
	if c == nil {
		return Coverage{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return Coverage{Methods: maps.Clone(c.covered.Methods), Types: maps.Clone(c.covered.Types)}
}

// Arguments returns nil if the method takes these arguments: texts, as in a form, or the values of a JSON body.
// The error names the argument, never its value.
func (c *Checker) Arguments(name string, args map[string]any) error {
	if c == nil {
		return nil
	}
	m, ok := c.methods[name]
	if !ok {
		return fmt.Errorf("spec: no file for %s", name)
	}
	if err := m.Args.judge(args); err != nil {
		return fmt.Errorf("spec: %s: %w", name, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.covered.Methods[name]++
	return nil
}

// Blocks returns nil if the blocks, decoded from JSON, fit the schema of a message's. The error says where they
// do not.
func (c *Checker) Blocks(blocks []any) error {
	if c == nil {
		return nil
	}
	if fault := c.blocks.judge("", map[string]any{"blocks": blocks}); fault != "" {
		return fmt.Errorf("spec: %s", fault)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.covered.count(blocks)
	return nil
}

func (c Coverage) count(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			c.count(x)
		}
	case map[string]any:
		if kind, ok := v["type"].(string); ok {
			c.Types[kind]++
		}
		for _, x := range v {
			c.count(x)
		}
	}
}
