package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/discord/gateway"
	"github.com/engawa-bot/engawa/bot/discord/rest"
)

// Codes of who is not there. Source: Discord's 'JSON Error Codes'.
const (
	unknownMember = 10007
	unknownUser   = 10013
)

// manageServer makes a keeper. Source: Discord's 'Permissions'.
const manageServer uint64 = 1 << bitManageGuild

// Admits tells by somebody's roles whether they are in the team: who has its
// role, without a role who may enter one of its rooms, and keepers.
func (f *Face) Admits(t bot.Team, p bot.Person) bool {
	if p.Keeper || t.Role != "" && slices.Contains(p.Roles, t.Role) {
		return true
	}
	g, known := f.guild(t.Server)
	if !known {
		return false
	}
	m := memberOf(p)
	if g.PermissionsOf(m, "")&manageServer != 0 {
		return true
	}
	return t.Role == "" && mayEnter(g, m, t)
}

// mayEnter tells whether somebody may enter one of a team's rooms. Where all of
// them were deleted, who may read the team's text channel belongs to it still.
func mayEnter(g gateway.Guild, m gateway.Member, t bot.Team) bool {
	const view, enter = 1 << 10, 1<<10 | 1<<20 // viewChannel and connect
	there := false
	for _, r := range t.Rooms {
		if _, is := g.Channel(string(r.ID)); !is {
			continue
		}
		if there = true; g.PermissionsOf(m, string(r.ID))&enter == enter {
			return true
		}
	}
	return !there && g.PermissionsOf(m, string(t.Text.Main))&view != 0
}

func memberOf(p bot.Person) gateway.Member {
	m := gateway.Member{User: p.Account.ID}
	for _, r := range p.Roles {
		m.Roles = append(m.Roles, string(r))
	}
	return m
}

// Belongs asks Discord for somebody's roles, which needs no privileged intent,
// and tells whether they are in the team. Who is not on the server is not.
func (f *Face) Belongs(ctx context.Context, t bot.Team, user string) (bool, error) {
	if err := f.awaitBriefly(ctx, t.Server); err != nil {
		return false, err
	}
	var told struct {
		Roles []bot.RoleID `json:"roles"`
	}
	path := fmt.Sprintf("/guilds/%s/members/%s", t.Server, user)
	err := f.api.Do(ctx, rest.Call{Method: http.MethodGet, Path: path, Out: &told, Urgency: rest.Soon})
	if code := rest.Code(err); code == unknownMember || code == unknownUser {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("discord: whether %s is in team %s: %w", user, t.ID, err)
	}
	return f.Admits(t, bot.Person{Account: bot.Account{On: Platform, ID: user}, Roles: told.Roles}), nil
}

// tellPatience is how long a server is waited for, which is told a moment after
// the start.
const tellPatience = 5 * time.Second

func (f *Face) awaitBriefly(ctx context.Context, id bot.ServerID) error {
	ctx, cancel := context.WithTimeout(ctx, tellPatience)
	defer cancel()
	return f.Await(ctx, id)
}
