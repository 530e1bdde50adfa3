package discord

// Intents of the gateway; the values are Discord's.
const (
	intentGuilds      = 1 << 0
	intentExpressions = 1 << 3
	intentVoiceStates = 1 << 7
	intentMessages    = 1 << 9
	intentDMs         = 1 << 12
	intentScheduled   = 1 << 16

	intentContent    = 1 << 15
	privilegedIntent = 1<<1 | 1<<8 | intentContent // our application has none of them
	knownIntents     = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)
