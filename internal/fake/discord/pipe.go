package discord

import (
	"context"
	"net"

	"github.com/engawa-bot/engawa/internal/fake/server/pipe"
)

// Pipe returns a listener without a network, for Options, and the dialer that reaches it: see package pipe.
func Pipe() (net.Listener, func(ctx context.Context, network, addr string) (net.Conn, error)) {
	l := pipe.Listen("discord.invalid")
	return l, l.DialContext
}
