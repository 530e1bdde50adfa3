package rest

import (
	"errors"
	"strings"
)

// route is a path taken apart for Discord's limits.
type route struct {
	template string // "/channels/{id}/messages/{id}": what metrics and limits are kept by
	major    string // "channels/123": what Discord counts apart within a template; "" if nothing
	shown    string // the path without tokens and query
	token    string // of a webhook or interaction in the path; "" if none
}

var errPath = errors.New("discord: a path must begin with / and have no empty part")

// parseRoute takes a path apart. The major parameter is the channel, guild or webhook of the path, also in
// /applications/{id}/guilds/{id}; interactions are counted by their token as webhooks are.
func parseRoute(path string) (route, error) {
	path, _, _ = strings.Cut(path, "?")
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") {
		return route{}, errPath
	}
	parts := strings.Split(path[1:], "/")
	shown := strings.Split(path[1:], "/")
	var r route
	for i := 1; i < len(parts); i++ {
		part, before := parts[i], parts[i-1]
		switch {
		case i == 2 && (shown[0] == "webhooks" || shown[0] == "interactions"):
			r.token = part
			r.major += "/" + part
			parts[i], shown[i] = "{token}", "{token}"
		case before == "reactions":
			parts[i] = "{emoji}"
		case isID(part):
			if r.major == "" && isMajor(before) {
				r.major = before + "/" + part
			}
			parts[i] = "{id}"
		}
	}
	r.template = "/" + strings.Join(parts, "/")
	r.shown = "/" + strings.Join(shown, "/")
	return r, nil
}

func isMajor(resource string) bool {
	switch resource {
	case "channels", "guilds", "webhooks", "interactions":
		return true
	}
	return false
}

func isID(part string) bool {
	return part != "" && strings.Trim(part, "0123456789") == ""
}
