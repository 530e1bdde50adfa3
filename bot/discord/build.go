package discord

import (
	"context"
	"fmt"
	"net/http"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// heading is the category that rooms of ours stand under.
const heading = "Engawa"

// Build makes voice rooms under one heading; those with an id exist already. It
// needs Manage Channels.
func (f *Face) Build(ctx context.Context, server bot.ServerID, rooms []bot.Room) ([]bot.Room, error) {
	parent := ""
	if g, ok := f.guild(server); ok {
		for _, c := range g.Channels {
			if c.Kind == gateway.KindCategory && c.Name == heading {
				parent = c.ID
			}
		}
	}
	var err error
	if parent == "" {
		if parent, err = f.makeChannel(ctx, server, heading, gateway.KindCategory, ""); err != nil {
			return nil, err
		}
	}
	for i, r := range rooms {
		if r.ID != "" {
			continue
		}
		id, err := f.makeChannel(ctx, server, r.Name, gateway.KindVoice, parent)
		if err != nil {
			return nil, err
		}
		rooms[i].ID = bot.RoomID(id)
	}
	return rooms, nil
}

func (f *Face) makeChannel(ctx context.Context, server bot.ServerID, name string, kind int, parent string) (string, error) {
	body := map[string]any{"name": name, "type": kind}
	if parent != "" {
		body["parent_id"] = parent
	}
	var made struct {
		ID string `json:"id"`
	}
	err := f.api.Do(ctx, rest.Call{
		Method: http.MethodPost, Path: "/guilds/" + string(server) + "/channels", Body: body, Out: &made,
		Urgency: rest.Soon, Reason: "rooms for a team, made by /engawa setup",
	})
	if err != nil {
		return "", fmt.Errorf("discord: make the room %q: %w", name, err)
	}
	return made.ID, nil
}
