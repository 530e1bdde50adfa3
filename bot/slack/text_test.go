package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/engawa-bot/engawa/bot"
	"github.com/engawa-bot/engawa/bot/words"
)

// shown is a text as the elements of one section: kind(what) each, with * for bold.
func shown(t *testing.T, ping []bot.MemberID, text words.Text) string {
	t.Helper()
	f := &Face{cfg: Config{Guide: sakura()}}
	raw, err := json.Marshal(section(f.scribe("sakura", ping).spans(text)))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Elements []struct {
			Type, Text, URL, Format, Fallback string
			User                              string `json:"user_id"`
			Channel                           string `json:"channel_id"`
			Timestamp                         int64
			Style                             struct{ Bold, Code bool }
		}
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range s.Elements {
		one := e.Type + "(" + strings.Join(strings.Fields(strings.Join([]string{e.User, e.Channel, e.URL, e.Format, e.Fallback}, " ")), " ")
		if e.Timestamp != 0 {
			one += fmt.Sprint(" ", e.Timestamp)
		}
		one += e.Text + ")"
		if e.Style.Bold {
			one += "*"
		}
		if e.Style.Code {
			one += "`"
		}
		out = append(out, one)
	}
	return strings.Join(out, " ")
}

func TestEachKindOfTextIsDrawnAsWhatItIs(t *testing.T) {
	at := time.Unix(1790000000, 0)
	for _, x := range []struct {
		name string
		text words.Text
		want string
	}{
		{"bold", words.Text{{Text: "a **b** c"}}, "text(a ) text(b)* text( c)"},
		{"bold over runs", words.Text{{Text: "**"}, {Kind: words.Quoted, Text: "**x**"}, {Text: "** y"}}, "text(**x**)* text( y)"},
		{"code", words.Text{{Text: "see `/kpt mine`."}}, "text(see ) text(/kpt mine)` text(.)"},
		{"lines", words.Text{{Text: "a\nb"}}, "text(a\nb)"},
		{"typed", words.Text{{Kind: words.Quoted, Text: "<!here> <@U1> `x` :tea: https://a.example *b*"}}, "text(<!here> <@U1> `x` :tea: https://a.example *b*)"},
		{"confusing", words.Text{{Kind: words.Quoted, Text: "a\u202eb\u200b\x00\r\nc\td"}}, "text(ab\nc    d)"},
		{"pinged", words.Text{{Kind: words.Member, Text: "400000000000000004"}}, "user(U0000000004)"},
		{"named", words.Text{{Kind: words.Member, Text: "400000000000000005"}}, "text(<!here>)"},
		{"somebody", words.Text{{Kind: words.Member, Text: "7"}}, "text(someone)"},
		{"room", words.Text{{Kind: words.Place, Text: "300000000000000003"}}, "link(https://discord.com/channels/100000000000000001/300000000000000003Lounge)"},
		{"unknown room", words.Text{{Kind: words.Place, Text: "8"}}, "text(a room)"},
		{"channel", words.Text{{Kind: words.Place, Text: "C0123"}}, "channel(C0123)"},
		{"team", words.Text{{Kind: words.Group, Text: "9"}}, "text(the team)"},
		{"moment", words.Text{{Kind: words.Moment, Text: "16:00", At: at}}, "date({time} 16:00 1790000000)"},
		{"since", words.Text{{Kind: words.Since, Text: "16:00", At: at}}, "date({ago} 16:00 1790000000)"},
		{"moment without", words.Text{{Kind: words.Moment, Text: "16:00"}}, "text(16:00)"},
		{"day", words.Text{{Kind: words.Day, Text: "Tue 24 Nov"}}, "text(Tue 24 Nov)"},
		{"link", words.Text{{Kind: words.Link, Text: "https://a.example/b?c"}}, "link(https://a.example/b?chttps://a.example/b?c)"},
		{"no link", words.Text{{Kind: words.Link, Text: "javascript:alert(1)"}}, "text(javascript:alert(1))"},
		{"bold room", words.Text{{Text: "**"}, {Kind: words.Place, Text: "300000000000000003"}, {Text: "**"}}, "link(https://discord.com/channels/100000000000000001/300000000000000003Lounge)*"},
		{"joined", words.Text{{Text: "a"}, {Kind: words.Quoted, Text: "b"}, {Text: "c"}}, "text(abc)"},
	} {
		if got := shown(t, []bot.MemberID{"400000000000000004", "400000000000000005"}[:1], x.text); got != x.want {
			t.Errorf("%s: got  %s\nwant %s", x.name, got, x.want)
		}
	}
}

func TestNobodyIsMentionedWhomTheCardDoesNotPing(t *testing.T) {
	text := words.Text{{Kind: words.Member, Text: "400000000000000004"}}
	if got, want := shown(t, nil, text), "text(ana_s)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNotificationsShowTypedTextAsItIs(t *testing.T) {
	paragraphs := [][]span{{{text: "<!channel> & <@U1>"}}, {{text: strings.Repeat("🍵", 400)}}}
	got := notice(paragraphs)
	if !strings.HasPrefix(got, "&lt;!channel&gt; &amp; &lt;@U1&gt;\n🍵") || strings.ContainsAny(got, "<>") {
		t.Errorf("got %q", got)
	}
	if !strings.HasSuffix(got, "🍵"+ellipsis) {
		t.Errorf("got the end %q, want a whole cup and %s", got[len(got)-8:], ellipsis)
	}
}

func TestListsLoseWholeLinesAndLongTextsTheirEnd(t *testing.T) {
	line := func(s string) []span { return []span{{text: s}} }
	for _, x := range []struct {
		name string
		in   [][]span
		most int
		want string
	}{
		{"fits", [][]span{line("one"), line("two")}, 8, "one\ntwo"},
		{"last line goes", [][]span{line("one"), line("two"), line("three")}, 12, "one\ntwo\n…"},
		{"no room", [][]span{line("one"), line("two")}, 7, "one\n…"},
		{"long one is cut", [][]span{line("one"), {{text: strings.Repeat("x", 400)}, {text: "end", url: "u"}}}, 55, "one\n" + strings.Repeat("x", 50) + "…"},
		{"a link stays whole", [][]span{{{text: strings.Repeat("x", 300)}, {text: "the end", url: "u"}}}, 305, strings.Repeat("x", 300) + "…"},
		{"a cluster stays whole", [][]span{{{text: strings.Repeat("👩‍👩‍👧", 100)}}}, 12, "👩‍👩‍👧…"},
	} {
		got := unstyled(joined(fit(x.in, x.most, ellipsis)))
		if got != x.want || units(got) > x.most {
			t.Errorf("%s: got %q (%d units), want %q", x.name, got, units(got), x.want)
		}
	}
}
