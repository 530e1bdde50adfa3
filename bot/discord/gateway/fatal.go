package gateway

import "fmt"

// Close codes after which Discord wants no reconnecting. Source: Discord's documentation, "Gateway Close
// Event Codes".
const (
	closeAuthentication  = 4004
	closeInvalidShard    = 4010
	closeShardingNeeded  = 4011
	closeInvalidVersion  = 4012
	closeInvalidIntents  = 4013
	closeDisallowIntents = 4014
)

// Fatal is an end that no reconnecting mends: somebody has to change something first.
type Fatal struct {
	Code int // 4004 or 4010 to 4014
}

// Error says what to change.
func (f *Fatal) Error() string {
	return fmt.Sprintf("discord: %s (gateway close %d)", f.remedy(), f.Code)
}

func (f *Fatal) remedy() string {
	switch f.Code {
	case closeAuthentication:
		return "the bot token is not valid; make a new one in the Developer Portal under Bot, Reset Token, and give that one"
	case closeInvalidShard:
		return "the shard is not valid; run one process without sharding"
	case closeShardingNeeded:
		return "the bot is in more than 2,500 servers, which one connection cannot carry; take it out of some, or run it in shards"
	case closeInvalidVersion:
		return "the gateway no longer speaks API version 10; install a newer version of this program"
	case closeInvalidIntents:
		return "the gateway does not know the intents that were asked for; install a newer version of this program"
	case closeDisallowIntents:
		return "an intent that was asked for is not allowed; switch it on in the Developer Portal under Bot, Privileged Gateway Intents"
	default:
		return "the gateway refuses the bot for good"
	}
}

func isFatal(code int) bool {
	return code == closeAuthentication || code >= closeInvalidShard && code <= closeDisallowIntents
}
