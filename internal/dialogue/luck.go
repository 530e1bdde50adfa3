package dialogue

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// rights are Discord's permissions by the names that keepers see.
func rights() map[string]uint64 {
	return map[string]uint64{
		"View Channels":            1 << 10,
		"Send Messages":            1 << 11,
		"Read Message History":     1 << 16,
		"Connect":                  1 << 20,
		"Speak":                    1 << 21,
		"Manage Channels":          1 << 4,
		"Use Soundboard":           1 << 42,
		"Create Expressions":       1 << 43,
		"Create Events":            1 << 44,
		"Set Voice Channel Status": 1 << 48,
	}
}

func (p *Play) right(name string) (uint64, error) {
	all := rights()
	names := slices.Sorted(maps.Keys(all))
	if at := same(name, names); at >= 0 {
		return all[names[at]], nil
	}
	return 0, p.sorry("no.right", "text", name, "names", strings.Join(names, ", "))
}

// losesIn takes a right from the bot in one room or, with a '#', in a channel.
func losesIn(_ context.Context, p *Play, args []string) error {
	bit, err := p.right(args[0])
	if err != nil {
		return err
	}
	name, text := strings.CutPrefix(args[1], "#")
	c, err := p.channel(name, !text)
	if err == nil {
		p.stage.Guild.Deny(c, bit)
	}
	return err
}

// loses takes a right from the bot on the whole server.
func loses(_ context.Context, p *Play, args []string) error {
	bit, err := p.right(args[0])
	if err != nil {
		return err
	}
	p.mu.Lock()
	p.lost |= bit
	lost := p.lost
	p.mu.Unlock()
	p.stage.Guild.SetBotPermissions(all() &^ lost)
	return nil
}

func regains(_ context.Context, p *Play, _ []string) error {
	p.mu.Lock()
	p.lost = 0
	p.mu.Unlock()
	p.stage.Guild.SetBotPermissions(all())
	for _, c := range p.stage.Guild.Channels() {
		p.stage.Guild.Deny(c, 0)
	}
	return nil
}

func all() (bits uint64) {
	for _, bit := range rights() {
		bits |= bit
	}
	return bits
}

// refuses makes Discord refuse what the bot asks, until it is well again.
func refuses(_ context.Context, p *Play, args []string) error {
	kinds := map[string]struct {
		match        func(*http.Request) bool
		status, code int
	}{
		"sounds": {func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/send-soundboard-sound") }, http.StatusBadRequest, 20015},
		"edits":  {func(r *http.Request) bool { return r.Method == http.MethodPatch }, http.StatusInternalServerError, 0},
	}
	k, ok := kinds[strings.ToLower(args[0])]
	if !ok {
		return p.sorry("no.refusal", "text", args[0])
	}
	p.stage.Server.Faults().Refuse(k.match, 1<<30, k.status, k.code, "not now")
	return nil
}
