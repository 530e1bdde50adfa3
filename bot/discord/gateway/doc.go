// Package gateway is the listening half of the Discord face: one connection to Discord's gateway that
// is kept alive, the picture of guilds and voice rooms that arrives over it, and the few things that are
// said through it (joining and leaving a voice channel).
//
// It knows nothing of cards, teams or features, and it makes no REST request but GET /gateway/bot.
//
// discordgo does the handshake, the heartbeats and the resuming. It runs under a supervisor, because alone
// it hangs for ever (op 7 before READY), waits without end (a half-open connection) or retries what cannot
// work (a wrong token). The supervisor sees every frame in a net.Conn of its own, before discordgo does:
// see wire. discordgo's own reconnecting, state and logging are off.
//
// What arrives is put into one queue and told to the Handler by one goroutine, in order. What a session said
// that was given up since is not told.
//
// Caveats:
//   - The gateway connection does not use the proxies of the environment; give Config.Dial for that.
//   - discordgo sleeps a second in each Close, so a resume comes a second after the end of a connection, and
//     Run returns up to a second after its context ended.
//   - A panic inside discordgo's own decoding cannot be recovered here.
//   - One shard: up to 2,500 guilds.
package gateway
