package discord

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/engawa-bot/engawa/bot"
)

// A custom_id is a command, its team and what it brings along, with separators
// between them. Both signs are escaped inside the parts.
const (
	mostID    = 100 // bytes, where Discord counts characters
	separator = "|"
)

var (
	packer   = strings.NewReplacer("~", "~~", separator, "~!")
	unpacker = strings.NewReplacer("~~", "~", "~!", separator)
)

// packID joins what a press or a form is to bring back. It fails if that is
// longer than a custom_id may be, or is no text.
func packID(do string, team bot.TeamID, with []string) (string, error) {
	if do == "" {
		return "", errors.New("custom_id: no command")
	}
	parts := append([]string{do, string(team)}, with...)
	for i, part := range parts {
		parts[i] = packer.Replace(part)
	}
	id := strings.Join(parts, separator)
	if len(id) > mostID || !utf8.ValidString(id) {
		return "", fmt.Errorf("custom_id: %d bytes for %q; at most %d of UTF-8", len(id), do, mostID)
	}
	return id, nil
}

// unpackID takes a custom_id apart; it knows only those that packID makes.
func unpackID(id string) (do string, team bot.TeamID, with []string, err error) {
	parts := strings.Split(id, separator)
	for i, part := range parts {
		parts[i] = unpacker.Replace(part)
	}
	if len(parts) < 2 {
		return "", "", nil, fmt.Errorf("custom_id %.100q: not one of ours", id)
	}
	do, team = parts[0], bot.TeamID(parts[1])
	if len(parts) > 2 {
		with = parts[2:]
	}
	if same, err := packID(do, team, with); err != nil || same != id {
		return "", "", nil, fmt.Errorf("custom_id %.100q: not one of ours", id)
	}
	return do, team, with, nil
}
