package bot

import (
	"cmp"
	"context"
	"log/slog"
	"runtime/debug"

	"github.com/engawa-bot/engawa/bot/words"
)

// Converse gives the first reply to a request, and then each that follows, as long
// as give reports that more can be said. It returns the last.
func Converse(ctx context.Context, log *slog.Logger, r Request, first Reply, give func(Reply) bool) Reply {
	reply := first
	for give(reply) && reply.Then != nil {
		then, team := reply.Then, reply.Team
		reply = Guarded(log, r, func() Reply { return then(ctx) })
		reply.Team = cmp.Or(reply.Team, team)
	}
	return reply
}

// Guarded is what answer gives. A panic in it is logged and answered, and does not
// end the process.
func Guarded(log *slog.Logger, r Request, answer func() Reply) (reply Reply) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("panic in a command", "do", r.Do, "panic", p, "stack", string(debug.Stack()))
			reply = Tell(words.Say(r.From.Lang, "ask.internal"))
		}
	}()
	return answer()
}
