package spec

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/engawa-bot/engawa/internal/need"
)

// ErrAbsent says that the files are not there, as in a clone without ../shared.
var ErrAbsent = errors.New("spec: Slack's files are absent")

// Here returns the process's Checker, for the files where they should be, so that its counts are of the whole
// process. The error is ErrAbsent if they are not there.
var Here = sync.OnceValues(func() (*Checker, error) { return Load(need.Path("specs")) })

// Load returns a Checker for the folder that holds slack-methods and slack-message.schema.json. The error is
// ErrAbsent if they are not there.
func Load(folder string) (*Checker, error) {
	c := &Checker{methods: map[string]method{}, covered: newCoverage()}
	data, err := os.ReadFile(filepath.Join(folder, "slack-message.schema.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %q", ErrAbsent, folder)
	}
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	if c.blocks, err = readSchema(data); err != nil {
		return nil, fmt.Errorf("spec: slack-message.schema.json: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "slack-methods", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("spec: %w", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("spec: %w", err)
		}
		var m method
		if err := json.Unmarshal(data, &m); err != nil {
			return nil, fmt.Errorf("spec: %s: %w", filepath.Base(file), err)
		}
		c.methods[strings.TrimSuffix(filepath.Base(file), ".json")] = m
	}
	return c, nil
}
