package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
)

// seal binds the response_url that a modal brings back to who it was given to. The
// key comes from the bot's token: a modal that lies open outlasts a restart.
func (f *Face) seal(s formState) string {
	if s.Hook == "" {
		return ""
	}
	// These words stay as they are: modals with such a seal are open at people's.
	mac := hmac.New(sha256.New, []byte("engawa slip "+f.cfg.BotToken))
	_, _ = mac.Write([]byte(s.Who + "\n" + s.Hook)) // it does not fail
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

// checked is what somebody did, without a response_url that we did not give them.
// Without it the answer comes in the modal or in a direct message.
func (f *Face) checked(h heard) heard {
	h.State.Who = h.Request.From.Account.ID
	if h.View != "" && !hmac.Equal([]byte(h.State.Seal), []byte(f.seal(h.State))) {
		h.State.Hook = ""
	}
	return h
}
