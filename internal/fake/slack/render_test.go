package slack_test

import (
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
			"a_b_c", "here",
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
