package rest

import "testing"

func TestRoutesAreToldApartByTheirMajorParameterAlone(t *testing.T) {
	tests := []struct{ path, template, major, shown string }{
		{"/channels/1/messages", "/channels/{id}/messages", "channels/1", "/channels/1/messages"},
		{"/channels/1/messages/2", "/channels/{id}/messages/{id}", "channels/1", "/channels/1/messages/2"},
		{"/channels/1/messages?limit=5", "/channels/{id}/messages", "channels/1", "/channels/1/messages"},
		{"/channels/1/messages/2/reactions/%E2%98%95/@me", "/channels/{id}/messages/{id}/reactions/{emoji}/@me", "channels/1", "/channels/1/messages/2/reactions/%E2%98%95/@me"},
		{"/guilds/3/members/4", "/guilds/{id}/members/{id}", "guilds/3", "/guilds/3/members/4"},
		{"/applications/5/guilds/3/commands/6", "/applications/{id}/guilds/{id}/commands/{id}", "guilds/3", "/applications/5/guilds/3/commands/6"},
		{"/applications/5/commands", "/applications/{id}/commands", "", "/applications/5/commands"},
		{"/users/@me", "/users/@me", "", "/users/@me"},
		{"/webhooks/5/abc", "/webhooks/{id}/{token}", "webhooks/5/abc", "/webhooks/5/{token}"},
		{"/webhooks/5/77/messages/@original", "/webhooks/{id}/{token}/messages/@original", "webhooks/5/77", "/webhooks/5/{token}/messages/@original"},
		{"/interactions/8/abc/callback", "/interactions/{id}/{token}/callback", "interactions/8/abc", "/interactions/8/{token}/callback"},
	}
	for _, test := range tests {
		got, err := parseRoute(test.path)
		if err != nil || got.template != test.template || got.major != test.major || got.shown != test.shown {
			t.Errorf("%s: got %+v, %v; want %q %q %q", test.path, got, err, test.template, test.major, test.shown)
		}
	}
	for _, path := range []string{"", "channels/1", "/channels//messages"} {
		if got, err := parseRoute(path); err == nil {
			t.Errorf("%q: got %+v, want an error", path, got)
		}
	}
}
