package demo

import (
	"strings"
	"testing"
	"testing/synctest"
)

func TestTheDemoIsKindToWhatPeopleType(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		script := `ANA: /Where Member:BO
ana presses Next
ana: /Engawa Settings
ana presses foo
ana chooses winsession in what would you like to change
ana presses TIME, NAME, LINK
ana fills in MINUTES=45
ana: /engawa settings
ana chooses nosuchthing in What would you like to change?
ana chooses x in Nothing of the kind
ana: /kpt
ana: /tires list
ana: /dance
at thu 14:01
bo presses write
Bo in slack presses write
BO in slack fills in TEXT=Tea at four
bo in Slack presses Not there
ana in Slack presses i lead now
dan in slack #SAKURA: /rooms
ana in #GENERAL: /rooms
`
		got, err := playScript(t.Context(), t, strings.NewReader(script), map[string]string{"TZ": "Asia/Tokyo"})
		if err != nil {
			t.Fatal(err)
		}
		inOrder(t, got, "> ANA: /Where", "< (ana only) @bo has been in #Pairing", "? ana sees no button 'Next', nor any other.",
			"> ana: /Engawa Settings\n< (ana only) Settings of Sakura", "? ana sees no button 'foo'",
			"> ana chooses winsession", "< (ana only) WinSession", "< form for ana: WinSession", "> ana fills in MINUTES=45\n", "🏆 WinSession: first mon 17:00, 45 min",
			"? ana cannot choose 'nosuchthing' in What would you like to change?. There are: ", "WinSession",
			"? ana sees no menu 'Nothing of the kind'. The newest are: [What would you like to change?]",
			"? /kpt needs a word more. There are:\n  /kpt export   Get", "? There is no command /tires list. Did you mean /tries list?",
			"? There is no command /dance.", "> bo presses write\n? That button is in Slack. Type: bo in Slack presses Write",
			"< Slack form for bo: A note for the KPT", "Noted as a Keep", "? bo sees no button 'Not there'. The newest are: [",
			"? That button is in Discord. Type: ana presses I lead now", "< (Slack, dan only) Who is where", "< (ana only) Who is where")
	})
}
