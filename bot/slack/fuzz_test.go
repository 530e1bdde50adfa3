package slack

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/slack/socket"
	"github.com/engawa-bot/engawa/bot/words"
	"github.com/engawa-bot/engawa/internal/plain"
)

func FuzzAnyEnvelopeIsRefusedOrCanBeAnswered(f *testing.F) {
	for _, payload := range []string{
		`{}`, `null`, `[]`, `{"event":null}`, `{"event":{"type":"app_home_opened","tab":"home","user":"U1"}}`,
		`{"command":"/keep","text":"tea","user_id":"U1","channel_id":"C1","trigger_id":"t","response_url":"h"}`,
		`{"type":"block_actions","user":{"id":"U1"},"actions":[{"type":"button","action_id":"a","value":"{\"d\":\"back\"}"}]}`,
		`{"type":"block_actions","user":{"id":"U1"},"actions":[]}`,
		`{"type":"view_submission","user":{"id":"U1"},"view":{"type":"modal","private_metadata":"{","blocks":[{"block_id":"a"}],"state":{"values":{"a":{"field":{}}}}}}`,
		`{"type":"message_action","callback_id":"add_to_kpt","user":{"id":"U1"},"message":{"ts":"1.2","text":"<@U2> *hi*"}}`,
	} {
		for kind := range 3 {
			f.Add(kind, payload)
		}
	}
	kinds := []string{string(socket.Command), string(socket.Event), string(socket.Interactive)}
	f.Fuzz(func(t *testing.T, kind int, payload string) {
		e := socket.Envelope{Payload: json.RawMessage(payload)}
		e.Kind = socket.Kind(kinds[uint(kind)%3])
		h, ok, err := readEnvelope(e, waysOf((&host{}).Commands()))
		if ok && (err != nil || h.Request.From.Account.ID == "" || h.Request.On != "slack") {
			t.Errorf("%s %s: asked %+v with %v", e.Kind, payload, h.Request, err)
		}
		if ok && h.Sorry == nil && h.Request.Do == "" && !h.State.Home {
			t.Errorf("%s %s: there is nothing to ask and nothing to say", e.Kind, payload)
		}
	})
}

func FuzzWhatIsTypedIsACommandOrExplained(f *testing.F) {
	all := waysOf((&host{}).Commands())
	for _, w := range all {
		command, word, _ := strings.Cut(w.typed, " ")
		f.Add(command, word)
		f.Add(command, word+" \t縁側 🍵")
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		r, sorry := all.request(command, text)
		if r.Do == "" && sorry == nil {
			t.Errorf("%q %q is neither a command nor explained", command, text)
		}
		if kept := r.Values["text"]; kept != "" && !strings.Contains(text, kept) {
			t.Errorf("%q %q became %q", command, text, kept)
		}
	})
}

func FuzzAMessageWithoutMarksIsReadAsItIs(f *testing.F) {
	for _, s := range []string{"tea at four", "<@U1|ana> & <#C1|tea>", "*bold* _it_ ~gone~", "<!here> <https://x.example|x>", "&lt;b&gt;", "<<a>>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := readable(text, func(string) string { return "somebody" })
		if !strings.ContainsAny(text, "<>&*_~") && got != strings.TrimSpace(text) {
			t.Errorf("%q is read as %q", text, got)
		}
	})
}

func FuzzWhatPeopleTypedIsNeverParsed(f *testing.F) {
	for _, s := range []string{"<!here>", "<@U0000000004>", "*bold*", "https://x.example", "@channel", ":tea:", "\u202eabc", "<https://x|y>", "`code`"} {
		f.Add(s)
	}
	face := &Face{cfg: Config{Guide: sakura()}}
	f.Fuzz(func(t *testing.T, typed string) {
		d := face.draw(bot.Card{Lines: []words.Text{{{Kind: words.Quoted, Text: typed}}}}, "sakura")
		if strings.ContainsAny(d.Text, "<>") {
			t.Errorf("%q is notified as %q", typed, d.Text)
		}
		var text strings.Builder
		for _, block := range d.Blocks {
			for _, part := range block.(*slack.RichTextBlock).Elements {
				for _, e := range part.(*slack.RichTextSection).Elements {
					run, is := e.(*slack.RichTextSectionTextElement)
					if !is || run.Style != nil {
						t.Fatalf("%q is drawn with %T %+v", typed, e, e)
					}
					text.WriteString(run.Text)
				}
			}
		}
		if want := plain.Piece(typed); strings.TrimSpace(want) != "" && units(want) < 1000 && text.String() != want {
			t.Errorf("%q is drawn as %q, want %q", typed, text.String(), want)
		}
	})
}
