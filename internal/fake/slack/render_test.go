package slack_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	fake "github.com/engawa-bot/engawa/internal/fake/slack"
)

func TestRenderShowsWhatAPersonSees(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		s.SetZone(time.FixedZone("Asia/Tokyo", 9*60*60))
		general, ana := s.Channel("general"), s.Member("ana")
		link := with(button("Join"), "url", "https://discord.invalid/1")
		all := []object{
			{"type": "header", "text": plain("Tea")},
			with(section("*<@"+ana.ID()+">* is in <#"+general.ID()+"> &amp; waits until <!date^946684800^{date_num} {time}|noon>"), "accessory", button("Go")),
			{"type": "section", "fields": []object{mrkdwn("a_b_c"), mrkdwn("<https://x.invalid|here>")}},
			{"type": "divider"},
			{"type": "context", "elements": []object{mrkdwn("_quiet_"), {"type": "image", "image_url": "https://x.invalid/x.png", "alt_text": "a cup"}}},
			actions(with(link, "action_id", "j"), with(selects(many(2, option)), "initial_option", option(1)), object{"type": "overflow", "action_id": "o", "options": many(2, option)}),
			{"type": "image", "image_url": "https://x.invalid/x.png", "alt_text": "a pot"},
		}
		a.call("chat.postMessage", object{"channel": general.ID(), "text": "not shown", "blocks": all}).ok(t)
		a.call("chat.postMessage", object{"channel": general.ID(), "text": "*bold* ~no~ 2*3*4 <!here> &lt;b&gt;"}).ok(t)
		want := strings.Join([]string{
			"Tea",
			"@ana is in #general & waits until 2000-01-01 09:00  [Go]",
			"a_b_c", "here ↗",
			"---",
			"quiet (picture: a cup)",
			"[Join ↗] (select: Pick = 1) (more: 0, 1)",
			"(picture: a pot)",
		}, "\n")
		if got := general.Messages()[0].Render(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if got, want := general.Messages()[1].Render(), "bold no 2*3*4 @here <b>"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		clean(t, s)
	})
}

func TestRenderShowsRichTextWithoutItsMarks(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		s.SetZone(time.FixedZone("Asia/Tokyo", 9*60*60))
		general, ana := s.Channel("general"), s.Member("ana")
		run := func(kind string, o object) object { return with(o, "type", kind) }
		say := func(t string) object { return object{"type": "text", "text": t} }
		part := func(all ...object) object { return object{"type": "rich_text_section", "elements": all} }
		at := time.Now().Unix()
		all := object{"type": "rich_text", "elements": []object{
			part(with(say("Tea"), "style", object{"bold": true}), say(" with <@U1>, "), run("user", object{"user_id": ana.ID()}), say(" in "),
				run("channel", object{"channel_id": general.ID()}), say(", "), run("link", object{"url": "https://x.invalid", "text": "Lounge"}),
				say(" "), run("link", object{"url": "https://x.invalid"}), say(" "), run("broadcast", object{"range": "here"}), run("emoji", object{"name": "tea"}),
				say("\nfrom "), run("date", object{"timestamp": at, "format": "{time}", "fallback": "noon"}),
				say(", "), run("date", object{"timestamp": at - 60, "format": "{ago}"}), say(", "), run("date", object{"timestamp": at + 7200, "format": "{ago}"}),
				say(", "), run("date", object{"timestamp": at - 200000, "format": "{ago}"})),
			run("rich_text_list", object{"style": "ordered", "elements": []object{part(say("one")), part(say("two"))}}),
			run("rich_text_list", object{"style": "bullet", "indent": 1, "elements": []object{part(say("deep"))}}),
			run("rich_text_quote", object{"elements": []object{say("a\nb")}}),
			run("rich_text_preformatted", object{"elements": []object{say("x = 1")}}),
		}}
		a.call("chat.postMessage", object{"channel": general.ID(), "text": "not shown", "blocks": blocks(all)}).ok(t)
		want := strings.Join([]string{
			"Tea with <@U1>, @ana in #general, Lounge ↗ https://x.invalid @here:tea:",
			"from 09:00, 1 minute ago, in 2 hours, 2 days ago", "1. one", "2. two", "  • deep", "> a", "> b", "x = 1",
		}, "\n")
		if got := general.Messages()[0].Render(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		clean(t, s)
	})
}

func TestAMessageTellsWhomItPings(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		general, ana, bo := s.Channel("general"), s.Member("ana").ID(), s.Member("bo").ID()
		rich := object{"type": "rich_text", "elements": []object{{"type": "rich_text_section", "elements": []object{
			{"type": "text", "text": "<@" + bo + ">"}, {"type": "user", "user_id": ana}, {"type": "broadcast", "range": "channel"},
		}}}}
		for text, all := range map[string][]object{
			"<@" + bo + "> and <@" + ana + "|ana>, <!here>": nil,
			"not read": {section("<!everyone> <@" + bo + ">"), rich},
		} {
			call := object{"channel": general.ID(), "text": text}
			if all != nil {
				call["blocks"] = all
			}
			a.call("chat.postMessage", call).ok(t)
			want := []string{"ana", "bo", "here"}
			if all != nil {
				want = []string{"ana", "bo", "channel", "everyone"}
			}
			said := general.Messages()
			if got := said[len(said)-1].Pings; !slices.Equal(got, want) {
				t.Errorf("%q: got %q, want %q", text, got, want)
			}
		}
		clean(t, s)
	})
}

func TestRenderShowsAFormWithWhatIsEntered(t *testing.T) {
	inBubble(t, fake.Options{}, func(t *testing.T, s *fake.Server, a *app) {
		ana, c := s.Member("ana"), a.connect()
		form := opened(t, a, c, ana, modal("Keep",
			section("What went *well*?"),
			with(input("Text", with(textInput(), "initial_value", "tea")), "hint", plain("in a line")),
			input("Kind", object{"type": "radio_buttons", "action_id": "r", "options": many(2, option), "initial_option": option(0)}),
			with(input("With", object{"type": "users_select", "action_id": "u", "initial_user": ana.ID()}), "optional", true),
			with(input("More", textInput()), "optional", true),
		))
		want := strings.Join([]string{
			"== Keep ==", "What went well?", `Text*: "tea"`, "  in a line", "Kind*: (x) 0  ( ) 1", "With: (select: = ana)",
			"More: ____", "[Save]",
		}, "\n")
		if got := form.Render(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		clean(t, s)
	})
}
