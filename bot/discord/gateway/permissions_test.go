package gateway_test

import (
	"testing"

	"github.com/engawa-bot/engawa/bot/discord/gateway"
)

const (
	administrator = 1 << 3
	view          = 1 << 10
	send          = 1 << 11
	embed         = 1 << 14
	connect       = 1 << 20
	speak         = 1 << 21
	all           = 1<<64 - 1
)

func TestPermissionsFollowRolesThenOverwrites(t *testing.T) {
	const everyone, bot, other, us = "1", "2", "3", "9"
	deny := func(id string, member bool, bits uint64) gateway.Overwrite {
		return gateway.Overwrite{ID: id, Member: member, Deny: bits}
	}
	allow := func(id string, member bool, bits uint64) gateway.Overwrite {
		return gateway.Overwrite{ID: id, Member: member, Allow: bits}
	}
	tests := map[string]struct {
		kind       int
		base       uint64 // of our role
		owner      string
		overwrites []gateway.Overwrite
		want       uint64
	}{
		"roles together":               {gateway.KindText, send, "", nil, view | send},
		"everyone denied":              {gateway.KindText, send | embed, "", []gateway.Overwrite{deny(everyone, false, embed)}, view | send},
		"our role over everyone":       {gateway.KindText, send, "", []gateway.Overwrite{allow(bot, false, send), deny(everyone, false, send)}, view | send},
		"ourselves over our role":      {gateway.KindText, send, "", []gateway.Overwrite{allow(us, true, send), deny(bot, false, send)}, view | send},
		"another's role":               {gateway.KindText, send, "", []gateway.Overwrite{deny(other, false, send)}, view | send},
		"another member":               {gateway.KindText, send, "", []gateway.Overwrite{deny(other, true, send)}, view | send},
		"a role with our user's id":    {gateway.KindText, send, "", []gateway.Overwrite{deny(us, false, send)}, view | send},
		"hidden is nothing":            {gateway.KindText, send, "", []gateway.Overwrite{deny(everyone, false, view)}, 0},
		"no sending, no embeds":        {gateway.KindText, embed, "", nil, view},
		"no connecting, no speaking":   {gateway.KindVoice, send | speak, "", nil, view},
		"connecting":                   {gateway.KindVoice, connect | speak | send, "", nil, view | connect | speak | send},
		"an administrator may all":     {gateway.KindText, administrator, "", []gateway.Overwrite{deny(us, true, view)}, all},
		"an owner may all":             {gateway.KindText, 0, us, []gateway.Overwrite{deny(us, true, view)}, all},
		"a stage is a voice channel":   {gateway.KindStage, send, "", nil, view},
		"a category is not":            {gateway.KindCategory, send, "", nil, view | send},
		"allowing undoes one's denial": {gateway.KindText, 0, "", []gateway.Overwrite{{ID: us, Member: true, Allow: send, Deny: send}}, view | send},
	}
	for name, test := range tests {
		g := gateway.Guild{
			ID: everyone, Owner: test.owner, Me: gateway.Member{User: us, Roles: []string{bot}},
			Roles:    []gateway.Role{{ID: everyone, Permissions: view}, {ID: bot, Permissions: test.base}, {ID: other, Permissions: all}},
			Channels: []gateway.Channel{{ID: "5", Kind: test.kind, Overwrites: test.overwrites}},
		}
		if got := g.Permissions("5"); got != test.want {
			t.Errorf("%s: got %b; want %b", name, got, test.want)
		}
		if got := g.Permissions("6"); got != 0 {
			t.Errorf("%s: got %b in a channel that is not there; want 0", name, got)
		}
	}
}
